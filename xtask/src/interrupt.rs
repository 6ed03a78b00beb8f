//! Ctrl-C, and being asked to end.
//!
//! In: stretches of work that must not be cut, and files that nobody else removes. Out: on SIGINT and SIGTERM such a
//! stretch is finished, the files are removed, and the program ends with 130, as programs do that were interrupted.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The status of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// Held while files are replaced: who interrupts then waits some milliseconds, and all is as if they had come later.
static WHOLE: Mutex<()> = Mutex::new(());
/// Files to be removed.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Begins to listen. Where that is impossible, an interrupt ends the program at once, and the next run tidies up.
pub(crate) fn listen() {
    let _ = ctrlc::set_handler(|| {
        let _whole = whole();
        for path in temporary().drain(..) {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(INTERRUPTED);
    });
}

/// Begins a stretch that is not cut, until the value is dropped.
pub(crate) fn whole() -> MutexGuard<'static, ()> {
    WHOLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is removed when the value is dropped, or the program interrupted.
#[derive(Debug)]
pub(crate) struct Temporary(PathBuf);

impl Temporary {
    /// The file may be written later.
    pub(crate) fn new(path: PathBuf) -> Self {
        temporary().push(path.clone());
        Self(path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        temporary().retain(|path| *path != self.0);
        // It may never have been written.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn temporary() -> MutexGuard<'static, Vec<PathBuf>> {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}
