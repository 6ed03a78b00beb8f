//! Request bodies, responses and their media types.

use serde_json::Value;

use super::param::below;
use super::part::{BodyPart, MediaPart, ResponsePart, Slot};
use super::reader::{Reader, Role};
use super::shape::{BODY, MEDIA, RESPONSE};
use crate::ir::Place;
use crate::tree::NodeId;

impl Reader<'_> {
    /// Reads a request body.
    pub(super) fn body(&mut self, node: NodeId, at: Place, pointer: &str) {
        if !self.is_new(Role::Body, node) {
            return;
        }
        let slot = match self.reference(node, Role::Body, pointer) {
            Err(()) => None,
            Ok(Some(reference)) => Some(Slot::Ref(reference)),
            Ok(None) => self.body_itself(node, at, pointer).map(|body| Slot::Item(Box::new(body))),
        };
        if let Some(slot) = slot {
            self.parts.bodies.insert(node, slot);
        }
    }

    fn body_itself(&mut self, node: NodeId, at: Place, pointer: &str) -> Option<BodyPart> {
        let map = self.shallow(node, &BODY, pointer)?;
        let body = self.typed(map, &BODY, at, pointer)?;
        Some(BodyPart { body, content: self.content(node, pointer), at })
    }

    /// Reads a response.
    pub(super) fn response(&mut self, node: NodeId, at: Place, pointer: &str) {
        if !self.is_new(Role::Response, node) {
            return;
        }
        let slot = match self.reference(node, Role::Response, pointer) {
            Err(()) => None,
            Ok(Some(reference)) => Some(Slot::Ref(reference)),
            Ok(None) => self.response_itself(node, at, pointer).map(|response| Slot::Item(Box::new(response))),
        };
        if let Some(slot) = slot {
            self.parts.responses.insert(node, slot);
        }
    }

    fn response_itself(&mut self, node: NodeId, at: Place, pointer: &str) -> Option<ResponsePart> {
        let mut map = self.shallow(node, &RESPONSE, pointer)?;
        if !map.contains_key("description") {
            self.mended(at, format!("{pointer}: `description` is missing"), "add it");
            map.insert("description".to_owned(), Value::String(String::new()));
        }
        let response = self.typed(map, &RESPONSE, at, pointer)?;
        let headers = self.entries(node, "headers", pointer);
        for (name, node, at) in &headers {
            self.header(*node, *at, &below(pointer, "headers", name));
        }
        let headers = headers.into_iter().map(|(name, node, at)| (name.to_owned(), node, at)).collect();
        Some(ResponsePart { response, headers, content: self.content(node, pointer), at })
    }

    /// `content` in document order.
    pub(super) fn content(&mut self, node: NodeId, pointer: &str) -> Vec<MediaPart> {
        let entries = self.entries(node, "content", pointer);
        let read = entries.into_iter().filter_map(|(name, node, at)| {
            let pointer = below(pointer, "content", name);
            let map = self.shallow(node, &MEDIA, &pointer)?;
            let _: openapiv3::MediaType = self.typed(map, &MEDIA, at, &pointer)?;
            let schema = self.schema_of(node, &pointer);
            Some(MediaPart { media_type: name.to_owned(), schema, example: self.example(node, &pointer), at })
        });
        read.collect()
    }
}
