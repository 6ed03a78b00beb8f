//! Vendor extensions that are facts.
//!
//! In: the `x-…` keys of a part. Out: those that the generator reads, as far as they hold values and no prose: editions,
//! open enumerations, what is not mined, how stable something is and when it ends. All others are left out.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::ir::name::Name;

/// Keys that are kept as they are.
const KEPT: [&str; 4] = ["x-extensible-enum", "x-not-mined", "x-sunset", "x-stability-level"];

/// Copies what is kept.
pub(super) fn keep(extensions: &IndexMap<String, Value>, into: &mut Map<String, Value>) {
    for (key, value) in extensions {
        let kept = (KEPT.contains(&key.as_str()) || names_editions(key)) && is_plain(value);
        if kept && !into.contains_key(key) {
            into.insert(key.clone(), value.clone());
        }
    }
}

/// `x-available-in`, `x-node_unavailable_in`.
fn names_editions(key: &str) -> bool {
    matches!(Name::parse(key).words().as_slice(), [.., "available" | "unavailable", "in"])
}

/// A value or a list of values, none of them a sentence.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::String(text) => text.split_whitespace().count() <= 3,
        Value::Array(values) => values.iter().all(|value| !value.is_array() && is_plain(value)),
        Value::Object(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}
