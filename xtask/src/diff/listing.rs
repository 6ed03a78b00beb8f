//! Changes for people at a terminal. In: a report. Out: its changes by resource and operation, and how many there are.

use std::fmt::Write as _;

use generator::diag::Severity;
use generator::diff::effect::{CRATE, Effect, Verdict};
use generator::diff::settings::Settled;
use generator::diff::show::{Sides, groups};
use generator::diff::{Change, Level};
use serde_json::{Value, json};

use crate::style::{Style, counted};

/// All changes, then how many.
pub(super) fn listing(settled: &Settled, effect: Option<&Effect>, sides: Sides<'_>, style: Style) -> String {
    let mut text = String::new();
    let mut resource = None;
    for group in groups(&settled.report.changes) {
        if resource.as_ref() != Some(&group.resource) {
            let _ = writeln!(text, "{}", style.title(&harmless(&group.resource)));
            resource = Some(group.resource.clone());
        }
        let indent = match &group.operation {
            Some(operation) => {
                let _ = writeln!(text, "  {}", harmless(operation));
                "    "
            }
            None => "  ",
        };
        for change in group.changes {
            line(&mut text, indent, change, sides, style);
            rust_line(&mut text, indent, change, effect, style);
        }
    }
    if let Some(effect) = effect {
        rust_names(&mut text, effect, style);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text + &summary(settled, effect, style)
}

fn line(text: &mut String, indent: &str, change: &Change, sides: Sides<'_>, style: Style) {
    let level = style.severity(severity(change.level), &format!("{:<7}", change.level.as_str()));
    let _ = writeln!(text, "{indent}{level} {}  {}", harmless(&change.text), style.aside(&format!("[{}]", change.id)));
    let places = [sides.base(change), sides.revision(change)];
    let places: Vec<String> = places.into_iter().flatten().map(|site| site.to_string()).collect();
    if !places.is_empty() {
        let _ = writeln!(text, "{indent}        {}", style.aside(&harmless(&places.join(" -> "))));
    }
}

/// Text of a document on one line, without what terminals act upon.
fn harmless(text: &str) -> String {
    let plain = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(plain).collect()
}

/// Items that are named; the rest is counted.
const MOST_NAMED: usize = 3;

/// `rust: major  zoho_finance::books::Invoice::total`.
fn rust_line(text: &mut String, indent: &str, change: &Change, effect: Option<&Effect>, style: Style) {
    let Some(touched) = effect.and_then(|effect| effect.touched(change)) else { return };
    let named = touched.items.iter().take(MOST_NAMED).map(|path| format!("{CRATE}::{path}"));
    let mut items = named.collect::<Vec<_>>().join(", ");
    if touched.items.len() > MOST_NAMED {
        let _ = write!(items, " and {} more", touched.items.len() - MOST_NAMED);
    }
    let _ = writeln!(text, "{indent}        rust: {}  {}", verdict(touched.verdict, style), style.aside(&items));
}

/// Items of the crate that no change of the API explains.
fn rust_names(text: &mut String, effect: &Effect, style: Style) {
    let mut items = effect.unexplained().peekable();
    if items.peek().is_some() {
        let _ = writeln!(text, "{}", style.title("in Rust alone"));
    }
    for item in items {
        let now = item.now.as_ref().map(|now| format!(", now {CRATE}::{now}")).unwrap_or_default();
        let verdict = verdict(item.fate.verdict(), style);
        let _ = writeln!(text, "  {verdict}  {CRATE}::{} {}{now}", item.path, item.fate.as_str());
    }
}

fn verdict(verdict: Verdict, style: Style) -> String {
    let severity = match verdict {
        Verdict::Major => Severity::Error,
        Verdict::Minor => Severity::Warning,
        Verdict::Patch => Severity::Note,
    };
    style.severity(severity, verdict.as_str())
}

/// How many changes there are.
pub(super) fn summary(settled: &Settled, effect: Option<&Effect>, style: Style) -> String {
    let counts = settled.report.counts();
    let count = |level: Level| counts.get(&level).copied().unwrap_or_default();
    let mut text = if settled.report.changes.is_empty() {
        "nothing changed".to_owned()
    } else {
        let [errors, warnings, notes] = [Level::Error, Level::Warning, Level::Info].map(|level| {
            let what = match level {
                Level::Error => counted(count(level), "breaking change"),
                Level::Warning => format!("{} that may break", count(level)),
                Level::Info if count(level) == 1 => "1 that breaks nobody".to_owned(),
                Level::Info => format!("{} that break nobody", count(level)),
            };
            if count(level) > 0 { style.severity(severity(level), &what) } else { what }
        });
        format!("{errors}, {warnings}, {notes}")
    };
    if settled.ignored > 0 {
        let _ = write!(text, "; {} ignored by diff.toml", settled.ignored);
    }
    if let Some(effect) = effect {
        let _ = write!(text, "\n{}", effect.summary());
    }
    text + "\n"
}

/// The same for programs.
pub(super) fn counts(settled: &Settled, effect: Option<&Effect>) -> Value {
    let counts = settled.report.counts();
    let count = |level: Level| counts.get(&level).copied().unwrap_or_default();
    let mut said = json!({
        "error": count(Level::Error),
        "warning": count(Level::Warning),
        "info": count(Level::Info),
        "ignored": settled.ignored,
    });
    if let (Some(effect), Value::Object(keys)) = (effect, &mut said) {
        let counts = effect.counts().into_iter().map(|(fate, count)| (fate.as_str().to_owned(), Value::from(count)));
        let counts: serde_json::Map<String, Value> = counts.collect();
        keys.insert("rust".to_owned(), json!({ "verdict": effect.verdict(), "items": counts }));
    }
    said
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Info => Severity::Note,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    }
}
