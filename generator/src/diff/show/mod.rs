//! Reports for programs and pages.
//!
//! In: a [`Report`](super::Report) and the paths of the files of both sides. Out: text in a format that others read:
//! JSON, Markdown, annotations of GitHub, JUnit, the entry of a changelog. The listing for terminals is the command's own.

mod changelog;
mod github;
mod json;
mod junit;
mod markdown;

pub use changelog::changelog;
pub use github::github;
pub use json::json;
pub use junit::junit;
pub(super) use markdown::escaped;
pub use markdown::markdown;
pub use markdown::{code, plain};

use crate::diag::{Site, Sites};
use crate::diff::Change;

/// Where the files of both sides are.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// Of the base.
    pub base: &'a Sites,
    /// Of the revision.
    pub revision: &'a Sites,
}

impl Sides<'_> {
    /// Where a change stands in the base.
    #[must_use]
    pub fn base(&self, change: &Change) -> Option<Site> {
        change.base.map(|at| self.base.of(at))
    }

    /// Where a change stands in the revision.
    #[must_use]
    pub fn revision(&self, change: &Change) -> Option<Site> {
        change.revision.map(|at| self.revision.of(at))
    }
}

/// Changes of one operation, or of one document where they are about none.
#[derive(Debug)]
pub struct Group<'a> {
    /// `books`, or `books/invoices`.
    pub resource: String,
    /// `GET /invoices`; nothing for what is about no operation.
    pub operation: Option<String>,
    /// The changes, the worst first.
    pub changes: Vec<&'a Change>,
}

/// Changes by resource and operation.
#[must_use]
pub fn groups(changes: &[Change]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for change in changes {
        let resource = [change.product.as_str(), change.resource.as_str()];
        let resource = resource.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let operation = change.operation();
        match groups.last_mut().filter(|group| group.resource == resource && group.operation == operation) {
            Some(group) => group.changes.push(change),
            None => groups.push(Group { resource, operation, changes: vec![change] }),
        }
    }
    groups
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests;
