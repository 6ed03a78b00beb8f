//! Annotations of GitHub: one workflow command a change.
//!
//! See <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fmt::Write as _;

use super::Sides;
use crate::diff::{Level, Report};

/// One line a change, at its place in the revision, or in the base where it is gone.
#[must_use]
pub fn github(report: &Report, sides: Sides<'_>) -> String {
    let mut text = String::new();
    for change in &report.changes {
        let command = match change.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        let mut properties = Vec::new();
        if let Some(site) = sides.revision(change).or_else(|| sides.base(change)) {
            properties.push(format!("file={}", property(&site.file)));
            properties.extend(site.line.map(|line| format!("line={line}")));
            properties.extend(site.column.map(|column| format!("col={column}")));
        }
        properties.push(format!("title={}", property(change.id)));
        let operation = change.operation().map(|operation| format!("{operation}: ")).unwrap_or_default();
        let _ =
            writeln!(text, "::{command} {}::{}", properties.join(","), data(&format!("{operation}{}", change.text)));
    }
    text
}

/// Text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property, which also ends at colons and commas.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
