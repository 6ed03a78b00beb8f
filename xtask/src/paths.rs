//! Where things are in the project.
//!
//! In: the folder that the command is called in, and where this crate was built. Out: the fixed folders of the top level.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The project's folder: the nearest one around the current folder that has its top level, so that a copy of the project
/// is worked on where the program of another copy is called; otherwise where this crate was built.
pub(crate) fn root() -> PathBuf {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let here = std::env::current_dir().unwrap_or_default();
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        here.ancestors().find(|folder| is_root(folder)).unwrap_or_else(|| own.parent().unwrap_or(own)).to_owned()
    })
    .clone()
}

/// Folders and files that no other folder has together.
fn is_root(folder: &Path) -> bool {
    ["Cargo.toml", "generated/runtime.manifest", "specs", "templates", "xtask/Cargo.toml"]
        .into_iter()
        .all(|path| folder.join(path).exists())
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
