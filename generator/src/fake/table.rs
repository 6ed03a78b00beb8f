//! The format of the tables.
//!
//! In: nothing. Out: the types that are written as JSON, and that the runtime's `fake::table` reads. Keys that say
//! nothing are left out.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

/// What the fake service knows of one product.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// The product.
    pub product: String,
    /// Objects, lists and compositions of request bodies, which refer to each other by index.
    pub shapes: Vec<Shape>,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// A use of a shape.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Use {
    /// A scalar: `text`, `integer`, `number`, `boolean`, or `any`.
    Kind(&'static str),
    /// An index into [`Table::shapes`].
    At(usize),
}

/// A part of a request body that is no scalar.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Shape {
    /// `object` or `array`; absent where only the composition says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// Documented keys.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub keys: IndexMap<String, Use>,
    /// Keys that must be there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// Whether other keys are documented as well.
    #[serde(skip_serializing_if = "is_false")]
    pub open: bool,
    /// What a list holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Use>,
    /// All of these hold as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all: Vec<Use>,
    /// At least one of these holds as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<Use>,
}

/// One operation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Operation {
    /// The stable name.
    pub id: String,
    /// HTTP method.
    pub method: &'static str,
    /// Base path and path template.
    pub path: String,
    /// Where the organisation goes: `query` or `header`, and the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<(&'static str, String)>,
    /// OAuth scopes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// Parameters of query and header, by name; whether they are required.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, bool>,
    /// The same for headers.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, bool>,
    /// The query parameter that asks for a file instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Media types that can be asked for by `Accept` instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    /// What it takes as a body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// What it answers.
    pub answer: Answer,
    /// Which list of the answer comes in pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
}

/// A request body.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Body {
    /// Whether there must be one.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// The JSON form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<Use>,
    /// Parts of the multipart form, or fields of a form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Its media type, where it is none of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
}

/// One part of a multipart body, or field of a form.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Whether it is a file.
    #[serde(skip_serializing_if = "is_false")]
    pub file: bool,
    /// Whether it must be there.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
}

/// What an operation answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The JSON body; without one, a file of `media`, or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The media type of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
}

/// A list that comes in pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct List {
    /// The key that it stands under.
    pub key: String,
    /// The key of its elements that tells them apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
