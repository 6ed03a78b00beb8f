//! Parameters, headers and examples.

use serde_json::{Map, Value};

use super::part::{Example, HeaderPart, ParamPart, Reference, Slot};
use super::reader::{Reader, Role};
use super::shape::{HEADER, PARAM};
use crate::ir::Place;
use crate::tree::{Kind, NodeId, pointer};

impl Reader<'_> {
    /// Reads a parameter.
    pub(super) fn param(&mut self, node: NodeId, at: Place, pointer: &str) {
        if !self.is_new(Role::Param, node) {
            return;
        }
        let slot = match self.reference(node, Role::Param, pointer) {
            Err(()) => None,
            Ok(Some(reference)) => Some(Slot::Ref(reference)),
            Ok(None) => self.param_itself(node, at, pointer).map(|param| Slot::Item(Box::new(param))),
        };
        if let Some(slot) = slot {
            self.parts.params.insert(node, slot);
        }
    }

    fn param_itself(&mut self, node: NodeId, at: Place, pointer: &str) -> Option<ParamPart> {
        let mut map = self.shallow(node, &PARAM, pointer)?;
        let style = self.known_style(&mut map, node, pointer);
        placeholder(&mut map);
        let param = self.typed(map, &PARAM, at, pointer)?;
        let (schema, media_type) = self.schema_or_content(node, at, pointer);
        Some(ParamPart { param, style, schema, media_type, example: self.example(node, pointer), at })
    }

    /// Takes a `style` out that does not go with the parameter's location.
    fn known_style(&mut self, map: &mut Map<String, Value>, node: NodeId, pointer: &str) -> Option<String> {
        let style = map.get("style").and_then(Value::as_str)?.to_owned();
        let styles: &[&str] = match map.get("in").and_then(Value::as_str) {
            Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Some("path") => &["matrix", "label", "simple"],
            Some("header") => &["simple"],
            _ => &["form"],
        };
        if styles.contains(&style.as_str()) {
            return Some(style);
        }
        map.shift_remove("style");
        let at = self.tree.child(node, "style").map_or(self.tree.at(node), |style| self.tree.at(style));
        let message = format!("{pointer}: the style `{style}` does not go with this parameter");
        self.bad(at, message, &format!("use one of {}; until then it is left out", styles.join(", ")));
        None
    }

    /// The schema of a parameter or header, and the media type where it has `content`.
    fn schema_or_content(
        &mut self,
        node: NodeId,
        at: Place,
        pointer: &str,
    ) -> (Option<(NodeId, Place)>, Option<String>) {
        if let Some(schema) = self.schema_of(node, pointer) {
            return (Some(schema), None);
        }
        if let Some(media) = self.content(node, pointer).into_iter().next() {
            return (media.schema, Some(media.media_type));
        }
        if self.tree.child(node, "type").is_some() && self.tree.child(node, "schema").is_none() {
            self.mended(at, format!("{pointer}: `type` stands where `schema` belongs"), "put it into `schema`");
            self.schema(node, at, pointer.to_owned());
            return (Some((node, at)), None);
        }
        (None, None)
    }

    /// `schema` of a parameter, header or media type.
    pub(super) fn schema_of(&mut self, node: NodeId, pointer: &str) -> Option<(NodeId, Place)> {
        let entry = self.tree.entry(node, "schema")?;
        self.schema(entry.value, entry.key_at, format!("{pointer}/schema"));
        Some((entry.value, entry.key_at))
    }

    /// Reads a header.
    pub(super) fn header(&mut self, node: NodeId, at: Place, pointer: &str) {
        if !self.is_new(Role::Header, node) {
            return;
        }
        let slot = match self.reference(node, Role::Header, pointer) {
            Err(()) => None,
            Ok(Some(reference)) => Some(Slot::Ref(reference)),
            Ok(None) => self.header_itself(node, at, pointer).map(|header| Slot::Item(Box::new(header))),
        };
        if let Some(slot) = slot {
            self.parts.headers.insert(node, slot);
        }
    }

    fn header_itself(&mut self, node: NodeId, at: Place, pointer: &str) -> Option<HeaderPart> {
        let mut map = self.shallow(node, &HEADER, pointer)?;
        placeholder(&mut map);
        let header = self.typed(map, &HEADER, at, pointer)?;
        let (schema, _) = self.schema_or_content(node, at, pointer);
        Some(HeaderPart { header, schema, at })
    }

    /// `example`, or the first of `examples`.
    pub(super) fn example(&mut self, node: NodeId, pointer: &str) -> Option<Example> {
        let tree = self.tree;
        if let Some(example) = tree.child(node, "example") {
            return Some(Example::Value(tree.value(example)));
        }
        let examples = tree.entry(node, "examples")?;
        match tree.kind(examples.value) {
            Kind::Sequence(items) => items.first().map(|item| Example::Value(tree.value(*item))),
            Kind::Mapping(entries) => entries.values().find_map(|entry| self.named_example(entry.value)),
            Kind::Scalar(_) => {
                if !tree.is_null(examples.value) {
                    self.misfit(examples.value, pointer, "examples", "an object of named examples");
                }
                None
            }
        }
    }

    fn named_example(&self, node: NodeId) -> Option<Example> {
        let tree = self.tree;
        if let Some(entry) = tree.entry(node, "$ref") {
            let to = tree.text(entry.value)?.to_owned();
            let pointer = String::new();
            return Some(Example::Ref(Reference { to, description: None, at: entry.key_at, pointer }));
        }
        tree.child(node, "value").map(|value| Example::Value(tree.value(value)))
    }
}

/// The schema that `openapiv3` insists on.
fn placeholder(map: &mut Map<String, Value>) {
    map.insert("schema".to_owned(), Value::Object(Map::new()));
}

/// Joins a key to a pointer below a fixed key.
pub(super) fn below(pointer: &str, key: &str, name: &str) -> String {
    pointer::join(&format!("{pointer}/{key}"), name)
}
