//! Which public items a change touches.
//!
//! In: both sides, what differs between their surfaces, and one change on the wire. Out: the items and what the change
//! means for who uses them: the worst of what became of any, a patch where all stayed as they were.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::Change;
use crate::diff::subject::About;

use super::compare::{ItemChange, Verdict};
use super::index::Index;
use super::reach::sameness;
use super::surface::{Surface, method_path};
use super::way::{self, Spot};

/// What a change means for who uses the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The worst of it.
    pub verdict: Verdict,
    /// Paths of the items, those that differ before those that only mean something else.
    pub items: Vec<String>,
}

/// Both sides, and what differs.
pub(super) struct Touch<'a> {
    pub(super) base: (&'a Surface, &'a Index<'a>),
    pub(super) revision: (&'a Surface, &'a Index<'a>),
    pub(super) changes: &'a [ItemChange],
    /// Places in `changes` of what belongs to an item.
    pub(super) by_owner: BTreeMap<&'a str, Vec<usize>>,
    /// Places in `changes` of an item, by either path.
    pub(super) by_path: BTreeMap<&'a str, Vec<usize>>,
    /// Items by owner and key.
    known: BTreeMap<(&'a str, &'a str), Vec<&'a str>>,
}

impl<'a> Touch<'a> {
    pub(super) fn new(
        base: (&'a Surface, &'a Index<'a>),
        revision: (&'a Surface, &'a Index<'a>),
        changes: &'a [ItemChange],
    ) -> Self {
        let mut touch = Self {
            base,
            revision,
            changes,
            by_owner: BTreeMap::new(),
            by_path: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        for (index, change) in changes.iter().enumerate() {
            let owners = change.owners.iter().map(String::as_str);
            for owner in owners.chain(sameness(change)).collect::<BTreeSet<_>>() {
                touch.by_owner.entry(owner).or_default().push(index);
            }
            for path in [Some(&change.path), change.now.as_ref()].into_iter().flatten() {
                touch.by_path.entry(path).or_default().push(index);
            }
        }
        for (path, item) in &revision.0.items {
            for key in item.parts.keys() {
                touch.known.entry((&item.owner, key)).or_default().push(path);
            }
        }
        touch
    }

    /// What one change touches; `told` collects the differences that it explains.
    pub(super) fn of(&self, change: &Change, told: &mut BTreeSet<usize>) -> Touched {
        let mut differ = BTreeSet::new();
        let mut items = Vec::new();
        let mut found = false;
        let about = About::read(&change.subject);
        let Some(method) = change.method else { return Touched { verdict: Verdict::Patch, items } };
        for (_, index) in [self.base, self.revision] {
            for offered in index.methods(&change.product, method.as_str(), &change.path) {
                if change.subject.is_empty() {
                    self.operation(change.id, index, offered, &mut differ);
                    items.push(method_path(offered.product, offered.resource, offered.method));
                    continue;
                }
                let spots = way::spots(index, offered, &about);
                if spots.is_empty() && !matches!(about, About::Response { .. } | About::Header) {
                    items.push(method_path(offered.product, offered.resource, offered.method));
                }
                found |= !spots.is_empty();
                for spot in spots {
                    self.spot(index, &spot, value_of(change), &mut differ);
                    items.extend(self.items_at(&spot));
                }
            }
        }
        let is_paging = matches!(about, About::Parameter { .. }) && !found;
        if about.is_whole() || is_paging {
            self.whole(change, matches!(about, About::Request { .. }), &mut differ);
        }
        self.touched(&differ, items, told)
    }

    fn touched(&self, differ: &BTreeSet<usize>, items: Vec<String>, told: &mut BTreeSet<usize>) -> Touched {
        told.extend(differ);
        let changes = differ.iter().filter_map(|index| self.changes.get(*index));
        let mut worst: Vec<(Verdict, &String)> = changes.map(|one| (one.fate.verdict(), &one.path)).collect();
        worst.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
        let verdict = worst.first().map_or(Verdict::Patch, |(verdict, _)| *verdict);
        let mut paths: Vec<String> = worst.into_iter().map(|(_, path)| path.clone()).collect();
        paths.dedup();
        // Of what stays as it is, only where nothing differs.
        if paths.is_empty() {
            paths = items;
            paths.sort();
            paths.dedup();
        }
        Touched { verdict, items: paths }
    }

    /// Adds items to what a change touches.
    pub(super) fn extend(&self, touched: &mut Touched, more: &BTreeSet<usize>) {
        let more = self.touched(more, Vec::new(), &mut BTreeSet::new());
        if touched.verdict == Verdict::Patch {
            touched.items.clear();
        }
        touched.verdict = touched.verdict.max(more.verdict);
        touched.items.extend(more.items);
    }

    /// The items that stand for a key now.
    fn items_at(&self, spot: &Spot) -> Vec<String> {
        let known = self.known.get(&(spot.owner.as_str(), spot.key.as_str())).into_iter().flatten();
        let mut items: Vec<String> = known.map(|path| (*path).to_owned()).collect();
        if items.is_empty() && self.revision.0.items.contains_key(&spot.owner) {
            items.push(spot.owner.clone());
        }
        items
    }
}

/// The value that came or went, where a change is about one of a list.
fn value_of(change: &Change) -> Option<&str> {
    let value = change.before.as_deref().or(change.after.as_deref()).filter(|_| change.id.contains("enum-value"));
    value.map(|value| value.trim_matches('`'))
}
