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
    if let Some(time) = usual_time(text) {
        return Some(time);
    }
    chrono::DateTime::parse_from_rfc3339(text)
        .or_else(|_| chrono::DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .ok()
}

/// The number that so many digits at a place spell.
fn digits(text: &[u8], from: usize, to: usize) -> Option<u32> {
    text.get(from..to)?.iter().try_fold(0, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + u32::from(digit))
    })
}

/// `2016-06-05`, as nearly all dates are written; others are left to the library, which takes longer.
fn usual_date(text: &[u8]) -> Option<NaiveDate> {
    if text.get(4) != Some(&b'-') || text.get(7) != Some(&b'-') || text.len() != 10 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(digits(text, 0, 4)?).ok()?, digits(text, 5, 7)?, digits(text, 8, 10)?)
}

/// `2013-11-18T02:17:40-0800`, as nearly all times are written.
fn usual_time(text: &str) -> Option<chrono::DateTime<FixedOffset>> {
    let text = text.as_bytes();
    if text.len() != 24 || text.get(10) != Some(&b'T') || text.get(13) != Some(&b':') || text.get(16) != Some(&b':') {
        return None;
    }
    let (hours, minutes) = (digits(text, 20, 22)?, digits(text, 22, 24).filter(|minutes| *minutes < 60)?);
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    let offset = match text.get(19)? {
        b'+' => FixedOffset::east_opt(seconds)?,
        b'-' => FixedOffset::west_opt(seconds)?,
        _ => return None,
    };
    let day = usual_date(text.get(..10)?)?;
    let time = day.and_hms_opt(digits(text, 11, 13)?, digits(text, 14, 16)?, digits(text, 17, 19)?)?;
    time.and_local_timezone(offset).single()
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
        let parsed = usual_date(text.as_bytes());
        Self { parsed: parsed.or_else(|| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()), text }
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
    fn the_usual_forms_are_read_as_the_library_reads_them() {
        for text in [
            "2016-06-05",
            "2016-02-30",
            "2016-13-01",
            "0000-01-01",
            "2016-6-05",
            "2016/06/05",
            "+016-06-05",
            "2016-06-0x",
            "9999-12-31",
            "2016-02-29",
            "2015-02-29",
            "２016-06-5",
        ] {
            let slow = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
            assert_eq!(Date::from(text).parsed(), slow, "{text}");
            assert!(usual_date(text.as_bytes()).is_none_or(|day| Some(day) == slow), "{text}");
        }
        for text in [
            "2013-11-18T02:17:40-0800",
            "2013-11-18T02:17:40+0000",
            "2013-11-18T24:17:40+0000",
            "2013-11-18T02:17:60+0000",
            "2013-11-18T02:17:40+2400",
            "2013-11-18T02:17:40-0060",
            "2013-11-31T02:17:40-0800",
            "2013-11-18 02:17:40-0800",
            "2013-11-18T02:17:40 0800",
            "2013-11-18T02:17:40.1+01",
            "2013-11-18T02:17:40+1530",
        ] {
            let slow = chrono::DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z").ok();
            assert!(usual_time(text).is_none_or(|time| Some(time) == slow), "{text}");
        }
        assert!(usual_time("2013-11-18T02:17:40-0800").is_some() && usual_date(b"2016-06-05").is_some());
    }

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
