//! Markdown: a heading a resource, a table an operation. Nothing of a document is read as markup.

use std::fmt::Write as _;

use super::{Sides, groups};
use crate::diag::Site;
use crate::diff::{Change, Level, Report};

/// The changes for a page or a pull request.
#[must_use]
pub fn markdown(report: &Report, sides: Sides<'_>) -> String {
    let counts = report.counts();
    let count = |level: Level| counts.get(&level).copied().unwrap_or_default();
    let mut text = format!(
        "**{} breaking**, {} possibly breaking, {} other changes\n",
        count(Level::Error),
        count(Level::Warning),
        count(Level::Info)
    );
    let mut resource = None;
    for group in groups(&report.changes) {
        if resource.as_ref() != Some(&group.resource) {
            let _ = write!(text, "\n## {}\n", plain(&group.resource));
            resource = Some(group.resource.clone());
        }
        let operation = group.operation.as_deref().map_or_else(|| "As a whole".to_owned(), code);
        let _ = write!(text, "\n### {operation}\n\n| Level | Change | Base | Revision |\n| --- | --- | --- | --- |\n");
        for change in group.changes {
            let _ = writeln!(text, "{}", row(change, sides));
        }
    }
    text
}

fn row(change: &Change, sides: Sides<'_>) -> String {
    let site = |site: Option<Site>| site.map(|site| code(&site.to_string())).unwrap_or_default();
    let level = match change.level {
        Level::Error => "**error**",
        Level::Warning => "warning",
        Level::Info => "info",
    };
    let what = format!("{} ({})", plain(&change.text), code(change.id));
    format!("| {level} | {what} | {} | {} |", site(sides.base(change)), site(sides.revision(change)))
}

/// Text that means nothing but itself, except that what stands in backticks stays code.
#[must_use]
pub fn plain(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let paired = parts.len() % 2 == 1;
    let piece = |(index, part): (usize, &&str)| {
        if paired && index % 2 == 1 { code(part) } else { escaped(part) }
    };
    parts.iter().enumerate().map(piece).collect()
}

/// Text that means nothing but itself.
pub(in crate::diff) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Text as code, with a fence longer than any backticks in it. A bar would end the cell of a table.
#[must_use]
pub fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ").replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    if text.is_empty() { String::new() } else { format!("{fence}{space}{text}{space}{fence}") }
}
