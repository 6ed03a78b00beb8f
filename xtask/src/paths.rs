//! Where things are in the project.
//!
//! In: nothing but where this crate was built. Out: the fixed folders of the top level.

use std::path::{Path, PathBuf};

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// The documents of the project.
pub(crate) fn specs() -> PathBuf {
    root().join("specs")
}

/// The templates.
pub(crate) fn templates() -> PathBuf {
    root().join("templates")
}

/// The generated crate.
pub(crate) fn generated() -> PathBuf {
    root().join("generated")
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// A path as people read it: relative to where they are, if it is below.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let near = path.strip_prefix(&here).unwrap_or(path);
    if near.as_os_str().is_empty() { ".".to_owned() } else { near.display().to_string() }
}
