//! Colours of a terminal.
//!
//! In: text and what it is. Out: the same text, coloured where somebody watches; plain in a pipe or with `NO_COLOR`.

use std::io::IsTerminal as _;

use generator::diag::Severity;

/// Whether and how to colour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    color: bool,
}

impl Style {
    /// The style of standard output.
    pub(crate) fn stdout() -> Self {
        Self { color: std::io::stdout().is_terminal() && no_color_is_unset() }
    }

    /// What a block is about.
    pub(crate) fn title(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What is there for those who ask further.
    pub(crate) fn aside(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Text about a finding of this severity.
    pub(crate) fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Note => "32",
            Severity::Warning => "33",
            Severity::Error => "31",
        };
        self.paint(code, text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Whether nobody asked for plain text: <https://no-color.org>.
pub(crate) fn no_color_is_unset() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The word for a severity.
pub(crate) const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Rows of a table: columns as wide as they must be, those of numbers to the right.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let is_number = |cell: &String| !cell.is_empty() && cell.chars().all(|sign| sign.is_ascii_digit());
    // The first row may be the head.
    let below = rows.get(1..).filter(|below| !below.is_empty()).unwrap_or(rows);
    let of_numbers = |column: usize| below.iter().all(|row| row.get(column).is_some_and(is_number));
    let right: Vec<bool> = (0..columns).map(of_numbers).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).zip(&right).map(|((cell, width), right)| {
            let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
            if *right { format!("{gap}{cell}") } else { format!("{cell}{gap}") }
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
