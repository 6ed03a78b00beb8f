//! Whether a documented value goes with the documented type.
//!
//! In: a `type` and a value beside it, a default or an example. Out: whether it is of that kind, or what it plainly
//! means in that kind: `"10"` is the integer 10, a sentence is no number.

use serde_json::{Number, Value};

use super::scalars::is_numeric;

/// Whether a value is of a type; anything goes without one, and null says nothing.
pub(super) fn fits(ty: Option<&str>, value: &Value) -> bool {
    match (ty, value) {
        (_, Value::Null) => true,
        (Some("integer"), Value::Number(number)) => is_whole(number),
        (Some("integer"), _) => false,
        (Some("number"), value) => value.is_number(),
        (Some("boolean"), value) => value.is_boolean(),
        (Some("string"), value) => value.is_string(),
        (Some("array"), value) => value.is_array(),
        (Some("object"), value) => value.is_object(),
        _ => true,
    }
}

/// A value as one of its type, if it can be read as one.
pub(crate) fn read_as(ty: Option<&str>, value: &Value) -> Option<Value> {
    if fits(ty, value) {
        return Some(value.clone());
    }
    match (ty, value) {
        (Some("integer"), Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        (Some("number"), Value::String(text)) if is_numeric(text) => {
            serde_json::from_str::<Number>(text.trim()).ok().map(Value::Number)
        }
        (Some("boolean"), Value::String(text)) => {
            text.trim().to_ascii_lowercase().parse::<bool>().ok().map(Value::Bool)
        }
        (Some("string"), Value::Number(_) | Value::Bool(_)) => Some(Value::String(value.to_string())),
        _ => None,
    }
}

/// A value in a message, short.
pub(super) fn shown(value: &Value) -> String {
    const LONGEST: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or(&text)),
        None => format!("`{text}`"),
    }
}

/// Whether a number has no fraction.
pub(super) fn is_whole(number: &Number) -> bool {
    number.is_i64() || number.as_f64().is_some_and(|value| value.fract() == 0.0 && value.abs() < 9e15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_plain_is_read_and_sentences_are_not() {
        for (ty, value, read) in [
            ("integer", json!(7), Some(json!(7))),
            ("integer", json!("7"), Some(json!(7))),
            ("integer", json!(7.5), None),
            ("number", json!("7.50"), Some(json!(7.50))),
            ("number", json!("The rate of the day."), None),
            ("boolean", json!("True"), Some(json!(true))),
            ("boolean", json!("on demand"), None),
            ("string", json!(7), Some(json!("7"))),
            ("array", json!("a"), None),
            ("integer", json!(null), Some(json!(null))),
        ] {
            assert_eq!(read_as(Some(ty), &value), read, "{ty} {value}");
        }
    }
}
