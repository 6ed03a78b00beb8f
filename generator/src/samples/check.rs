//! Whether a value is an instance of a schema.
//!
//! In: a schema of the wire layer and a JSON value. Out: the first keyword that the value breaks, with the place in the
//! value. The keywords are those of OpenAPI 3.0; a property that is `readOnly` is required of nobody who sends.

use std::cell::Cell;

use serde_json::{Map, Number, Value};

use crate::ir::wire::{Additional, Schema, SchemaId, Wire};

use super::{formats, pattern};

/// Deeper values are taken as they are.
const DEEPEST: usize = 40;
/// Looking further at one value would take too long.
const MOST: u32 = 200_000;

/// Checks values against the schemas of one wire layer.
#[derive(Clone, Copy, Debug)]
pub struct Checker<'w> {
    wire: &'w Wire,
}

impl<'w> Checker<'w> {
    /// For the schemas of `wire`.
    #[must_use]
    pub const fn new(wire: &'w Wire) -> Self {
        Self { wire }
    }

    /// What the value breaks, such as `/amount: not a number`; nothing where it is an instance.
    #[must_use]
    pub fn violation(&self, id: SchemaId, value: &Value) -> Option<String> {
        Run { wire: self.wire, left: Cell::new(MOST) }.check(id, value, "", 0).err()
    }

    /// Whether the value is an instance.
    #[must_use]
    pub fn fits(&self, id: SchemaId, value: &Value) -> bool {
        self.violation(id, value).is_none()
    }
}

/// One check.
struct Run<'w> {
    wire: &'w Wire,
    left: Cell<u32>,
}

impl Run<'_> {
    fn check(&self, id: SchemaId, value: &Value, at: &str, depth: usize) -> Result<(), String> {
        let left = self.left.get().saturating_sub(1);
        self.left.set(left);
        let Some(schema) = self.wire.schema(id).filter(|_| depth < DEEPEST && left > 0) else { return Ok(()) };
        if value.is_null() && (schema.nullable || (schema.ty.is_none() && !composed(schema))) {
            return Ok(());
        }
        let broken = |what: &str| Err(format!("{}: {what}", if at.is_empty() { "/" } else { at }));
        if let Some(kind) = schema.ty.as_deref().filter(|kind| !is_kind(kind, value)) {
            return broken(&format!("not of type {kind}"));
        }
        if schema.enumeration.as_ref().is_some_and(|values| !values.contains(value)) {
            return broken("none of the listed values");
        }
        match value {
            Value::String(text) => text_breaks(schema, text).map_or(Ok(()), broken)?,
            Value::Number(number) => number_breaks(schema, number).map_or(Ok(()), broken)?,
            Value::Array(elements) => self.list(schema, elements, at, depth)?,
            Value::Object(keys) => self.object(schema, keys, at, depth)?,
            Value::Null | Value::Bool(_) => {}
        }
        self.composition(schema, value, at, depth)
    }

    fn list(&self, schema: &Schema, elements: &[Value], at: &str, depth: usize) -> Result<(), String> {
        let count = elements.len() as u64;
        if schema.min_items.is_some_and(|least| count < least) || schema.max_items.is_some_and(|most| count > most) {
            return Err(format!("{at}: {count} elements"));
        }
        let twice = |(i, element): (usize, &Value)| elements.iter().take(i).any(|other| other == element);
        if schema.unique_items && elements.iter().enumerate().any(twice) {
            return Err(format!("{at}: an element stands there twice"));
        }
        let Some(items) = &schema.items else { return Ok(()) };
        let mut indexed = elements.iter().enumerate();
        indexed.try_for_each(|(i, element)| self.check(items.id, element, &format!("{at}/{i}"), depth + 1))
    }

    fn object(&self, schema: &Schema, keys: &Map<String, Value>, at: &str, depth: usize) -> Result<(), String> {
        let read_only = |name: &str| {
            let used = schema.properties.get(name);
            used.and_then(|used| self.wire.schema(used.id)).is_some_and(|schema| schema.read_only)
        };
        if let Some(name) = schema.required.iter().find(|name| !keys.contains_key(*name) && !read_only(name)) {
            return Err(format!("{at}/{name}: required, and not there"));
        }
        let count = keys.len() as u64;
        let crowd = schema.min_properties.is_some_and(|least| count < least)
            || schema.max_properties.is_some_and(|most| count > most);
        if crowd {
            return Err(format!("{at}: {count} keys"));
        }
        for (name, value) in keys {
            let below = format!("{at}/{name}");
            match (schema.properties.get(name), &schema.additional_properties) {
                (Some(used), _) => self.check(used.id, value, &below, depth + 1)?,
                (None, Some(Additional::Schema(used))) => self.check(used.id, value, &below, depth + 1)?,
                (None, Some(Additional::Any(false))) => return Err(format!("{below}: not a documented key")),
                (None, _) => {}
            }
        }
        Ok(())
    }

    fn composition(&self, schema: &Schema, value: &Value, at: &str, depth: usize) -> Result<(), String> {
        schema.all_of.iter().try_for_each(|part| self.check(part.id, value, at, depth + 1))?;
        let fitting = |parts: &[crate::ir::wire::SchemaUse]| {
            parts.iter().filter(|part| self.check(part.id, value, at, depth + 1).is_ok()).count()
        };
        if !schema.one_of.is_empty() && fitting(&schema.one_of) != 1 {
            return Err(format!("{at}: {} alternatives of oneOf fit", fitting(&schema.one_of)));
        }
        if !schema.any_of.is_empty() && fitting(&schema.any_of) == 0 {
            return Err(format!("{at}: no alternative of anyOf fits"));
        }
        if schema.not.as_ref().is_some_and(|not| self.check(not.id, value, at, depth + 1).is_ok()) {
            return Err(format!("{at}: what `not` excludes"));
        }
        Ok(())
    }
}

