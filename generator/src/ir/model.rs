//! The model layer: what a client offers.
//!
//! In: the wire layer, read by the passes of `normalise`. Out: resources with verbs, models, enums, envelopes,
//! paging and tenancy, each pointing into the wire layer by id. Names are words, types are kinds: no Rust here.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Place;
use super::fact::{Editions, Fact};
use super::name::Name;
use super::wire::{Location, Method, SchemaId};

/// What all products offer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModelLayer {
    /// Products in order of their names.
    pub products: Vec<Product>,
    /// The arena of models, by [`ModelId`].
    pub models: Vec<Model>,
    /// The arena of enums, by [`EnumId`].
    pub enums: Vec<Enum>,
    /// What was read in prose, in the order of the documents.
    pub facts: Vec<Fact>,
}

/// Index of a model in [`ModelLayer::models`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ModelId(pub u32);

/// Index of an enum in [`ModelLayer::enums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EnumId(pub u32);

/// Index of an operation in the wire layer: product, document, operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OperationId {
    /// Index of the product.
    pub product: u32,
    /// Index of the document in its product.
    pub document: u32,
    /// Index of the operation in its document.
    pub operation: u32,
}

/// One product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Folder name, as words.
    pub name: Name,
    /// Name for people: `Zoho Books`.
    pub title: String,
    /// Path of the API below the host as the first document has it: `/books/v3`, no slash at the end.
    pub base_path: String,
    /// How an operation says which organisation it is about; operations opt in.
    pub tenancy: Option<Tenancy>,
    /// Its resources in order of their names.
    pub resources: Vec<Resource>,
}

/// How a request says which organisation it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenancy {
    /// Query or header.
    pub location: Location,
    /// Name of the parameter or header.
    pub name: String,
}

/// One resource: a group of operations behind one handle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// `customer_payments`.
    pub name: Name,
    /// Name for people.
    pub title: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Its operations, in document order.
    pub operations: Vec<Operation>,
}

/// One operation as a method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Where it is documented.
    pub wire: OperationId,
    /// `operationId`, or one made of resource and verb.
    pub id: String,
    /// The method: `create`, `list`, `mark_sent`.
    pub verb: Name,
    /// HTTP method.
    pub method: Method,
    /// Path of its document's server below the host; nearly always the product's.
    pub base_path: String,
    /// Path template below the base path.
    pub path: String,
    /// Parameters, the organisation's excepted: path parameters in path order, then as documented.
    pub params: Vec<Param>,
    /// What is sent as a body.
    pub body: Option<Body>,
    /// Files that are sent beside it, as parts of a multipart body.
    pub files: Vec<Part>,
    /// What comes back.
    pub result: OpResult,
    /// Another representation of the same answer, asked for by a parameter: invoice as PDF.
    pub formats: Option<Formats>,
    /// OAuth scopes, all of which are needed.
    pub scopes: Vec<String>,
    /// Whether the organisation is sent.
    pub tenant: bool,
    /// How it pages.
    pub paging: Option<Paging>,
    /// Editions that have it.
    pub editions: Editions,
    /// One line.
    pub summary: Option<String>,
    /// More lines.
    pub docs: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Where it stands.
    pub at: Place,
}

/// A list that comes in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paging {
    /// Whether the document declares `page`/`per_page`; otherwise they were added.
    pub documented: bool,
}

/// A parameter that chooses the representation of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formats {
    /// Name of the query parameter or header.
    pub param: String,
    /// Where it goes.
    #[serde(rename = "in")]
    pub location: Location,
    /// The documented values other than JSON, or text where none are documented.
    pub format: Type,
    /// Media types that are documented beside JSON, where a header chooses.
    pub media_types: Vec<String>,
}

/// How a parameter that takes many values sends them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Many {
    /// It takes one.
    #[default]
    No,
    /// As one text, separated by commas.
    Commas,
    /// As the same parameter again and again.
    Repeated,
}

