//! In: a grant. Out: a file that only its owner can read, replaced in one step.

use std::fs::{self, OpenOptions};
use std::io::{Error as IoError, ErrorKind};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::{BoxFuture, Grant, TokenStore};
use crate::runtime::error::Error;
use crate::runtime::replace;

/// Keeps a grant in a file, which only its owner can read (mode 0600 on Unix).
///
/// The file is replaced in one step: whoever reads it sees the old grant or the new one. Its folder must exist. Several
/// processes may share a file; each takes over the token that another one has fetched.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
}

impl FileStore {
    /// A store in this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does file work where it blocks no other task.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> Result<T, IoError> + Send + 'static,
    ) -> Result<T, Error> {
        let path = self.path.clone();
        let result = tokio::task::spawn_blocking(move || work(&path)).await;
        result.unwrap_or_else(|error| Err(IoError::other(error))).map_err(|error| Error::io(&self.path, error))
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Grant>, Error>> {
        Box::pin(self.work(read))
    }

    fn save<'a>(&'a self, grant: &'a Grant) -> BoxFuture<'a, Result<(), Error>> {
        let text = grant.to_secret_json();
        Box::pin(self.work(move |path| replace(path, &text)))
    }
}

fn read(path: &Path) -> Result<Option<Grant>, IoError> {
    match fs::read_to_string(path).map(SecretString::from) {
        Ok(text) => {
            let grant = Grant::from_json(text.expose_secret());
            grant.map(Some).map_err(|error| IoError::new(ErrorKind::InvalidData, error))
        }
        Err(error) if error.kind() == ErrorKind::NotFound && has_folder(path) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A folder that is missing would only show when a grant is to be kept.
fn has_folder(path: &Path) -> bool {
    path.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir())
}

/// Nobody but its owner can read it, from the first byte on.
fn replace(path: &Path, text: &SecretString) -> Result<(), IoError> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    replace::replace(path, text.expose_secret().as_bytes(), &mut options)
}
