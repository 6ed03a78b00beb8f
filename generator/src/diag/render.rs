//! Showing diagnostics. In: findings and the files they speak of. Out: text for people, or one JSON object a line.
//!
//! ```text
//! error[ZG002]: this is not YAML: …
//!   --> specs/books/x.yml:12:5
//!    |
//! 12 |     type: [string
//!    |     ^
//!    |
//!    = help: …
//! ```

use annotate_snippets::{AnnotationKind, Group, Level, Message, Origin, Padding, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Severity};
use crate::ir::{FileId, Place};

/// Characters of a long line that are shown.
const WINDOW: usize = 120;

/// A file as diagnostics show it.
#[derive(Clone, Copy, Debug)]
pub struct FileText<'a> {
    /// The path to show.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// All findings for people, in order of their places; `prefix` goes before each path (`specs/`).
#[must_use]
pub fn human(findings: &Diagnostics, files: &[FileText<'_>], prefix: &str, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    let mut lines = Lines::default();
    for finding in findings.sorted() {
        text.push_str(&one(finding, files, prefix, &renderer, &mut lines));
        text.push_str("\n\n");
    }
    text
}

/// All findings as JSON, one a line, in order of their places.
#[must_use]
pub fn json_lines(findings: &Diagnostics, files: &[FileText<'_>], prefix: &str) -> String {
    let mut text = String::new();
    for finding in findings.sorted() {
        let file = finding.at.and_then(|at| path_of(at, files, prefix));
        let number = |pick: fn(Place) -> u32| finding.at.map(pick).filter(|number| *number > 0);
        let line: Value = json!({
            "code": finding.code.id(),
            "severity": finding.severity,
            "message": finding.message,
            "file": file,
            "line": number(|at| at.line),
            "column": number(|at| at.column),
            "help": finding.help,
        });
        text.push_str(&line.to_string());
        text.push('\n');
    }
    text
}

fn one(finding: &Diagnostic, files: &[FileText<'_>], prefix: &str, renderer: &Renderer, lines: &mut Lines) -> String {
    let level = match finding.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(printable(&finding.message)).id(finding.code.id());
    let mut group = Group::with_title(title);
    let path = finding.at.and_then(|at| path_of(at, files, prefix));
    if let (Some(at), Some(path)) = (finding.at, path) {
        let text = files.get(at.file.0 as usize).map_or("", |file| file.text);
        group = match lines.line(at, text).filter(|_| at.line > 0) {
            // The renderer counts columns in what it is shown: of a long line it is told the place apart.
            Some(line) if line.chars().nth(WINDOW).is_some() => {
                group.element(origin(at, path)).element(snippet(at, line))
            }
            Some(line) => group.element(snippet(at, line).path(path)),
            None => group.element(origin(at, path)).element(Padding),
        };
    }
    if let Some(help) = &finding.help {
        group = group.element(help_line(help));
    }
    renderer.render(&[group])
}

fn help_line(help: &str) -> Message<'static> {
    Level::HELP.message(printable(help))
}

/// A place without a line to show: the whole file, or one that ends earlier.
fn origin(at: Place, path: String) -> Origin<'static> {
    let origin = Origin::path(path);
    if at.line == 0 {
        return origin;
    }
    origin.line(at.line as usize).char_column(at.column.max(1) as usize)
}

/// The line with a caret below its column. A long line is shown from somewhat before the column.
fn snippet(at: Place, line: &str) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
    let column = (at.column.max(1) as usize) - 1;
    let total = line.chars().count();
    let start = if total > WINDOW { column.saturating_sub(WINDOW / 3).min(total) } else { 0 };
    let shown: String = line.chars().skip(start).take(WINDOW).map(visible).collect();
    let begin = shown.char_indices().nth(column - start).map_or(shown.len(), |(offset, _)| offset);
    let width = shown.get(begin..).map_or(0, marked);
    Snippet::source(shown).line_start(at.line as usize).annotation(AnnotationKind::Primary.span(begin..begin + width))
}

/// Bytes of the word that begins a text; at least one character, if there is one.
fn marked(text: &str) -> usize {
    let word = text.find(|sign: char| sign.is_whitespace() || matches!(sign, ':' | ',' | '{' | '}' | '[' | ']'));
    match word {
        Some(0) => text.chars().next().map_or(0, char::len_utf8),
        Some(end) => end,
        None => text.len(),
    }
}

/// Text of a document as it may safely be printed: what would steer a terminal is replaced.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().map(visible).collect()
}

fn visible(sign: char) -> char {
    let steers = sign.is_control()
        || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    match sign {
        '\t' | '\n' | '\r' => ' ',
        _ if steers => char::REPLACEMENT_CHARACTER,
        _ => sign,
    }
}

fn path_of(at: Place, files: &[FileText<'_>], prefix: &str) -> Option<String> {
    let file = files.get(at.file.0 as usize)?;
    Some(printable(&format!("{prefix}{}", file.path)))
}

/// Where the lines of the file shown last begin, so that many findings in a long file cost one pass.
#[derive(Default)]
struct Lines {
    file: Option<FileId>,
    starts: Vec<usize>,
}

impl Lines {
    fn line<'t>(&mut self, at: Place, text: &'t str) -> Option<&'t str> {
        if self.file != Some(at.file) {
            self.file = Some(at.file);
            self.starts = std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
        }
        let start = *self.starts.get((at.line as usize).checked_sub(1)?)?;
        let rest = text.get(start..)?;
        Some(rest.split('\n').next().unwrap_or_default().trim_end_matches('\r'))
    }
}

#[cfg(test)]
mod tests;
