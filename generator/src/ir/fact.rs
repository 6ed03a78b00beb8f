//! Facts that prose states and no keyword does.
//!
//! In: descriptions and `x-…` keys of the wire layer, read by `mine`. Out: a list of [`Fact`]s, each with the words it
//! was read from. A fact holds a range of its description, never the sentence itself: the sentences stay in memory.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Place;
use super::model::OperationId;
use super::wire::{Operation, Param, SchemaId, Wire};

/// One fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about.
    pub subject: Subject,
    /// What the subject is called where facts are listed and switched off: `GET /invoices ?status`, or document and
    /// JSON pointer: `invoices#/components/schemas/status`.
    pub identity: String,
    /// What is stated.
    pub stated: Stated,
    /// Where in the subject's description it is stated, in bytes; nothing for an `x-…` key.
    pub range: Option<(u32, u32)>,
    /// Where the subject stands.
    pub at: Place,
    /// What became of it.
    pub state: State,
}

/// What a fact is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A schema, by its own description.
    Schema(SchemaId),
    /// A property, by a description beside its `$ref`.
    Property(SchemaId, String),
    /// A parameter: its index in the operation.
    Param(OperationId, u32),
    /// An operation.
    Operation(OperationId),
}

/// What is stated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stated {
    /// The texts that are allowed.
    Values(Vec<String>),
    /// Further query parameters of the same kind.
    Variants(Vec<String>),
    /// Fewest and most characters.
    Length(Option<u64>, Option<u64>),
    /// Smallest and largest number.
    Bounds(Option<serde_json::Number>, Option<serde_json::Number>),
    /// A calendar day, or a moment.
    Format(TimeFormat),
    /// What the service takes where nothing is sent.
    Default(Value),
    /// Many values in one text.
    Commas(Commas),
    /// The editions that have it, and those that do not.
    Editions(Editions),
}

/// What is known of many values in one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commas {
    /// Commas separate them, as the prose says.
    Said,
    /// The prose only speaks of a list: commas are assumed.
    Assumed,
}

/// How a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeFormat {
    /// `2016-06-05`
    Date,
    /// `2016-06-05T08:00:00-0800`
    DateTime,
    /// Any other pattern, which stays text.
    Other,
}

/// In which editions of a product something exists. Nothing on both sides means in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Editions {
    /// Only in these, if any: `in`, `uk`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Not in these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
}

impl Editions {
    /// Whether it exists in all editions.
    #[must_use]
    pub const fn is_all(&self) -> bool {
        self.only.is_empty() && self.except.is_empty()
    }
}

/// What became of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is part of the API.
    Applied,
    /// A keyword says the same, or more.
    Known,
    /// Switched off in `products.toml` or by an overlay.
    Off,
    /// Read and not used, for this reason.
    Passed(String),
}

impl Stated {
    /// The word that switches facts of this kind off.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Values(_) => "values",
            Self::Variants(_) => "variants",
            Self::Length(..) => "length",
            Self::Bounds(..) => "bounds",
            Self::Format(_) => "format",
            Self::Default(_) => "default",
            Self::Commas(_) => "commas",
            Self::Editions(_) => "editions",
        }
    }
}

impl Subject {
    /// The description that facts about it were read from.
    #[must_use]
    pub fn description<'w>(&self, wire: &'w Wire) -> Option<&'w str> {
        let text = match self {
            Self::Schema(id) => wire.schema(*id)?.description.as_ref(),
            Self::Property(id, name) => wire.schema(*id)?.properties.get(name)?.description.as_ref(),
            Self::Param(id, index) => param(wire, *id, *index)?.description.as_ref(),
            Self::Operation(id) => operation(wire, *id)?.description.as_ref(),
        };
        text.map(String::as_str)
    }
}

impl Fact {
    /// The words that state it.
    #[must_use]
    pub fn sentence<'w>(&self, wire: &'w Wire) -> Option<&'w str> {
        let (start, end) = self.range?;
        self.subject.description(wire)?.get(start as usize..end as usize)
    }
}

fn operation(wire: &Wire, id: OperationId) -> Option<&Operation> {
    wire.products.get(id.product as usize)?.documents.get(id.document as usize)?.operations.get(id.operation as usize)
}

fn param(wire: &Wire, id: OperationId, index: u32) -> Option<&Param> {
    operation(wire, id)?.params.get(index as usize)
}
