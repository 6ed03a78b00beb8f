//! Typing of scalars. In: a scalar as written. Out: what it is, as `serde_yaml` would say.
//!
//! Most plain scalars are words and are recognised by their first letter; whatever might be a number is handed to
//! `serde_yaml`, the reader of record.

use serde_json::{Number, Value};

use super::node::{Scalar, Style};

/// What a scalar is.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Null, or nothing at all.
    Null,
    /// A truth value.
    Bool(bool),
    /// A finite number.
    Number(Number),
    /// Text; also a number that JSON cannot hold.
    Text,
}

impl Typed {
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text => "text",
        }
    }
}

impl Scalar {
    /// What the scalar is.
    #[must_use]
    pub fn typed(&self) -> Typed {
        match self.style {
            Style::Plain => plain(&self.text),
            Style::Quoted | Style::Block => Typed::Text,
        }
    }

    /// The scalar as a JSON value.
    #[must_use]
    pub fn value(&self) -> Value {
        match self.typed() {
            Typed::Null => Value::Null,
            Typed::Bool(value) => Value::Bool(value),
            Typed::Number(number) => Value::Number(number),
            Typed::Text => Value::String(self.text.clone()),
        }
    }
}

fn plain(text: &str) -> Typed {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Typed::Null,
        "true" | "True" | "TRUE" => Typed::Bool(true),
        "false" | "False" | "FALSE" => Typed::Bool(false),
        _ if may_be_number(text) => number(text),
        _ => Typed::Text,
    }
}

/// Whether the text begins and goes on like a number in any of YAML's notations.
fn may_be_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'+' | b'-' | b'.' | b'x' | b'o'))
}

fn number(text: &str) -> Typed {
    if let Some(small) = small_integer(text) {
        return Typed::Number(small.into());
    }
    match serde_yaml::from_str::<serde_yaml::Value>(text) {
        Ok(serde_yaml::Value::Number(number)) => json_number(&number).map_or(Typed::Text, Typed::Number),
        _ => long_integer(text).map_or(Typed::Text, Typed::Number),
    }
}

/// An integer beyond 64 bits: as near as JSON readers come.
fn long_integer(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.len() > 18 && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok().and_then(Number::from_f64) } else { None }
}

/// Plain decimal digits without a leading zero, which need no second opinion.
fn small_integer(text: &str) -> Option<u64> {
    let plain = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain && (text == "0" || !text.starts_with('0')) { text.parse().ok() } else { None }
}

fn json_number(number: &serde_yaml::Number) -> Option<Number> {
    if let Some(value) = number.as_u64() {
        return Some(value.into());
    }
    if let Some(value) = number.as_i64() {
        return Some(value.into());
    }
    number.as_f64().and_then(Number::from_f64)
}
