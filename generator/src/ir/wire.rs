//! The wire layer: products, documents and operations as documented, after overlays.
//!
//! In: what `resolve` read. Out: an arena of schemas and the operations that use them. Every `$ref` has become a
//! [`SchemaId`], so cycles are plain; every part knows its [`Place`]. What describes no call is not here: callbacks,
//! links, `externalDocs`, `xml`, and all examples of a media type but the first.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::{FileId, Place};

/// All products as documented.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wire {
    /// Files that were read, by [`FileId`].
    pub files: Vec<File>,
    /// Products in order of their names.
    pub products: Vec<Product>,
    /// The arena of schemas, by [`SchemaId`].
    pub schemas: Vec<Schema>,
    /// What overlays changed, in the order in which they did.
    pub changes: Vec<Change>,
}

/// One action of an overlay, applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where the action stands in its overlay.
    pub at: Place,
    /// What it does.
    pub kind: ChangeKind,
    /// Its JSONPath, as written.
    pub target: String,
    /// Its `description`: which defect it mends.
    pub reason: String,
    /// The nodes that it selected.
    pub touched: Vec<Touched>,
}

/// What an action of an overlay does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It merges a value into its targets.
    Update,
    /// It takes its targets out.
    Remove,
    /// It merges another part of the document into its targets.
    Copy,
}

/// One node that an action selected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// The document.
    pub file: FileId,
    /// JSON pointer of the node after all overlays; of a node that is gone, where it was.
    pub pointer: String,
    /// Where it stands, or stood.
    pub at: Place,
    /// JSON pointers of what was written, at the node or below it; of a node that was removed, its own.
    pub written: Vec<String>,
}

/// One file that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Path with `/`, relative to the specs folder.
    pub path: String,
    /// SHA-256 of the text, in hexadecimal digits.
    pub sha256: String,
}

/// One product: a folder of documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Folder name, which is the product's name everywhere.
    pub name: String,
    /// Its documents in order of their file names.
    pub documents: Vec<Document>,
}

/// One OpenAPI document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The file it was read from.
    pub file: FileId,
    /// File name without its ending: `customer-payments`.
    pub stem: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `servers`, their variables put in.
    pub servers: Vec<Server>,
    /// `tags`.
    pub tags: Vec<Tag>,
    /// `security` of the whole document.
    pub security: Vec<SecurityRequirement>,
    /// `components.securitySchemes`.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// `components.schemas`: an alias has the id of what it stands for.
    pub components: IndexMap<String, SchemaId>,
    /// All operations in document order.
    pub operations: Vec<Operation>,
    /// How words that are run together are read, as its `x-facts` say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, String>,
}

/// One entry of `servers`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Server {
    /// Its URL, with the default of each variable put in.
    pub url: String,
    /// What it says about itself.
    pub description: Option<String>,
}

/// One entry of `tags`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    /// Its name, which operations refer to.
    pub name: String,
    /// What it says about itself.
    pub description: Option<String>,
}

/// One alternative of `security`: every named scheme with its scopes must be satisfied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityRequirement {
    /// Scheme name to scopes.
    pub schemes: IndexMap<String, Vec<String>>,
}

/// One security scheme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SecurityScheme {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where the key goes.
        location: Location,
        /// Its parameter name.
        name: String,
    },
    /// HTTP authentication such as `basic` and `bearer`.
    Http {
        /// The scheme's name.
        scheme: String,
    },
    /// OAuth 2, its scopes with their descriptions.
    OAuth2 {
        /// Where consent is given, by the first flow that says.
        authorization_url: Option<String>,
        /// Where tokens are given, by the first flow that says.
        token_url: Option<String>,
        /// All scopes of all flows.
        scopes: IndexMap<String, String>,
    },
    /// OpenID Connect discovery.
    OpenIdConnect {
        /// Discovery URL.
        url: String,
    },
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
}

