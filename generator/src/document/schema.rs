//! Schemas. In: a node. Out: a [`SchemaPart`] for it and for every schema within it.

use serde_json::{Map, Number, Value};

use super::part::{AdditionalPart, SchemaPart, Slot};
use super::reader::{Reader, Role};
use super::shape::SCHEMA;
use crate::ir::Place;
use crate::tree::{Kind, NodeId, Typed, pointer};

/// Words that people write as a type, with the type and format that they mean.
const TYPES: [(&str, &str, Option<&str>); 20] = [
    ("string", "string", None),
    ("number", "number", None),
    ("integer", "integer", None),
    ("boolean", "boolean", None),
    ("array", "array", None),
    ("object", "object", None),
    ("text", "string", None),
    ("str", "string", None),
    ("date", "string", Some("date")),
    ("datetime", "string", Some("date-time")),
    ("date-time", "string", Some("date-time")),
    ("file", "string", Some("binary")),
    ("binary", "string", Some("binary")),
    ("int", "integer", None),
    ("long", "integer", None),
    ("float", "number", None),
    ("double", "number", None),
    ("decimal", "number", None),
    ("bool", "boolean", None),
    ("list", "array", None),
];

impl Reader<'_> {
    /// Reads a schema and all within it.
    pub(super) fn schema(&mut self, node: NodeId, at: Place, pointer: String) {
        if !self.is_new(Role::Schema, node) {
            return;
        }
        let slot = match self.reference(node, Role::Schema, &pointer) {
            Ok(Some(reference)) => Slot::Ref(reference),
            Ok(None) => Slot::Item(Box::new(self.schema_itself(node, at, pointer))),
            Err(()) => Slot::Item(Box::new(SchemaPart::empty(at, pointer))),
        };
        self.parts.schemas.insert(node, slot);
    }

    /// Reads a schema that is no reference; one that is cut out allows anything.
    fn schema_itself(&mut self, node: NodeId, at: Place, pointer: String) -> SchemaPart {
        let Some(mut map) = self.schema_map(node, &pointer) else { return SchemaPart::empty(at, pointer) };
        let (ty, implied) = self.schema_type(node, &pointer, &mut map);
        let minimum = self.bound(node, "minimum", "exclusiveMinimum", &pointer, &mut map);
        let maximum = self.bound(node, "maximum", "exclusiveMaximum", &pointer, &mut map);
        let mut required = self.required(node, &pointer);
        let properties = self.properties(node, &pointer, &mut required);
        self.discriminator(node, &pointer, &mut map);
        let Some(schema) = self.typed(map, &SCHEMA, at, &pointer) else { return SchemaPart::empty(at, pointer) };
        let format = self.tree.child(node, "format").and_then(|format| self.tree.text(format)).or(implied);
        let format = format.map(str::to_owned);
        SchemaPart {
            schema,
            ty,
            format,
            minimum,
            maximum,
            multiple_of: self.number_of(node, "multipleOf", &pointer),
            enumeration: self.enumeration(node, &pointer),
            default: self.tree.child(node, "default").map(|value| self.tree.value(value)),
            example: self.schema_example(node),
            properties,
            required,
            additional: self.additional(node, &pointer),
            items: self.schema_items(node, &pointer),
            all_of: self.schemas(node, "allOf", &pointer),
            one_of: self.schemas(node, "oneOf", &pointer),
            any_of: self.schemas(node, "anyOf", &pointer),
            not: self.inner(node, "not", &pointer),
            at,
            pointer,
        }
    }

    /// The plain keywords; `true`, the schema of OpenAPI 3.1 that allows anything, has none.
    fn schema_map(&mut self, node: NodeId, pointer: &str) -> Option<Map<String, Value>> {
        if let Some(Typed::Bool(_)) = self.tree.scalar(node).map(crate::tree::Scalar::typed) {
            let message = format!("{pointer}: a schema that is true or false is none of OpenAPI 3.0");
            self.mended(self.tree.at(node), message, "write `{}`");
            return Some(Map::new());
        }
        self.shallow(node, &SCHEMA, pointer)
    }

    /// `type`, and the format that its spelling implies.
    fn schema_type(
        &mut self,
        node: NodeId,
        pointer: &str,
        map: &mut Map<String, Value>,
    ) -> (Option<String>, Option<&'static str>) {
        let Some(written) = self.one_type(node, pointer, map) else { return (None, None) };
        let (ty, format) = match TYPES.iter().find(|(word, ..)| written.trim().eq_ignore_ascii_case(word)) {
            Some((_, ty, format)) => (Some(*ty), *format),
            None => (None, None),
        };
        if ty != Some(&written) {
            let at = self.tree.entry(node, "type").map_or_else(|| self.tree.at(node), |entry| entry.key_at);
            let known = "OpenAPI 3.0 knows `string`, `number`, `integer`, `boolean`, `array` and `object`";
            match ty {
                Some(ty) => self.mended(at, format!("{pointer}: `{written}` is no type; `{ty}` was read"), known),
                None => self.bad(at, format!("{pointer}: `{written}` is no type, and was left out"), known),
            }
        }
        if let Some(ty) = ty {
            map.insert("type".to_owned(), Value::String(ty.to_owned()));
        } else {
            map.remove("type");
        }
        (ty.map(str::to_owned), format)
    }

    /// A list of types, as in OpenAPI 3.1, becomes one type and `nullable`.
    fn one_type(&mut self, node: NodeId, pointer: &str, map: &mut Map<String, Value>) -> Option<String> {
        let entry = self.tree.entry(node, "type")?;
        let mut types = match self.tree.kind(entry.value) {
            Kind::Sequence(items) => {
                items.iter().filter_map(|item| self.tree.scalar(*item)).map(|item| item.text.clone()).collect()
            }
            Kind::Scalar(scalar) if !scalar.text.is_empty() => vec![scalar.text.clone()],
            _ => {
                self.misfit(entry.value, pointer, "type", "text");
                return None;
            }
        };
        let listed = !self.tree.items(entry.value).is_empty();
        let count = types.len();
        types.retain(|name| name != "null");
        if types.len() < count {
            map.insert("nullable".to_owned(), Value::Bool(true));
        }
        let ty = if types.len() == 1 { types.pop() } else { None };
        if listed || types.len() < count && ty.is_none() {
            let help = "OpenAPI 3.0 knows one `type`, and `nullable: true`; without `type` anything goes";
            self.mended(entry.key_at, format!("{pointer}: `type` is not one of OpenAPI 3.0"), help);
        }
        ty
    }

    /// `minimum` or `maximum`; an exclusive one that is a number, as in OpenAPI 3.1, becomes both.
    fn bound(
        &mut self,
        node: NodeId,
        key: &str,
        exclusive: &str,
        pointer: &str,
        map: &mut Map<String, Value>,
    ) -> Option<Number> {
        let bound = self.number_of(node, key, pointer);
        let Some(entry) = self.tree.entry(node, exclusive) else { return bound };
        match self.tree.scalar(entry.value).map(crate::tree::Scalar::typed) {
            Some(Typed::Number(number)) => {
                let message = format!("{pointer}: `{exclusive}` is a number");
                self.mended(entry.key_at, message, &format!("write `{key}: {number}` and `{exclusive}: true`"));
                map.insert(exclusive.to_owned(), Value::Bool(true));
                Some(number)
            }
            Some(Typed::Null) => bound,
            _ => {
                if let Some(flag) = self.flag(entry.value, pointer, exclusive) {
                    map.insert(exclusive.to_owned(), Value::Bool(flag));
                }
                bound
            }
        }
    }

    fn number_of(&mut self, node: NodeId, key: &str, pointer: &str) -> Option<Number> {
        let value = self.tree.child(node, key)?;
        self.number(value, pointer, key)
    }

    /// `required`: a list. A truth value is left to [`Self::properties`] of the schema around.
    fn required(&mut self, node: NodeId, pointer: &str) -> Vec<String> {
        match self.tree.child(node, "required") {
            Some(list) if self.tree.scalar(list).is_none() => self.texts(list, pointer, "required").unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// `properties`; one with `required: true` of its own joins the list of required ones.
    fn properties(&mut self, node: NodeId, pointer: &str, required: &mut Vec<String>) -> Vec<(String, NodeId, Place)> {
        let mut properties = Vec::new();
        for (name, node, at) in self.entries(node, "properties", pointer) {
            let pointer = pointer::join(&format!("{pointer}/properties"), name);
            if self.says_required(node, &pointer) && !required.iter().any(|known| known == name) {
                required.push(name.to_owned());
            }
            self.schema(node, at, pointer);
            properties.push((name.to_owned(), node, at));
        }
        properties
    }

    fn says_required(&mut self, node: NodeId, pointer: &str) -> bool {
        let Some(entry) = self.tree.entry(node, "required") else { return false };
        let Some(scalar) = self.tree.scalar(entry.value) else { return false };
        let required = scalar.text.eq_ignore_ascii_case("true");
        let message = format!("{pointer}: `required` is a list of the object around");
        let help =
            if required { "name the property in that list" } else { "remove it: a property is optional by default" };
        self.mended(entry.key_at, message, help);
        required
    }

    fn enumeration(&mut self, node: NodeId, pointer: &str) -> Option<Vec<Value>> {
        let tree = self.tree;
        if let Some(entry) = tree.entry(node, "const") {
            self.mended(entry.key_at, format!("{pointer}: `const` is of OpenAPI 3.1"), "write an `enum` of one");
            return Some(vec![tree.value(entry.value)]);
        }
        let entry = tree.entry(node, "enum").filter(|entry| !tree.is_null(entry.value))?;
        if tree.scalar(entry.value).is_some() {
            self.mended(entry.key_at, format!("{pointer}: `enum` is no list"), "write it as a list of one");
            return Some(vec![tree.value(entry.value)]);
        }
        let items = self.items(node, "enum", pointer);
        Some(items.into_iter().map(|(item, _)| tree.value(item)).collect())
    }

    fn schema_example(&self, node: NodeId) -> Option<Value> {
        let tree = self.tree;
        let example = tree.child(node, "example");
        let first = || tree.child(node, "examples").and_then(|list| tree.items(list).first().copied());
        example.or_else(first).map(|value| tree.value(value))
    }

    fn additional(&mut self, node: NodeId, pointer: &str) -> Option<AdditionalPart> {
        let entry = self.tree.entry(node, "additionalProperties").filter(|entry| !self.tree.is_null(entry.value))?;
        if self.tree.scalar(entry.value).is_some() {
            return self.flag(entry.value, pointer, "additionalProperties").map(AdditionalPart::Any);
        }
        self.schema(entry.value, entry.key_at, format!("{pointer}/additionalProperties"));
        Some(AdditionalPart::Schema(entry.value, entry.key_at))
    }

    /// `items`: a list of one schema is taken for that schema.
    fn schema_items(&mut self, node: NodeId, pointer: &str) -> Option<(NodeId, Place)> {
        let entry = self.tree.entry(node, "items")?;
        match self.tree.kind(entry.value) {
            Kind::Sequence(items) => {
                let first = items.first().copied().filter(|_| items.len() == 1);
                let message = format!("{pointer}: `items` needs one schema, found a list");
                let Some(first) = first else {
                    self.bad(entry.key_at, message, "write one schema; until then the items may be anything");
                    return None;
                };
                self.mended(entry.key_at, message, "write the schema without a list");
                self.schema(first, self.tree.at(first), format!("{pointer}/items/0"));
                Some((first, entry.key_at))
            }
            _ => self.inner(node, "items", pointer),
        }
    }

    fn inner(&mut self, node: NodeId, key: &str, pointer: &str) -> Option<(NodeId, Place)> {
        let entry = self.tree.entry(node, key)?;
        self.schema(entry.value, entry.key_at, format!("{pointer}/{key}"));
        Some((entry.value, entry.key_at))
    }

    fn schemas(&mut self, node: NodeId, key: &str, pointer: &str) -> Vec<(NodeId, Place)> {
        let items = self.items(node, key, pointer);
        for (index, (item, at)) in items.iter().enumerate() {
            self.schema(*item, *at, format!("{pointer}/{key}/{index}"));
        }
        items
    }

    /// `discriminator`: the name alone, as in Swagger 2, becomes an object.
    fn discriminator(&mut self, node: NodeId, pointer: &str, map: &mut Map<String, Value>) {
        let tree = self.tree;
        let Some(entry) = tree.entry(node, "discriminator") else { return };
        let mut read = Map::new();
        if let Some(name) = tree.text(entry.value) {
            self.mended(entry.key_at, format!("{pointer}: `discriminator` is text"), "write `propertyName` below it");
            read.insert("propertyName".to_owned(), Value::String(name.to_owned()));
        } else if let Some(name) = tree.child(entry.value, "propertyName").and_then(|name| tree.text(name)) {
            read.insert("propertyName".to_owned(), Value::String(name.to_owned()));
        } else {
            let message = format!("{pointer}: `discriminator` needs `propertyName`");
            self.bad(entry.key_at, message, "add it; until then the discriminator is left out");
            return;
        }
        let mut mapping = Map::new();
        for (value, node, _) in self.entries(entry.value, "mapping", pointer) {
            if let Some(target) = self.text(node, pointer, "mapping") {
                mapping.insert(value.to_owned(), Value::String(target));
            }
        }
        read.insert("mapping".to_owned(), Value::Object(mapping));
        map.insert("discriminator".to_owned(), Value::Object(read));
    }
}
