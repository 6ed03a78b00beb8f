//! What a request may hold.
//!
//! In: a schema. Out: a value that satisfies it: the documented example where it does, else one that is put together
//! from its parts. Everything documented is in it, of alternatives the first; where that cannot be, only what is
//! required is.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Number, Value, json};

use crate::ir::wire::{Schema, SchemaId, SchemaUse, Wire};

use super::{Checker, formats, pattern};

/// Deeper objects hold only what is required.
const FULL: usize = 6;
/// Deeper values are not made.
const DEEPEST: usize = 24;
/// Longer lists and texts are not made.
const MOST: u64 = 10_000;
/// Values with more parts hold only what is required.
const HEAVY: usize = 3000;
/// What stands under a key that is only asked for.
const ANY: &str = "text";
/// Larger whole numbers are not the same for every reader of JSON.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// Makes values for the schemas of one wire layer.
#[derive(Clone, Debug)]
pub struct Maker<'w> {
    wire: &'w Wire,
    checker: Checker<'w>,
    /// What was made before, so that schemas that refer to each other in many ways are made once.
    known: RefCell<BTreeMap<(SchemaId, Extent), Value>>,
}

/// How much of an object is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    Everything,
    Required,
}

impl<'w> Maker<'w> {
    /// For the schemas of `wire`.
    #[must_use]
    pub fn new(wire: &'w Wire) -> Self {
        Self { wire, checker: Checker::new(wire), known: RefCell::new(BTreeMap::new()) }
    }

