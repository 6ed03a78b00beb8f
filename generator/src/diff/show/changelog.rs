//! The changelog's entry for people.
//!
//! In: the changes between two versions, and what they mean for who uses the crate. Out: Markdown by product and
//! resource: what was added, changed, deprecated and removed, what breaks marked and first. The same change of several
//! operations is told once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::markdown::{code, plain};
use crate::diff::effect::{Effect, ItemChange, Verdict};
use crate::diff::subject::About;
use crate::diff::{Change, Level, Report};

/// Operations, and items of the crate, that are named; the rest is counted.
const MOST_NAMED: usize = 4;

/// Checks that compare something which a thing says of itself; what they find added or removed changes the thing.
const ASPECTS: &[&str] = &[
    "-all-of-",
    "-default-value-",
    "-discriminator-",
    "-media-type-schema-",
    "-not-",
    "-operation-id-",
    "-pattern-",
    "-scope-",
    "-security-added",
    "-security-removed",
];

/// A part of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Added,
    Changed,
    Deprecated,
    Removed,
}

/// How much a change concerns readers, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Breaking,
    BreakingInRust,
    MayBreak,
    None,
}

/// One change in all operations that have it.
#[derive(Debug)]
struct Told<'a> {
    part: Part,
    mark: Mark,
    subject: String,
    said: String,
    changes: Vec<&'a Change>,
}

/// The entry of a changelog.
#[must_use]
pub fn changelog(report: &Report, effect: &Effect) -> String {
    let mut text = format!("{}\n", plain(&effect.summary()));
    let mut product = None;
    for of_resource in report.changes.chunk_by(|one, other| group(one) == group(other)) {
        let Some((name, resource)) = of_resource.first().map(group) else { continue };
        if product != Some(name) {
            let _ = write!(text, "\n## {}\n", plain(name));
            product = Some(name);
        }
        let resource = if resource.is_empty() { "As a whole".to_owned() } else { plain(resource) };
        let _ = write!(text, "\n### {resource}\n");
        parts(&mut text, told(of_resource, effect), effect);
    }
    names(&mut text, effect);
    text
}

fn group(change: &Change) -> (&str, &str) {
    (&change.product, &change.resource)
}

/// Parts with what breaks come first, otherwise in the order that readers know.
fn parts(text: &mut String, told: Vec<Told<'_>>, effect: &Effect) {
    let mut parts: BTreeMap<Part, Vec<Told<'_>>> = BTreeMap::new();
    told.into_iter().for_each(|one| parts.entry(one.part).or_default().push(one));
    let mut parts: Vec<(Part, Vec<Told<'_>>)> = parts.into_iter().collect();
    parts.iter_mut().for_each(|(_, told)| told.sort_by_key(|one| one.mark));
    let breaks = |told: &[Told<'_>]| told.first().is_some_and(|one| one.mark <= Mark::BreakingInRust);
    parts.sort_by_key(|(_, told)| !breaks(told));
    for (part, told) in parts {
        let _ = write!(text, "\n#### {part:?}\n\n");
        told.iter().for_each(|one| bullet(text, one, effect));
    }
}

/// The changes of a resource, the same ones together.
fn told<'a>(changes: &'a [Change], effect: &Effect) -> Vec<Told<'a>> {
    let mut told: Vec<Told<'a>> = Vec::new();
    for change in changes {
        let (part, mark, subject, said) = (part(change), mark(change, effect), subject(change), said(change));
        let same = |one: &&mut Told<'_>| {
            let is_same = (one.part, one.mark, &one.subject, &one.said) == (part, mark, &subject, &said);
            // An operation that is new or gone is its own matter.
            is_same && !subject.is_empty()
        };
        match told.iter_mut().find(same) {
            Some(one) => one.changes.push(change),
            None => told.push(Told { part, mark, subject, said, changes: vec![change] }),
        }
    }
    told
}

fn part(change: &Change) -> Part {
    let is_aspect = ASPECTS.iter().any(|aspect| change.id.contains(aspect));
    if change.id.ends_with("-deprecated") {
        Part::Deprecated
    } else if !is_aspect && (change.id.starts_with("new-") || change.id.contains("-added")) {
        Part::Added
    } else if !is_aspect && change.id.contains("-removed") {
        Part::Removed
    } else {
        Part::Changed
    }
}

fn mark(change: &Change, effect: &Effect) -> Mark {
    let is_major = effect.touched(change).is_some_and(|touched| touched.verdict == Verdict::Major);
    match (change.level, is_major) {
        (Level::Error, _) => Mark::Breaking,
        (_, true) => Mark::BreakingInRust,
        (Level::Warning, false) => Mark::MayBreak,
        (Level::Info, false) => Mark::None,
    }
}

/// What it is about, as people write it: ``request field `line_items[].rate` ``. Of an answer the key of the envelope
/// goes, which sets operations on one thing apart.
fn subject(change: &Change) -> String {
    let field = match About::read(&change.subject) {
        About::Request { path } if !path.is_empty() => ("request field", dotted(path)),
        About::Response { status, path } if status.is_success() && !path.is_empty() => {
            let (envelope, rest) = path.split_once('/').unwrap_or((path, ""));
            let rest = rest.strip_prefix("[]").map_or(rest, |rest| rest.trim_start_matches('/'));
            ("answer field", dotted(if rest.is_empty() { envelope } else { rest }))
        }
        _ => return change.subject.clone(),
    };
    format!("{} `{}`", field.0, field.1)
}

