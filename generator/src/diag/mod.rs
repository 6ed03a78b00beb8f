//! Diagnostics: what every stage says about its input.
//!
//! In: findings of the stages. Out: one ordered list, each with a stable code, a place and a help line. Stages
//! collect and go on; nothing is printed here.

pub mod codes;
pub mod render;
mod site;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

pub use codes::Code;
pub use site::{Site, Sites};

use crate::ir::Place;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing was left out.
    Note,
    /// A defect that was worked around.
    Warning,
    /// Nothing can be generated.
    Error,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable code, see [`codes`].
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is the matter, one sentence.
    pub message: String,
    /// Where, if it is anywhere.
    pub at: Option<Place>,
    /// How to mend it, one sentence.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding with the severity that its code has by default.
    #[must_use]
    pub fn new(code: Code, at: impl Into<Option<Place>>, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), message: message.into(), at: at.into(), help: None }
    }

    /// The same finding with a line that says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The findings of one run, in the order they were made; sorted when they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// What `list` holds, so that a finding made twice is shown once.
    #[serde(skip)]
    known: HashSet<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding, unless the same one is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.known.insert(diagnostic.clone()) {
            self.list.push(diagnostic);
        }
    }

    /// Adds all findings of another list.
    pub fn extend(&mut self, other: Self) {
        other.list.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Turns warnings into errors, as `--deny warnings` asks.
    pub fn deny_warnings(&mut self) {
        for diagnostic in &mut self.list {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// The findings that are at least this bad.
    #[must_use]
    pub fn at_least(&self, severity: Severity) -> Self {
        let mut kept = Self::default();
        let bad = self.list.iter().filter(|diagnostic| diagnostic.severity >= severity);
        bad.for_each(|diagnostic| kept.push(diagnostic.clone()));
        kept
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All findings by place, then in the order they were made.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by_key(|diagnostic| diagnostic.at);
        sorted
    }
}