    /// What values are checked with.
    #[must_use]
    pub const fn checker(&self) -> Checker<'w> {
        self.checker
    }

    /// An instance, with `shown` preferred where it is one.
    #[must_use]
    pub fn value(&self, id: SchemaId, shown: Option<&Value>) -> Value {
        if let Some(shown) = shown.and_then(|shown| self.as_instance(id, shown)) {
            return shown;
        }
        self.best(id, &mut Vec::new(), Extent::Everything)
    }

    /// The value, or what it plainly means in the declared type, if that is an instance.
    fn as_instance(&self, id: SchemaId, value: &Value) -> Option<Value> {
        let fits = |value: &Value| !value.is_null() && is_exact(value) && self.checker.fits(id, value);
        if fits(value) {
            return Some(value.clone());
        }
        let kind = self.wire.schema(id)?.ty.as_deref();
        let read = match (kind, value) {
            (Some("integer" | "number"), Value::String(text)) => serde_json::from_str(text.trim()).ok()?,
            (Some("boolean"), Value::String(text)) => json!(text.trim().to_ascii_lowercase().parse::<bool>().ok()?),
            (Some("string"), Value::Number(_) | Value::Bool(_)) => json!(value.to_string()),
            _ => return None,
        };
        fits(&read).then_some(read)
    }

    /// Everything, or only what is required, whichever is an instance.
    fn best(&self, id: SchemaId, above: &mut Vec<SchemaId>, extent: Extent) -> Value {
        let Some(schema) = self.wire.schema(id) else { return Value::Null };
        if above.len() >= DEEPEST {
            return Value::Null;
        }
        let circle = above.contains(&id) || above.len() >= FULL;
        let extent = if circle { Extent::Required } else { extent };
        if let Some(known) = self.known.borrow().get(&(id, extent)) {
            return known.clone();
        }
        above.push(id);
        let documented = schema.example.iter().chain(&schema.default).chain(schema.enumeration.iter().flatten());
        let mut tries = documented.filter(|_| !schema.read_only).filter_map(|value| self.as_instance(id, value));
        let found = tries.next().unwrap_or_else(|| {
            let mut full = self.made(schema, above, extent, None);
            if weight(&full, HEAVY) >= HEAVY {
                full = self.made(schema, above, Extent::Required, None);
            }
            if self.checker.fits(id, &full) { full } else { self.other(id, schema, above).unwrap_or(full) }
        });
        above.pop();
        self.known.borrow_mut().insert((id, extent), found.clone());
        found
    }

    /// What is left to try: each alternative in turn, with only what is required.
    fn other(&self, id: SchemaId, schema: &Schema, above: &mut Vec<SchemaId>) -> Option<Value> {
        let count = schema.one_of.len().max(schema.any_of.len()).max(1);
        let tries = (0..count).flat_map(|index| [(index, Extent::Everything), (index, Extent::Required)]);
        let mut made = tries.map(|(index, extent)| self.made(schema, above, extent, Some(index)));
        made.find(|value| self.checker.fits(id, value))
    }

    fn made(&self, schema: &Schema, above: &mut Vec<SchemaId>, extent: Extent, choice: Option<usize>) -> Value {
        let index = choice.unwrap_or_default();
        let variants = || schema.one_of.get(index).into_iter().chain(schema.any_of.get(index));
        let object = is_object(schema);
        if !object && schema.all_of.is_empty() {
            if let Some(variant) = variants().next() {
                return self.best(variant.id, above, extent);
            }
            return self.plain(schema, above, extent);
        }
        let mut keys = Map::new();
        for part in schema.all_of.iter().chain(variants()) {
            match self.best(part.id, above, extent) {
                Value::Object(more) => more.into_iter().for_each(|(name, value)| add(&mut keys, name, value)),
                scalar if !object && keys.is_empty() => return scalar,
                _ => {}
            }
        }
        let others = self.keys_of_others(schema, index);
        let needed = self.needed(schema, index);
        for (name, used) in &schema.properties {
            let required = needed.contains(name.as_str());
            let offered = extent == Extent::Everything && !others.contains(name.as_str());
            let hidden = self.wire.schema(used.id).is_none_or(|schema| schema.read_only || is_file(schema));
            // A part that stands in a circle would not come to an end.
            let circle = above.contains(&used.id) && !required;
            if (required || offered) && !hidden && !circle {
                keys.insert(name.clone(), self.best(used.id, above, extent));
            }
        }
        for name in needed.iter().filter(|name| !self.documents(schema, name)) {
            keys.entry(*name).or_insert_with(|| json!(ANY));
        }
        Value::Object(keys)
    }

    /// Whether a key that is asked for is documented as well.
    fn documents(&self, schema: &Schema, name: &str) -> bool {
        let parts = schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of);
        let mut parts = parts.filter_map(|part| self.wire.schema(part.id));
        schema.properties.contains_key(name) || parts.any(|part| part.properties.contains_key(name))
    }

    /// Keys that must be there: its own, and those of the alternative that is taken.
    fn needed(&self, schema: &'w Schema, index: usize) -> BTreeSet<&'w str> {
        let variants = schema.one_of.get(index).into_iter().chain(schema.any_of.get(index)).chain(&schema.all_of);
        let more = variants.filter_map(|used| self.wire.schema(used.id)).flat_map(|variant| &variant.required);
        schema.required.iter().chain(more).map(String::as_str).collect()
    }

    /// Keys that only alternatives ask for that are not taken.
    fn keys_of_others(&self, schema: &'w Schema, index: usize) -> BTreeSet<&'w str> {
        let keys = |used: &'w SchemaUse| {
            let variant = self.wire.schema(used.id);
            variant.into_iter().flat_map(|variant| variant.properties.keys().chain(&variant.required))
        };
        let others = |parts: &'w [SchemaUse]| parts.iter().enumerate().filter(move |(i, _)| *i != index);
        let of_others = others(&schema.one_of).chain(others(&schema.any_of)).flat_map(|(_, used)| keys(used));
        let own = self.needed(schema, index);
        of_others.map(String::as_str).filter(|name| !own.contains(name)).collect()
    }

    fn plain(&self, schema: &Schema, above: &mut Vec<SchemaId>, extent: Extent) -> Value {
        match schema.ty.as_deref() {
            Some("array") => self.list(schema, above, extent),
            None if schema.items.is_some() => self.list(schema, above, extent),
            Some("boolean") => json!(true),
            Some("integer") => number(schema, true),
            Some("number") => number(schema, false),
            _ => Value::String(text(schema)),
        }
    }

    fn list(&self, schema: &Schema, above: &mut Vec<SchemaId>, extent: Extent) -> Value {
        let Some(items) = &schema.items else { return json!([]) };
        let least = schema.min_items.unwrap_or_default().min(MOST);
        // An element in a circle would hold itself again.
        let wanted = if above.contains(&items.id) || schema.max_items == Some(0) { least } else { least.max(1) };
        let element = self.best(items.id, above, extent);
        let values = self.wire.schema(items.id).and_then(|schema| schema.enumeration.clone()).unwrap_or_default();
        let distinct = |i: u64| match (&element, values.get(usize::try_from(i).unwrap_or_default())) {
            (_, Some(value)) if i > 0 => value.clone(),
            (Value::String(text), _) if i > 0 => json!(format!("{text}{i}")),
            (Value::Number(first), _) if i > 0 => json!(first.as_i64().unwrap_or_default() + i.cast_signed()),
            _ => element.clone(),
        };
        Value::Array((0..wanted).map(|i| if schema.unique_items { distinct(i) } else { element.clone() }).collect())
    }
}

