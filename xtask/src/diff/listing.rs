//! Changes for people at a terminal. In: a report. Out: its changes by resource and operation, and how many there are.

use std::fmt::Write as _;

use generator::diag::Severity;
use generator::diff::settings::Settled;
use generator::diff::show::{Sides, groups};
use generator::diff::{Change, Level};
use serde_json::{Value, json};

use crate::style::{Style, counted};

/// All changes, then how many.
pub(super) fn listing(settled: &Settled, sides: Sides<'_>, style: Style) -> String {
    let mut text = String::new();
    let mut resource = None;
    for group in groups(&settled.report.changes) {
        if resource.as_ref() != Some(&group.resource) {
            let _ = writeln!(text, "{}", style.title(&group.resource));
            resource = Some(group.resource.clone());
        }
        let indent = match &group.operation {
            Some(operation) => {
                let _ = writeln!(text, "  {operation}");
                "    "
            }
            None => "  ",
        };
        group.changes.iter().for_each(|change| line(&mut text, indent, change, sides, style));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text + &summary(settled, style)
}

fn line(text: &mut String, indent: &str, change: &Change, sides: Sides<'_>, style: Style) {
    let level = style.severity(severity(change.level), &format!("{:<7}", change.level.as_str()));
    let _ = writeln!(text, "{indent}{level} {}  {}", change.text, style.aside(&format!("[{}]", change.id)));
    let places = [sides.base(change), sides.revision(change)];
    let places: Vec<String> = places.into_iter().flatten().map(|site| site.to_string()).collect();
    if !places.is_empty() {
        let _ = writeln!(text, "{indent}        {}", style.aside(&places.join(" -> ")));
    }
}

/// How many changes there are.
pub(super) fn summary(settled: &Settled, style: Style) -> String {
    let counts = settled.report.counts();
    let count = |level: Level| counts.get(&level).copied().unwrap_or_default();
    let mut text = if settled.report.changes.is_empty() {
        "nothing changed".to_owned()
    } else {
        let [errors, warnings, notes] = [Level::Error, Level::Warning, Level::Info].map(|level| {
            let what = match level {
                Level::Error => counted(count(level), "breaking change"),
                Level::Warning => format!("{} that may break", count(level)),
                Level::Info => format!("{} that break nobody", count(level)),
            };
            if count(level) > 0 { style.severity(severity(level), &what) } else { what }
        });
        format!("{errors}, {warnings}, {notes}")
    };
    if settled.ignored > 0 {
        let _ = write!(text, "; {} ignored by diff.toml", settled.ignored);
    }
    text + "\n"
}

/// The same for programs.
pub(super) fn counts(settled: &Settled) -> Value {
    let counts = settled.report.counts();
    let count = |level: Level| counts.get(&level).copied().unwrap_or_default();
    json!({
        "error": count(Level::Error),
        "warning": count(Level::Warning),
        "info": count(Level::Info),
        "ignored": settled.ignored,
    })
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Info => Severity::Note,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    }
}
