//! Which public items a change touches.
//!
//! In: both sides, what differs between their surfaces, and one change on the wire. Out: the items and what the change
//! means for who uses them: the worst of what became of any, a patch where all stayed as they were.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::Change;
use crate::diff::subject::About;
use crate::lower::krate::{Ident, Ty};

use super::compare::{Fate, ItemChange, Verdict};
use super::index::{Index, Offered, named};
use super::spell;
use super::surface::{Surface, method_path, request_path};
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
    by_owner: BTreeMap<&'a str, Vec<usize>>,
    by_path: BTreeMap<&'a str, Vec<usize>>,
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

    /// What a change of an operation as a whole makes of its method.
    fn operation(&self, id: &str, index: &Index<'_>, offered: Offered<'_>, differ: &mut BTreeSet<usize>) {
        if comes_or_goes(id) {
            return self.with_all(index, offered, differ);
        }
        let path = method_path(offered.product, offered.resource, offered.method);
        let fates: &[Fate] = match id {
            "endpoint-deprecated" => &[Fate::Deprecated],
            // Names are made of it.
            _ if id.starts_with("api-operation-id-") => &[Fate::Renamed, Fate::Removed, Fate::Added],
            _ => &[],
        };
        let own = self.by_path.get(path.as_str()).into_iter().flatten();
        differ.extend(own.filter(|place| self.changes.get(**place).is_some_and(|one| fates.contains(&one.fate))));
    }

    /// Everything that an operation brings with it, or takes along.
    fn with_all(&self, index: &Index<'_>, offered: Offered<'_>, differ: &mut BTreeSet<usize>) {
        let Offered { product, resource, method } = offered;
        let (root, module) = (product.module.plain(), resource.module.plain());
        let paths = [
            root.to_owned(),
            format!("{root}::{module}"),
            method_path(product, resource, method),
            request_path(product, resource, method),
        ];
        for path in paths {
            differ.extend(self.by_path.get(path.as_str()).into_iter().flatten());
        }
        let args = method.args.iter().chain(&method.setters).map(|arg| &arg.ty);
        for ty in args.chain([&method.output]) {
            self.below(index, ty, &product.module, differ, &mut BTreeSet::new());
        }
    }

    /// What differs at a key, and the types that come or go with it; of an enum, the variant of the value at hand.
    fn spot(&self, index: &Index<'_>, spot: &Spot, value: Option<&str>, differ: &mut BTreeSet<usize>) {
        // What an owner that is a method or a request says of a key is said in its own item.
        let own = self.by_path.get(spot.owner.as_str()).into_iter().flatten();
        let members = self.by_owner.get(spot.owner.as_str()).into_iter().flatten();
        for place in own.chain(members) {
            let change = self.changes.get(*place);
            if change.is_some_and(|change| change.keys.contains(&spot.key) || sameness(change).is_some()) {
                differ.insert(*place);
            }
        }
        if let Some(path) = named(&spot.ty) {
            let path = spell::path(path, &spot.product);
            // Values of an enum are what a field may be; fields of a struct are told by changes of their own.
            let members = self.by_owner.get(path.as_str()).into_iter().flatten();
            let is_meant = |place: &&usize| {
                let keys = self.changes.get(**place).map(|change| &change.keys);
                value.is_none_or(|value| keys.is_some_and(|keys| keys.contains(value)))
            };
            differ.extend(members.filter(|_| self.is_enum(&path)).filter(is_meant));
        }
        self.below(index, &spot.ty, &spot.product, differ, &mut BTreeSet::new());
    }

    fn is_enum(&self, path: &str) -> bool {
        let items = [self.base.0, self.revision.0].map(|surface| surface.items.get(path));
        items.into_iter().flatten().any(|item| item.signature.starts_with("enum "))
    }

    /// Types that are new or gone as a whole, and what they are made of.
    fn below(
        &self,
        index: &Index<'_>,
        ty: &Ty,
        product: &Ident,
        differ: &mut BTreeSet<usize>,
        seen: &mut BTreeSet<String>,
    ) {
        let Some(path) = named(ty) else { return };
        let said = spell::path(path, product);
        let whole: Vec<usize> = self.by_path.get(said.as_str()).into_iter().flatten().copied().collect();
        if whole.is_empty() || !seen.insert(said) {
            return;
        }
        differ.extend(whole);
        for (_, of) in index.contents(path) {
            self.below(index, &of, product, differ, seen);
        }
    }

    /// What a change of the whole body or answer changes beyond its keys, or a parameter that is none in Rust: what is
    /// sent beside parameters, or what comes back and how.
    fn whole(&self, change: &Change, is_sent: bool, differ: &mut BTreeSet<usize>) {
        let Some(method) = change.method else { return };
        let has = |place: &&usize, wanted: fn(&BTreeSet<String>) -> bool| {
            self.changes.get(**place).is_some_and(|change| wanted(&change.keys))
        };
        let is_body: fn(&BTreeSet<String>) -> bool =
            |keys| keys.iter().any(|key| key == "body" || key.starts_with("part "));
        let is_output: fn(&BTreeSet<String>) -> bool = |keys| keys.is_empty() || keys.contains("output");
        for (_, index) in [self.base, self.revision] {
            for Offered { product, resource, method } in index.methods(&change.product, method.as_str(), &change.path) {
                let path = method_path(product, resource, method);
                let request = request_path(product, resource, method);
                let at = |path: &str| self.by_path.get(path).into_iter().flatten();
                let members = self.by_owner.get(request.as_str()).into_iter().flatten();
                if is_sent {
                    differ.extend(at(&path).chain(members).filter(|place| has(place, is_body)));
                } else {
                    differ.extend(at(&request).chain(members).filter(|place| has(place, is_output)));
                }
            }
        }
    }

    /// What differs in the types of an operation that came or went: they were made of its documents as well.
    pub(super) fn rest(&self, change: &Change, open: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut differ = BTreeSet::new();
        let Some(method) = change.method.filter(|_| comes_or_goes(change.id)) else { return differ };
        for (_, index) in [self.base, self.revision] {
            for offered in index.methods(&change.product, method.as_str(), &change.path) {
                for path in index.reachable(offered) {
                    let own = self.by_owner.get(path.as_str()).into_iter().chain(self.by_path.get(path.as_str()));
                    differ.extend(own.flatten().filter(|place| open.contains(place)));
                }
            }
        }
        differ
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

/// The other type, where the item says that two products have one type; any change of either may end that.
fn sameness(change: &ItemChange) -> Option<&str> {
    change.path.split_once(" = ").map(|(_, other)| other)
}

/// Whether an operation is new or gone.
fn comes_or_goes(id: &str) -> bool {
    id == "endpoint-added" || id.starts_with("api-path-removed-") || id.starts_with("api-removed-")
}

/// The value that came or went, where a change is about one of a list.
fn value_of(change: &Change) -> Option<&str> {
    let value = change.before.as_deref().or(change.after.as_deref()).filter(|_| change.id.contains("enum-value"));
    value.map(|value| value.trim_matches('`'))
}

impl Touched {
    /// Whether anything in the crate has to do with it.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.items.is_empty()
    }
}
