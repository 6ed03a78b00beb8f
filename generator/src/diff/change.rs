//! One change, as it is told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ir::Place;
use crate::ir::wire::Method;

/// How bad a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; nobody has to do anything.
    Info,
    /// It may break callers; it depends on what they do.
    Warning,
    /// It breaks callers.
    Error,
}

impl Level {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The check that found it.
    pub id: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The product.
    pub product: String,
    /// The document, by the stem of its file name; empty where the change is in none.
    pub resource: String,
    /// The method of the operation, where it is about one.
    pub method: Option<Method>,
    /// The path of the operation as the revision writes it, or as the base does where it is gone.
    pub path: String,
    /// What changed within the operation: ``request field `lines/[]/rate` ``.
    pub subject: String,
    /// What was, where it can be said in a word.
    pub before: Option<String>,
    /// What is, where it can be said in a word.
    pub after: Option<String>,
    /// The whole of it in one sentence.
    pub text: String,
    /// Where it stands in the base.
    pub base: Option<Place>,
    /// Where it stands in the revision.
    pub revision: Option<Place>,
}

impl Change {
    /// `GET /invoices`, or nothing where it is about no operation.
    #[must_use]
    pub fn operation(&self) -> Option<String> {
        self.method.map(|method| format!("{} {}", method.as_str(), self.path))
    }
}

/// Everything that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By product, resource, path, method and subject.
    pub changes: Vec<Change>,
}

impl Report {
    /// How many changes there are of each level.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Level, usize> {
        let mut counts = BTreeMap::from([(Level::Error, 0), (Level::Warning, 0), (Level::Info, 0)]);
        for change in &self.changes {
            *counts.entry(change.level).or_default() += 1;
        }
        counts
    }

    /// Whether any change is at least this bad.
    #[must_use]
    pub fn has(&self, level: Level) -> bool {
        self.changes.iter().any(|change| change.level >= level)
    }
}