const fn composed(schema: &Schema) -> bool {
    !schema.all_of.is_empty() || !schema.one_of.is_empty() || !schema.any_of.is_empty()
}

fn is_kind(kind: &str, value: &Value) -> bool {
    match kind {
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

fn text_breaks(schema: &Schema, text: &str) -> Option<&'static str> {
    let length = text.chars().count() as u64;
    if schema.min_length.is_some_and(|least| length < least) {
        return Some("too short");
    }
    if schema.max_length.is_some_and(|most| length > most) {
        return Some("too long");
    }
    if schema.pattern.as_deref().is_some_and(|wanted| !pattern::matches(wanted, text)) {
        return Some("it does not match the pattern");
    }
    let formatted = schema.ty.as_deref() == Some("string") && schema.format.as_deref().is_some();
    (formatted && !formats::fits(schema.format.as_deref().unwrap_or_default(), text)).then_some("not of the format")
}

fn number_breaks(schema: &Schema, number: &Number) -> Option<&'static str> {
    let value = number.as_f64()?;
    let low = schema.minimum.as_ref().and_then(Number::as_f64);
    let high = schema.maximum.as_ref().and_then(Number::as_f64);
    if low.is_some_and(|low| value < low || (schema.exclusive_minimum && value <= low)) {
        return Some("too small");
    }
    if high.is_some_and(|high| value > high || (schema.exclusive_maximum && value >= high)) {
        return Some("too large");
    }
    let step = schema.multiple_of.as_ref().and_then(Number::as_f64).filter(|step| *step > 0.0);
    let off = step.is_some_and(|step| {
        let times = value / step;
        (times - times.round()).abs() > 1e-9
    });
    if off {
        return Some("not a multiple");
    }
    let narrow = schema.format.as_deref() == Some("int32") && i32::try_from(value as i64).is_err();
    narrow.then_some("too large for its format")
}
