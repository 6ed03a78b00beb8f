//! In: a JSON scalar. Out: an id, number, boolean, text, date or time, one tolerance rule a type.
//!
//! | type | taken | no value |
//! |---|---|---|
//! | [`Id`] | text, integer | `null` |
//! | [`Decimal`] | number, text with a number | `null`, blank text |
//! | `i64` | integer, `12.0`, text with an integer | `null`, blank text |
//! | `bool` | boolean, `"true"`, `"false"`, 0, 1 | `null`, blank text |
//! | `String` | text, number, boolean | `null` |
//! | [`Date`], [`DateTime`] | text, number, boolean; what is no date keeps its text | `null`, blank text |

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::from_wire::{FromWire, required};
use super::model::Key;
use crate::runtime::date::{Date, DateTime};
use crate::runtime::decimal::{self, Decimal};
use crate::runtime::id::Id;

/// Any JSON value that is neither a list nor an object.
pub(crate) enum Scalar<'de> {
    Null,
    Bool(bool),
    Int(i64),
    Big(u64),
    Float(f64),
    Text(Cow<'de, str>),
}

/// The largest float up to which every integer has one of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Scalar<'_> {
    fn is_no_value(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The text of anything but null.
    fn into_text(self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(text.into_owned()),
            other => Some(other.to_string()),
        }
    }
}

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Big(value) => value.fmt(f),
            Self::Float(value) => match serde_json::Number::from_f64(*value) {
                Some(number) => number.fmt(f),
                None => value.fmt(f),
            },
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Where another crate of the program turns on serde_json's `arbitrary_precision`, numbers arrive as texts under this key.
const NUMBER_KEY: &str = "$serde_json::private::Number";

fn spelled(number: &str) -> Scalar<'static> {
    let whole = number.parse().map(Scalar::Int).or_else(|_| number.parse().map(Scalar::Big));
    whole.or_else(|_| number.parse().map(Scalar::Float)).unwrap_or_else(|_| Scalar::Text(Cow::Owned(number.to_owned())))
}

