//! Facts that the document notes as such.
//!
//! In: the `x-…` keys of a parameter or schema. Out: what `x-facts` states, as if prose stated it; so it is judged, listed
//! and switched off alike.

use indexmap::IndexMap;
use serde_json::{Number, Value};

use crate::ir::fact::{Commas, Stated, TimeFormat};
use crate::ir::noted::{self, KEY};

/// Everything that is stated.
pub(super) fn all(extensions: Option<&IndexMap<String, Value>>) -> Vec<Stated> {
    let Some(facts) = extensions.and_then(|keys| keys.get(KEY)) else { return Vec::new() };
    let count = |key: &str| facts.get(key).and_then(Value::as_u64);
    let number = |key: &str| facts.get(key).and_then(Value::as_number).cloned();
    let length = (count("minLength"), count("maxLength"));
    let bounds: (Option<Number>, Option<Number>) = (number("minimum"), number("maximum"));
    let separator = facts.get(noted::SEPARATOR).and_then(Value::as_str);
    let stated = [
        texts(facts.get(noted::VARIANTS)).map(Stated::Variants),
        (length != (None, None)).then_some(Stated::Length(length.0, length.1)),
        (bounds != (None, None)).then_some(Stated::Bounds(bounds.0, bounds.1)),
        facts.get("format").and_then(Value::as_str).map(format).map(Stated::Format),
        separator.filter(|separator| *separator == noted::COMMA).map(|_| Stated::Commas(Commas::Said)),
        texts(facts.get(noted::VALUES)).map(Stated::Values),
        facts.get("default").cloned().map(Stated::Default),
    ];
    stated.into_iter().flatten().collect()
}

fn format(word: &str) -> TimeFormat {
    match word {
        "date" => TimeFormat::Date,
        "date-time" => TimeFormat::DateTime,
        _ => TimeFormat::Other,
    }
}

/// A list of texts that is not empty.
fn texts(value: Option<&Value>) -> Option<Vec<String>> {
    let texts: Vec<String> = value?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    (!texts.is_empty()).then_some(texts)
}