impl Method {
    /// The word on the request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// HTTP method.
    pub method: Method,
    /// Path template as written, without the server's base path.
    pub path: String,
    /// `operationId`, where there is one.
    pub operation_id: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Parameters of the operation, then those of its path that it does not override.
    pub params: Vec<Param>,
    /// `requestBody`.
    pub body: Option<Body>,
    /// All responses in document order.
    pub responses: Vec<Response>,
    /// `security`: absent means the document's, empty means none.
    pub security: Option<Vec<SecurityRequirement>>,
    /// `x-…` keys of the operation.
    pub extensions: IndexMap<String, Value>,
    /// Where the operation stands.
    pub at: Place,
    /// JSON pointer of the operation within its document.
    pub pointer: String,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// Who declared a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredBy {
    /// The operation itself.
    Operation,
    /// The path item, for all its operations.
    Path,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// Name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// Who declared it.
    pub declared_by: DeclaredBy,
    /// `required`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `description`.
    pub description: Option<String>,
    /// `style` as written, in lower camel case as OpenAPI spells it.
    pub style: Option<String>,
    /// `explode`.
    pub explode: Option<bool>,
    /// `allowEmptyValue`.
    pub allow_empty_value: bool,
    /// Its schema, or that of its only media type.
    pub schema: Option<SchemaUse>,
    /// Media type, where the parameter has `content` and no schema.
    pub media_type: Option<String>,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// `x-…` keys.
    pub extensions: IndexMap<String, Value>,
    /// Name of the component, where the parameter is a `$ref`.
    pub component: Option<String>,
    /// Where it stands.
    pub at: Place,
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// `required`.
    pub required: bool,
    /// `description`.
    pub description: Option<String>,
    /// Its media types in document order.
    pub content: Vec<Media>,
    /// Where it stands.
    pub at: Place,
}

/// One media type of a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// `application/json`, as written.
    pub media_type: String,
    /// Its schema.
    pub schema: Option<SchemaUse>,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// Where it stands.
    pub at: Place,
}

/// Which status a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// One code.
    Code(u16),
    /// A class: 2 for `2XX`.
    Range(u16),
    /// `default`.
    Default,
}

impl Status {
    /// Whether the response is one of success.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }
}

/// One response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// For which status.
    pub status: Status,
    /// `description`.
    pub description: String,
    /// `headers`.
    pub headers: Vec<Header>,
    /// Its media types in document order.
    pub content: Vec<Media>,
    /// Where it stands.
    pub at: Place,
}

/// One response header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// `required`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `description`.
    pub description: Option<String>,
    /// Its schema.
    pub schema: Option<SchemaUse>,
    /// Where it stands.
    pub at: Place,
}

/// Index of a schema in [`Wire::schemas`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SchemaId(pub u32);

/// One place that uses a schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchemaUse {
    /// What is used, aliases followed.
    pub id: SchemaId,
    /// Name of the component referred to (the first, where it is an alias), if it is a `$ref`.
    pub component: Option<String>,
    /// A `description` that stood beside the `$ref`.
    pub description: Option<String>,
    /// Where the use stands.
    pub at: Place,
}

/// One schema with all its keywords.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schema {
    /// Component name, where the schema is one.
    pub component: Option<String>,
    /// `type`, as written.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// `format`, as written.
    pub format: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `nullable`.
    pub nullable: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `default`.
    pub default: Option<Value>,
    /// `example`.
    pub example: Option<Value>,
    /// `enum`, in any type.
    pub enumeration: Option<Vec<Value>>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `minimum`.
    pub minimum: Option<Number>,
    /// `maximum`.
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: bool,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: bool,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// `properties` in document order.
    pub properties: IndexMap<String, SchemaUse>,
    /// `required`.
    pub required: Vec<String>,
    /// `additionalProperties`.
    pub additional_properties: Option<Additional>,
    /// `items`.
    pub items: Option<SchemaUse>,
    /// `allOf`.
    pub all_of: Vec<SchemaUse>,
    /// `oneOf`.
    pub one_of: Vec<SchemaUse>,
    /// `anyOf`.
    pub any_of: Vec<SchemaUse>,
    /// `not`.
    pub not: Option<SchemaUse>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// `x-…` keys.
    pub extensions: IndexMap<String, Value>,
    /// Where it stands: in its document, or in the overlay that added it.
    pub at: Place,
    /// The document that it belongs to.
    pub file: FileId,
    /// JSON pointer within that document.
    pub pointer: String,
}

/// `additionalProperties`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Additional {
    /// `true` or `false`.
    Any(bool),
    /// A schema for the values.
    Schema(SchemaUse),
}

/// `discriminator`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Discriminator {
    /// Which property tells the variant.
    pub property: String,
    /// Value to component name or reference, as written.
    pub mapping: IndexMap<String, String>,
}

impl Wire {
    /// The schema with this id.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> Option<&Schema> {
        self.schemas.get(id.0 as usize)
    }

    /// The path of a file, or nothing for an unknown id.
    #[must_use]
    pub fn path_of(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |file| file.path.as_str())
    }
}
