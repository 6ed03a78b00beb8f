//! In: a received value that is to be sent back. Out: which required key it does not have.

use std::error;
use std::fmt;

use super::error::Error;

/// A key that a request requires and an answer did not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "emitted code makes it")]
pub struct Missing(pub &'static str);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is required, and did not come with the answer", self.0)
    }
}

impl error::Error for Missing {}

impl From<Missing> for Error {
    fn from(missing: Missing) -> Self {
        Self::invalid(missing.0, "it is required, and did not come with the answer")
    }
}
