//! What differs where a change leads to.
//!
//! In: an operation, or a key of what it sends or gives. Out: places in the list of differences: at the key itself, in
//! the types that come or go with it, in the values of its enum.

use std::collections::BTreeSet;

use crate::diff::change::Change;
use crate::lower::krate::{Ident, Ty};

use super::compare::{Fate, ItemChange};
use super::index::{Index, Offered, named};
use super::rest::comes_or_goes;
use super::spell;
use super::surface::{method_path, request_path};
use super::touch::Touch;
use super::way::Spot;

impl Touch<'_> {
    /// What a change of an operation as a whole makes of its method.
    pub(super) fn operation(&self, id: &str, index: &Index<'_>, offered: Offered<'_>, differ: &mut BTreeSet<usize>) {
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
    pub(super) fn spot(&self, index: &Index<'_>, spot: &Spot, value: Option<&str>, differ: &mut BTreeSet<usize>) {
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
    pub(super) fn whole(&self, change: &Change, is_sent: bool, differ: &mut BTreeSet<usize>) {
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
}

/// The other type, where the item says that two products have one type; any change of either may end that.
pub(super) fn sameness(change: &ItemChange) -> Option<&str> {
    change.path.split_once(" = ").map(|(_, other)| other)
}
