//! In: findings of the rules. Out: the [`Report`], each finding once and in order.

use super::change::{Change, Report};
use super::classes::Classes;
use super::pairs::Scope;
use super::table;
use crate::ir::Place;
use crate::ir::wire::{SchemaId, Wire};

/// What rules write to, and what they may ask.
pub(super) struct Collector<'a> {
    pub(super) base: &'a Wire,
    pub(super) revision: &'a Wire,
    pub(super) classes: &'a Classes,
    /// Pairs of schemas that are being compared: what they contain of themselves is compared already.
    pub(super) open: Vec<(SchemaId, SchemaId)>,
    report: Report,
}

/// What a rule found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) base: Option<Place>,
    pub(super) revision: Option<Place>,
    /// What it is called on the other side, where that is certain.
    pub(super) renamed: Option<String>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(base: &'a Wire, revision: &'a Wire, classes: &'a Classes) -> Self {
        Self { base, revision, classes, open: Vec::new(), report: Report::default() }
    }

    /// Adds a finding, if there is a check with this id; combinations of subject and keyword that mean nothing to
    /// callers have none.
    pub(super) fn add(&mut self, id: &str, scope: &Scope<'_>, subject: &str, found: Found) {
        let Some(check) = table::find(id) else { return };
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "nothing".to_owned());
        let said = check.text.replace("{base}", &word(&found.before)).replace("{revision}", &word(&found.after));
        let gone = check.id.contains("-removed");
        let renamed = found.renamed.map(|name| match gone {
            true => format!(" (it is called `{name}` now)"),
            false => format!(" (it was called `{name}`)"),
        });
        let renamed = renamed.unwrap_or_default();
        let said = said + &renamed;
        let text = if subject.is_empty() { said } else { format!("{subject}: {said}") };
        self.report.changes.push(Change {
            id: check.id,
            level: check.level,
            product: scope.product.to_owned(),
            resource: scope.resource.to_owned(),
            method: scope.method,
            path: scope.path.to_owned(),
            subject: subject.to_owned(),
            before: found.before,
            after: found.after,
            text,
            base: found.base,
            revision: found.revision,
        });
    }

    pub(super) fn finish(mut self) -> Report {
        self.report.changes.sort_by(|one, other| key(one).cmp(&key(other)));
        self.report.changes.dedup();
        self.report
    }
}

/// The order of changes: as a reader goes through an API, the worst first.
fn key(change: &Change) -> impl Ord + '_ {
    (
        (&change.product, &change.resource, &change.path, change.method),
        (std::cmp::Reverse(change.level), &change.subject, change.id, &change.before, &change.after),
    )
}
