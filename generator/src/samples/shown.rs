//! What an answer shows.
//!
//! In: a schema. Out: one value, put together from the examples of its parts, verbatim even where they contradict the
//! declared type: that is what the service sends. Where nothing is shown, the kind decides.

use serde_json::{Map, Value, json};

use crate::ir::wire::{Schema, SchemaId, SchemaUse, Wire};
use crate::normalise::read_as;

/// Deeper objects are left empty.
const DEEPEST: usize = 12;
/// So do those of a larger answer.
const MOST: usize = 5000;

/// An instance of a schema as the documents show it.
#[must_use]
pub fn shown(wire: &Wire, id: SchemaId) -> Value {
    Reader { wire, left: MOST, above: Vec::new() }.value(id)
}

struct Reader<'w> {
    wire: &'w Wire,
    /// How many parts may still be put together.
    left: usize,
    above: Vec<SchemaId>,
}

/// An instance that says nothing, which ends a circle.
fn empty(schema: &Schema) -> Value {
    if schema.ty.as_deref() == Some("array") { json!([]) } else { json!({}) }
}

impl Reader<'_> {
    fn value(&mut self, id: SchemaId) -> Value {
        let wire = self.wire;
        let Some(schema) = wire.schema(id) else { return Value::Null };
        if self.above.contains(&id) || self.above.len() >= DEEPEST || self.left == 0 {
            return empty(schema);
        }
        self.left -= 1;
        self.above.push(id);
        let found = self.of(schema);
        self.above.pop();
        found
    }

    fn of(&mut self, schema: &Schema) -> Value {
        let composed = !schema.all_of.is_empty() || !schema.properties.is_empty();
        let is_list = schema.ty.as_deref() == Some("array") || schema.items.is_some();
        match &schema.example {
            Some(example) if example.is_object() && schema.ty.as_deref() == Some("object") => return example.clone(),
            Some(example) if example.is_array() && is_list => return example.clone(),
            Some(example) if !composed && !is_list && says(schema, example) => return example.clone(),
            _ => {}
        }
        if is_list {
            let element = schema.items.as_ref().map(|items| self.value(items.id));
            return Value::Array(element.into_iter().collect());
        }
        let variant = schema.one_of.first().or_else(|| schema.any_of.first());
        if composed || schema.ty.as_deref() == Some("object") {
            return self.object(schema, variant);
        }
        variant.map_or_else(|| scalar(schema), |variant| self.value(variant.id))
    }

    fn object(&mut self, schema: &Schema, variant: Option<&SchemaUse>) -> Value {
        let mut keys = Map::new();
        for part in schema.all_of.iter().chain(variant) {
            match self.value(part.id) {
                Value::Object(more) => keys.extend(more),
                // A scalar with a description of its own.
                value if schema.properties.is_empty() && schema.all_of.len() == 1 => return value,
                _ => {}
            }
        }
        keys.extend(schema.properties.iter().map(|(name, used)| (name.clone(), self.value(used.id))));
        Value::Object(keys)
    }
}

/// Whether an example can be read as what its schema declares; a sentence is no number.
fn says(schema: &Schema, example: &Value) -> bool {
    !example.is_null() && read_as(schema.ty.as_deref(), example).is_some()
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
