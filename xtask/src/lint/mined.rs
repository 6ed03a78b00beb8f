//! Mined facts for people. In: facts with their sums. Out: one block a fact, by product, and a table of kinds.

use generator::diag::render::printable;
use generator::lint::{Mined, MinedFact};
use serde_json::Value;

use crate::style::{Style, counted, table};

/// All facts and their sums.
pub(super) fn listing(mined: &Mined, style: Style) -> String {
    let mut text = String::new();
    let mut product = "";
    for fact in &mined.facts {
        if fact.product != product {
            product = &fact.product;
            text.push_str(&format!("{}\n", style.title(&printable(product))));
        }
        text.push_str(&block(fact, style));
    }
    if mined.facts.is_empty() {
        return "no fact was mined\n".to_owned();
    }
    let rows: Vec<Vec<String>> = mined
        .counts
        .iter()
        .map(|line| vec![line.kind.to_owned(), line.state.to_owned(), line.count.to_string()])
        .collect();
    format!("{text}\n{}{}\n", table(&rows), counted(mined.facts.len(), "fact"))
}

/// One fact: what is stated about what, in which words and where.
pub(crate) fn block(fact: &MinedFact, style: Style) -> String {
    let reason = fact.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let state = format!("{}{reason}", fact.state);
    let head = format!("{} {}", fact.kind, stated(&fact.value));
    let mut text = format!("  {}  {}\n", style.title(&printable(&head)), style.aside(&printable(&state)));
    text.push_str(&format!("    {}  {}\n", fact.at, printable(&fact.subject)));
    if let Some(sentence) = &fact.sentence {
        text.push_str(&format!("    \u{201c}{}\u{201d}\n", printable(sentence)));
    }
    text
}

/// A value as people write it: `draft, sent`, `min 1, max 100`.
fn stated(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(stated).collect::<Vec<_>>().join(", "),
        Value::Object(entries) => {
            let entries = entries.iter().filter(|(_, value)| !value.is_null());
            entries.map(|(key, value)| format!("{key} {}", stated(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
