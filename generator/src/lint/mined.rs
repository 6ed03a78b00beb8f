//! What was mined in prose. In: the facts of the model layer. Out: each with its value, subject, state, sentence and
//! place, and how many there are of each kind and state.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::Subjects;
use crate::diag::{Site, Sites};
use crate::ir::Api;
use crate::ir::fact::{Fact, State, Stated};

/// One fact as a reader sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MinedFact {
    /// The product whose documents state it.
    pub product: String,
    /// `values`, `length`, …: the word that switches facts of this kind off.
    pub kind: &'static str,
    /// What is stated.
    pub value: Value,
    /// What it is about: `GET /invoices ?status`, `invoices#/components/schemas/status`.
    pub subject: String,
    /// `applied`, `known`, `off` or `passed`.
    pub state: &'static str,
    /// Why it was passed.
    pub reason: Option<String>,
    /// The words that state it, on one line.
    pub sentence: Option<String>,
    /// Where its subject stands.
    #[serde(flatten)]
    pub at: Site,
}

/// How many facts there are of one kind and state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MinedCount {
    /// The kind.
    pub kind: &'static str,
    /// The state.
    pub state: &'static str,
    /// How many.
    pub count: usize,
}

/// All facts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Mined {
    /// The facts, in the order of the documents.
    pub facts: Vec<MinedFact>,
    /// Sums by kind and state.
    pub counts: Vec<MinedCount>,
}

impl Mined {
    /// All facts of an API.
    #[must_use]
    pub fn of(api: &Api, sites: &Sites) -> Self {
        let facts: Vec<MinedFact> = api.model.facts.iter().filter_map(|fact| MinedFact::of(api, fact, sites)).collect();
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for fact in &facts {
            *counts.entry((fact.kind, fact.state)).or_default() += 1;
        }
        let counts = counts.into_iter().map(|((kind, state), count)| MinedCount { kind, state, count }).collect();
        Self { facts, counts }
    }
}

impl MinedFact {
    /// One fact; nothing if its subject does not exist.
    pub(crate) fn of(api: &Api, fact: &Fact, sites: &Sites) -> Option<Self> {
        let subjects = Subjects::of(&api.wire);
        let (state, reason) = match &fact.state {
            State::Applied => ("applied", None),
            State::Known => ("known", None),
            State::Off => ("off", None),
            State::Passed(reason) => ("passed", Some(reason.clone())),
        };
        Some(Self {
            product: subjects.product(&fact.subject)?.to_owned(),
            kind: fact.stated.word(),
            value: value(&fact.stated),
            subject: fact.identity.clone(),
            state,
            reason,
            sentence: fact.sentence(&api.wire).map(one_line),
            at: sites.of(fact.at),
        })
    }
}

/// What is stated, without its kind.
fn value(stated: &Stated) -> Value {
    match stated {
        Stated::Values(texts) | Stated::Variants(texts) => json!(texts),
        Stated::Length(least, most) => json!({ "min": least, "max": most }),
        Stated::Bounds(least, most) => json!({ "min": least, "max": most }),
        Stated::Format(format) => json!(format),
        Stated::Default(value) => value.clone(),
        Stated::Commas(commas) => json!(commas),
        Stated::Editions(editions) => json!(editions),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
