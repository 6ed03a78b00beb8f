//! Kinds of values that were seen, in words.
//!
//! In: an example. Out: a word for its kind, and for the word a value of that kind. Everything that an example decides
//! about a type is decided alike by any other value of its kind, so the kind is all that has to be kept of it.

use serde_json::{Value, json};

use super::fit::is_whole;
use super::scalars::{fits_decimal, is_day, is_numeric};

/// The kind of a value; nothing for one that tells nothing.
pub(super) fn kind(value: &Value) -> Option<Value> {
    let word = match value {
        Value::Null => return None,
        Value::Bool(_) => "boolean",
        Value::Number(number) if matches!(number.as_i64(), Some(0 | 1)) => "bit",
        Value::Number(number) if !fits_decimal(&number.to_string()) => "huge",
        Value::Number(number) if is_whole(number) && number.is_f64() => "whole number",
        Value::Number(number) if is_whole(number) => "integer",
        Value::Number(_) => "number",
        Value::String(text) if text.trim().is_empty() => return None,
        Value::String(text) => text_kind(text),
        Value::Object(_) => "object",
        Value::Array(elements) => return Some(Value::Array(kinds(elements))),
    };
    Some(Value::from(word))
}

fn text_kind(text: &str) -> &'static str {
    if is_day(text) {
        "date"
    } else if ["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(text)) {
        "boolean text"
    } else if text.trim().parse::<i64>().is_ok() {
        "integer text"
    } else if is_numeric(text) && fits_decimal(text) {
        "number text"
    } else if is_numeric(text) {
        "huge text"
    } else {
        "text"
    }
}

/// The kinds of several values, each once.
pub(super) fn kinds(values: &[Value]) -> Vec<Value> {
    let mut kinds = Vec::new();
    for kind in values.iter().filter_map(kind) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// A value of a kind; nothing for a word that is none.
pub(crate) fn value(kind: &Value) -> Option<Value> {
    Some(match kind {
        Value::Array(kinds) => Value::Array(kinds.iter().filter_map(value).collect()),
        Value::String(word) => match word.as_str() {
            "boolean" => json!(true),
            "bit" => json!(1),
            "integer" => json!(2),
            "whole number" => json!(2.0),
            "number" => json!(0.5),
            "huge" => json!(1e300),
            "date" => json!("2000-01-01"),
            "boolean text" => json!("true"),
            "integer text" => json!("2"),
            "number text" => json!("0.5"),
            "huge text" => json!("1e300"),
            "text" => json!("text"),
            "object" => json!({}),
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_a_kind_is_of_that_kind() {
        let words = [
            "boolean",
            "bit",
            "integer",
            "whole number",
            "number",
            "huge",
            "date",
            "boolean text",
            "integer text",
            "number text",
            "huge text",
            "text",
            "object",
        ];
        for word in words.map(Value::from).into_iter().chain([json!(["integer", ["text"]])]) {
            assert_eq!(value(&word).as_ref().and_then(kind), Some(word));
        }
        assert_eq!(kind(&json!(" ")), None);
        assert_eq!(value(&json!("sentence")), None);
    }
}
