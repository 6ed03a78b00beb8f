//! Two surfaces, item by item.
//!
//! In: the public items of both sides, and which types are the same by another name. Out: what differs, each with what
//! it means for who uses it. What goes or comes with its owner is not told apart.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::surface::{Item, Surface};

/// What a change means for the version of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// What compiled before compiles, and there is nothing new.
    Patch,
    /// There is something new, or something is deprecated.
    Minor,
    /// What compiled before may compile no longer, or mean something else.
    Major,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is gone.
    Removed,
    /// It has another name or is elsewhere.
    Renamed,
    /// It has another signature.
    Changed,
    /// It should no longer be used.
    Deprecated,
    /// It is new.
    Added,
}

impl Fate {
    /// What it means.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Removed | Self::Renamed | Self::Changed => Verdict::Major,
            Self::Deprecated | Self::Added => Verdict::Minor,
        }
    }

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
            Self::Deprecated => "deprecated",
            Self::Added => "added",
        }
    }
}

/// A public item that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// Its path, of the base where it is there.
    pub path: String,
    /// What became of it.
    pub fate: Fate,
    /// Its path now, where it has another.
    pub now: Option<String>,
    /// Its signature before.
    pub before: Option<String>,
    /// Its signature now.
    pub after: Option<String>,
    /// Whether a change of the API is the reason.
    pub(super) is_explained: bool,
    /// What it is part of on each side.
    pub(super) owners: Vec<String>,
    /// Keys on the wire whose part of it differs.
    pub(super) keys: BTreeSet<String>,
}

/// Everything that differs, by path.
pub(super) fn compare(base: &Surface, revision: &Surface, renamed: &BTreeMap<String, String>) -> Vec<ItemChange> {
    let mut changes = Vec::new();
    let mut gone: BTreeMap<&str, &Item> = BTreeMap::new();
    let mut new: BTreeMap<&str, &Item> = revision.items.iter().map(|(path, item)| (path.as_str(), item)).collect();
    let translated: BTreeMap<String, (&str, Item)> = base
        .items
        .iter()
        .map(|(path, item)| (replaced(path, renamed), (path.as_str(), in_words(item, renamed))))
        .collect();
    for (path, (was, item)) in &translated {
        let Some(is) = new.remove(path.as_str()) else {
            gone.insert(*was, item);
            continue;
        };
        let own = renamed.get(*was).is_some_and(|now| now == path);
        changes.extend(own.then(|| change(Fate::Renamed, (*was, Some(item)), (path, Some(is)))));
        if item.shape != is.shape {
            changes.push(change(Fate::Changed, (*was, Some(item)), (path, Some(is))));
        } else if is.deprecated && !item.deprecated {
            changes.push(change(Fate::Deprecated, (*was, Some(item)), (path, Some(is))));
        }
    }
    changes.extend(pair(&mut gone, &mut new));
    let parents: BTreeSet<&str> = gone.keys().chain(new.keys()).copied().collect();
    let parents: BTreeSet<String> = parents.into_iter().map(str::to_owned).collect();
    let alone = |item: &Item| !parents.contains(&item.owner);
    let gone = gone.iter().filter(|(_, item)| alone(item));
    changes.extend(gone.map(|(path, item)| change(Fate::Removed, (path, Some(item)), (path, None))));
    let new = new.iter().filter(|(_, item)| alone(item));
    changes.extend(new.map(|(path, item)| change(Fate::Added, (path, None), (path, Some(item)))));
    changes.sort_by(|one, other| (&one.path, one.fate).cmp(&(&other.path, other.fate)));
    changes
}

/// What is gone and what is new under another name: the same thing on the wire, of the same owner. Methods move freely.
fn pair(gone: &mut BTreeMap<&str, &Item>, new: &mut BTreeMap<&str, &Item>) -> Vec<ItemChange> {
    let identity = |item: &Item| {
        let owner = if item.id.starts_with("operation ") { String::new() } else { item.owner.clone() };
        (!item.id.is_empty()).then(|| (owner, item.id.clone()))
    };
    let mut known: BTreeMap<(String, String), &str> =
        new.iter().filter_map(|(path, item)| Some((identity(item)?, *path))).collect();
    let mut pairs = Vec::new();
    for (path, item) in gone.iter() {
        if let Some(now) = identity(item).and_then(|identity| known.remove(&identity)) {
            pairs.push((*path, now));
        }
    }
    let mut changes = Vec::new();
    for (path, now) in pairs {
        let (Some(was), Some(is)) = (gone.remove(path), new.remove(now)) else { continue };
        changes.push(change(Fate::Renamed, (path, Some(was)), (now, Some(is))));
    }
    changes
}

fn change(fate: Fate, base: (&str, Option<&Item>), revision: (&str, Option<&Item>)) -> ItemChange {
    let ((path, was), (now, is)) = (base, revision);
    let part = |item: Option<&Item>, key: &String| item.and_then(|item| item.parts.get(key).cloned());
    let keys = [was, is].into_iter().flatten().flat_map(|item| item.parts.keys());
    let keys = keys.filter(|key| fate == Fate::Renamed || part(was, key) != part(is, key)).cloned().collect();
    let owners = [was, is].into_iter().flatten().map(|item| item.owner.clone()).collect();
    ItemChange {
        path: path.to_owned(),
        fate,
        now: (path != now).then(|| now.to_owned()),
        before: was.map(|item| item.signature.clone()),
        after: is.map(|item| item.signature.clone()),
        is_explained: false,
        owners,
        keys,
    }
}

/// An item of the base as the revision would call what it speaks of.
fn in_words(item: &Item, renamed: &BTreeMap<String, String>) -> Item {
    if renamed.is_empty() {
        return item.clone();
    }
    Item {
        shape: replaced(&item.shape, renamed),
        owner: replaced(&item.owner, renamed),
        id: replaced(&item.id, renamed),
        parts: item.parts.iter().map(|(key, part)| (key.clone(), replaced(part, renamed))).collect(),
        ..item.clone()
    }
}

/// A text with every path of a renamed type replaced.
fn replaced(text: &str, renamed: &BTreeMap<String, String>) -> String {
    if renamed.is_empty() {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut word = String::new();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    for c in text.chars().chain(['\n']) {
        if is_word(c) {
            word.push(c);
            continue;
        }
        out.push_str(&path_replaced(&word, renamed));
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

/// A path with the longest start of it that is renamed replaced.
fn path_replaced(path: &str, renamed: &BTreeMap<String, String>) -> String {
    let mut end = path.len();
    loop {
        let head = path.get(..end).unwrap_or_default();
        if let Some(now) = renamed.get(head) {
            return format!("{now}{}", path.get(end..).unwrap_or_default());
        }
        match head.rfind("::") {
            Some(shorter) => end = shorter,
            None => return path.to_owned(),
        }
    }
}