/// One parameter of a method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// Name on the wire.
    pub wire: String,
    /// Name for the caller.
    pub name: Name,
    /// Where it travels.
    pub location: Location,
    /// What kind of value it takes.
    pub ty: Type,
    /// Whether it takes many values.
    pub many: Many,
    /// Whether it must be given.
    pub required: bool,
    /// What is known of its values.
    pub constraints: Constraints,
    /// What it means.
    pub docs: Option<String>,
    /// Documented example.
    pub example: Option<Value>,
    /// Where it stands.
    pub at: Place,
}

/// What is sent as a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// One JSON object.
    Json {
        /// Its model.
        model: ModelId,
        /// Whether a body must be sent.
        required: bool,
    },
    /// Any other JSON: an array, a scalar, or what is not documented.
    JsonValue {
        /// What kind of value.
        ty: Type,
        /// Whether a body must be sent.
        required: bool,
    },
    /// `multipart/form-data`.
    Multipart {
        /// Its parts in document order, files apart.
        parts: Vec<Part>,
    },
    /// `application/x-www-form-urlencoded`.
    Form {
        /// Its fields in document order.
        parts: Vec<Part>,
    },
    /// Bytes of any other media type.
    Raw {
        /// As documented: `text/csv`.
        media_type: String,
        /// Whether a body must be sent.
        required: bool,
    },
}

/// One part of a multipart body or form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Name on the wire.
    pub wire: String,
    /// Name for the caller.
    pub name: Name,
    /// What kind of value; [`Type::Bytes`] is a file.
    pub ty: Type,
    /// Whether there may be several files of this name.
    pub many: bool,
    /// Whether it must be given.
    pub required: bool,
    /// What it means.
    pub docs: Option<String>,
    /// Where it stands.
    pub at: Place,
}

/// One media type of one response of an operation of the wire layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaId {
    /// Index of the response.
    pub response: u32,
    /// Index of the media type in it.
    pub media: u32,
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpResult {
    /// The documented body that the method returns; nothing where no JSON is documented.
    pub media: Option<MediaId>,
    /// Whether the body has `code` and `message`.
    pub envelope: bool,
    /// What the caller gets.
    pub payload: Payload,
}

/// What the caller gets out of a response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Payload {
    /// Nothing beside code and message.
    None,
    /// The value under one key.
    Key {
        /// The key.
        key: String,
        /// What is there.
        ty: Type,
    },
    /// The first element of an array of one under a key.
    First {
        /// The key.
        key: String,
        /// What the elements are.
        ty: Type,
    },
    /// The elements of an array under a key, one page of them.
    Items {
        /// The key.
        key: String,
        /// What the elements are.
        ty: Type,
    },
    /// All fields beside code and message.
    Flat {
        /// The model of those fields.
        ty: Type,
    },
    /// The body itself; there is no envelope.
    Whole {
        /// What the body is.
        ty: Type,
    },
    /// What is not documented, as raw JSON.
    Json,
    /// A file.
    Download,
}

impl Payload {
    /// The documented type inside, where there is one.
    #[must_use]
    pub const fn ty(&self) -> Option<&Type> {
        match self {
            Self::Key { ty, .. }
            | Self::First { ty, .. }
            | Self::Items { ty, .. }
            | Self::Flat { ty }
            | Self::Whole { ty } => Some(ty),
            Self::None | Self::Json | Self::Download => None,
        }
    }

    /// The documented type inside, to be changed.
    pub const fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Key { ty, .. }
            | Self::First { ty, .. }
            | Self::Items { ty, .. }
            | Self::Flat { ty }
            | Self::Whole { ty } => Some(ty),
            Self::None | Self::Json | Self::Download => None,
        }
    }

    /// The kind in one word.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Key { .. } => "key",
            Self::First { .. } => "first",
            Self::Items { .. } => "items",
            Self::Flat { .. } => "flat",
            Self::Whole { .. } => "whole",
            Self::Json => "json",
            Self::Download => "download",
        }
    }

    /// The key it stands under, where there is one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Key { key, .. } | Self::First { key, .. } | Self::Items { key, .. } => Some(key),
            _ => None,
        }
    }
}

