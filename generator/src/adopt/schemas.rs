//! Schemas as facts. In: the node of a schema that was read. Out: its keywords without prose and examples.

use serde_json::{Map, Value, json};

use super::document::Writer;
use super::{extensions, names};
use crate::document::{AdditionalPart, Role, SchemaPart, Slot};
use crate::ir::{noted, wire};
use crate::normalise::read_as;
use crate::resolve::schema::keywords;
use crate::tree::NodeId;

impl Writer<'_> {
    /// The schema at a node; one that was left out, or whose reference leads nowhere, allows anything.
    pub(super) fn schema(&self, node: NodeId) -> Value {
        match self.document.parts.schemas.get(&node) {
            Some(Slot::Item(part)) => Value::Object(self.schema_itself(part)),
            Some(Slot::Ref(reference)) => self.reference(Role::Schema, reference).unwrap_or_else(|| json!({})),
            None => json!({}),
        }
    }

    fn schema_itself(&self, part: &SchemaPart) -> Map<String, Value> {
        let mut read = wire::Schema::default();
        keywords(&part.schema.schema_kind, &mut read);
        let mut map = Map::new();
        put(&mut map, "type", part.ty.clone());
        put(&mut map, "format", part.format.clone());
        let data = &part.schema.schema_data;
        put(&mut map, "title", data.title.as_deref().and_then(names::title));
        flag(&mut map, "nullable", data.nullable);
        flag(&mut map, "readOnly", data.read_only);
        flag(&mut map, "writeOnly", data.write_only && !data.read_only);
        flag(&mut map, "deprecated", data.deprecated);
        put(&mut map, "enum", part.enumeration.clone().filter(|values| !values.is_empty()));
        put(&mut map, "default", part.default.as_ref().and_then(|value| read_as(part.ty.as_deref(), value)));
        put(&mut map, "pattern", read.pattern);
        put(&mut map, "minLength", read.min_length);
        put(&mut map, "maxLength", read.max_length);
        put(&mut map, "minimum", part.minimum.clone());
        flag(&mut map, "exclusiveMinimum", read.exclusive_minimum);
        put(&mut map, "maximum", part.maximum.clone());
        flag(&mut map, "exclusiveMaximum", read.exclusive_maximum);
        put(&mut map, "multipleOf", part.multiple_of.clone());
        put(&mut map, "minItems", read.min_items);
        put(&mut map, "maxItems", read.max_items);
        flag(&mut map, "uniqueItems", read.unique_items);
        put(&mut map, "minProperties", read.min_properties);
        put(&mut map, "maxProperties", read.max_properties);
        self.notes.of_schema(part.at, &mut map);
        put(&mut map, "required", Some(part.required.clone()).filter(|required| !required.is_empty()));
        self.inner(part, &mut map);
        if let Some(discriminator) = &data.discriminator {
            let mut told = Map::new();
            put(&mut told, "propertyName", Some(discriminator.property_name.clone()));
            put(&mut told, "mapping", Some(json!(discriminator.mapping)).filter(|_| !discriminator.mapping.is_empty()));
            map.insert("discriminator".to_owned(), Value::Object(told));
        }
        extensions::keep(&data.extensions, &mut map);
        ordered(map)
    }

    /// The schemas within a schema.
    fn inner(&self, part: &SchemaPart, map: &mut Map<String, Value>) {
        if !part.properties.is_empty() {
            let properties = part.properties.iter().map(|(name, node, at)| {
                let property = self.schema(*node);
                (name.clone(), self.notes.beside(*at, property))
            });
            map.insert("properties".to_owned(), Value::Object(properties.collect()));
        }
        match part.additional {
            Some(AdditionalPart::Any(any)) => put(map, "additionalProperties", Some(any)),
            Some(AdditionalPart::Schema(node, _)) => put(map, "additionalProperties", Some(self.schema(node))),
            None => {}
        }
        let any = || (part.ty.as_deref() == Some("array")).then(|| json!({}));
        put(map, "items", part.items.map(|(node, _)| self.schema(node)).or_else(any));
        for (key, parts) in [("allOf", &part.all_of), ("oneOf", &part.one_of), ("anyOf", &part.any_of)] {
            let schemas: Vec<Value> = parts.iter().map(|(node, _)| self.schema(*node)).collect();
            put(map, key, Some(schemas).filter(|schemas| !schemas.is_empty()));
        }
        put(map, "not", part.not.map(|(node, _)| self.schema(node)));
    }
}

/// The order of keywords: what a value is, what it may be, what it is made of. All others follow, notes last.
const ORDER: [&str; 33] = [
    "type",
    "format",
    "title",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "enum",
    "default",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "x-not-mined",
    noted::KEY,
];

/// The keys of a schema in their order, wherever they come from.
pub(super) fn ordered(map: Map<String, Value>) -> Map<String, Value> {
    in_order(map, &ORDER)
}

/// Keys in an order; those that it does not know come before the notes, which are its last two.
pub(super) fn in_order(map: Map<String, Value>, order: &[&str]) -> Map<String, Value> {
    let place = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len().saturating_sub(3));
    let mut entries: Vec<(String, Value)> = map.into_iter().collect();
    entries.sort_by_key(|(key, _)| (place(key), !order.contains(&key.as_str())));
    entries.into_iter().collect()
}

/// Sets a key to what there is.
pub(super) fn put<V: Into<Value>>(map: &mut Map<String, Value>, key: &str, value: Option<V>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value.into());
    }
}

/// Sets a key that is true.
pub(super) fn flag(map: &mut Map<String, Value>, key: &str, value: bool) {
    put(map, key, value.then_some(true));
}
