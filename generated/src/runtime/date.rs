//! In: a date or a point in time, as text or as a `chrono` value. Out: the parsed value where there is one, and always
//! the text as it was sent.
//!
//! The service writes dates as `2016-06-05` and times as `2013-11-18T02:17:40-0800`, without a colon in the offset. What
//! cannot be parsed is kept as text, so that nothing is lost between reading and writing.

use std::fmt;
use std::hash::{Hash, Hasher};

use chrono::{FixedOffset, NaiveDate, TimeZone};

/// A calendar day, such as `2016-06-05`.
///
/// Two dates are equal when they are the same day, however they are written; texts that are no date compare as text.
#[derive(Clone)]
pub struct Date {
    parsed: Option<NaiveDate>,
    text: String,
}

/// A point in time, such as `2013-11-18T02:17:40-0800`.
///
/// Two are equal when they are the same instant, however they are written; texts that cannot be parsed compare as text.
#[derive(Clone)]
pub struct DateTime {
    parsed: Option<chrono::DateTime<FixedOffset>>,
    text: String,
}

/// How the service writes a point in time.
const SENT_FORM: &str = "%Y-%m-%dT%H:%M:%S%z";

fn parse_time(text: &str) -> Option<chrono::DateTime<FixedOffset>> {
    chrono::DateTime::parse_from_rfc3339(text)
        .or_else(|_| chrono::DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .ok()
}

impl Date {
    /// The day, unless the text is no date.
    pub fn parsed(&self) -> Option<NaiveDate> {
        self.parsed
    }
}

impl DateTime {
    /// The point in time, unless the text cannot be parsed.
    pub fn parsed(&self) -> Option<chrono::DateTime<FixedOffset>> {
        self.parsed
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self { parsed: Some(day), text: day.format("%Y-%m-%d").to_string() }
    }
}

impl<Z: TimeZone> From<chrono::DateTime<Z>> for DateTime {
    fn from(time: chrono::DateTime<Z>) -> Self {
        let time = time.fixed_offset();
        Self { parsed: Some(time), text: time.format(SENT_FORM).to_string() }
    }
}

impl From<String> for Date {
    fn from(text: String) -> Self {
        Self { parsed: NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok(), text }
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self { parsed: parse_time(text.trim()), text }
    }
}

macro_rules! text_and_value {
    ($($name:ident),*) => { $(
        impl $name {
            /// The text, as it was sent or is to be sent.
            pub fn as_str(&self) -> &str {
                &self.text
            }

            pub(crate) fn into_text(self) -> String {
                self.text
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }

        impl From<&$name> for $name {
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                match (&self.parsed, &other.parsed) {
                    (Some(mine), Some(other)) => mine == other,
                    (None, None) => self.text == other.text,
                    _ => false,
                }
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                match &self.parsed {
                    Some(value) => value.hash(state),
                    None => self.text.hash(state),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.text)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.text)
            }
        }
    )* };
}
text_and_value!(Date, DateTime);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_colon_are_one_instant() {
        let plain = DateTime::from("2013-11-18T02:17:40-0800");
        assert!(plain.parsed().is_some());
        assert_eq!(plain, DateTime::from("2013-11-18T10:17:40Z"));
        assert_eq!(plain.as_str(), "2013-11-18T02:17:40-0800");
        assert_eq!(DateTime::from(plain.parsed().unwrap()).as_str(), plain.as_str());
    }

    #[test]
    fn other_texts_are_kept() {
        assert_eq!(Date::from("05 Jun 2016").parsed(), None);
        assert_eq!(Date::from("05 Jun 2016").as_str(), "05 Jun 2016");
        assert_eq!(Date::from("2016-6-5"), Date::from("2016-06-05"));
        assert_eq!(Date::from("2016-6-5").as_str(), "2016-6-5");
    }
}
