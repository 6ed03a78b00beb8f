//! In: a body and its shape. Out: the keys that the documents do not have.

use serde_json::Value;

use super::shape::parts;
use super::table::{Shape, Use};

/// Adds `body.colour` for each undocumented key.
pub(super) fn undocumented(shapes: &[Shape], of: &Use, value: &Value, at: &str, found: &mut Vec<String>) {
    let parts = parts(shapes, of);
    match value {
        Value::Object(keys) => {
            let open = parts.is_empty() || parts.iter().any(|shape| shape.open);
            for (name, value) in keys {
                let below = format!("{at}.{name}");
                match parts.iter().find_map(|shape| shape.keys.get(name)) {
                    Some(of) => undocumented(shapes, of, value, &below, found),
                    None if !open => found.push(below),
                    None => {}
                }
            }
        }
        Value::Array(elements) => {
            let Some(items) = parts.iter().find_map(|shape| shape.items.as_ref()) else { return };
            for (i, element) in elements.iter().enumerate() {
                undocumented(shapes, items, element, &format!("{at}[{i}]"), found);
            }
        }
        _ => {}
    }
}
