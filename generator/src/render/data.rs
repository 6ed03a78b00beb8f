//! Data files beside machine-owned tests.
//!
//! In: documented calls. Out: JSON with one entry a line, so that a change of one answer is a change of one line.

use serde_json::json;

use crate::lower::krate::Answers;

/// The text of `tests/examples.json`.
pub(super) fn answers(answers: &Answers) -> String {
    let shapes = answers.shapes.iter().map(|(name, keys)| format!("    {}: {}", json!(name), json!(keys)));
    let examples = answers.examples.iter().map(|example| format!("    {}", json!(example)));
    let (shapes, examples): (Vec<String>, Vec<String>) = (shapes.collect(), examples.collect());
    format!(
        "{{\n  \"shapes\": {{\n{}\n  }},\n  \"examples\": [\n{}\n  ]\n}}\n",
        shapes.join(",\n"),
        examples.join(",\n")
    )
}
