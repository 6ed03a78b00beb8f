//! In: the JSON of the tables, which the generator writes. Out: what is known of each operation.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// What is known of one product.
#[derive(Debug, Deserialize)]
pub(super) struct Table {
    pub(super) shapes: Vec<Shape>,
    pub(super) operations: Vec<Operation>,
}

/// A use of a shape: the kind of a scalar, or an index into [`Table::shapes`].
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Use {
    Kind(String),
    At(usize),
}

/// A part of a request body that is no scalar.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Shape {
    pub(super) kind: Option<String>,
    pub(super) keys: BTreeMap<String, Use>,
    pub(super) required: Vec<String>,
    pub(super) open: bool,
    pub(super) items: Option<Use>,
    pub(super) all: Vec<Use>,
    pub(super) any: Vec<Use>,
}

/// One operation.
#[derive(Debug, Deserialize)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    /// Base path and path template.
    pub(super) path: String,
    /// `query` or `header`, and a name.
    #[serde(default)]
    pub(super) organization: Option<(String, String)>,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    /// Query parameters, and whether they are required.
    #[serde(default)]
    pub(super) query: BTreeMap<String, bool>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, bool>,
    /// The query parameter that asks for a file instead.
    #[serde(default)]
    pub(super) format: Option<String>,
    /// Media types that `Accept` can ask for instead.
    #[serde(default)]
    pub(super) accept: Vec<String>,
    #[serde(default)]
    pub(super) body: Option<Body>,
    pub(super) answer: Answer,
    #[serde(default)]
    pub(super) list: Option<List>,
}

impl Operation {
    /// What an operation is known by: method and path template.
    pub(super) fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// A request body.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Body {
    pub(super) required: bool,
    pub(super) json: Option<Use>,
    pub(super) parts: Vec<Part>,
    pub(super) media: Option<String>,
}

/// One part of a multipart body, or field of a form.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    pub(super) name: String,
    #[serde(default)]
    pub(super) file: bool,
    #[serde(default)]
    pub(super) required: bool,
}

/// What an operation answers.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) status: u16,
    #[serde(default)]
    pub(super) body: Option<Value>,
    /// The media type of a file.
    #[serde(default)]
    pub(super) media: Option<String>,
}

/// A list that comes in pages.
#[derive(Debug, Deserialize)]
pub(super) struct List {
    pub(super) key: String,
    /// The key of its elements that tells them apart.
    #[serde(default)]
    pub(super) id: Option<String>,
}

/// The tables of this crate.
pub(super) fn built_in() -> serde_json::Result<Vec<Table>> {
    crate::FAKE_TABLES.iter().map(|lines| serde_json::from_str(&lines.concat())).collect()
}

/// Tables from elsewhere: a list of them.
pub(super) fn parse(text: &str) -> serde_json::Result<Vec<Table>> {
    serde_json::from_str(text)
}
