//! In: the path of a file, and its new content. Out: the file, replaced in one step: whoever reads it sees the old content
//! or the new one, and a failure leaves what was there.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{Error as IoError, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A file beside another one, whose place it is to take. It goes where that does not happen.
pub(crate) struct Beside {
    path: PathBuf,
    kept: bool,
}

impl Beside {
    /// Makes an empty file in the folder of `target`, under a name that no other process and no other task uses.
    pub(crate) fn new(target: &Path, options: &mut OpenOptions) -> Result<(Self, fs::File), IoError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let name = target.file_name().ok_or_else(|| IoError::new(ErrorKind::InvalidInput, "not the path of a file"))?;
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)));
        let path = target.with_file_name(hidden);
        let file = options.write(true).create_new(true).open(&path)?;
        Ok((Self { path, kept: false }, file))
    }

    /// Puts it in the place of `target`. Its content must have reached the disk.
    pub(crate) fn replace(mut self, target: &Path) -> Result<(), IoError> {
        fs::rename(&self.path, target)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.kept {
            // That it cannot be removed would be no better news than why it is there.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Replaces a file that is written at once.
pub(crate) fn replace(path: &Path, content: &[u8], options: &mut OpenOptions) -> Result<(), IoError> {
    let (beside, mut file) = Beside::new(path, options)?;
    file.write_all(content)?;
    file.sync_all()?;
    drop(file);
    beside.replace(path)
}
