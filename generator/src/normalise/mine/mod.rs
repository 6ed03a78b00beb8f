//! Facts out of prose.
//!
//! In: descriptions and `x-…` keys of the wire layer. Out: [`Mined`]: every fact with its words, place and what became
//! of it, and per subject what the passes that follow may use. Precision first: what might be about something else,
//! or is refuted by type or example, is listed and not used.

mod claims;
mod defaults;
mod editions;
mod holders;
mod judge;
mod learned;
mod limits;
mod lists;
mod noted;
mod patterns;
mod prose;
mod subjects;
mod switches;
mod times;
mod tokens;
mod values;
mod variants;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::ir::fact::{Commas, Fact, State, Stated, Subject};
use crate::ir::model::OperationId;
use crate::ir::wire::{SchemaId, Wire};

pub(super) use learned::Learned;
pub(super) use switches::Unmatched;

use holders::Holders;
use judge::Finding;
use prose::Prose;
use subjects::Described;
use switches::Switches;

/// What prose says.
#[derive(Clone, Debug, Default)]
pub(super) struct Mined {
    /// Everything that was read.
    pub(super) facts: Vec<Fact>,
    /// What may be used.
    learned: BTreeMap<Subject, Learned>,
    holders: Holders,
}

impl Mined {
    /// What is known of a parameter by its own description.
    pub(super) fn param(&self, operation: OperationId, index: usize) -> Learned {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        self.learned.get(&Subject::Param(operation, index)).cloned().unwrap_or_default()
    }

    /// What is known of a schema made of these parts, the first first.
    pub(super) fn schema(&self, parts: &[SchemaId]) -> Learned {
        let parts = parts.iter().filter_map(|part| self.learned.get(&Subject::Schema(*part)));
        parts.cloned().reduce(Learned::or).unwrap_or_default()
    }

    /// The thing whose `field` a description speaks of.
    pub(super) fn noun(&self, description: &str, field: &str) -> Option<String> {
        holders::noun(&Prose::of(description), field)
    }

    /// Whether this is another thing of the product than the one that holds the field.
    pub(super) fn is_of_another(&self, product: usize, noun: &str, holder: &str) -> bool {
        self.holders.are_others(product, noun, holder)
    }

    /// What is known of a property by a description beside its `$ref`.
    pub(super) fn property(&self, owner: SchemaId, name: &str) -> Learned {
        self.learned.get(&Subject::Property(owner, name.to_owned())).cloned().unwrap_or_default()
    }

    /// What is known of an operation.
    pub(super) fn operation(&self, operation: OperationId) -> Learned {
        self.learned.get(&Subject::Operation(operation)).cloned().unwrap_or_default()
    }
}

/// Reads all prose; switches that match no fact are given back.
pub(super) fn mine(wire: &Wire, config: &Config) -> (Mined, Vec<Unmatched>) {
    let mut mined = Mined { holders: Holders::of(wire), ..Mined::default() };
    let mut switches = Switches::of(wire, config);
    for described in subjects::all(wire) {
        switches.note(&described);
        for finding in findings(&described) {
            let state = switches.off(&described, &finding.stated).unwrap_or_else(|| judge::state(&described, &finding));
            if state == State::Applied {
                mined.learned.entry(described.subject.clone()).or_default().add(&finding.stated, &described);
            }
            mined.facts.push(Fact {
                subject: described.subject.clone(),
                identity: described.identity.clone(),
                stated: finding.stated,
                range: finding.range,
                at: described.at,
                state,
            });
        }
    }
    (mined, switches.unmatched())
}

/// Everything that one description and its `x-…` keys state.
fn findings(described: &Described<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(editions) = editions::of(described.extensions) {
        found.push(Finding::plain(Stated::Editions(editions), None));
    }
    if described.is_value() {
        found.extend(noted::all(described.extensions).into_iter().map(|stated| Finding::plain(stated, None)));
    }
    let noted: Vec<&str> = found.iter().map(|finding| finding.stated.word()).collect();
    let told = prose_findings(described);
    let new = told.into_iter().filter(|finding| !noted.contains(&finding.stated.word())).collect::<Vec<_>>();
    found.extend(new);
    found
}

/// What the description states.
fn prose_findings(described: &Described<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(description) = described.description.filter(|_| described.is_value()) else { return found };
    let prose = Prose::of(description);
    let tokens = tokens::tokens(&prose);
    let text = prose.text();
    // Patterns cost time: most descriptions hold no word that any of them begins with.
    let words = text.to_ascii_lowercase();
    let mentions = |some: &[&str]| some.iter().any(|word| words.contains(word));
    let counts = words.contains(|c: char| c.is_ascii_digit());
    let mut push = |stated, range| found.push(Finding::plain(stated, Some(prose.origin(range))));
    if let Some((names, range)) = variants::find(&tokens) {
        push(Stated::Variants(names), range);
    }
    if counts
        && mentions(&["len", "char", "letters", "symbols", "size"])
        && let Some(((shortest, longest), range)) = limits::length(text)
    {
        push(Stated::Length(shortest, longest), range);
    }
    if counts
        && mentions(&["value"])
        && let Some(((low, high), range)) = limits::bounds(text)
    {
        push(Stated::Bounds(low, high), range);
    }
    if mentions(&["yy", "8601"])
        && let Some((format, range)) = times::find(text)
    {
        push(Stated::Format(format), range);
    }
    if mentions(&["comma", " of "])
        && let Some((range, said)) = variants::commas(text)
    {
        push(Stated::Commas(if said { Commas::Said } else { Commas::Assumed }), range);
    }
    if let Some(values) = values::find(&tokens, &described.name) {
        found.extend(Finding::values(values, described, &prose));
    }
    if mentions(&["default"])
        && let Some(default) = defaults::find(text)
    {
        found.push(Finding::default(default, described, &prose));
    }
    found
}

#[cfg(test)]
mod tests;
