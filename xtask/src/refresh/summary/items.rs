//! Public items that differ.
//!
//! In: what became of each. Out: rows, the same change of several items in one: those that break, and the others.

use std::collections::BTreeMap;

use generator::diff::effect::{Fate, ItemChange, Verdict};
use generator::diff::show::code;

use super::page::{clipped, named};

/// Items that one row names.
const MOST_NAMED: usize = 6;
/// Characters of a signature.
const LONGEST: usize = 160;

/// Rows of what breaks who uses the crate, and of what does not.
pub(super) fn rows(items: &[ItemChange]) -> [Vec<String>; 2] {
    [true, false].map(|breaks| {
        let of: Vec<&ItemChange> =
            items.iter().filter(|item| (item.fate.verdict() == Verdict::Major) == breaks).collect();
        folded(&of)
    })
}

fn folded(items: &[&ItemChange]) -> Vec<String> {
    let mut rows: BTreeMap<(Fate, String), Vec<String>> = BTreeMap::new();
    for item in items {
        // Two types that are one, `books::Address = inventory::Address`, are in no module.
        let inside = item.path.rsplit_once("::").filter(|_| !item.path.contains(" = "));
        let (owner, name) = inside.unwrap_or(("", &item.path));
        let signature = |text: &Option<String>| text.as_deref().map(|text| code(&clipped(text, LONGEST)));
        let now = item.now.as_ref().map(|now| format!(", now {}", code(now)));
        let (key, shown) = match (signature(&item.before), signature(&item.after), item.fate) {
            (Some(before), Some(after), Fate::Changed) => (format!("{before} became {after}"), code(&item.path)),
            (_, _, Fate::Added | Fate::Removed) => (
                Some(owner)
                    .filter(|owner| !owner.is_empty())
                    .map(|owner| format!(" in {}", code(owner)))
                    .unwrap_or_default(),
                code(name),
            ),
            _ => (now.unwrap_or_default(), code(&item.path)),
        };
        rows.entry((item.fate, key)).or_default().push(shown);
    }
    let said = |((fate, key), names): (&(Fate, String), &Vec<String>)| {
        let names = named(names, MOST_NAMED);
        match fate {
            Fate::Changed if !key.is_empty() => format!("changed {names}: {key}"),
            Fate::Added | Fate::Removed => format!("{}{key}: {names}", fate.as_str()),
            _ => format!("{} {names}{key}", fate.as_str()),
        }
    };
    rows.iter().map(said).collect()
}
