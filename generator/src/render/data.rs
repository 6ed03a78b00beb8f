//! Data files beside machine-owned tests.
//!
//! In: documented objects, kinds and calls. Out: JSON with one entry a line, so that a change of one answer is a change
//! of one line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::json;

use crate::lower::krate::Answers;
use crate::samples::CallSample;

/// The text of `tests/examples.json`.
pub(super) fn answers(answers: &Answers) -> String {
    let shapes = object(&answers.shapes);
    let kinds = object(&answers.kinds);
    let examples = lines(answers.examples.iter().map(|example| json!(example).to_string()));
    format!("{{\n  \"shapes\": {{{shapes}}},\n  \"kinds\": {{{kinds}}},\n  \"examples\": [{examples}]\n}}\n")
}

/// The text of `tests/calls.json`.
pub(super) fn calls(calls: &[CallSample]) -> String {
    let calls = lines(calls.iter().map(|call| json!(call).to_string()));
    format!("{{\n  \"calls\": [{calls}]\n}}\n")
}

fn object<T: Serialize>(entries: &BTreeMap<String, T>) -> String {
    lines(entries.iter().map(|(name, entry)| format!("{}: {}", json!(name), json!(entry))))
}

fn lines(entries: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for entry in entries {
        let separator = if text.is_empty() { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(text, "{separator}\n    {entry}");
    }
    if !text.is_empty() {
        text.push_str("\n  ");
    }
    text
}
