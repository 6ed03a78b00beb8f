//! Schemas of request bodies, in short.
//!
//! In: schemas of the wire layer. Out: their kinds, keys and required keys, each schema once; bounds, patterns and
//! listed values are left out, because the service's own are not known for sure.

use std::collections::BTreeMap;

use crate::ir::wire::{Additional, Schema, SchemaId, Wire};

use super::{Shape, Use};

/// Collects the shapes of one product.
pub(super) struct Shapes<'w> {
    wire: &'w Wire,
    known: BTreeMap<SchemaId, usize>,
    list: Vec<Shape>,
}

impl<'w> Shapes<'w> {
    pub(super) const fn new(wire: &'w Wire) -> Self {
        Self { wire, known: BTreeMap::new(), list: Vec::new() }
    }

    pub(super) fn into_list(self) -> Vec<Shape> {
        self.list
    }

    pub(super) fn of(&mut self, id: SchemaId) -> Use {
        let Some(schema) = self.wire.schema(id) else { return Use::Kind("any") };
        if let Some(kind) = scalar(schema) {
            return Use::Kind(kind);
        }
        if let Some(index) = self.known.get(&id) {
            return Use::At(*index);
        }
        let index = self.list.len();
        self.known.insert(id, index);
        self.list.push(Shape::default());
        let shape = self.shape(schema);
        if let Some(slot) = self.list.get_mut(index) {
            *slot = shape;
        }
        Use::At(index)
    }

    fn shape(&mut self, schema: &Schema) -> Shape {
        let variants = schema.one_of.iter().chain(&schema.any_of);
        let composed = !schema.all_of.is_empty() || variants.clone().next().is_some();
        let kind = match schema.ty.as_deref() {
            Some("array") => Some("array"),
            None if schema.items.is_some() => Some("array"),
            Some("object") => Some("object"),
            None if !schema.properties.is_empty() => Some("object"),
            _ => None,
        };
        // Files travel as parts, and what is `readOnly` is not sent at all.
        let sent = schema.properties.iter().filter(|(_, used)| self.wire.schema(used.id).is_none_or(is_sent));
        let sent: Vec<_> = sent.collect();
        // A set of required keys alone is about the keys of the whole that it is a part of.
        let about_whole = schema.properties.is_empty();
        let known = |name: &&String| about_whole || sent.iter().any(|(known, _)| known == name);
        let required: Vec<String> = schema.required.iter().filter(known).cloned().collect();
        // A key that is only asked for has no method; it can be sent, but is not missed.
        let asked = schema.required.iter().filter(|name| !about_whole && !schema.properties.contains_key(*name));
        let asked: Vec<_> = asked.map(|name| (name.clone(), Use::Kind("any"))).collect();
        let closed = matches!(schema.additional_properties, Some(Additional::Any(false)));
        let map = schema.additional_properties.is_some() && !closed;
        Shape {
            kind,
            required,
            open: map || (schema.properties.is_empty() && !composed && kind == Some("object")),
            keys: sent.into_iter().map(|(name, used)| (name.clone(), self.of(used.id))).chain(asked).collect(),
            items: schema.items.as_ref().map(|items| self.of(items.id)),
            all: schema.all_of.iter().map(|part| self.of(part.id)).collect(),
            any: variants.map(|part| self.of(part.id)).collect(),
        }
    }
}

fn is_sent(schema: &Schema) -> bool {
    !schema.read_only && schema.format.as_deref() != Some("binary")
}

/// The kind of a scalar, or of what may be anything.
fn scalar(schema: &Schema) -> Option<&'static str> {
    let composed = !schema.all_of.is_empty() || !schema.one_of.is_empty() || !schema.any_of.is_empty();
    match schema.ty.as_deref() {
        _ if composed => None,
        Some("string") => Some("text"),
        Some("integer") => Some("integer"),
        Some("number") => Some("number"),
        Some("boolean") => Some("boolean"),
        Some("array" | "object") => None,
        _ if schema.properties.is_empty() && schema.items.is_none() && schema.required.is_empty() => Some("any"),
        _ => None,
    }
}
