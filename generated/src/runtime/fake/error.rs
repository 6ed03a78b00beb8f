//! In: what can go wrong with the fake service itself. Out: one error.

use std::fmt;

/// Why the fake service cannot do what it was told.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// It cannot listen, for example because the port is taken.
    Io(std::io::Error),
    /// Its tables cannot be read.
    Tables(serde_json::Error),
    /// No operation has this name.
    UnknownOperation(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the fake service cannot listen: {error}"),
            Self::Tables(error) => write!(f, "the tables of the fake service cannot be read: {error}"),
            Self::UnknownOperation(id) => write!(f, "the fake service knows no operation `{id}`"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Tables(error) => Some(error),
            Self::UnknownOperation(_) => None,
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
