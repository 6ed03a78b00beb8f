//! In: the folder of the generated crate. Out: its hand-written files, as listed in `runtime.manifest`, and the
//! folders of its `src`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Diagnostics};

/// File that lists the hand-written files, one path a line; every generated crate has it.
pub const MANIFEST: &str = "runtime.manifest";

/// The hand-written part of the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skeleton {
    /// Text by path below the crate's folder, with `/`.
    pub files: BTreeMap<String, String>,
    /// Folders of `src`, as `src/…`, sorted.
    pub folders: Vec<String>,
}

/// Reads the hand-written part of the crate in `folder`.
#[must_use]
pub fn load_skeleton(folder: &Path, diagnostics: &mut Diagnostics) -> Skeleton {
    let Some(manifest) = read(folder, MANIFEST, diagnostics) else { return Skeleton::default() };
    let mut skeleton = Skeleton::default();
    let listed = manifest.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    for path in listed.chain([MANIFEST]) {
        if let Some(text) = read(folder, path, diagnostics) {
            skeleton.files.insert(path.to_owned(), text);
        }
    }
    let entries = fs::read_dir(folder.join("src")).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    skeleton.folders = folders.map(|entry| format!("src/{}", entry.file_name().to_string_lossy())).collect();
    skeleton.folders.sort();
    skeleton
}

fn read(folder: &Path, path: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let full = folder.join(path);
    match fs::read_to_string(&full) {
        Ok(text) => Some(text),
        Err(error) => {
            diagnostics.push(
                Diagnostic::new(
                    Code::Io,
                    None,
                    format!("the crate's file `{}` cannot be read: {}", full.display(), super::folder::reason(&error)),
                )
                .help(format!("put it back, or correct `{MANIFEST}`")),
            );
            None
        }
    }
}
