//! Operations, their bodies and responses.

use super::target::Found;
use super::{Resolver, Spot};
use crate::document::OperationPart;
use crate::ir::Place;
use crate::ir::wire::{Body, Operation, Response, SecurityRequirement, Status};
use crate::tree::NodeId;

impl<'a> Resolver<'a> {
    /// All operations of a document but those that another one stands for.
    pub(super) fn operations(&mut self, index: usize, parts: &'a [OperationPart]) -> Vec<Operation> {
        let kept = parts.iter().enumerate().filter(|(position, part)| self.is_kept((index, *position), part));
        let kept: Vec<&OperationPart> = kept.map(|(_, part)| part).collect();
        kept.into_iter().map(|part| self.operation(index, part)).collect()
    }

    fn operation(&mut self, index: usize, part: &'a OperationPart) -> Operation {
        let read = &part.operation;
        Operation {
            method: part.method,
            path: part.path.clone(),
            operation_id: read.operation_id.clone(),
            summary: read.summary.clone(),
            description: read.description.clone(),
            tags: read.tags.clone(),
            deprecated: read.deprecated,
            params: self.params(index, part),
            body: part.body.and_then(|(node, at)| self.body((index, node), at)),
            responses: part.responses.iter().filter_map(|response| self.response(index, *response)).collect(),
            security: read.security.as_ref().map(|security| requirements(security)),
            extensions: read.extensions.clone(),
            at: part.at,
            pointer: part.pointer.clone(),
        }
    }

    fn body(&mut self, spot: Spot, at: Place) -> Option<Body> {
        let Found { part, spot, .. } = self.follow(spot, "a request body", |parts, node| parts.bodies.get(&node))?;
        Some(Body {
            required: part.body.required,
            description: part.body.description.clone(),
            content: self.content(spot.0, &part.content),
            at,
        })
    }

    fn response(&mut self, index: usize, (status, node, at): (Status, NodeId, Place)) -> Option<Response> {
        let Found { part, spot, .. } =
            self.follow((index, node), "a response", |parts, node| parts.responses.get(&node))?;
        let headers =
            part.headers.iter().filter_map(|(name, node, at)| self.header((spot.0, *node), name, *at)).collect();
        Some(Response {
            status,
            description: part.response.description.clone(),
            headers,
            content: self.content(spot.0, &part.content),
            at,
        })
    }
}

/// `security` in the words of the wire layer.
pub(super) fn requirements(read: &[openapiv3::SecurityRequirement]) -> Vec<SecurityRequirement> {
    read.iter().map(|schemes| SecurityRequirement { schemes: schemes.clone() }).collect()
}
