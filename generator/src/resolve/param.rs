//! Parameters, headers, media types and their examples, references put in.

use openapiv3::Parameter;
use serde_json::Value;

use super::target::{self, Found};
use super::{Resolver, Spot};
use crate::diag::{Code, Diagnostic};
use crate::document::{Example, HeaderPart, MediaPart, OperationPart, ParamPart};
use crate::ir::Place;
use crate::ir::wire::{DeclaredBy, Header, Location, Media, Param};
use crate::tree::NodeId;

impl<'a> Resolver<'a> {
    /// The parameters of an operation, then those of its path that it does not override.
    pub(super) fn params(&mut self, index: usize, operation: &'a OperationPart) -> Vec<Param> {
        let mut params = Vec::new();
        for (node, at) in &operation.params {
            let Some(param) = self.param((index, *node), *at, DeclaredBy::Operation) else { continue };
            self.add_once(&mut params, param);
        }
        let own = params.len();
        let mut of_path = Vec::new();
        for (node, at) in &operation.path_params {
            let Some(param) = self.param((index, *node), *at, DeclaredBy::Path) else { continue };
            if !params.iter().take(own).any(|known| is_same(known, &param)) {
                self.add_once(&mut of_path, param);
            }
        }
        params.append(&mut of_path);
        params
    }

    fn add_once(&mut self, params: &mut Vec<Param>, param: Param) {
        if params.iter().any(|known| is_same(known, &param)) {
            let message = format!("the parameter `{}` is declared twice; the first is kept", param.name);
            self.out.push(Diagnostic::new(Code::Structure, param.at, message).help("remove one of them"));
            return;
        }
        params.push(param);
    }

    fn param(&mut self, spot: Spot, at: Place, declared_by: DeclaredBy) -> Option<Param> {
        let Found { part, spot, first } = self.follow(spot, "a parameter", |parts, node| parts.params.get(&node))?;
        let ParamPart { param, style, schema, media_type, example, .. } = part;
        let data = param.parameter_data_ref();
        let (location, allow_empty_value) = match param {
            Parameter::Query { allow_empty_value, .. } => (Location::Query, allow_empty_value.unwrap_or_default()),
            Parameter::Header { .. } => (Location::Header, false),
            Parameter::Path { .. } => (Location::Path, false),
            Parameter::Cookie { .. } => (Location::Cookie, false),
        };
        Some(Param {
            name: data.name.clone(),
            location,
            declared_by,
            required: data.required,
            deprecated: data.deprecated.unwrap_or_default(),
            description: data.description.clone(),
            style: style.clone(),
            explode: data.explode,
            allow_empty_value,
            schema: self.schema_use_of(spot.0, *schema),
            media_type: media_type.clone(),
            example: self.example(spot.0, example.as_ref()),
            extensions: data.extensions.clone(),
            component: first.and_then(|reference| target::component(&reference.to, "parameters")),
            at: if first.is_some() { part.at } else { at },
        })
    }

    pub(super) fn header(&mut self, spot: Spot, name: &str, at: Place) -> Option<Header> {
        let Found { part, spot, .. } = self.follow(spot, "a header", |parts, node| parts.headers.get(&node))?;
        let HeaderPart { header, schema, .. } = part;
        Some(Header {
            name: name.to_owned(),
            required: header.required,
            deprecated: header.deprecated.unwrap_or_default(),
            description: header.description.clone(),
            schema: self.schema_use_of(spot.0, *schema),
            at,
        })
    }

    pub(super) fn content(&mut self, index: usize, content: &'a [MediaPart]) -> Vec<Media> {
        let media = content.iter().map(|media| Media {
            media_type: media.media_type.clone(),
            schema: self.schema_use_of(index, media.schema),
            example: self.example(index, media.example.as_ref()),
            at: media.at,
        });
        media.collect()
    }

    fn example(&mut self, index: usize, example: Option<&'a Example>) -> Option<Value> {
        match example? {
            Example::Value(value) => Some(value.clone()),
            Example::Ref(reference) => {
                let (index, node) = self.target(index, reference, "an example")?;
                self.example_value(index, node)
            }
        }
    }

    fn example_value(&self, index: usize, node: NodeId) -> Option<Value> {
        let tree = &self.document_at(index)?.tree;
        tree.child(node, "value").map(|value| tree.value(value))
    }
}

/// Whether two parameters are one: header names know no case.
fn is_same(one: &Param, other: &Param) -> bool {
    one.location == other.location
        && match one.location {
            Location::Header => one.name.eq_ignore_ascii_case(&other.name),
            _ => one.name == other.name,
        }
}