/// `line_items/[]/rate` as `line_items[].rate`.
fn dotted(path: &str) -> String {
    path.replace("/[]", "[]").replace('/', ".")
}

/// What is said of it, without what it is about.
fn said(change: &Change) -> String {
    let said = change.text.strip_prefix(change.subject.as_str()).and_then(|rest| rest.strip_prefix(": "));
    said.unwrap_or(&change.text).to_owned()
}

fn bullet(text: &mut String, told: &Told<'_>, effect: &Effect) {
    let mark = match told.mark {
        Mark::Breaking => "**Breaking:** ",
        Mark::BreakingInRust => "**Breaking in Rust:** ",
        Mark::MayBreak => "**May break:** ",
        Mark::None => "",
    };
    let operations: Vec<String> = told.changes.iter().filter_map(|change| operation(change, effect)).collect();
    let what = if told.subject.is_empty() {
        let whose = if operations.is_empty() { String::new() } else { format!("{}: ", named(&operations)) };
        format!("{whose}{}", plain(&told.said))
    } else {
        let count = operations.len();
        let several = if count > 1 { format!("{count} operations: ") } else { String::new() };
        let whose = if count == 0 { String::new() } else { format!(", in {several}{}", named(&operations)) };
        format!("{}: {}{whose}", plain(&told.subject), plain(&told.said))
    };
    let _ = writeln!(text, "- {mark}{what}{}", rust(&told.changes, effect));
}

/// An operation as users of the API and of the crate know it.
fn operation(change: &Change, effect: &Effect) -> Option<String> {
    let line = code(&change.operation()?);
    Some(effect.method(change).map_or_else(|| line.clone(), |method| format!("{line} ({})", code(method))))
}

/// What else differs in the crate, where anything does.
fn rust(changes: &[&Change], effect: &Effect) -> String {
    let touched: Vec<_> = changes.iter().filter_map(|change| effect.touched(change)).collect();
    let verdict = touched.iter().map(|one| one.verdict).max().unwrap_or(Verdict::Patch);
    if verdict == Verdict::Patch {
        return String::new();
    }
    // The method stands beside the operation already.
    let methods: Vec<&str> = changes.iter().filter_map(|change| effect.method(change)).collect();
    let worst = touched.iter().filter(|one| one.verdict == verdict).flat_map(|one| &one.items);
    let mut items: Vec<String> = Vec::new();
    for item in worst.filter(|item| !methods.contains(&item.as_str())).map(|item| code(item)) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    if items.is_empty() {
        return String::new();
    }
    format!(". Rust, {}: {}", verdict.as_str(), named(&items))
}

fn named(all: &[String]) -> String {
    let first: Vec<&str> = all.iter().take(MOST_NAMED).map(String::as_str).collect();
    let more = all.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", first.join(", "))
}

/// Items of the crate that nothing on the wire explains.
fn names(text: &mut String, effect: &Effect) {
    let mut items: Vec<&ItemChange> = effect.unexplained().collect();
    if items.is_empty() {
        return;
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.fate.verdict()));
    text.push_str("\n## In Rust alone\n\n");
    for item in items {
        let mark = if item.fate.verdict() == Verdict::Major { "**Breaking in Rust:** " } else { "" };
        let now = item.now.as_deref().map(|now| format!(", now {}", code(now))).unwrap_or_default();
        let _ = writeln!(text, "- {mark}{} {}{now}", code(&item.path), item.fate.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::wire::Method;

    fn change(id: &'static str, subject: &str, path: &str) -> Change {
        Change {
            id,
            level: Level::Info,
            product: "shop".to_owned(),
            resource: "things".to_owned(),
            method: Some(Method::Get),
            path: path.to_owned(),
            subject: subject.to_owned(),
            before: None,
            after: None,
            text: format!("{subject}: it is *new*"),
            base: None,
            revision: None,
        }
    }

    #[test]
    fn every_check_belongs_to_a_part() {
        let parts = [
            ("endpoint-added", Part::Added),
            ("new-required-request-property-with-default", Part::Added),
            ("response-property-enum-value-added", Part::Added),
            ("request-body-added-required", Part::Added),
            ("request-property-default-value-added", Part::Changed),
            ("request-body-media-type-schema-removed", Part::Changed),
            ("api-security-scope-removed", Part::Changed),
            ("api-operation-id-removed", Part::Changed),
            ("request-property-became-required", Part::Changed),
            ("api-removed-with-deprecation", Part::Removed),
            ("request-parameter-removed-with-deprecation", Part::Removed),
            ("response-optional-property-removed", Part::Removed),
            ("endpoint-deprecated", Part::Deprecated),
            ("endpoint-reactivated", Part::Changed),
        ];
        for (id, expected) in parts {
            assert_eq!(part(&change(id, "", "/things")), expected, "{id}");
        }
    }

    #[test]
    fn a_shared_field_is_told_once() {
        let id = "response-optional-property-added";
        let changes =
            ["things/[]/lines/[]/rate", "thing/lines/[]/rate"].map(|path| format!("answer 200 field `{path}`"));
        let changes = changes.iter().zip(["/things", "/things/{id}"]);
        let report = Report { changes: changes.map(|(subject, path)| change(id, subject, path)).collect() };
        let text = changelog(&report, &Effect::default());
        let line =
            "- answer field `lines[].rate`: it is \\*new\\*, in 2 operations: `GET /things`, `GET /things/{id}`\n";
        assert!(text.ends_with(line), "{text}");
        assert!(text.contains("## shop\n\n### things\n\n#### Added\n"), "{text}");
    }
}