struct ScalarVisitor(&'static str);

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_unit<E>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Null)
    }

    fn visit_none<E>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Scalar<'de>, E> {
        Ok(i64::try_from(value).map_or(Scalar::Big(value), Scalar::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }

    fn visit_string<E>(self, value: String) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(value)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar<'de>, A::Error> {
        match map.next_key_seed(Key)? {
            Some(key) if key == NUMBER_KEY => Ok(spelled(&map.next_value::<String>()?)),
            _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// Reads a type that is mostly sent as text and takes any text: such a text goes straight into it.
struct TextVisitor<T>(&'static str, fn(String) -> T, fn(Scalar<'_>) -> Read<'_, T>);

impl<T> TextVisitor<T> {
    fn other<E: Error>(self, value: Scalar<'_>) -> Result<Option<T>, E> {
        (self.2)(value).map_err(E::custom)
    }
}

impl<'de, T> Visitor<'de> for TextVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<T>, E> {
        self.other(Scalar::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<T>, E> {
        self.other(Scalar::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<T>, E> {
        let value = i64::try_from(value).map_or(Scalar::Big(value), Scalar::Int);
        self.other(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<T>, E> {
        self.other(Scalar::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Option<T>, E> {
        Ok(Some((self.1)(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Option<T>, E> {
        Ok(Some((self.1)(value)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        let value = ScalarVisitor(self.0).visit_map(map)?;
        self.other(value)
    }
}

/// What was expected, and what stood there: the text of the error.
struct Mismatch<'a>(&'static str, Scalar<'a>);

/// Texts longer than this are cut in errors.
const EXCERPT: usize = 60;

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found ", self.0)?;
        match &self.1 {
            Scalar::Text(text) if text.chars().count() > EXCERPT => {
                write!(f, "text {:?}…", text.chars().take(EXCERPT).collect::<String>())
            }
            Scalar::Text(text) => write!(f, "text {text:?}"),
            other => write!(f, "{other}"),
        }
    }
}

type Read<'a, T> = Result<Option<T>, Mismatch<'a>>;

const ID: &str = "an id";
const NUMBER: &str = "a number";
const INTEGER: &str = "an integer";
const BOOLEAN: &str = "a boolean";
const TEXT: &str = "a text";
const DATE: &str = "a date";
const TIME: &str = "a date with time";

fn id(value: Scalar<'_>) -> Read<'_, Id> {
    match value {
        Scalar::Bool(_) => Err(Mismatch(ID, value)),
        Scalar::Float(number) if number.fract() == 0.0 && number.abs() < EXACT => Ok(Some(Id::from(number as i64))),
        Scalar::Float(_) => Err(Mismatch(ID, value)),
        other => Ok(other.into_text().map(Id::from)),
    }
}

fn number(value: Scalar<'_>) -> Read<'_, Decimal> {
    let number = match &value {
        none if none.is_no_value() => return Ok(None),
        Scalar::Int(number) => Some(Decimal::from(*number)),
        Scalar::Big(number) => Some(Decimal::from(*number)),
        Scalar::Float(number) => decimal::from_float(*number),
        Scalar::Text(text) => decimal::parse(text),
        Scalar::Null | Scalar::Bool(_) => None,
    };
    number.map(Some).ok_or(Mismatch(NUMBER, value))
}

fn integer(value: Scalar<'_>) -> Read<'_, i64> {
    let number = match &value {
        none if none.is_no_value() => return Ok(None),
        Scalar::Int(number) => Some(*number),
        Scalar::Float(number) => whole(*number),
        Scalar::Text(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| whole(text.parse().ok()?))
        }
        Scalar::Null | Scalar::Bool(_) | Scalar::Big(_) => None,
    };
    number.map(Some).ok_or(Mismatch(INTEGER, value))
}

fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

fn boolean(value: Scalar<'_>) -> Read<'_, bool> {
    let flag = match &value {
        none if none.is_no_value() => return Ok(None),
        Scalar::Bool(flag) => Some(*flag),
        Scalar::Int(0) => Some(false),
        Scalar::Int(1) => Some(true),
        Scalar::Text(text) => text.trim().to_ascii_lowercase().parse().ok(),
        _ => None,
    };
    flag.map(Some).ok_or(Mismatch(BOOLEAN, value))
}

fn text(value: Scalar<'_>) -> Read<'_, String> {
    Ok(value.into_text())
}

fn date(value: Scalar<'_>) -> Read<'_, Date> {
    dated(value)
}

fn time(value: Scalar<'_>) -> Read<'_, DateTime> {
    dated(value)
}

/// A date is a documented text: like any text it may come as a number, and keeps its text where it is no date.
fn dated<T: From<String>>(value: Scalar<'_>) -> Read<'_, T> {
    if value.is_no_value() { Ok(None) } else { Ok(value.into_text().map(T::from)) }
}

macro_rules! scalars {
    ($($type:ty: $what:ident by $read:ident;)*) => { $(
        impl FromWire for $type {
            fn from_wire<'de, D: Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error> {
                $read(de.deserialize_any(ScalarVisitor($what))?).map_err(D::Error::custom)
            }
        }
    )* };
}
scalars! {
    Decimal: NUMBER by number;
    i64: INTEGER by integer;
    bool: BOOLEAN by boolean;
    Date: DATE by date;
    DateTime: TIME by time;
}

impl FromWire for Id {
    fn from_wire<'de, D: Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error> {
        de.deserialize_any(TextVisitor(ID, Self::from, id))
    }
}

impl FromWire for String {
    fn from_wire<'de, D: Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error> {
        de.deserialize_any(TextVisitor(TEXT, std::convert::identity, text))
    }
}

macro_rules! deserialize {
    ($($type:ty: $what:ident),*) => { $(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(de: D) -> Result<Self, D::Error> {
                required(de, $what)
            }
        }
    )* };
}
deserialize!(Id: ID, Date: DATE, DateTime: TIME);
