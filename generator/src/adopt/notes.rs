//! What is written of facts, by the part that they are about.
//!
//! In: what prose and examples told of the documents with their overlays, and the documents as published. Out:
//! [`Notes`], which adds keywords and `x-facts` to parts that are written. What an overlay says, or changes, is left to it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::published::Published;
use super::schemas::{in_order, ordered};
use crate::ir::Place;
use crate::ir::fact::{Fact, State, Stated, Subject, TimeFormat};
use crate::ir::model::OperationId;
use crate::ir::noted;
use crate::ir::wire::{Operation, Wire};
use crate::normalise::{Inferred, Told};

/// The key that names facts which are not used.
const OFF: &str = "x-not-mined";

/// The keys of a parameter.
const PARAM_ORDER: [&str; 12] = [
    "name",
    "in",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "content",
    OFF,
    noted::KEY,
];

/// Everything that is noted, by the place of the part.
#[derive(Debug, Default)]
pub(super) struct Notes {
    schemas: BTreeMap<Place, Note>,
    /// Of properties, by what stands beside their references.
    beside: BTreeMap<Place, Note>,
    params: BTreeMap<Place, Note>,
    operations: BTreeMap<Place, Map<String, Value>>,
}

/// What is noted of one part.
#[derive(Clone, Debug, Default)]
struct Note {
    stated: Vec<Stated>,
    /// What is known not to be so.
    off: BTreeSet<&'static str>,
    /// Whether values and format hold in some uses only.
    partial: bool,
    of: Option<String>,
    inferred: Option<Inferred>,
    fields: Map<String, Value>,
}

impl Notes {
    /// Collects what is to be written.
    pub(super) fn of(told: &Told, wire: &Wire, plain: &Wire) -> Self {
        let mut notes = Self::default();
        let published = Published::of(plain);
        for fact in &told.facts {
            if published.says(fact, wire) {
                notes.add(fact);
            }
        }
        for (id, of) in &told.partial {
            let note = wire.schema(*id).map(|schema| notes.schemas.entry(schema.at).or_default());
            note.into_iter().for_each(|note| (note.partial, note.of) = (true, of.clone()));
        }
        for at in &told.partial_params {
            notes.params.entry(*at).or_default().partial = true;
        }
        for (id, inferred) in &told.inferred {
            let note = wire.schema(*id).map(|schema| notes.schemas.entry(schema.at).or_default());
            note.into_iter().for_each(|note| note.inferred = Some(inferred.clone()));
        }
        for schema in &wire.schemas {
            for (name, used) in &schema.properties {
                if let Some(kinds) = told.fields.get(&used.at).filter(|kinds| !kinds.is_empty()) {
                    let note = notes.schemas.entry(schema.at).or_default();
                    note.fields.insert(name.clone(), Value::Array(kinds.clone()));
                }
            }
        }
        notes.operations = operations(told, wire);
        notes
    }

    fn add(&mut self, fact: &Fact) {
        let notes = match &fact.subject {
            Subject::Schema(_) => &mut self.schemas,
            Subject::Property(..) => &mut self.beside,
            Subject::Param(..) => &mut self.params,
            Subject::Operation(_) => return,
        };
        let note = notes.entry(fact.at).or_default();
        match &fact.state {
            // The keys that tell of editions are kept themselves.
            State::Applied if !matches!(fact.stated, Stated::Editions(_)) && !note.stated.contains(&fact.stated) => {
                note.stated.push(fact.stated.clone());
            }
            State::Off => {
                note.off.insert(fact.stated.word());
            }
            State::Applied | State::Known | State::Passed(_) => {}
        }
    }

    /// Adds what is noted of a schema to its keywords.
    pub(super) fn of_schema(&self, at: Place, map: &mut Map<String, Value>) {
        if let Some(note) = self.schemas.get(&at) {
            note.schema(map);
        }
    }

    /// A property, with what stood beside its reference.
    pub(super) fn beside(&self, at: Place, property: Value) -> Value {
        let Some(note) = self.beside.get(&at).filter(|note| !note.stated.is_empty()) else { return property };
        if property.get("$ref").is_none() {
            return property;
        }
        let mut map = Map::new();
        note.schema(&mut map);
        map.insert("allOf".to_owned(), json!([property]));
        Value::Object(ordered(map))
    }

    /// Adds what is noted of an operation.
    pub(super) fn of_operation(&self, at: Place, map: &mut Map<String, Value>) {
        for (key, value) in self.operations.get(&at).into_iter().flatten() {
            noted::add(map, key, value.clone());
        }
    }

