//! Files that change together.
//!
//! In: a folder and texts by path. Out: all of them written, or none. Everything is written beside its place first, so
//! that a folder that is read-only, or a disk that is full, is met before anything changes; then each takes its place in
//! one step, and those before it go back where one cannot.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Texts by path below the project, with `/`.
pub(super) type Files = BTreeMap<&'static str, String>;

/// Writes all files, or none.
pub(super) fn write(root: &Path, files: &Files) -> Result<(), String> {
    let mut ready = Vec::new();
    for (path, text) in files {
        ready.push(beside(&root.join(path), text).map_err(|error| said(path, &error))?);
    }
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for ((path, _), file) in files.iter().zip(ready) {
        let full = root.join(path);
        let step = old(&full).and_then(|old| Ok((old, file.persist(&full).map_err(|error| error.error)?)));
        match step {
            Ok((old, _)) => done.push((full, old)),
            Err(error) => {
                let kept: Vec<String> = done.iter().filter_map(|(full, old)| restore(full, old.as_deref())).collect();
                return Err(format!("{}{}", said(path, &error), kept.concat()));
            }
        }
    }
    Ok(())
}

fn said(path: &str, error: &std::io::Error) -> String {
    format!("`{path}` cannot be written: {error}; make it writable, and release again")
}

/// The text in a file beside its place, with the permissions that the file there has.
fn beside(full: &Path, text: &str) -> std::io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new_in(full.parent().unwrap_or(full))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    match fs::metadata(full) {
        Ok(known) => file.as_file().set_permissions(known.permissions())?,
        Err(error) if error.kind() == ErrorKind::NotFound => public(file.as_file())?,
        Err(error) => return Err(error),
    }
    Ok(file)
}

/// Temporary files are their owner's alone; what is new in the project is for all to read.
#[cfg(unix)]
fn public(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn public(_file: &fs::File) -> std::io::Result<()> {
    Ok(())
}

fn old(full: &Path) -> std::io::Result<Option<Vec<u8>>> {
    match fs::read(full) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts a file back; what to say where that fails as well.
fn restore(full: &Path, old: Option<&[u8]>) -> Option<String> {
    let restored = old.map_or_else(|| fs::remove_file(full), |old| fs::write(full, old));
    let said = |error| format!("; `{}` could not be put back: {error}; `git checkout` does it", full.display());
    restored.err().map(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> Option<tempfile::TempDir> {
        let folder = tempfile::tempdir().ok()?;
        fs::write(folder.path().join("a"), "old a").ok()?;
        Some(folder)
    }

    fn content(folder: &Path) -> Vec<(String, String)> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut found: Vec<(String, String)> = entries
            .map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap_or_else(|_| "folder".to_owned())))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn all_are_written_or_none() {
        let folder = folder();
        assert!(folder.is_some(), "no temporary folder");
        let Some(folder) = folder else { return };
        let root = folder.path();
        let before = content(root);
        // There is no folder to write to.
        let files = Files::from([("a", "new a".to_owned()), ("no-folder/b", "new b".to_owned())]);
        assert!(write(root, &files).is_err_and(|error| error.contains("no-folder/b")));
        assert_eq!(content(root), before);
        // The second is found to be a folder only when the first is there.
        assert!(fs::create_dir(root.join("b")).is_ok());
        let before = content(root);
        let files = Files::from([("a", "new a".to_owned()), ("b", "new b".to_owned())]);
        assert!(write(root, &files).is_err());
        assert_eq!(content(root), before);
        let files = Files::from([("a", "new a".to_owned()), ("c", "new c".to_owned())]);
        assert_eq!(write(root, &files), Ok(()));
        assert_eq!(fs::read_to_string(root.join("c")).ok().as_deref(), Some("new c"));
    }
}
