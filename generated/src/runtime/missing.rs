//! In: a received value that is to be sent back. Out: the same as a request, or which required key it does not have.

use std::error;
use std::fmt;

use super::error::Error;

/// A key that a request requires and an answer did not have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Missing {
    path: String,
}

impl Missing {
    /// The key itself.
    #[doc(hidden)]
    pub fn of(key: &str) -> Self {
        Self { path: key.to_owned() }
    }

    /// Where the key is missing, such as `line_items[1].item_id`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same key, seen from outside.
    #[doc(hidden)]
    #[must_use]
    pub fn within(self, outer: impl fmt::Display) -> Self {
        Self { path: format!("{outer}.{}", self.path) }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is required, and did not come with the answer", self.path)
    }
}

impl error::Error for Missing {}

impl From<Missing> for Error {
    fn from(missing: Missing) -> Self {
        Self::invalid(missing.path(), "it is required, and did not come with the answer")
    }
}

/// Converts every element of a list; the error says which one lacks something.
pub fn each<'a, T, U: TryFrom<&'a T, Error = Missing>>(key: &str, list: &'a [T]) -> Result<Vec<U>, Missing> {
    let convert = |(index, element): (usize, &'a T)| {
        U::try_from(element).map_err(|missing| missing.within(format_args!("{key}[{index}]")))
    };
    list.iter().enumerate().map(convert).collect()
}