    /// Adds what is noted of a parameter: to its schema, unless that is shared.
    pub(super) fn of_param(&self, at: Place, map: &mut Map<String, Value>) {
        let Some(note) = self.params.get(&at) else { return };
        // What does not hold in its only use holds nowhere.
        let useless = |stated: &&Stated| note.partial && matches!(stated, Stated::Values(_) | Stated::Format(_));
        for stated in note.stated.iter().filter(|stated| !useless(stated)) {
            let own = map.get_mut("schema").and_then(Value::as_object_mut);
            let own = own.filter(|schema| ["$ref", "oneOf", "anyOf"].iter().all(|key| !schema.contains_key(*key)));
            let Some(schema) = own else {
                noted_only(stated, map);
                continue;
            };
            match stated {
                Stated::Variants(_) => noted_only(stated, map),
                Stated::Values(values) if is_truth(values) => {
                    let default = schema.contains_key("default")
                        || note.stated.iter().any(|stated| matches!(stated, Stated::Default(_)));
                    if default {
                        noted_only(stated, map);
                    } else {
                        schema.insert("type".to_owned(), Value::from("boolean"));
                    }
                }
                Stated::Commas(_) if schema.get("type").is_some_and(|ty| ty == "array") => {
                    map.insert("explode".to_owned(), Value::Bool(false));
                }
                Stated::Commas(_) => noted_only(stated, map),
                _ => keyword(stated, schema),
            }
        }
        if let Some(schema) = map.get_mut("schema").and_then(Value::as_object_mut) {
            *schema = ordered(std::mem::take(schema));
        }
        note.switch_off(map);
        *map = in_order(std::mem::take(map), &PARAM_ORDER);
    }
}

impl Note {
    fn schema(&self, map: &mut Map<String, Value>) {
        if let Some(Inferred::Keywords(ty, format)) = &self.inferred {
            if !map.contains_key("type") {
                map.insert("type".to_owned(), Value::from(*ty));
            }
            if let Some(format) = format.filter(|_| !map.contains_key("format")) {
                map.insert("format".to_owned(), Value::from(format));
            }
        }
        for stated in &self.stated {
            match stated {
                // Where all uses have the type that the example shows, none has the values.
                Stated::Values(_) | Stated::Format(_) if self.partial => {
                    if !matches!(self.inferred, Some(Inferred::Keywords(..))) {
                        noted_only(stated, map);
                    }
                }
                Stated::Commas(_) | Stated::Variants(_) => noted_only(stated, map),
                _ => keyword(stated, map),
            }
        }
        if let Some(of) =
            self.of.as_ref().filter(|_| map.get(noted::KEY).is_some_and(|facts| facts.get(noted::VALUES).is_some()))
        {
            noted::add(map, noted::OF, Value::from(of.as_str()));
        }
        if let Some(Inferred::Kind(kind)) = &self.inferred {
            noted::add(map, noted::SHOWN, kind.clone());
        }
        if !self.fields.is_empty() {
            noted::add(map, noted::FIELDS, Value::Object(self.fields.clone()));
        }
        self.switch_off(map);
    }

    fn switch_off(&self, map: &mut Map<String, Value>) {
        if !self.off.is_empty() && !map.contains_key(OFF) {
            map.insert(OFF.to_owned(), json!(self.off));
        }
    }
}

/// Adds a fact as the keyword that says it, unless one says more already.
fn keyword(stated: &Stated, map: &mut Map<String, Value>) {
    for (key, value) in keys(stated) {
        let key = if key == noted::VALUES { "enum" } else { key };
        if !map.contains_key(key) {
            map.insert(key.to_owned(), value);
        }
    }
    // Values that are texts say so.
    if matches!(stated, Stated::Values(_)) && !map.contains_key("type") {
        map.insert("type".to_owned(), Value::from("string"));
    }
}

/// Adds a fact as a note.
fn noted_only(stated: &Stated, map: &mut Map<String, Value>) {
    for (key, value) in keys(stated) {
        noted::add(map, key, value);
    }
}

fn keys(stated: &Stated) -> Vec<(&'static str, Value)> {
    let pair = |low: (&'static str, Option<Value>), high: (&'static str, Option<Value>)| {
        [low, high].into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
    };
    match stated {
        Stated::Values(values) => vec![(noted::VALUES, json!(values))],
        Stated::Variants(names) => vec![(noted::VARIANTS, json!(names))],
        Stated::Length(low, high) => pair(("minLength", low.map(Value::from)), ("maxLength", high.map(Value::from))),
        Stated::Bounds(low, high) => {
            let number = |number: &Option<serde_json::Number>| number.clone().map(Value::Number);
            pair(("minimum", number(low)), ("maximum", number(high)))
        }
        Stated::Format(TimeFormat::Date) => vec![("format", Value::from("date"))],
        Stated::Format(TimeFormat::DateTime) => vec![("format", Value::from("date-time"))],
        Stated::Default(value) => vec![("default", value.clone())],
        Stated::Commas(_) => vec![(noted::SEPARATOR, Value::from(noted::COMMA))],
        Stated::Format(TimeFormat::Other) | Stated::Editions(_) => Vec::new(),
    }
}

fn is_truth(values: &[String]) -> bool {
    values.iter().all(|value| value == "true" || value == "false")
}

fn operations(told: &Told, wire: &Wire) -> BTreeMap<Place, Map<String, Value>> {
    let mut notes: BTreeMap<Place, Map<String, Value>> = BTreeMap::new();
    let mut add = |id: &OperationId, key: &str, value: Value| {
        if let Some(operation) = operation(wire, *id) {
            notes.entry(operation.at).or_default().insert(key.to_owned(), value);
        }
    };
    told.actions.iter().for_each(|(id, action)| add(id, noted::ACTION, Value::from(action.as_str())));
    told.files.iter().for_each(|id| add(id, noted::FILE, Value::Bool(true)));
    told.results.iter().for_each(|(id, kind)| add(id, noted::SHOWN, kind.clone()));
    notes
}

pub(super) fn operation(wire: &Wire, id: OperationId) -> Option<&Operation> {
    wire.products.get(id.product as usize)?.documents.get(id.document as usize)?.operations.get(id.operation as usize)
}
