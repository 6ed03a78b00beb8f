//! What no change leads to at first.
//!
//! In: a change, and the differences that are not explained yet. Out: those that follow from it at a distance: an object
//! that is another type because of a key in it, types that were also made of an operation that is gone, alternatives
//! that are named by what sets them apart.

use std::collections::BTreeSet;

use crate::diff::change::Change;
use crate::diff::subject::About;

use super::touch::Touch;
use super::way;

impl Touch<'_> {
    /// Places of the open differences that follow from a change.
    pub(super) fn rest(&self, change: &Change, open: &BTreeSet<usize>) -> BTreeSet<usize> {
        if open.is_empty() {
            return BTreeSet::new();
        }
        let found =
            if comes_or_goes(change.id) || is_choice(change.id) { self.types(change) } else { self.above(change) };
        found.intersection(open).copied().collect()
    }

    /// What differs in all types of the operation.
    fn types(&self, change: &Change) -> BTreeSet<usize> {
        let mut differ = BTreeSet::new();
        let Some(method) = change.method else { return differ };
        for (_, index) in [self.base, self.revision] {
            for offered in index.methods(&change.product, method.as_str(), &change.path) {
                for path in index.reachable(offered) {
                    let own = self.by_owner.get(path.as_str()).into_iter().chain(self.by_path.get(path.as_str()));
                    differ.extend(own.flatten());
                }
            }
        }
        differ
    }

    /// What differs at the keys that lead to the one at hand.
    fn above(&self, change: &Change) -> BTreeSet<usize> {
        let mut differ = BTreeSet::new();
        let Some(method) = change.method else { return differ };
        let mut about = About::read(&change.subject);
        while let Some(outer) = about.outer() {
            about = outer;
            for (_, index) in [self.base, self.revision] {
                for offered in index.methods(&change.product, method.as_str(), &change.path) {
                    for spot in way::spots(index, offered, &about) {
                        self.spot(index, &spot, None, &mut differ);
                    }
                }
            }
        }
        differ
    }
}

/// Whether an operation is new or gone.
pub(super) fn comes_or_goes(id: &str) -> bool {
    id == "endpoint-added" || id.starts_with("api-path-removed-") || id.starts_with("api-removed-")
}

/// Whether a change is about what a schema is put together from, or chosen from.
fn is_choice(id: &str) -> bool {
    ["-one-of-", "-any-of-", "-all-of-", "-discriminator-"].iter().any(|keyword| id.contains(keyword))
}
