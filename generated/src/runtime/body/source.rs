//! In: bytes, a file, or a reader. Out: one piece of a body, which can be opened for each try; a reader only once.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::io::AsyncRead;

/// Whatever gives bytes while a request is sent.
pub(crate) type Reader = Box<dyn AsyncRead + Send + Unpin>;

/// Where the bytes of a piece come from.
#[derive(Clone)]
pub(crate) enum Source {
    Bytes(Bytes),
    /// A file, and the length that it had when it was chosen.
    Path(PathBuf, u64),
    /// A reader, and how much it is to give; `None`: to its end.
    Reader(Arc<Once>, Option<u64>),
}

impl Source {
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Path(_, length) => Some(*length),
            Self::Reader(_, length) => *length,
        }
    }

    /// Whether it has been read, and cannot be read again.
    pub(crate) fn is_spent(&self) -> bool {
        matches!(self, Self::Reader(once, _) if once.is_spent())
    }
}

/// A reader that is taken when the first byte is asked for: a try that fails before that costs nothing.
pub(crate) struct Once(Mutex<Option<Reader>>);

impl Once {
    pub(crate) fn new(reader: Reader) -> Self {
        Self(Mutex::new(Some(reader)))
    }

    pub(crate) fn take(&self) -> Option<Reader> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn is_spent(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}
