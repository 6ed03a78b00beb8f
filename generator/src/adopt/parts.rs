//! Parameters, bodies, responses and headers as facts. In: the node of each. Out: the part without prose and examples;
//! nothing where it was left out when it was read.

use openapiv3::Parameter;
use serde_json::{Map, Value, json};

use super::document::Writer;
use super::schemas::{flag, put};
use super::{extensions, reason};
use crate::document::{BodyPart, HeaderPart, MediaPart, ParamPart, ResponsePart, Role, Slot};
use crate::ir::Place;
use crate::ir::wire::Status;
use crate::tree::NodeId;

/// What `encoding` may say.
const ENCODING: [&str; 4] = ["contentType", "style", "explode", "allowReserved"];

impl Writer<'_> {
    /// The parameter at a node.
    pub(super) fn param(&self, node: NodeId) -> Option<Value> {
        match self.document.parts.params.get(&node)? {
            Slot::Ref(reference) => self.reference(Role::Param, reference),
            Slot::Item(part) => Some(Value::Object(self.param_itself(part))),
        }
    }

    fn param_itself(&self, part: &ParamPart) -> Map<String, Value> {
        let data = part.param.parameter_data_ref();
        let (location, empty, reserved) = match &part.param {
            Parameter::Query { allow_empty_value, allow_reserved, .. } => {
                ("query", allow_empty_value.unwrap_or_default(), *allow_reserved)
            }
            Parameter::Header { .. } => ("header", false, false),
            Parameter::Path { .. } => ("path", false, false),
            Parameter::Cookie { .. } => ("cookie", false, false),
        };
        let mut map = Map::new();
        put(&mut map, "name", Some(data.name.clone()));
        put(&mut map, "in", Some(location));
        // A path without one of its parameters is another path.
        flag(&mut map, "required", data.required || location == "path");
        flag(&mut map, "deprecated", data.deprecated.unwrap_or_default());
        flag(&mut map, "allowEmptyValue", empty);
        put(&mut map, "style", part.style.clone());
        put(&mut map, "explode", data.explode);
        flag(&mut map, "allowReserved", reserved);
        self.schema_or_content(part.schema.map(|(node, _)| node), part.media_type.as_deref(), &mut map);
        extensions::keep(&data.extensions, &mut map);
        self.notes.of_param(part.at, &mut map);
        map
    }

    fn schema_or_content(&self, schema: Option<NodeId>, media_type: Option<&str>, map: &mut Map<String, Value>) {
        let schema = schema.map_or_else(|| json!({}), |node| self.schema(node));
        match media_type {
            Some(media_type) => put(map, "content", Some(json!({ media_type: { "schema": schema } }))),
            None => put(map, "schema", Some(schema)),
        }
    }

    /// The request body at a node.
    pub(super) fn body(&self, node: NodeId) -> Option<Value> {
        match self.document.parts.bodies.get(&node)? {
            Slot::Ref(reference) => self.reference(Role::Body, reference),
            Slot::Item(part) => Some(Value::Object(self.body_itself(part))),
        }
    }

    fn body_itself(&self, part: &BodyPart) -> Map<String, Value> {
        let mut map = Map::new();
        flag(&mut map, "required", part.body.required);
        map.insert("content".to_owned(), self.content(&part.content));
        extensions::keep(&part.body.extensions, &mut map);
        map
    }

    /// The response at a node, for a status.
    pub(super) fn response(&self, node: NodeId, status: Option<Status>) -> Option<Value> {
        match self.document.parts.responses.get(&node)? {
            Slot::Ref(reference) => self.reference(Role::Response, reference),
            Slot::Item(part) => Some(Value::Object(self.response_itself(part, status))),
        }
    }

    fn response_itself(&self, part: &ResponsePart, status: Option<Status>) -> Map<String, Value> {
        let mut map = Map::new();
        let phrase = status.map_or("Answer", reason::phrase);
        map.insert("description".to_owned(), Value::from(phrase));
        let headers = part.headers.iter();
        let headers: Map<String, Value> =
            headers.filter_map(|(name, node, _)| Some((name.clone(), self.header(*node)?))).collect();
        if !headers.is_empty() {
            map.insert("headers".to_owned(), Value::Object(headers));
        }
        if !part.content.is_empty() {
            map.insert("content".to_owned(), self.content(&part.content));
        }
        extensions::keep(&part.response.extensions, &mut map);
        map
    }

    /// The header at a node.
    pub(super) fn header(&self, node: NodeId) -> Option<Value> {
        match self.document.parts.headers.get(&node)? {
            Slot::Ref(reference) => self.reference(Role::Header, reference),
            Slot::Item(part) => Some(Value::Object(self.header_itself(part))),
        }
    }

    fn header_itself(&self, part: &HeaderPart) -> Map<String, Value> {
        let mut map = Map::new();
        flag(&mut map, "required", part.header.required);
        flag(&mut map, "deprecated", part.header.deprecated.unwrap_or_default());
        self.schema_or_content(part.schema.map(|(node, _)| node), None, &mut map);
        extensions::keep(&part.header.extensions, &mut map);
        map
    }

    fn content(&self, content: &[MediaPart]) -> Value {
        let media = content.iter().map(|part| {
            let mut map = Map::new();
            put(&mut map, "schema", part.schema.map(|(node, _)| self.schema(node)));
            put(&mut map, "encoding", self.encoding(part.at));
            (part.media_type.clone(), Value::Object(map))
        });
        Value::Object(media.collect())
    }

    /// How the parts of a form are written, of the media type that stands there.
    fn encoding(&self, at: Place) -> Option<Value> {
        let node = self.by_place.get(&at)?;
        let encoding = self.tree.child(*node, "encoding")?;
        let parts = self.tree.entries(encoding).filter_map(|(name, entry)| {
            let facts = self.tree.entries(entry.value).filter(|(key, _)| ENCODING.contains(key));
            let facts: Map<String, Value> =
                facts.map(|(key, fact)| (key.to_owned(), self.tree.value(fact.value))).collect();
            (!facts.is_empty()).then(|| (name.to_owned(), Value::Object(facts)))
        });
        let parts: Map<String, Value> = parts.collect();
        (!parts.is_empty()).then_some(Value::Object(parts))
    }
}
