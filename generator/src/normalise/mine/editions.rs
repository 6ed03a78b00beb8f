//! In which editions of a product something exists.
//!
//! In: `x-…` keys. Out: the editions of a key that ends in "available in", and those of one in "unavailable in".

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::fact::Editions;
use crate::ir::name::Name;

/// The editions that the keys name, if any.
pub(super) fn of(extensions: Option<&IndexMap<String, Value>>) -> Option<Editions> {
    let mut editions = Editions::default();
    for (key, value) in extensions? {
        let name = Name::parse(key);
        match name.words().as_slice() {
            [.., "available", "in"] => editions.only.extend(names(value)),
            [.., "unavailable", "in"] => editions.except.extend(names(value)),
            _ => {}
        }
    }
    (!editions.is_all()).then_some(editions)
}

/// A list of texts, or one.
fn names(value: &Value) -> Vec<String> {
    let texts = match value {
        Value::Array(values) => values.iter().collect(),
        one => vec![one],
    };
    let mut names: Vec<String> = Vec::new();
    for name in texts.into_iter().filter_map(Value::as_str).map(str::trim).filter(|name| !name.is_empty()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
