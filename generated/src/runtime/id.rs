//! In: an identifier as text or number. Out: the same digits as text, never rounded.

use std::fmt;

/// The identifier of a thing: up to 20 digits as a rule, kept as text and exact.
///
/// The service sends ids as strings and as numbers; both give the same `Id`. An empty id is kept when the service sends
/// one, and refused when it is to become part of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// No id.
    pub(crate) const NONE: Self = Self(String::new());

    /// An id with this text.
    pub fn new(id: impl Into<Self>) -> Self {
        id.into()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, by value.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether the service sent `""`.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The digits as a number, where the text is exactly how that number is written.
    pub(crate) fn as_number(&self) -> Option<u64> {
        self.0.parse::<u64>().ok().filter(|number| number.to_string() == self.0)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl From<String> for Id {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<&String> for Id {
    fn from(id: &String) -> Self {
        Self(id.clone())
    }
}

impl From<&Id> for Id {
    fn from(id: &Id) -> Self {
        id.clone()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

macro_rules! from_integer {
    ($($type:ty),*) => { $(
        impl From<$type> for Id {
            fn from(id: $type) -> Self {
                Self(id.to_string())
            }
        }
    )* };
}
from_integer!(u32, u64, u128, i32, i64, i128);

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}
