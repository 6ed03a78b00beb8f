//! What an answer shows.
//!
//! In: a schema. Out: one value, put together from the examples of its parts, verbatim even where they contradict the
//! declared type: that is what the service sends. Where nothing is shown, the kind decides.

use serde_json::{Map, Value, json};

use crate::ir::wire::{Schema, SchemaId, Wire};

/// Deeper objects are left empty.
const DEEPEST: usize = 12;

/// An instance of a schema as the documents show it.
#[must_use]
pub fn shown(wire: &Wire, id: SchemaId) -> Value {
    value(wire, id, &mut Vec::new())
}

fn value(wire: &Wire, id: SchemaId, above: &mut Vec<SchemaId>) -> Value {
    let Some(schema) = wire.schema(id) else { return Value::Null };
    if above.contains(&id) || above.len() >= DEEPEST {
        return empty(schema);
    }
    above.push(id);
    let found = of(wire, schema, above);
    above.pop();
    found
}

/// An instance that says nothing, which ends a circle.
fn empty(schema: &Schema) -> Value {
    if schema.ty.as_deref() == Some("array") { json!([]) } else { json!({}) }
}

fn of(wire: &Wire, schema: &Schema, above: &mut Vec<SchemaId>) -> Value {
    let composed = !schema.all_of.is_empty() || !schema.properties.is_empty();
    let is_list = schema.ty.as_deref() == Some("array") || schema.items.is_some();
    match &schema.example {
        Some(example) if example.is_object() && schema.ty.as_deref() == Some("object") => return example.clone(),
        Some(example) if example.is_array() && is_list => return example.clone(),
        Some(example) if !composed && !is_list && !example.is_null() => return example.clone(),
        _ => {}
    }
    if is_list {
        let element = schema.items.as_ref().map(|items| value(wire, items.id, above));
        return Value::Array(element.into_iter().collect());
    }
    let variant = schema.one_of.first().or_else(|| schema.any_of.first());
    if composed || schema.ty.as_deref() == Some("object") {
        let mut keys = Map::new();
        for part in schema.all_of.iter().chain(variant) {
            if let Value::Object(more) = value(wire, part.id, above) {
                keys.extend(more);
            } else if schema.properties.is_empty() && schema.all_of.len() == 1 {
                // A scalar with a description of its own.
                return value(wire, part.id, above);
            }
        }
        keys.extend(schema.properties.iter().map(|(name, used)| (name.clone(), value(wire, used.id, above))));
        return Value::Object(keys);
    }
    match variant {
        Some(variant) => value(wire, variant.id, above),
        None => scalar(schema),
    }
}

fn scalar(schema: &Schema) -> Value {
    let listed = schema.default.clone().filter(|value| !value.is_null());
    let listed = listed.or_else(|| schema.enumeration.as_ref().and_then(|values| values.first().cloned()));
    listed.unwrap_or_else(|| match (schema.ty.as_deref(), schema.format.as_deref()) {
        (Some("integer" | "number"), _) => schema.minimum.clone().map_or_else(|| json!(1), Value::Number),
        (Some("boolean"), _) => json!(true),
        (_, Some("date")) => json!("2026-01-31"),
        (_, Some("date-time")) => json!("2026-01-31T10:30:00+0000"),
        _ => json!("text"),
    })
}
