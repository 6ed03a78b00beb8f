//! What has a description.
//!
//! In: the wire layer. Out: every parameter, operation, schema and described `$ref`, each with the name, type and
//! example that facts about it are judged by.

use indexmap::IndexMap;
use serde_json::Value;

use crate::document::stem;
use crate::ir::Place;
use crate::ir::fact::Subject;
use crate::ir::model::OperationId;
use crate::ir::name::Name;
use crate::ir::wire::{Location, Operation, Schema, SchemaId, Wire};

use super::super::flatten::Flat;
use super::super::operation_identity;

/// One subject of prose.
pub(super) struct Described<'w> {
    pub(super) subject: Subject,
    /// What it is called where facts are listed and switched off: `GET /invoices ?status`.
    pub(super) identity: String,
    /// Index of its product.
    pub(super) product: usize,
    /// What it is called, in words.
    pub(super) name: Name,
    pub(super) location: Option<Location>,
    pub(super) description: Option<&'w str>,
    pub(super) extensions: Option<&'w IndexMap<String, Value>>,
    pub(super) schema: Option<Flat<'w>>,
    /// Its own example, else its schema's.
    pub(super) example: Option<&'w Value>,
    /// Names of the other parameters of its operation.
    pub(super) beside: Vec<&'w str>,
    pub(super) at: Place,
}

impl Described<'_> {
    /// Whether it is a value: an operation is none.
    pub(super) const fn is_value(&self) -> bool {
        !matches!(self.subject, Subject::Operation(_))
    }

    /// The documented type.
    pub(super) fn ty(&self) -> Option<&str> {
        self.schema.as_ref().and_then(|schema| schema.ty)
    }
}

/// All of them, operations first, in document order.
pub(super) fn all(wire: &Wire) -> Vec<Described<'_>> {
    let mut found = Vec::new();
    for (p, product) in wire.products.iter().enumerate() {
        for (d, document) in product.documents.iter().enumerate() {
            for (o, operation) in document.operations.iter().enumerate() {
                let id = OperationId { product: index(p), document: index(d), operation: index(o) };
                found.push(of_operation(id, operation));
                found.extend(of_params(wire, id, operation));
            }
        }
    }
    for (at, schema) in wire.schemas.iter().enumerate() {
        let id = SchemaId(index(at));
        let Some(product) = product_of(wire, schema) else { continue };
        found.push(of_schema(wire, id, schema, product));
        found.extend(of_properties(wire, id, schema, product));
    }
    found
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn of_operation(id: OperationId, operation: &Operation) -> Described<'_> {
    Described {
        subject: Subject::Operation(id),
        identity: operation_identity(operation),
        product: id.product as usize,
        name: Name::default(),
        location: None,
        description: operation.description.as_deref(),
        extensions: Some(&operation.extensions),
        schema: None,
        example: None,
        beside: Vec::new(),
        at: operation.at,
    }
}

fn of_params<'w>(wire: &'w Wire, id: OperationId, operation: &'w Operation) -> Vec<Described<'w>> {
    let names: Vec<&str> = operation.params.iter().map(|param| param.name.as_str()).collect();
    let params = operation.params.iter().enumerate().map(|(at, param)| {
        let schema = param.schema.as_ref().and_then(|used| Flat::of(wire, used.id));
        Described {
            subject: Subject::Param(id, index(at)),
            identity: format!("{} ?{}", operation_identity(operation), param.name),
            product: id.product as usize,
            name: Name::parse(&param.name),
            location: Some(param.location),
            description: param.description.as_deref(),
            extensions: Some(&param.extensions),
            example: param.example.as_ref().or(schema.as_ref().and_then(|schema| schema.example)),
            schema,
            beside: names.clone(),
            at: param.at,
        }
    });
    params.collect()
}

/// The product whose document a schema stands in.
fn product_of(wire: &Wire, schema: &Schema) -> Option<usize> {
    let of_file = |document: &crate::ir::wire::Document| document.file == schema.file;
    wire.products.iter().position(|product| product.documents.iter().any(of_file))
}

fn of_schema<'w>(wire: &'w Wire, id: SchemaId, schema: &'w Schema, product: usize) -> Described<'w> {
    let flat = Flat::of(wire, id);
    let last = schema.pointer.rsplit('/').next().unwrap_or_default();
    Described {
        subject: Subject::Schema(id),
        identity: format!("{}#{}", stem(wire.path_of(schema.file)), schema.pointer),
        product,
        name: Name::parse(schema.component.as_deref().unwrap_or(last)),
        location: None,
        description: schema.description.as_deref(),
        extensions: Some(&schema.extensions),
        example: flat.as_ref().and_then(|flat| flat.example),
        schema: flat,
        beside: Vec::new(),
        at: schema.at,
    }
}

fn of_properties<'w>(wire: &'w Wire, id: SchemaId, schema: &'w Schema, product: usize) -> Vec<Described<'w>> {
    let described = schema.properties.iter().filter(|(_, used)| used.description.is_some());
    let properties = described.map(|(name, used)| {
        let flat = Flat::of(wire, used.id);
        Described {
            subject: Subject::Property(id, name.clone()),
            identity: format!("{}#{}/properties/{name}", stem(wire.path_of(schema.file)), schema.pointer),
            product,
            name: Name::parse(name),
            location: None,
            description: used.description.as_deref(),
            extensions: None,
            example: flat.as_ref().and_then(|flat| flat.example),
            schema: flat,
            beside: Vec::new(),
            at: used.at,
        }
    });
    properties.collect()
}
