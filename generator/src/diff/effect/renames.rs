//! Types that are the same by another name.
//!
//! In: surface and index of both sides. Out: the paths of types and requests that are gone, with the path of what stands
//! where they stood on the wire.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::surface::{Item, Surface};

/// One side.
pub(super) type Side<'s, 'a> = (&'s Surface, &'s Index<'a>);

/// Old path to new path.
pub(super) fn of(base: Side<'_, '_>, revision: Side<'_, '_>) -> BTreeMap<String, String> {
    let is_type = |item: &Item| item.signature.starts_with("struct ") || item.signature.starts_with("enum ");
    let only = |one: &Surface, other: &Surface| -> Vec<String> {
        let items = one.items.iter().filter(|(path, item)| is_type(item) && !other.items.contains_key(*path));
        items.map(|(path, _)| path.clone()).collect()
    };
    let (gone, new) = (only(base.0, revision.0), only(revision.0, base.0));
    let mut renamed = BTreeMap::new();
    if gone.is_empty() || new.is_empty() {
        return renamed;
    }
    let requests = new.iter().filter_map(|path| Some((request_of(revision.0, path)?, path)));
    let requests: BTreeMap<&str, &String> = requests.collect();
    let (was, is) = (base.1.places(), revision.1.places());
    let mut free: BTreeSet<&String> = new.iter().collect();
    for path in &gone {
        let now = match request_of(base.0, path) {
            Some(id) => requests.get(id).copied(),
            None => nearest(was.get(path), &is, &free),
        };
        if let Some(now) = now.filter(|now| free.remove(*now)) {
            renamed.insert(path.clone(), now.clone());
        }
    }
    renamed
}

/// The operation that a request type is of.
fn request_of<'s>(surface: &'s Surface, path: &str) -> Option<&'s str> {
    surface.items.get(path).map(|item| item.id.as_str()).filter(|id| !id.is_empty())
}

/// The new type that stands at the most of these places.
fn nearest<'n>(
    places: Option<&BTreeSet<String>>,
    known: &BTreeMap<String, BTreeSet<String>>,
    free: &BTreeSet<&'n String>,
) -> Option<&'n String> {
    let places = places?;
    let common = |path: &str| known.get(path).map_or(0, |others| others.intersection(places).count());
    let counted = free.iter().map(|path| (common(path), *path)).filter(|(count, _)| *count > 0);
    counted.max_by(|(one, a), (other, b)| one.cmp(other).then(b.cmp(a))).map(|(_, path)| path)
}
