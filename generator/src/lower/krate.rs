//! The lowered crate: what `render` reads.
//!
//! In: nothing. Out: the types between `lower` and `render`: modules, structs, enums and methods, spelled in Rust,
//! every identifier checked, every text still plain. Nothing here decides anything.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ir::model::{Many, Side};
use crate::ir::wire::Location;
use crate::samples::CallSample;

/// All machine-owned parts of the crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crate {
    /// Products in order of their modules.
    pub products: Vec<Product>,
    /// Types that several products share, by the products that share them.
    pub common: Vec<Shared>,
    /// Documented answers for the wire test.
    pub answers: Answers,
    /// A call of every operation.
    pub calls: Vec<CallSample>,
}

/// One product module.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// `books`: module, feature and method of the client.
    pub module: Ident,
    /// `Books`.
    pub handle: Ident,
    /// `Zoho Books`.
    pub title: String,
    /// Its resources in order.
    pub resources: Vec<Resource>,
    /// Its own types, one module a resource.
    pub types: Vec<Types>,
    /// Names of the types of `common` that are its own as well.
    pub shared: Vec<Ident>,
    /// Lines of the table of the fake service.
    pub fake: Vec<String>,
}

/// Types that the same products share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared {
    /// Modules of the products, sorted; any of their features brings the types in.
    pub products: Vec<Ident>,
    /// The types, in a module named after the products.
    pub types: Types,
}

/// The types of one module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Types {
    /// Module name.
    pub module: Ident,
    /// Structs in order of their names.
    pub structs: Vec<Struct>,
    /// Enums in order of their names.
    pub enums: Vec<Enum>,
    /// Choices in order of their names.
    pub choices: Vec<Choice>,
}

impl Types {
    /// Names of all types, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&Ident> {
        let structs = self.structs.iter().map(|item| &item.name);
        let enums = self.enums.iter().map(|item| &item.name);
        let mut names: Vec<&Ident> = structs.chain(enums).chain(self.choices.iter().map(|item| &item.name)).collect();
        names.sort();
        names
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.structs.is_empty() && self.enums.is_empty() && self.choices.is_empty()
    }
}

/// An identifier that Rust accepts, `r#` included.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(pub(super) String);

impl Ident {
    /// The identifier without `r#`, as file names and features are written.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.0.trim_start_matches("r#")
    }

    /// The identifier as written in source.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Ident {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Its name.
    pub name: Ident,
    /// Sent or received.
    pub side: Side,
    /// Markdown.
    pub docs: String,
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// Choices whose keys stand among its own; the constructor takes them.
    pub choices: Vec<Slot>,
    /// The response struct that it can be made from.
    pub from: Option<Conversion>,
}

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name, also that of its setter.
    pub ident: Ident,
    /// `clear_notes`.
    pub clear: Ident,
    /// Name on the wire.
    pub wire: String,
    /// Its type, without the `Option` or `Field` around it.
    pub ty: Ty,
    /// Whether the constructor takes it.
    pub required: bool,
    /// Markdown.
    pub docs: String,
}

/// A choice among the keys of a request struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Its name: `by`.
    pub ident: Ident,
    /// The choice.
    pub choice: Path,
    /// Markdown.
    pub docs: String,
}

/// One choice: an enum of what can be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its name.
    pub name: Ident,
    /// Markdown.
    pub docs: String,
    /// The key that says which variant was chosen.
    pub tag: Option<String>,
    /// Whether all variants are structs, so that their keys can stand among others.
    pub keyed: bool,
    /// Its variants in document order.
    pub variants: Vec<Alternative>,
}

/// One variant of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// `Card`.
    pub ident: Ident,
    /// The function that makes it: `card`.
    pub make: Ident,
    /// What it holds.
    pub ty: Ty,
    /// What the choice's tag says.
    pub value: Option<String>,
    /// Whether no other variant holds the same.
    pub unique: bool,
    /// Markdown.
    pub docs: String,
    /// What the constructor of the struct in it takes; nothing where it holds no struct.
    pub made_of: Option<Made>,
}

/// What the constructor of a request struct takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// Required fields.
    pub fields: Vec<Field>,
    /// Choices.
    pub choices: Vec<Slot>,
}

/// How a request struct is made from a response struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    /// Path of the response struct.
    pub from: Path,
    /// Every field of the request struct, in order.
    pub fields: Vec<Carried>,
    /// Whether something required may be missing in the response.
    pub fallible: bool,
}

/// How one field of a request struct gets its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// The field, which the response struct calls the same.
    pub ident: Ident,
    /// Name on the wire.
    pub wire: String,
    /// Whether the request requires it.
    pub required: bool,
    /// How its content is carried over; nothing where the response does not have it.
    pub carry: Option<Carry>,
}

/// How the content of a field is carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// Copied.
    Copy,
    /// Cloned.
    Clone,
    /// Cloned and converted.
    Into,
    /// Written as JSON.
    Json,
    /// Converted, which may fail.
    Convert {
        /// Whether it may.
        fallible: bool,
    },
    /// Each element converted.
    ConvertEach {
        /// Whether that may fail.
        fallible: bool,
    },
}

/// One enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Its name.
    pub name: Ident,
    /// Markdown.
    pub docs: String,
    /// Variant and value on the wire.
    pub variants: Vec<(Ident, String)>,
}

