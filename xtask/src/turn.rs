//! One run at a time.
//!
//! In: a folder that is about to be written to. Out: a turn, for as long as the value lives; who comes later waits. The
//! system takes it back when a process ends, however it ends, and nothing has to be removed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use crate::paths;

/// The right to write to a folder.
#[derive(Debug)]
pub(crate) struct Turn {
    /// The folder, locked while it is open; nothing where folders cannot be locked (some network drives, Windows), and
    /// there the last run wins, file by file.
    _folder: Option<File>,
    /// Folders that were made to be locked, the outer ones first.
    made: Vec<PathBuf>,
}

impl Turn {
    /// Waits until nobody else writes there; says so where it takes waiting. Makes the folder if it is absent.
    pub(crate) fn take(folder: &Path) -> Result<Self, String> {
        let absent: Vec<&Path> =
            folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
        let made = absent.into_iter().rev().map(Path::to_owned).collect();
        let mut turn = Self { _folder: None, made };
        fs::create_dir_all(folder).map_err(|error| format!("cannot create `{}`: {error}", folder.display()))?;
        turn._folder = lock(folder).ok();
        Ok(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // Only where nothing was written into it.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn lock(folder: &Path) -> io::Result<File> {
    let file = File::open(folder)?;
    // Newer compilers have methods of these names themselves.
    match FileExt::try_lock(&file) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            eprintln!("waiting for another run that writes to `{}`", paths::shown(folder));
            FileExt::lock(&file)?;
        }
        Err(TryLockError::Error(error)) => return Err(error),
    }
    Ok(file)
}
