//! In: a value that a caller gave for a query, path or header parameter. Out: its text on the wire.

use super::date::{Date, DateTime};
use super::decimal::Decimal;
use super::id::Id;
use super::id_list::IdList;

/// A value that can be a query, path or header parameter.
pub trait Param {
    /// The text on the wire, not yet percent-encoded.
    fn into_param(self) -> String;

    /// Whether it is an identifier: of a list of them none may be missing.
    #[doc(hidden)]
    const IS_ID: bool = false;

    /// Why the value cannot be sent, where it cannot.
    #[doc(hidden)]
    fn problem(&self) -> Option<&'static str> {
        None
    }
}

/// A service takes a blank id for none, and does something else than was asked for.
fn blank(id: &Id) -> Option<&'static str> {
    id.as_str().trim().is_empty().then_some("an id is not empty")
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
    const IS_ID: bool = true;

    fn into_param(self) -> String {
        self.into_string()
    }

    fn problem(&self) -> Option<&'static str> {
        blank(self)
    }
}

impl Param for &Id {
    const IS_ID: bool = true;

    fn into_param(self) -> String {
        self.as_str().to_owned()
    }

    fn problem(&self) -> Option<&'static str> {
        blank(self)
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
by_display!(bool, u32, u64, i32, i64, Decimal);

impl Param for IdList {
    fn into_param(self) -> String {
        self.to_string()
    }

    fn problem(&self) -> Option<&'static str> {
        self.is_empty().then_some(NO_IDS)
    }
}

impl<T: Param> Param for Vec<T> {
    fn into_param(self) -> String {
        comma_separated(self).into_param()
    }

    fn problem(&self) -> Option<&'static str> {
        list_problem(self)
    }
}

const NO_IDS: &str = "a list of ids is not empty";

fn list_problem<T: Param>(list: &[T]) -> Option<&'static str> {
    if T::IS_ID && list.is_empty() { Some(NO_IDS) } else { list.iter().find_map(Param::problem) }
}

/// The values of a parameter that takes many, separated by commas.
#[derive(Debug)]
pub struct CommaSeparated {
    text: String,
    problem: Option<&'static str>,
}

/// Puts the values of a parameter together that takes many, separated by commas.
pub fn comma_separated<T: Param>(values: impl IntoIterator<Item = T>) -> CommaSeparated {
    let values: Vec<T> = values.into_iter().collect();
    let problem = list_problem(&values);
    let texts: Vec<String> = values.into_iter().map(Param::into_param).collect();
    let two = || (T::IS_ID && texts.iter().any(|text| text.contains(','))).then_some("an id has no comma");
    CommaSeparated { problem: problem.or_else(two), text: texts.join(",") }
}

impl Param for CommaSeparated {
    fn into_param(self) -> String {
        self.text
    }

    fn problem(&self) -> Option<&'static str> {
        self.problem
    }
}