/// Path of a type from the root of the crate: module and name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// `books` or `common`.
    pub module: Ident,
    /// `Payment`.
    pub name: Ident,
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}::{}", self.module, self.name)
    }
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// `()`.
    Unit,
    /// `bool`.
    Bool,
    /// `i64`.
    Int,
    /// `Decimal`.
    Decimal,
    /// `String`.
    Text,
    /// `Id`.
    Id,
    /// `Id`, sent as a number.
    NumericId,
    /// `crate::IdList`
    IdList,
    /// `Date`.
    Date,
    /// `DateTime`.
    DateTime,
    /// `Value`.
    Json,
    /// `Upload`.
    Upload,
    /// `Content`.
    Bytes,
    /// `Download`.
    Download,
    /// `Vec<_>`.
    List(Box<Self>),
    /// `BTreeMap<String, _>`.
    Map(Box<Self>),
    /// `Page<_>`.
    Page(Box<Self>),
    /// `Box<_>`, where a struct would contain itself.
    Boxed(Box<Self>),
    /// A struct.
    Struct(Path),
    /// An enum.
    Enum(Path),
    /// A choice.
    Choice(Path),
}

/// An expression of documentation.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A text.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A decimal number as JSON spells it, without an exponent.
    Decimal(String),
    /// A variant of an enum.
    Variant(Path, Ident),
    /// A struct made by its constructor.
    New(Path, Vec<Self>),
    /// A choice made by the function of a variant.
    Make(Path, Ident, Vec<Self>),
    /// A struct or choice that would take too much room.
    Unwritten(Path),
    /// A struct with some optional fields set.
    With(Box<Self>, Vec<(Ident, Self)>),
    /// A list, as a `Vec`.
    List(Vec<Self>),
    /// A list where anything that can be iterated over will do.
    Array(Vec<Self>),
    /// A value that has to be of the very type.
    Owned(Box<Self>),
    /// Any JSON.
    Json(serde_json::Value),
    /// Nothing in particular: the default of the type.
    Default,
    /// Bytes.
    Bytes,
    /// A file.
    Upload,
}

/// One resource module.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// `customer_payments`: module and method of the product's handle.
    pub module: Ident,
    /// `CustomerPayments`.
    pub handle: Ident,
    /// Markdown.
    pub docs: String,
    /// Its methods in document order.
    pub methods: Vec<Method>,
}

/// One method and the request struct it makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// `mark_sent`.
    pub ident: Ident,
    /// `MarkSent`.
    pub request: Ident,
    /// Markdown, without the example.
    pub docs: String,
    /// What it must be given.
    pub args: Vec<Arg>,
    /// What it may be given.
    pub setters: Vec<Arg>,
    /// The operation as data.
    pub spec: Spec,
    /// What `send` gives.
    pub output: Ty,
    /// Whether `page`, `per_page` and `stream` are offered.
    pub paged: bool,
    /// Whether it is the second view of an operation, which gives a file.
    pub as_file: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}

/// One argument or setter.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// Its name.
    pub ident: Ident,
    /// Name on the wire; empty for a JSON body.
    pub wire: String,
    /// Where it goes.
    pub place: ArgPlace,
    /// Its type.
    pub ty: Ty,
    /// Whether it takes many values.
    pub many: Many,
    /// Markdown.
    pub docs: String,
    /// An expression for documentation.
    pub example: Expr,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// The JSON body, by reference.
    Body,
    /// A part of a multipart body that holds a text.
    PartText,
    /// A field of a form.
    FormField,
    /// The bytes of a body of the media type that `wire` names.
    Raw,
    /// A file of a multipart body.
    File,
}

/// The data of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// operationId.
    pub id: String,
    /// Product folder.
    pub product: String,
    /// HTTP method.
    pub method: &'static str,
    /// `/books/v3`.
    pub base_path: String,
    /// Path template below it.
    pub path: String,
    /// OAuth scopes.
    pub scopes: Vec<String>,
    /// How the organisation is sent, if it is.
    pub tenancy: Option<(Location, String)>,
    /// Whether answers have `code` and `message`.
    pub envelope: bool,
    /// Where in the answer the output is.
    pub payload: Payload,
}

/// Where in the answer the output is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Nowhere.
    None,
    /// Under a key.
    Key(String),
    /// The first element of the array under a key.
    First(String),
    /// The array under a key, a page of it.
    Items(String),
    /// The array under a key, all of it.
    List(String),
    /// Beside code and message.
    Flat,
    /// The body itself.
    Whole,
    /// Whatever there is.
    Json,
    /// The body is a file.
    Download,
}

/// What the tests of the generated crate compare with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// Documented objects by name.
    pub shapes: BTreeMap<String, BTreeMap<String, Key>>,
    /// Response models by path: the kind of value under each key.
    pub kinds: BTreeMap<String, BTreeMap<String, String>>,
    /// Product, method and full path template to the answer.
    pub roots: BTreeMap<(String, String, String), Answer>,
    /// Documented calls.
    pub examples: Vec<Example>,
}

/// What a document says of one key of an object.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Key {
    /// The object under the key, or in the list under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// The documented value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<serde_json::Value>,
}

/// What is known of the answer of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Name of the documented body among the shapes; empty where it is no object.
    pub shape: String,
    /// Kind of the result, of the element where it is one of a list; empty where there is none.
    pub kind: String,
}

/// A documented call: the form of the files that `WIRE_EXAMPLES_DIR` names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// Product folder.
    pub product: String,
    /// HTTP method.
    pub method: &'static str,
    /// Base path and path, with the documented values of its parameters.
    pub path: String,
    /// Documented values of query parameters, as texts.
    pub query: BTreeMap<String, String>,
    /// Documented values of headers.
    pub headers: BTreeMap<String, String>,
    /// The request body.
    pub request: Option<serde_json::Value>,
    /// The body of the answer.
    pub response: Option<serde_json::Value>,
}
