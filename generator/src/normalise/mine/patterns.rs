//! Patterns of prose.
//!
//! In: regular expressions written in this folder. Out: compiled ones; one that does not compile finds nothing, and
//! the test of its phrasing fails.
//!
//! `\w`, `\d`, `\s` and `\b` are those of ASCII here: the tables of Unicode cost more to build than all else.

use regex::Regex;

/// Compiles patterns.
pub(super) fn compile(patterns: &[&str]) -> Vec<Regex> {
    patterns.iter().filter_map(|pattern| Regex::new(&ascii(pattern)).ok()).collect()
}

fn ascii(pattern: &str) -> String {
    let classes = [(r"\w", "[0-9A-Za-z_]"), (r"\d", "[0-9]"), (r"\s", r"[ \t\n]"), (r"\b", r"(?-u:\b)")];
    classes.iter().fold(pattern.to_owned(), |pattern, (unicode, ascii)| pattern.replace(unicode, ascii))
}
