//! New texts beside the files that they replace.
//!
//! In: files and their new texts, one after the other. Out: temporary files, and on [`Staged::commit`] the files
//! themselves. Dropped before that, nothing of it stays.

use std::fs;
use std::path::{Path, PathBuf};

use super::WriteError;

/// Texts on the disk that no file has yet.
#[derive(Debug, Default)]
pub(super) struct Staged {
    /// Temporary file and the file that it becomes.
    files: Vec<(PathBuf, PathBuf)>,
    /// Folders that were made for them, the outer ones first.
    folders: Vec<PathBuf>,
}

impl Staged {
    /// Writes a text beside its file.
    pub(super) fn put(&mut self, path: PathBuf, text: &str) -> Result<(), WriteError> {
        let parent = path.parent().unwrap_or(&path);
        self.make(parent).map_err(|source| WriteError { action: "create", path: parent.to_owned(), source })?;
        let temporary = temporary(&path);
        let written = fs::write(&temporary, text);
        self.files.push((temporary, path.clone()));
        written.map_err(|source| WriteError { action: "write", path, source })
    }

    /// Replaces file after file: a reader sees the old text or the new one.
    pub(super) fn commit(mut self) -> Result<(), WriteError> {
        for (temporary, path) in &self.files {
            fs::rename(temporary, path).map_err(|source| WriteError { action: "write", path: path.clone(), source })?;
        }
        self.files.clear();
        self.folders.clear();
        Ok(())
    }

    fn make(&mut self, folder: &Path) -> std::io::Result<()> {
        let absent: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        self.folders.extend(absent.into_iter().rev().map(Path::to_owned));
        fs::create_dir_all(folder)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run; the error that is under way says more.
        for (temporary, _) in &self.files {
            let _ = fs::remove_file(temporary);
        }
        for folder in self.folders.iter().rev() {
            // One that has files by now stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// `.NAME.PID.tmp` beside the file.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// The name of the file that a temporary one was to become.
pub(super) fn becomes(name: &str) -> Option<&str> {
    let (name, process) = name.strip_prefix('.')?.strip_suffix(".tmp")?.rsplit_once('.')?;
    let is_number = !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_this_module_names_is_a_temporary_file() {
        let own = temporary(Path::new("a/mod.rs"));
        assert_eq!(becomes(&own.file_name().unwrap_or_default().to_string_lossy()), Some("mod.rs"));
        for other in ["mod.rs", ".mod.rs.tmp", ".mod.rs.1x.tmp", "..1.tmp", "mod.rs.12.tmp", ".mod.rs.12"] {
            assert_eq!(becomes(other), None, "{other}");
        }
    }
}
