//! One schema on both sides, as the rules of schemas see it.

use super::collect::{Collector, Found};
use super::pairs::Scope;
use super::rules::composition::Turn;
use super::subject::Subject;
use super::view::View;
use crate::ir::Place;

/// One schema on both sides.
pub(super) struct Node<'a, 's> {
    pub(super) scope: &'s Scope<'a>,
    pub(super) subject: &'s Subject<'a>,
    /// The way to it from the subject; empty at the whole.
    pub(super) path: &'s str,
    pub(super) base: View<'a>,
    pub(super) revision: View<'a>,
    /// Whether the base requires it, where it is a property.
    pub(super) required: Option<bool>,
    /// What became of the schema as a whole, which explains what single rules would find.
    pub(super) turn: Turn<'a>,
}

impl Node<'_, '_> {
    /// Whether it is the whole of what is sent or received.
    pub(super) fn is_whole(&self) -> bool {
        self.path.is_empty()
    }

    /// Whether callers send it.
    pub(super) fn is_sent(&self) -> bool {
        self.subject.is_sent()
    }

    /// What ids begin with.
    pub(super) fn prefix(&self) -> &'static str {
        self.subject.prefix(self.is_whole())
    }

    /// Whether the other side alone writes it, so that what it asks for concerns nobody here.
    pub(super) fn is_of_others(&self) -> bool {
        !self.is_whole() && if self.is_sent() { self.revision.read_only } else { self.revision.write_only }
    }

    /// Reports that `check` found something here.
    pub(super) fn report(&self, out: &mut Collector<'_>, check: &str, before: Option<String>, after: Option<String>) {
        self.report_as(out, &format!("{}-{check}", self.prefix()), before, after);
    }

    /// The same with an id of its own.
    pub(super) fn report_as(&self, out: &mut Collector<'_>, id: &str, before: Option<String>, after: Option<String>) {
        let (base, revision) = (Some(self.base.at), Some(self.revision.at));
        let found = Found { before, after, base, revision, renamed: None };
        out.add(id, self.scope, &self.subject.said(self.path), found);
    }

    /// Reports something about a property of it.
    pub(super) fn report_property(
        &self,
        out: &mut Collector<'_>,
        id: &str,
        name: &str,
        places: (Option<Place>, Option<Place>),
        renamed: Option<&str>,
    ) {
        let (base, revision) = places;
        let found = Found { base, revision, renamed: renamed.map(str::to_owned), ..Found::default() };
        out.add(id, self.scope, &self.subject.said(&join(self.path, name)), found);
    }
}

/// A path one step further.
pub(super) fn join(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}/{step}") }
}
