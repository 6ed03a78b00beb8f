//! JUnit: one test suite a resource, one case an operation, which fails for each change that is bad enough.

use std::fmt::Write as _;

use super::{Group, Sides, groups};
use crate::diff::{Level, Report};

/// The changes as test results; those of at least `fail_on` are failures.
#[must_use]
pub fn junit(report: &Report, sides: Sides<'_>, fail_on: Option<Level>) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let groups = groups(&report.changes);
    let failing = |group: &Group<'_>| fail_on.is_some_and(|level| group.changes.iter().any(|one| one.level >= level));
    let failures = groups.iter().filter(|group| failing(group)).count();
    let _ = writeln!(text, "<testsuites name=\"api diff\" tests=\"{}\" failures=\"{failures}\">", groups.len());
    for suite in groups.chunk_by(|one, other| one.resource == other.resource) {
        let name = suite.first().map(|group| escaped(&group.resource)).unwrap_or_default();
        let failures = suite.iter().filter(|group| failing(group)).count();
        let _ = writeln!(text, "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\">", suite.len());
        suite.iter().for_each(|group| case(&mut text, &name, group, sides, fail_on));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(text: &mut String, suite: &str, group: &Group<'_>, sides: Sides<'_>, fail_on: Option<Level>) {
    let name = escaped(group.operation.as_deref().unwrap_or("as a whole"));
    let _ = writeln!(text, "    <testcase classname=\"{suite}\" name=\"{name}\">");
    let mut others = String::new();
    for change in &group.changes {
        let places = [sides.base(change), sides.revision(change)];
        let places: Vec<String> = places.into_iter().flatten().map(|site| site.to_string()).collect();
        let said = escaped(&change.text);
        if fail_on.is_some_and(|level| change.level >= level) {
            let places = escaped(&places.join(" -> "));
            let _ = writeln!(text, "      <failure type=\"{}\" message=\"{said}\">{places}</failure>", change.id);
        } else {
            let _ = writeln!(others, "{} {}: {said}", change.level.as_str(), change.id);
        }
    }
    if !others.is_empty() {
        let _ = writeln!(text, "      <system-out>{others}</system-out>");
    }
    text.push_str("    </testcase>\n");
}

/// Text for XML, without the characters that it cannot hold.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
