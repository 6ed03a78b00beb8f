//! In: what a caller did to an optional key of a request. Out: whether the key is left out, `null` or a value.

/// An optional key of a request: not sent, sent as `null`, or sent with a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Field<T> {
    /// The key is left out: an update leaves the value as it is.
    #[default]
    Unset,
    /// The key is sent as `null`: an update clears the value.
    Null,
    /// The key is sent with this value.
    Set(T),
}

impl<T> Field<T> {
    /// The value, where one is set.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Unset | Self::Null => None,
        }
    }

    /// Whether the key is left out.
    pub fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }
}

/// `None` leaves the key out.
impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unset, Self::Set)
    }
}
