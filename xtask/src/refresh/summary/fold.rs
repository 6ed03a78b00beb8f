//! The same change in many places, as one.
//!
//! In: changes of an API. Out: rows: what changed in the same way, whatever operation or resource it is in; whole
//! resources that came or went; and the rows in the order in which they matter.

use std::collections::{BTreeMap, BTreeSet};

use generator::diff::{Change, Level};

/// Changes that are told together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    /// What it is about: `field`, `query parameter`, `schema`; empty for operations themselves.
    pub(super) kind: String,
    /// What those are called, without the way to them.
    pub(super) names: Vec<String>,
    /// What is said of each.
    pub(super) said: String,
    /// The changes.
    pub(super) changes: Vec<&'a Change>,
    /// Whether they are all that the resource has or had.
    pub(super) is_whole: bool,
}

impl Row<'_> {
    /// Operations, each once.
    pub(super) fn operations(&self) -> BTreeSet<String> {
        self.changes.iter().filter_map(|change| change.operation()).collect()
    }

    /// Resources, each once.
    pub(super) fn resources(&self) -> BTreeSet<&str> {
        self.changes.iter().map(|change| change.resource.as_str()).filter(|name| !name.is_empty()).collect()
    }

    /// What readers want to know first: what is gone as a whole, then what all must do, then where it is most often.
    pub(super) fn weight(&self) -> (u8, usize) {
        let id = self.changes.first().map_or("", |change| change.id);
        let class = match id {
            _ if self.is_whole => 4,
            _ if self.kind.is_empty() => 3,
            _ if id.contains("required") || id.contains("security") => 2,
            _ if id.contains("type-changed") || id.contains("removed") => 1,
            _ => 0,
        };
        (class, self.changes.len())
    }
}

/// Resources that one side lacks, by product.
pub(super) type Whole = BTreeSet<(String, String)>;

/// Rows of the changes of a level.
pub(super) fn rows<'a>(changes: &'a [Change], level: Level, whole: &Whole) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut known: BTreeMap<[String; 5], usize> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.level == level) {
        let (kind, name) = thing(&change.subject);
        let said = said(change);
        let is_whole = kind.is_empty() && whole.contains(&(change.product.clone(), change.resource.clone()));
        let resource = if kind.is_empty() { change.resource.clone() } else { String::new() };
        let key = [change.product.clone(), resource, kind.clone(), name.clone(), said.clone()];
        match known.get(&key).and_then(|at| rows.get_mut(*at)) {
            Some(row) => row.changes.push(change),
            None => {
                known.insert(key, rows.len());
                let names = Some(name).filter(|name| !name.is_empty()).into_iter().collect();
                rows.push(Row { kind, names, said, changes: vec![change], is_whole });
            }
        }
    }
    let mut rows = joined(rows);
    rows.sort_by_key(|row| std::cmp::Reverse(row.weight()));
    rows
}

/// Things of one kind that changed in the same way in the same operations.
fn joined(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut joined: Vec<Row<'_>> = Vec::new();
    let mut known: BTreeMap<(String, String, String, BTreeSet<String>), usize> = BTreeMap::new();
    for row in rows {
        let product = row.changes.first().map(|change| change.product.clone()).unwrap_or_default();
        let operations = row.operations();
        let other = known.get(&(product.clone(), row.kind.clone(), row.said.clone(), operations.clone()));
        match other.copied().filter(|_| !row.kind.is_empty()).and_then(|at| joined.get_mut(at)) {
            Some(other) => {
                other.names.extend(row.names);
                other.changes.extend(row.changes);
            }
            None => {
                known.insert((product, row.kind.clone(), row.said.clone(), operations), joined.len());
                joined.push(row);
            }
        }
    }
    joined
}

/// What a change is about, without the way to it: ``answer 200 field `invoice/lines/[]/rate` `` is the field `rate`.
fn thing(subject: &str) -> (String, String) {
    let Some((before, rest)) = subject.split_once('`') else { return (subject.to_owned(), String::new()) };
    let quoted: Vec<&str> = rest.split('`').collect();
    let path = quoted.first().copied().unwrap_or_default();
    if let Some(kind) = before.trim_end().strip_suffix(" field").filter(|kind| !kind.contains('`')) {
        let is_body = kind.starts_with("request") || kind.starts_with("answer");
        let leaf = path.split('/').rfind(|part| *part != "[]").unwrap_or(path);
        return (if is_body { "field".to_owned() } else { before.trim_end().to_owned() }, leaf.to_owned());
    }
    if quoted.len() > 2 {
        // A part of a parameter, or a header of an answer: the whole of it.
        return (subject.to_owned(), String::new());
    }
    (before.trim_end().to_owned(), path.to_owned())
}

/// What is said of it.
fn said(change: &Change) -> String {
    let said = change.text.strip_prefix(change.subject.as_str()).and_then(|rest| rest.strip_prefix(": "));
    said.unwrap_or(&change.text).to_owned()
}

#[cfg(test)]
mod tests {
    use generator::ir::wire::Method;

    use super::*;

    fn change(resource: &str, path: &str, subject: &str, said: &str) -> Change {
        Change {
            id: "request-property-removed",
            level: Level::Error,
            product: "shop".to_owned(),
            resource: resource.to_owned(),
            method: Some(Method::Put),
            path: path.to_owned(),
            subject: subject.to_owned(),
            before: None,
            after: None,
            text: if subject.is_empty() { said.to_owned() } else { format!("{subject}: {said}") },
            base: None,
            revision: None,
        }
    }

    #[test]
    fn a_field_that_changed_in_many_places_is_one_row() {
        let changes = [
            change("things", "/things", "request field `lines/[]/rate`", "it is gone"),
            change("others", "/others", "answer 200 field `other/lines/[]/rate`", "it is gone"),
            change("things", "/things", "request field `lines/[]/tax`", "it is gone"),
            change("things", "/things", "request field `size`", "it is gone"),
            change("things", "/things", "request field `color`", "it is required now"),
        ];
        let rows = rows(&changes, Level::Error, &Whole::new());
        let told: Vec<_> = rows.iter().map(|row| (row.names.join(" "), row.changes.len())).collect();
        let told: BTreeSet<_> = told.into_iter().collect();
        let expected = [("rate", 2), ("tax size", 2), ("color", 1)].map(|(names, count)| (names.to_owned(), count));
        assert_eq!(told, expected.into_iter().collect());
    }

    #[test]
    fn a_resource_that_is_gone_is_one_row_and_the_first() {
        let changes = [
            change("things", "/things", "query parameter `size`", "it is gone"),
            change("old", "/old", "", "it is gone"),
            change("old", "/old/{id}", "", "it is gone"),
        ];
        let whole = Whole::from([("shop".to_owned(), "old".to_owned())]);
        let rows = rows(&changes, Level::Error, &whole);
        let told: Vec<_> = rows.iter().map(|row| (row.kind.as_str(), row.is_whole, row.changes.len())).collect();
        assert_eq!(told, [("", true, 2), ("query parameter", false, 1)]);
    }
}