/// Whether instances are objects; a set of required keys speaks of objects too.
fn is_object(schema: &Schema) -> bool {
    match schema.ty.as_deref() {
        Some(kind) => kind == "object",
        None => !schema.properties.is_empty() || !schema.required.is_empty(),
    }
}

/// Adds a key of a part; one that is only asked for gives way to one that is documented.
fn add(keys: &mut Map<String, Value>, name: String, value: Value) {
    if value != ANY || !keys.contains_key(&name) {
        keys.insert(name, value);
    }
}

/// How many parts a value has; counted up to `most`.
fn weight(value: &Value, most: usize) -> usize {
    let parts: Box<dyn Iterator<Item = &Value>> = match value {
        Value::Array(elements) => Box::new(elements.iter()),
        Value::Object(keys) => Box::new(keys.values()),
        _ => return 1,
    };
    let mut sum = 1;
    for part in parts {
        if sum >= most {
            break;
        }
        sum += weight(part, most - sum);
    }
    sum
}

/// Whether every reader of JSON holds a value as it is.
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64().is_some_and(|number| number.abs() <= EXACT),
        Value::Array(elements) => elements.iter().all(is_exact),
        Value::Object(keys) => keys.values().all(is_exact),
        _ => true,
    }
}

fn is_file(schema: &Schema) -> bool {
    schema.ty.as_deref() == Some("string") && schema.format.as_deref() == Some("binary")
}

/// A number within its bounds.
fn number(schema: &Schema, whole: bool) -> Value {
    let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
    let (low, high) = (bound(&schema.minimum), bound(&schema.maximum));
    let step = bound(&schema.multiple_of).filter(|step| *step > 0.0);
    let least = step.unwrap_or(if whole { 1.0 } else { 0.5 });
    let value = match (low, high) {
        (Some(low), _) if schema.exclusive_minimum => low + least,
        (Some(low), _) => low,
        (None, Some(high)) if high < 10.0 && schema.exclusive_maximum => high - least,
        (None, Some(high)) if high < 10.0 => high,
        _ => 10.0,
    };
    let value = step.map_or(value, |step| (value / step).ceil() * step);
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

/// A text of its format, pattern and length.
fn text(schema: &Schema) -> String {
    let written = schema.pattern.as_deref().and_then(pattern::sample);
    let mut text = written.unwrap_or_else(|| formats::sample(schema.format.as_deref()).to_owned());
    let length = |text: &str| text.chars().count() as u64;
    let least = schema.min_length.unwrap_or_default().min(MOST);
    while length(&text) < least {
        text.push(text.chars().last().unwrap_or('a'));
    }
    match schema.max_length {
        Some(most) if length(&text) > most => text.chars().take(usize::try_from(most).unwrap_or(usize::MAX)).collect(),
        _ => text,
    }
}
