//! In: a value that a caller gave for a query, path or header parameter. Out: its text on the wire.

use super::date::{Date, DateTime};
use super::decimal::Decimal;
use super::id::Id;
use super::id_list::IdList;

/// A value that can be a query, path or header parameter.
pub trait Param {
    /// The text on the wire, not yet percent-encoded.
    fn into_param(self) -> String;
}

impl Param for String {
    fn into_param(self) -> String {
        self
    }
}

impl Param for &str {
    fn into_param(self) -> String {
        self.to_owned()
    }
}

impl Param for &String {
    fn into_param(self) -> String {
        self.clone()
    }
}

impl Param for Id {
    fn into_param(self) -> String {
        self.into_string()
    }
}

impl Param for &Id {
    fn into_param(self) -> String {
        self.as_str().to_owned()
    }
}

impl Param for Date {
    fn into_param(self) -> String {
        self.into_text()
    }
}

impl Param for DateTime {
    fn into_param(self) -> String {
        self.into_text()
    }
}

macro_rules! by_display {
    ($($type:ty),*) => { $(
        impl Param for $type {
            fn into_param(self) -> String {
                self.to_string()
            }
        }
    )* };
}
by_display!(IdList, bool, u32, u64, i32, i64, Decimal);

impl<T: Param> Param for Vec<T> {
    fn into_param(self) -> String {
        comma_separated(self)
    }
}

/// The values of a parameter that takes many, separated by commas.
pub fn comma_separated<T: Param>(values: impl IntoIterator<Item = T>) -> String {
    let texts: Vec<String> = values.into_iter().map(Param::into_param).collect();
    texts.join(",")
}
