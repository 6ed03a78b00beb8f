//! The text of a pull request.
//!
//! In: what was fetched and what it changes. Out: Markdown for whoever reviews it: how bad it is first, then what breaks,
//! what it means in Rust, what else changed, and how to look closer. Nothing of a document is read as markup.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::diff::effect::{Fate, ItemChange};
use generator::diff::show::{Sides, code, plain};
use generator::diff::{Change, Level};

use super::Outcome;
use super::names::Names;

/// Rows of a list; the rest is counted. A pull request holds 65,536 characters.
const MOST: usize = 40;
/// Operations that one row names.
const MOST_OPERATIONS: usize = 3;

/// The whole text; its first line is the title.
pub(super) fn markdown(outcome: &Outcome) -> String {
    let report = outcome.compared.report();
    let of = |level: Level| -> Vec<&Change> { report.changes.iter().filter(|change| change.level == level).collect() };
    let mut text = format!("# {}\n\n{}\n", title(outcome), overview(outcome));
    section(&mut text, "What breaks callers", &told(outcome, &of(Level::Error)), false);
    section(&mut text, "What may break callers", &told(outcome, &of(Level::Warning)), false);
    let (broken, other): (Vec<&ItemChange>, Vec<&ItemChange>) =
        outcome.compared.effect.items.iter().partition(|item| !matches!(item.fate, Fate::Added | Fate::Deprecated));
    section(&mut text, "What no longer compiles", &items(&broken), false);
    section(&mut text, "What else changed in the API", &told(outcome, &of(Level::Info)), true);
    section(&mut text, "New in the crate, or deprecated", &items(&other), true);
    section(&mut text, "Names", &names(&outcome.names), false);
    section(&mut text, "New warnings", &findings(outcome), false);
    section(&mut text, "Documents", &outcome.documents, false);
    let _ = write!(text, "\n## To look closer\n\n{}", commands(outcome));
    text
}

fn title(outcome: &Outcome) -> String {
    let products: Vec<&str> = outcome.products.iter().map(String::as_str).collect();
    format!("Refresh {}: {}", products.join(", "), outcome.word())
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
    let mut text = format!(
        "{}\n\n{}.\n\n| Product | Breaks | May break | Other |\n| --- | ---: | ---: | ---: |\n",
        plain(&outcome.compared.effect.summary()),
        outcome.version
    );
    for (product, [errors, warnings, others]) in rows {
        let _ = writeln!(text, "| {} | {errors} | {warnings} | {others} |", plain(product));
    }
    if outcome.compared.settled.ignored > 0 {
        let _ =
            write!(text, "\n{} more changes are accepted in `specs/diff.toml`.\n", outcome.compared.settled.ignored);
    }
    let _ =
        write!(text, "\nThe crate was generated anew, compiles, and reads every documented answer (`tests/wire.rs`).");
    text
}

/// A heading with a list below it, folded where it need not be read; nothing where there is nothing.
fn section(text: &mut String, title: &str, rows: &[String], is_folded: bool) {
    if rows.is_empty() {
        return;
    }
    let shown: Vec<String> = rows.iter().take(MOST).map(|row| format!("- {row}")).collect();
    let more = match rows.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("\n- and {more} more"),
    };
    let list = format!("{}{more}", shown.join("\n"));
    let _ = if is_folded {
        let count = rows.len();
        write!(text, "\n## {title}\n\n<details><summary>{count} in all</summary>\n\n{list}\n\n</details>\n")
    } else {
        write!(text, "\n## {title}\n\n{list}\n")
    };
}

/// Changes, the same one of several operations in one row.
fn told(outcome: &Outcome, changes: &[&Change]) -> Vec<String> {
    let mut rows: Vec<(&Change, Vec<String>)> = Vec::new();
    for change in changes {
        let operation = change.operation().unwrap_or_else(|| change.path.clone());
        let is_same = |other: &Change| {
            (&other.product, &other.subject, &other.text, other.id)
                == (&change.product, &change.subject, &change.text, change.id)
        };
        match rows.iter_mut().find(|(other, _)| is_same(other)) {
            Some((_, operations)) if operations.contains(&operation) => {}
            Some((_, operations)) => operations.push(operation),
            None => rows.push((change, vec![operation])),
        }
    }
    rows.into_iter().map(|(change, operations)| row(outcome, change, &operations)).collect()
}

fn row(outcome: &Outcome, change: &Change, operations: &[String]) -> String {
    let mut named: Vec<String> =
        operations.iter().filter(|name| !name.is_empty()).take(MOST_OPERATIONS).map(|name| code(name)).collect();
    let more = operations.len().saturating_sub(MOST_OPERATIONS);
    named.extend((more > 0).then(|| format!("and {more} more")));
    let place = [change.product.as_str(), change.resource.as_str()];
    let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    let operations = if named.is_empty() { String::new() } else { format!(", {}", named.join(", ")) };
    let mut text = format!("**{}**{operations}: {}", plain(&place), plain(&change.text));
    let sides = Sides { base: &outcome.compared.sites, revision: &outcome.compared.sites };
    if let Some(site) = sides.revision(change) {
        let _ = write!(text, " ({})", code(&site.to_string()));
    }
    let touched = outcome.compared.effect.touched(change).map(|touched| touched.items.as_slice()).unwrap_or_default();
    if let Some((first, rest)) = touched.split_first() {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        let _ = write!(text, "; in Rust {}{more}", code(first));
    }
    text
}

fn items(items: &[&ItemChange]) -> Vec<String> {
    let said = |item: &&ItemChange| {
        let now = item.now.as_ref().map(|now| format!(", now {}", code(now))).unwrap_or_default();
        let signature = match (&item.before, &item.after, item.fate) {
            (Some(before), Some(after), Fate::Changed) => format!(": {} became {}", code(before), code(after)),
            _ => String::new(),
        };
        format!("{} {}{now}{signature}", item.fate.as_str(), code(&item.path))
    };
    items.iter().map(said).collect()
}

fn names(names: &Names) -> Vec<String> {
    if names.is_empty() {
        return Vec::new();
    }
    let renamed = names.renamed.iter().map(|[product, identity, was, is]| {
        format!("**{}**: {} is called {} now ({})", plain(product), code(was), code(is), code(identity))
    });
    let listed = |word: &str, names: &[String]| {
        let shown: Vec<String> = names.iter().take(MOST).map(|name| code(name)).collect();
        let more = names.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!names.is_empty()).then(|| format!("{} {word}: {}{more}", names.len(), shown.join(", ")))
    };
    let others = [listed("gone", &names.removed), listed("new", &names.added)];
    renamed.chain(others.into_iter().flatten()).collect()
}

fn findings(outcome: &Outcome) -> Vec<String> {
    let said = |finding: &generator::lint::Finding| {
        let place = finding.file.iter().cloned().chain(finding.line.map(|line| line.to_string()));
        let place = place.collect::<Vec<_>>().join(":");
        format!("{} {}: {}", code(&place), finding.code.id(), plain(&finding.message))
    };
    outcome.compared.findings.iter().map(said).collect()
}

fn commands(outcome: &Outcome) -> String {
    let only: String = outcome.products.iter().map(|name| format!(" --product {name}")).collect();
    format!(
        "```sh\n\
         cargo xtask diff origin/main:specs specs{only} --rust     # every change, with its place\n\
         cargo xtask diff origin/main:specs specs{only} --format html > changes.html\n\
         git diff origin/main -- specs/names.lock                  # every public name\n\
         cargo xtask lint{only}\n\
         cargo xtask ci\n\
         ```\n"
    )
}