/// Whether a model is sent or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Sent: strict, with required fields.
    Request,
    /// Received: tolerant, every field optional.
    Response,
}

/// One object type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// `payment`, `create_payment`.
    pub name: Name,
    /// Sent or received.
    pub side: Side,
    /// Indexes of the products it belongs to; more than one where equal shapes are emitted once.
    pub products: Vec<u32>,
    /// Resource of the first product that uses it first; groups models into files.
    pub resource: Name,
    /// Its fields in document order; none where it is a choice.
    pub fields: Vec<Field>,
    /// What there is to choose from, where it is a choice. Only what is sent is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// The key that tells which variant was chosen; it is not a field of the variants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Choices whose keys stand among its own; each must be made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Type>,
    /// What it is.
    pub docs: Option<String>,
    /// Every schema that became this model.
    pub origins: Vec<Origin>,
}

impl Model {
    /// Whether it is a choice between variants.
    #[must_use]
    pub const fn is_choice(&self) -> bool {
        !self.variants.is_empty()
    }

    /// Every type that it is made of.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let fields = self.fields.iter().map(|field| &field.ty);
        fields.chain(self.variants.iter().map(|variant| &variant.ty)).chain(&self.choices)
    }

    /// Every type that it is made of, to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let fields = self.fields.iter_mut().map(|field| &mut field.ty);
        fields.chain(self.variants.iter_mut().map(|variant| &mut variant.ty)).chain(&mut self.choices)
    }
}

/// One alternative of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// What sets it apart: `card`.
    pub name: Name,
    /// What is sent: the keys of a model, or a value of any kind.
    #[serde(rename = "type")]
    pub ty: Type,
    /// What the choice's tag says where it is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What it means.
    pub docs: Option<String>,
}

/// One schema that became (part of) a model or an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Index of the product that documents it.
    pub product: u32,
    /// Wire identities of what uses it, sorted: `GET /invoices/{} response /invoice`.
    pub identities: Vec<String>,
    /// The schema; nothing for a parameter without one.
    pub schema: Option<SchemaId>,
    /// Where it stands.
    pub at: Place,
    /// Why it is one with the others.
    pub joined: Joined,
}

/// Why a schema became one with the others of its model or enum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Joined {
    /// It was there first, and the others joined it.
    #[default]
    First,
    /// Both are what operations of this collection give.
    Collection(String),
    /// Both stand under this key of an envelope.
    Key(String),
    /// Both stand under this field of objects that became one.
    Field(String),
    /// Both have the same fields, and stand under fields that end in this noun.
    Shape(String),
    /// Both are enums that came out with this name, and share a value.
    Name(String),
    /// Another product has the same.
    Product,
}

/// One field of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Name on the wire.
    pub wire: String,
    /// Name for the caller.
    pub name: Name,
    /// What kind of value.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether it must be sent; never true on the response side.
    pub required: bool,
    /// What is known of its values.
    pub constraints: Constraints,
    /// What it means.
    pub docs: Option<String>,
    /// Documented example.
    pub example: Option<Value>,
    /// Where it stands.
    pub at: Place,
}

/// What is known of a value beside its type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Constraints {
    /// Shortest text, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Longest text, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Smallest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<serde_json::Number>,
    /// Largest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<serde_json::Number>,
    /// What the service takes when it is not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Regular expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Editions that have it.
    #[serde(skip_serializing_if = "Editions::is_all")]
    pub editions: Editions,
    /// Whether it should no longer be used.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
}

