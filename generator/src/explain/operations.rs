//! Operations. In: a method. Out: what it takes and gives, and what it was read from.

use super::data::{OperationLine, Origin, ParamLine, ResultLine, What};
use super::describe::{Describer, Sources, Told};
use super::touched::Node;
use crate::ir::Place;
use crate::ir::face::spelled;
use crate::ir::fact::Subject;
use crate::ir::model::{self, Body, Joined, Type};
use crate::ir::wire;
use crate::lint::Subjects;
use crate::normalise::operation_identity;
use crate::tree::pointer;

impl Describer<'_> {
    pub(super) fn operation(&self, at: (usize, usize, usize)) -> Option<Told> {
        let (product, resource, operation) = self.index.operation(at)?;
        let wire = Subjects::of(self.wire()).operation(operation.wire)?;
        let mut sources = Sources::default();
        sources.origins.push(self.operation_origin(product, operation, wire));
        sources.places.extend(places(wire));
        sources.nodes.extend(self.operation_nodes(operation, wire));
        sources.subjects.insert(Subject::Operation(operation.wire));
        sources.subjects.extend((0_u32..).zip(&wire.params).map(|(index, _)| Subject::Param(operation.wire, index)));
        let identity = operation_identity(wire);
        let name = format!("{}.{}", resource.name, operation.verb);
        let lock =
            self.lock(&[operation.wire.product], "methods", &name, |lock| lock.methods.get(&identity) == Some(&name));
        Some(Told { what: What::Operation(self.operation_line(operation, wire)), sources, uses: Vec::new(), lock })
    }

    fn operation_line(&self, operation: &model::Operation, wire: &wire::Operation) -> OperationLine {
        let layer = &self.index.api.model;
        let params = operation.params.iter().map(|param| ParamLine {
            wire: param.wire.clone(),
            location: param.location,
            ty: spelled(layer, &param.ty),
            many: param.many,
            required: param.required,
            constraints: param.constraints.clone(),
            at: self.sites.of(param.at),
        });
        let request = operation.body.as_ref().map(|body| match body {
            Body::Json { model, .. } => spelled(layer, &Type::Model(*model)),
            Body::JsonValue { ty, .. } => spelled(layer, ty),
            Body::Multipart { .. } => "multipart".to_owned(),
            Body::Form { .. } => "form".to_owned(),
            Body::Raw { media_type, .. } => media_type.clone(),
        });
        OperationLine {
            method: operation.method.as_str().to_owned(),
            path: operation.path.clone(),
            operation_id: wire.operation_id.clone(),
            params: params.collect(),
            request,
            result: ResultLine {
                kind: operation.result.payload.kind(),
                ty: operation.result.payload.ty().map(|ty| spelled(layer, ty)),
            },
            scopes: operation.scopes.clone(),
            tenant: operation.tenant,
            paging: operation.paging,
            editions: operation.editions.clone(),
            deprecated: operation.deprecated,
        }
    }

    fn operation_origin(
        &self,
        product: &model::Product,
        operation: &model::Operation,
        wire: &wire::Operation,
    ) -> Origin {
        let document = self.document(operation);
        Origin {
            product: product.name.to_string(),
            identities: vec![operation_identity(wire)],
            schema: document.map(|document| format!("{}#{}", self.wire().path_of(document.file), wire.pointer)),
            at: self.sites.of(wire.at),
            documented: wire.summary.clone(),
            refers_to: None,
            joined: Joined::First,
        }
    }

    /// The operation and the parameters that it takes from the components.
    fn operation_nodes(&self, operation: &model::Operation, wire: &wire::Operation) -> Vec<Node> {
        let Some(document) = self.document(operation) else { return Vec::new() };
        let node = |pointer: String| Node { file: document.file, pointer };
        let path = wire.pointer.rsplit_once('/').map_or("", |(path, _)| path);
        let components = wire.params.iter().filter_map(|param| param.component.as_ref());
        let components = components.map(|name| node(pointer::join("/components/parameters", name)));
        std::iter::once(node(wire.pointer.clone()))
            .chain(std::iter::once(node(format!("{path}/parameters"))))
            .chain(components)
            .collect()
    }

    fn document(&self, operation: &model::Operation) -> Option<&wire::Document> {
        let id = operation.wire;
        self.wire().products.get(id.product as usize)?.documents.get(id.document as usize)
    }

    pub(super) fn param_subject(&self, operation: &model::Operation, param: &model::Param) -> Option<Subject> {
        let wire = Subjects::of(self.wire()).operation(operation.wire)?;
        let index = wire.params.iter().position(|known| known.at == param.at && known.location == param.location)?;
        Some(Subject::Param(operation.wire, u32::try_from(index).ok()?))
    }
}

/// Every place of an operation that a finding may name.
fn places(operation: &wire::Operation) -> impl Iterator<Item = Place> {
    let body = operation.body.iter();
    let sent = body.clone().flat_map(|body| &body.content).map(|media| media.at);
    let answers = operation.responses.iter();
    let received = answers.clone().flat_map(|answer| &answer.content).map(|media| media.at);
    std::iter::once(operation.at)
        .chain(operation.params.iter().map(|param| param.at))
        .chain(body.map(|body| body.at))
        .chain(sent)
        .chain(answers.map(|answer| answer.at))
        .chain(received)
}
