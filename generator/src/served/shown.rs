//! Kinds of values that a document says were seen.
//!
//! In: a document as JSON. Out: the same, where every schema of which `x-facts` says what kind of value it was seen to
//! hold shows one of that kind, and so does every property. Adopted documents have no examples, and a server would send
//! what the declared type says, which is not what the service sends.

use serde_json::{Map, Value};

use super::mend::followed;
use crate::ir::noted;
use crate::normalise::value_of_kind;

/// Gives examples to all schemas of a document that note a kind.
pub(super) fn show(document: &mut Value) {
    let whole = document.clone();
    let components = whole.get("components").cloned().unwrap_or_default();
    in_part(document, &components);
}

fn in_part(part: &mut Value, components: &Value) {
    match part {
        Value::Array(elements) => elements.iter_mut().for_each(|element| in_part(element, components)),
        Value::Object(keys) => {
            // What stands in an operation is about its result, which is a part of its answer.
            if !keys.contains_key("responses") {
                example(keys, keys.get(noted::KEY).and_then(|facts| facts.get(noted::SHOWN)).cloned());
            }
            fields(keys, components);
            keys.values_mut().for_each(|part| in_part(part, components));
        }
        _ => {}
    }
}

/// Shows a value of a kind, unless one is shown.
fn example(schema: &mut Map<String, Value>, kind: Option<Value>) {
    if let Some(value) = kind.as_ref().and_then(value_of_kind) {
        schema.entry("example").or_insert(value);
    }
}

/// Properties get a copy of the schema that they refer to, so that other uses of it stay as they are.
fn fields(schema: &mut Map<String, Value>, components: &Value) {
    let noted = schema.get(noted::KEY).and_then(|facts| facts.get(noted::FIELDS)).and_then(Value::as_object).cloned();
    for (name, kinds) in noted.into_iter().flatten() {
        let property = schema.get_mut("properties").and_then(|properties| properties.get_mut(&name));
        let Some(property) = property else { continue };
        let mut own = followed(property, components).clone();
        if let Value::Object(own) = &mut own {
            example(own, kinds.get(0).cloned());
        }
        *property = own;
    }
}
