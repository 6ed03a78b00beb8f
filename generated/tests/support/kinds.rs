//! Kinds of values.
//!
//! In: the words of the machine-owned data: `list<books::Invoice>`. Out: a [`Kind`].

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

/// What a document says a value is, after the rules for joining and widening.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) enum Kind {
    Id,
    Number,
    Integer,
    Boolean,
    Text,
    Enum,
    Date,
    DateTime,
    Json,
    List(Box<Self>),
    Map(Box<Self>),
    /// The model of this path.
    Model(String),
}

/// The kind of value under each key of each model.
pub(crate) type Kinds = BTreeMap<String, BTreeMap<String, Kind>>;

impl From<String> for Kind {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl Kind {
    pub(crate) fn parse(text: &str) -> Self {
        let inner = |name: &str| text.strip_prefix(name)?.strip_suffix('>').map(|inner| Box::new(Self::parse(inner)));
        match text {
            "id" | "numeric_id" => Self::Id,
            "decimal" => Self::Number,
            "int" => Self::Integer,
            "bool" => Self::Boolean,
            // Bytes inside JSON travel as text, and so do several ids in one.
            "text" | "bytes" | "id_list" => Self::Text,
            "enum" => Self::Enum,
            "date" => Self::Date,
            "date_time" => Self::DateTime,
            "json" | "" => Self::Json,
            _ => match (inner("list<"), inner("map<")) {
                (Some(inner), _) => Self::List(inner),
                (_, Some(inner)) => Self::Map(inner),
                _ => Self::Model(text.to_owned()),
            },
        }
    }

    /// What a decode error calls it.
    pub(crate) fn what(&self) -> &'static str {
        match self {
            Self::Id => "an id",
            Self::Number => "a number",
            Self::Integer => "an integer",
            Self::Boolean => "a boolean",
            Self::Text | Self::Enum => "a text",
            Self::Date => "a date",
            Self::DateTime => "a date with time",
            Self::Json => "any JSON",
            Self::List(_) => "a list",
            Self::Map(_) | Self::Model(_) => "an object",
        }
    }

    /// A value for where no document shows one.
    pub(crate) fn sample(&self) -> Value {
        match self {
            Self::Id => json!("9030000079467"),
            Self::Number => json!(725.5),
            Self::Integer => json!(12),
            Self::Boolean => json!(true),
            Self::Text | Self::Enum | Self::Json => json!("text"),
            Self::Date => json!("2016-06-05"),
            Self::DateTime => json!("2013-11-18T02:17:40-0800"),
            Self::List(inner) => json!([inner.sample()]),
            Self::Map(inner) => json!({ "cf_colour": inner.sample() }),
            Self::Model(_) => json!({}),
        }
    }

    /// The kind of a key of a model.
    pub(crate) fn field<'k>(&self, kinds: &'k Kinds, key: &str) -> Option<&'k Self> {
        if let Self::Model(name) = self { kinds.get(name)?.get(key) } else { None }
    }
}
