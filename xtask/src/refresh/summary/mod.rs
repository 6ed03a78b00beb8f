//! The text of a pull request.
//!
//! In: what was fetched and what it changes. Out: Markdown for whoever reviews it: one screen with how bad it is, the next
//! version, counts and the worst of what breaks; below it, folded, the rest, and how to look closer. Nothing of a document
//! is read as markup.

mod fold;
mod items;
mod page;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::diff::Level;
use generator::diff::show::{Sides, code, plain};

use super::Outcome;
use super::names::Names;
use fold::Row;
use page::{Page, clipped, named};

/// Changes that are told on the first screen.
const MOST_IMPORTANT: usize = 5;
/// Operations, or things, that one row names.
const MOST_NAMED: usize = 3;
/// Characters of what is said of a change; lists of values can be long.
const LONGEST_SAID: usize = 240;

/// The whole text; its first line is the title.
pub(super) fn markdown(outcome: &Outcome) -> String {
    let changes = &outcome.compared.report().changes;
    let rows = |level| fold::rows(changes, level, &outcome.compared.whole);
    let (breaks, may, other) = (rows(Level::Error), rows(Level::Warning), rows(Level::Info));
    let told = |rows: &[Row<'_>]| rows.iter().map(|row| told(outcome, row)).collect::<Vec<_>>();
    let mut page = Page::new(overview(outcome), commands(outcome));
    let (first, rest) = breaks.split_at(breaks.len().min(MOST_IMPORTANT));
    page.section("What breaks callers, the worst first", &told(first), true);
    page.section("What else breaks callers", &told(rest), false);
    page.section("What may break callers", &told(&may), false);
    let [broken, new] = items::rows(&outcome.compared.effect.items);
    page.section("What no longer compiles", &broken, false);
    page.section("Names", &names(&outcome.names), false);
    page.section("New warnings of the generator", &findings(outcome), false);
    page.section("Documents", &outcome.documents, true);
    page.section("What else changed in the API", &told(&other), false);
    page.section("New in the crate, or deprecated", &new, false);
    page.finish()
}

/// What a reviewer reads if nothing else.
fn overview(outcome: &Outcome) -> String {
    let report = outcome.compared.report();
    let mut rows: BTreeMap<&str, [usize; 3]> = outcome.products.iter().map(|name| (name.as_str(), [0; 3])).collect();
    for change in &report.changes {
        let row = rows.entry(&change.product).or_default();
        let [errors, warnings, others] = row;
        *match change.level {
            Level::Error => errors,
            Level::Warning => warnings,
            Level::Info => others,
        } += 1;
    }
    let products: Vec<&str> = outcome.products.iter().map(String::as_str).collect();
    let mut text = format!(
        "# Refresh {}: {}\n\n{}\n\n{}. The crate is generated anew, compiles, and reads every documented answer.\n\n\
         | Product | Breaks | May break | Other changes |\n| --- | ---: | ---: | ---: |\n",
        products.join(", "),
        outcome.word(),
        outcome.next.told,
        plain(&outcome.compared.effect.summary()),
    );
    for (product, [errors, warnings, others]) in rows {
        let _ = writeln!(text, "| {} | {errors} | {warnings} | {others} |", plain(product));
    }
    if outcome.compared.settled.ignored > 0 {
        let _ =
            write!(text, "\n{} more changes are accepted in `specs/diff.toml`.\n", outcome.compared.settled.ignored);
    }
    text
}

/// A row: what changed how, where, and what that means in Rust.
fn told(outcome: &Outcome, row: &Row<'_>) -> String {
    let Some(change) = row.changes.first() else { return String::new() };
    let operations: Vec<String> = row.operations().iter().map(|name| code(name)).collect();
    let resources: Vec<String> = row.resources().into_iter().map(plain).collect();
    let place = match resources.as_slice() {
        [] => plain(&change.product),
        [only] => format!("{}/{only}", plain(&change.product)),
        several => format!("{} ({})", plain(&change.product), named(several, MOST_NAMED)),
    };
    let said = plain(&clipped(&row.said, LONGEST_SAID));
    if row.is_whole {
        let count = crate::style::counted(operations.len(), "operation");
        return format!("**{place}**, the whole resource with {count}: {said}");
    }
    let names: Vec<String> = row.names.iter().map(|name| code(name)).collect();
    let what = match (row.kind.as_str(), names.as_slice()) {
        ("", _) => String::new(),
        (kind, []) => format!(" {}", plain(kind)),
        (kind, [only]) => format!(" {} {only}", plain(kind)),
        (kind, several) => format!(" {}s {}, each", plain(kind), named(several, MOST_NAMED * 2)),
    };
    let mut text = format!("**{place}**{what}: {said}");
    if !operations.is_empty() {
        let (count, several) = (operations.len(), operations.len() > MOST_NAMED);
        let count = if several { format!(" {count} operations:") } else { String::new() };
        let _ = write!(text, ", in{count} {}", named(&operations, MOST_NAMED));
    }
    text.push_str(&more(outcome, row));
    text
}

/// Where it stands, and what it touches in Rust.
fn more(outcome: &Outcome, row: &Row<'_>) -> String {
    let sides = Sides { base: &outcome.compared.sites, revision: &outcome.compared.sites };
    let mut text = String::new();
    if let Some(site) = row.changes.iter().find_map(|change| sides.revision(change)) {
        let _ = write!(text, " ({})", code(&site.to_string()));
    }
    let mut items: Vec<String> = Vec::new();
    for touched in row.changes.iter().filter_map(|change| outcome.compared.effect.touched(change)) {
        let new: Vec<String> =
            touched.items.iter().map(|item| code(item)).filter(|item| !items.contains(item)).collect();
        items.extend(new);
    }
    if !items.is_empty() {
        let _ = write!(text, "; in Rust {}", named(&items, 1));
    }
    text
}

fn names(names: &Names) -> Vec<String> {
    if names.is_empty() {
        return Vec::new();
    }
    let renamed = names.renamed.iter().map(|[product, identity, was, is]| {
        format!("**{}**: {} is called {} now ({})", plain(product), code(was), code(is), code(identity))
    });
    let listed = |word: &str, names: &[String]| {
        let shown: Vec<String> = names.iter().map(|name| code(name)).collect();
        (!names.is_empty()).then(|| format!("{} {word}: {}", names.len(), named(&shown, MOST_NAMED * 4)))
    };
    let others = [listed("gone", &names.removed), listed("new", &names.added)];
    renamed.chain(others.into_iter().flatten()).collect()
}

/// Findings of a code in one row.
fn findings(outcome: &Outcome) -> Vec<String> {
    let mut codes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for finding in &outcome.compared.findings {
        let place = finding.file.iter().cloned().chain(finding.line.map(|line| line.to_string()));
        let place = place.collect::<Vec<_>>().join(":");
        let said = format!("{} {}", code(&place), plain(&clipped(&finding.message, LONGEST_SAID)));
        codes.entry(finding.code.id()).or_default().push(said);
    }
    let row = |(id, said): (&str, Vec<String>)| match said.as_slice() {
        [only] => format!("{id}: {only}"),
        several => format!("{id}, {} times: {}", several.len(), named(several, MOST_NAMED)),
    };
    codes.into_iter().map(row).collect()
}

fn commands(outcome: &Outcome) -> String {
    let only: String = outcome.products.iter().map(|name| format!(" --product {name}")).collect();
    format!(
        "\n## To look closer\n\n\
         ```sh\n\
         cargo xtask diff origin/main:specs specs{only} --rust     # every change, with its place\n\
         cargo xtask diff origin/main:specs specs{only} --format html > changes.html\n\
         git diff origin/main -- specs/names.lock                  # every public name\n\
         cargo xtask lint{only}\n\
         cargo xtask ci\n\
         ```\n"
    )
}
