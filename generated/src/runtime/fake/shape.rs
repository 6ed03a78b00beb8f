//! In: a body and its shape. Out: what is missing or of another kind, by its place.
//!
//! The service is as tolerant as the real one: a number may come as text and a text as a number, and null is as good as
//! nothing.

use serde_json::Value;

use super::table::{Shape, Use};

/// Shapes within shapes are looked into so deep.
const DEEPEST: usize = 64;

/// The first thing that is wrong with a value, such as `body.amount is no number`.
pub(super) fn problem(shapes: &[Shape], of: &Use, value: &Value, at: &str) -> Option<String> {
    check(shapes, of, value, at, 0).err()
}

fn check(shapes: &[Shape], of: &Use, value: &Value, at: &str, depth: usize) -> Result<(), String> {
    let shape = match of {
        Use::Kind(kind) => return if is_kind(kind, value) { Ok(()) } else { Err(format!("{at} is no {kind}")) },
        Use::At(index) => shapes.get(*index).filter(|_| depth < DEEPEST),
    };
    let Some(shape) = shape else { return Ok(()) };
    match (shape.kind.as_deref(), value) {
        (Some("object"), Value::Object(_)) | (Some("array"), Value::Array(_)) | (None, _) => {}
        (Some(kind), _) => return Err(format!("{at} is no {kind}")),
    }
    if let Value::Object(keys) = value {
        let given = |name: &str| keys.get(name).filter(|value| !value.is_null());
        if let Some(name) = shape.required.iter().find(|name| given(name).is_none()) {
            return Err(format!("{at}.{name} is missing"));
        }
        let mut documented = shape.keys.iter().filter_map(|(name, of)| Some((name, of, given(name)?)));
        documented.try_for_each(|(name, of, value)| check(shapes, of, value, &format!("{at}.{name}"), depth + 1))?;
    }
    if let (Value::Array(elements), Some(items)) = (value, &shape.items) {
        let mut indexed = elements.iter().enumerate();
        indexed.try_for_each(|(i, element)| check(shapes, items, element, &format!("{at}[{i}]"), depth + 1))?;
    }
    shape.all.iter().try_for_each(|part| check(shapes, part, value, at, depth + 1))?;
    let mut tries = shape.any.iter().map(|part| check(shapes, part, value, at, depth + 1));
    match tries.next() {
        Some(Err(first)) if !tries.any(|tried| tried.is_ok()) => Err(first),
        _ => Ok(()),
    }
}

fn is_kind(kind: &str, value: &Value) -> bool {
    match (kind, value) {
        ("any", _) => true,
        (_, Value::Array(_) | Value::Object(_) | Value::Null) => false,
        ("integer", Value::Number(number)) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
        ("integer", Value::String(text)) => text.trim().parse::<i64>().is_ok(),
        ("number", Value::String(text)) => text.trim().parse::<f64>().is_ok(),
        ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) => true,
        ("boolean", Value::String(text)) => matches!(text.as_str(), "true" | "false"),
        ("text", _) => true,
        _ => false,
    }
}

/// All shapes that an instance is made of: its own and those that it is composed of.
pub(super) fn parts<'t>(shapes: &'t [Shape], of: &Use) -> Vec<&'t Shape> {
    let mut found: Vec<(usize, &Shape)> = Vec::new();
    let mut open = vec![of];
    while let Some(next) = open.pop() {
        let Use::At(index) = next else { continue };
        let Some(shape) = shapes.get(*index).filter(|_| !found.iter().any(|(known, _)| known == index)) else {
            continue;
        };
        found.push((*index, shape));
        open.extend(shape.all.iter().chain(&shape.any));
    }
    found.into_iter().map(|(_, shape)| shape).collect()
}
