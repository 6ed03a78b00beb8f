//! In: a file or folder on this machine. Out: its bytes, or the documents in it.

use std::path::{Path, PathBuf};

use super::archive::{Came, Files, is_document, is_overlay};
use super::failure::Failure;
use super::limits::Limits;
use crate::paths;

/// Reads an archive or a document.
pub(super) fn file(path: &Path, limits: &Limits) -> Result<Came, Failure> {
    let failed = |error: std::io::Error| Failure::io("read", path, &error);
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > limits.download {
        let message = format!("`{}` has {size} bytes; {} are the limit", paths::shown(path), limits.download);
        return Err(Failure::new(message).help("raise it with `--max-size`"));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    Ok(Came { from: format!("`{}`", paths::shown(path)), name: name_of(path), content_type: None, bytes })
}

/// The documents of a folder, those in its archives included.
pub(super) fn documents(folder: &Path, limits: &Limits) -> Result<Files, Failure> {
    let mut files = Files::new();
    let mut left = limits.unpacked;
    for path in entries(folder)? {
        for (name, bytes) in file(&path, limits)?.open(limits)? {
            left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
                Failure::new(format!("`{}` has more than {} bytes of documents", paths::shown(folder), limits.unpacked))
            })?;
            if files.keys().any(|known| known.eq_ignore_ascii_case(&name)) {
                let message = format!("`{}` has two documents called `{name}`", paths::shown(folder));
                return Err(Failure::new(message).help("keep one of them"));
            }
            files.insert(name, bytes);
        }
    }
    if files.is_empty() {
        let message = format!("`{}` has neither documents (.yml, .yaml, .json) nor zip archives", paths::shown(folder));
        return Err(Failure::new(message));
    }
    Ok(files)
}

/// What in a folder is a document or an archive by its name, in order.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: std::io::Error| Failure::io("read", folder, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = name_of(&path);
        let archive = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        if path.is_file() && !name.starts_with('.') && (archive || is_document(&name)) && !is_overlay(&name) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The last part of a path.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