/// The kind of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number of 64 bits.
    Int,
    /// A decimal number.
    Decimal,
    /// Text.
    Text,
    /// An identifier, documented as text.
    Id,
    /// An identifier, documented (and so sent) as a number.
    NumericId,
    /// Several identifiers in one text, with commas between them.
    IdList,
    /// A calendar day.
    Date,
    /// A moment with its offset.
    DateTime,
    /// Bytes of a file.
    Bytes,
    /// Any JSON.
    Json,
    /// A list.
    List(Box<Self>),
    /// An object with any keys.
    Map(Box<Self>),
    /// A model.
    Model(ModelId),
    /// An enum.
    Enum(EnumId),
}

impl Type {
    /// Replaces the ids of model and enum at the bottom of lists and maps.
    pub fn map_ids(&mut self, model: &impl Fn(ModelId) -> ModelId, enumeration: &impl Fn(EnumId) -> EnumId) {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.map_ids(model, enumeration),
            Self::Model(id) => *id = model(*id),
            Self::Enum(id) => *id = enumeration(*id),
            _ => {}
        }
    }

    /// A list of this type.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// The model at the bottom of lists and maps, if it is one.
    #[must_use]
    pub fn model(&self) -> Option<ModelId> {
        match self {
            Self::Model(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) => inner.model(),
            _ => None,
        }
    }

    /// The enum at the bottom of lists and maps, if it is one.
    #[must_use]
    pub fn enumeration(&self) -> Option<EnumId> {
        match self {
            Self::Enum(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) => inner.enumeration(),
            _ => None,
        }
    }
}

/// One open enum of texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enum {
    /// `payment_mode`.
    pub name: Name,
    /// Indexes of the products it belongs to.
    pub products: Vec<u32>,
    /// Resource of the first product that uses it first; groups enums into files.
    pub resource: Name,
    /// Its documented values in document order.
    pub values: Vec<EnumValue>,
    /// What it is.
    pub docs: Option<String>,
    /// Every schema that became this enum.
    pub origins: Vec<Origin>,
}

/// One documented value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumValue {
    /// As on the wire.
    pub wire: String,
    /// Name for the caller.
    pub name: Name,
}

impl ModelLayer {
    /// The model with this id.
    #[must_use]
    pub fn model(&self, id: ModelId) -> Option<&Model> {
        self.models.get(id.0 as usize)
    }

    /// The enum with this id.
    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.enums.get(id.0 as usize)
    }

    /// All operations of all products, in order.
    pub fn operations(&self) -> impl Iterator<Item = (&Product, &Resource, &Operation)> {
        self.products.iter().flat_map(|product| {
            product.resources.iter().flat_map(move |resource| {
                resource.operations.iter().map(move |operation| (product, resource, operation))
            })
        })
    }
}

impl Operation {
    /// Calls `change` with every type in parameters, body and result.
    pub fn each_type(&mut self, mut change: impl FnMut(&mut Type)) {
        self.params.iter_mut().for_each(|param| change(&mut param.ty));
        each_type(&mut self.body, &mut self.formats, &mut self.result, change);
    }
}

/// Calls `change` with every type in body, formats and result.
pub fn each_type(
    body: &mut Option<Body>,
    formats: &mut Option<Formats>,
    result: &mut OpResult,
    mut change: impl FnMut(&mut Type),
) {
    if let Some(body) = body {
        body.each_type(&mut change);
    }
    if let Some(formats) = formats {
        change(&mut formats.format);
    }
    if let Some(ty) = result.payload.ty_mut() {
        change(ty);
    }
}

impl Body {
    /// Calls `change` with every type in the body.
    pub fn each_type(&mut self, mut change: impl FnMut(&mut Type)) {
        match self {
            Self::Json { model, .. } => {
                let mut ty = Type::Model(*model);
                change(&mut ty);
                if let Type::Model(changed) = ty {
                    *model = changed;
                }
            }
            Self::JsonValue { ty, .. } => change(ty),
            Self::Multipart { parts } | Self::Form { parts } => parts.iter_mut().for_each(|part| change(&mut part.ty)),
            Self::Raw { .. } => {}
        }
    }
}
