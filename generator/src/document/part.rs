//! Parts of a document, filed by the node they were read from.

use std::collections::HashMap;

use serde_json::{Number, Value};

use crate::ir::Place;
use crate::ir::wire::{Method, Status};
use crate::tree::NodeId;

/// A part, or a reference that stands in its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot<T> {
    /// `$ref`.
    Ref(Reference),
    /// The part itself.
    Item(Box<T>),
}

/// A `$ref`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// As written.
    pub to: String,
    /// A `description` beside it.
    pub description: Option<String>,
    /// Where it stands.
    pub at: Place,
    /// JSON pointer of the node that refers.
    pub pointer: String,
}

impl SchemaPart {
    /// A schema that says nothing: any JSON.
    #[must_use]
    pub fn empty(at: Place, pointer: String) -> Self {
        let schema = openapiv3::Schema {
            schema_data: openapiv3::SchemaData::default(),
            schema_kind: openapiv3::SchemaKind::Any(openapiv3::AnySchema::default()),
        };
        Self {
            schema,
            ty: None,
            format: None,
            minimum: None,
            maximum: None,
            multiple_of: None,
            enumeration: None,
            default: None,
            example: None,
            properties: Vec::new(),
            required: Vec::new(),
            additional: None,
            items: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            not: None,
            at,
            pointer,
        }
    }
}

/// All parts but operations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// Schemas.
    pub schemas: HashMap<NodeId, Slot<SchemaPart>>,
    /// Parameters.
    pub params: HashMap<NodeId, Slot<ParamPart>>,
    /// Request bodies.
    pub bodies: HashMap<NodeId, Slot<BodyPart>>,
    /// Responses.
    pub responses: HashMap<NodeId, Slot<ResponsePart>>,
    /// Headers.
    pub headers: HashMap<NodeId, Slot<HeaderPart>>,
}

/// A schema; the schemas within it are named by their nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaPart {
    /// Its keywords, those below left out.
    pub schema: openapiv3::Schema,
    /// `type` as written.
    pub ty: Option<String>,
    /// `format` as written.
    pub format: Option<String>,
    /// `minimum`, as exact as it was written.
    pub minimum: Option<Number>,
    /// `maximum`.
    pub maximum: Option<Number>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// `enum`.
    pub enumeration: Option<Vec<Value>>,
    /// `default`.
    pub default: Option<Value>,
    /// `example`.
    pub example: Option<Value>,
    /// `properties` with their places.
    pub properties: Vec<(String, NodeId, Place)>,
    /// `required`, and properties that say so themselves.
    pub required: Vec<String>,
    /// `additionalProperties`.
    pub additional: Option<AdditionalPart>,
    /// `items`.
    pub items: Option<(NodeId, Place)>,
    /// `allOf`.
    pub all_of: Vec<(NodeId, Place)>,
    /// `oneOf`.
    pub one_of: Vec<(NodeId, Place)>,
    /// `anyOf`.
    pub any_of: Vec<(NodeId, Place)>,
    /// `not`.
    pub not: Option<(NodeId, Place)>,
    /// Where it stands.
    pub at: Place,
    /// JSON pointer within the document.
    pub pointer: String,
}

/// `additionalProperties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdditionalPart {
    /// `true` or `false`.
    Any(bool),
    /// A schema.
    Schema(NodeId, Place),
}

/// An `example`, or the first of `examples`.
#[derive(Clone, Debug, PartialEq)]
pub enum Example {
    /// The value.
    Value(Value),
    /// A reference to an example.
    Ref(Reference),
}

/// A parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamPart {
    /// Its keywords; the schema is a placeholder.
    pub param: openapiv3::Parameter,
    /// `style` as written.
    pub style: Option<String>,
    /// Its schema, or that of its media type.
    pub schema: Option<(NodeId, Place)>,
    /// The media type of `content`.
    pub media_type: Option<String>,
    /// Its example.
    pub example: Option<Example>,
    /// Where it stands.
    pub at: Place,
}

/// A response header.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderPart {
    /// Its keywords; the schema is a placeholder.
    pub header: openapiv3::Header,
    /// Its schema, or that of its media type.
    pub schema: Option<(NodeId, Place)>,
    /// Where it stands.
    pub at: Place,
}

/// One media type.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaPart {
    /// As written.
    pub media_type: String,
    /// Its schema.
    pub schema: Option<(NodeId, Place)>,
    /// Its example.
    pub example: Option<Example>,
    /// Where it stands.
    pub at: Place,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyPart {
    /// Its keywords, without `content`.
    pub body: openapiv3::RequestBody,
    /// `content` in document order.
    pub content: Vec<MediaPart>,
    /// Where it stands.
    pub at: Place,
}

/// A response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponsePart {
    /// Its keywords, without `headers` and `content`.
    pub response: openapiv3::Response,
    /// `headers` with their places.
    pub headers: Vec<(String, NodeId, Place)>,
    /// `content` in document order.
    pub content: Vec<MediaPart>,
    /// Where it stands.
    pub at: Place,
}

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationPart {
    /// HTTP method.
    pub method: Method,
    /// Path template.
    pub path: String,
    /// Its keywords, without parameters, body and responses.
    pub operation: openapiv3::Operation,
    /// Its own parameters.
    pub params: Vec<(NodeId, Place)>,
    /// Parameters of its path.
    pub path_params: Vec<(NodeId, Place)>,
    /// `requestBody`.
    pub body: Option<(NodeId, Place)>,
    /// `responses` in document order.
    pub responses: Vec<(Status, NodeId, Place)>,
    /// Where it stands.
    pub at: Place,
    /// JSON pointer within the document.
    pub pointer: String,
}
