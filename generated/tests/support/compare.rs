//! Whether a body survived decoding and encoding.
//!
//! In: a body, what came back, and the documented keys. Out: the JSON paths of keys that were lost or changed. What
//! the wire-tolerance table turns into another spelling is no change; keys that no document lists are not looked at.

use serde::de::DeserializeOwned;
use serde_json::Value;
use zoho_finance::Decimal;

use super::documented::Shapes;

/// Collects differences.
pub(crate) struct Comparison<'a> {
    shapes: &'a Shapes,
    found: Vec<String>,
}

impl<'a> Comparison<'a> {
    /// The differences between a body and what came back.
    pub(crate) fn of(shapes: &'a Shapes, shape: &str, before: &Value, after: &Value) -> Vec<String> {
        let mut comparison = Self { shapes, found: Vec::new() };
        comparison.value("", Some(shape), before, Some(after));
        comparison.found
    }

    fn value(&mut self, path: &str, shape: Option<&str>, before: &Value, after: Option<&Value>) {
        match (before, after) {
            (Value::Object(before), Some(Value::Object(after))) => {
                let known = shape.and_then(|shape| self.shapes.get(shape));
                for (key, value) in before {
                    let below = known.and_then(|known| known.get(key));
                    if known.is_some() && below.is_none() {
                        continue;
                    }
                    let inner = below.and_then(|below| below.shape.as_deref());
                    self.value(&format!("{path}.{key}"), inner, value, after.get(key));
                }
            }
            (Value::Array(before), Some(Value::Array(after))) if before.len() == after.len() => {
                for (index, (before, after)) in before.iter().zip(after).enumerate() {
                    self.value(&format!("{path}[{index}]"), shape, before, Some(after));
                }
            }
            // One object where a list is documented.
            (Value::Object(_), Some(Value::Array(after))) if after.len() == 1 => {
                self.value(path, shape, before, after.first())
            }
            (before, after) if same_scalar(before, after) => {}
            (_, None) => self.found.push(format!("{path} lost")),
            (before, Some(after)) => self.found.push(format!("{path} changed from {before} to {after}")),
        }
    }
}

/// Equal, or made equal by the table.
fn same_scalar(before: &Value, after: Option<&Value>) -> bool {
    match (before, after) {
        (Value::Null, None) => true,
        (Value::String(text), None | Some(Value::Null)) => text.trim().is_empty(),
        (Value::String(text), Some(Value::Array(list))) => text.trim().is_empty() && list.is_empty(),
        (_, None) => false,
        (Value::Null, Some(after)) => after.is_null(),
        (Value::Number(a), Some(Value::Number(b))) => a == b || a.as_f64() == b.as_f64(),
        (Value::Number(a), Some(Value::String(b))) => a.to_string() == *b,
        (Value::String(a), Some(Value::Number(b))) => a.trim().parse::<f64>().ok() == b.as_f64(),
        (Value::Bool(a), Some(Value::String(b))) => a.to_string() == *b,
        (Value::String(a), Some(Value::Bool(b))) => a.trim().eq_ignore_ascii_case(&b.to_string()),
        (Value::Number(a), Some(Value::Bool(b))) => a.as_f64() == Some(f64::from(u8::from(*b))),
        (before, Some(after)) => before == after,
    }
}

/// Complains where two values differ; numbers are compared by value.
pub(crate) fn same(path: &str, expected: &Value, is: &Value) -> Result<(), String> {
    match (expected, is) {
        (Value::Object(a), Value::Object(b)) => {
            if let Some(key) = b.keys().find(|key| !a.contains_key(*key)) {
                return Err(format!("{path}.{key} should not be there"));
            }
            a.iter().try_for_each(|(key, value)| match b.get(key) {
                Some(is) => same(&format!("{path}.{key}"), value, is),
                None => Err(format!("{path}.{key} is lost")),
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.try_for_each(|(index, (a, b))| same(&format!("{path}[{index}]"), a, b))
        }
        (Value::Number(a), Value::Number(b)) if decimal(a).is_some() && decimal(a) == decimal(b) => Ok(()),
        (a, b) if a == b => Ok(()),
        (a, b) => Err(format!("{path} should be {a}, is {b}")),
    }
}

fn decimal(number: &serde_json::Number) -> Option<Decimal> {
    let text = number.to_string();
    text.parse().or_else(|_| Decimal::from_scientific(&text)).ok()
}

/// Reads JSON or fails the test with the place.
pub(crate) fn parse<T: DeserializeOwned>(text: &str, what: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{what} is not what it should be: {error}"))
}
