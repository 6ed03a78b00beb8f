//! One schema with its `allOf` parts put together.
//!
//! In: a schema of the wire layer. Out: a [`Flat`] view whose keywords are those of the schema and of everything it
//! is made of; the schema's own come first. The wire layer itself keeps the composition.

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::model::Constraints;
use crate::ir::noted;
use crate::ir::wire::{Additional, Schema, SchemaId, SchemaUse, Wire};
use crate::ir::{FileId, Place};

use super::fit::read_as;
use super::shown;

/// One `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(crate) struct Alternatives<'w> {
    /// The schema that has it.
    pub(crate) schema: &'w Schema,
    /// Whether an instance fits one alternative only: `oneOf`.
    pub(crate) exclusive: bool,
    /// What there is to choose from.
    pub(crate) variants: Vec<&'w SchemaUse>,
}

/// A schema without `allOf`.
#[derive(Clone, Debug)]
pub(crate) struct Flat<'w> {
    pub(crate) ty: Option<&'w str>,
    pub(crate) format: Option<&'w str>,
    pub(crate) docs: Option<&'w str>,
    pub(crate) properties: IndexMap<&'w str, &'w SchemaUse>,
    pub(crate) required: Vec<&'w str>,
    pub(crate) items: Option<&'w SchemaUse>,
    pub(crate) additional: Option<&'w Additional>,
    /// Every `oneOf` and `anyOf`, in the order of the document.
    pub(crate) choices: Vec<Alternatives<'w>>,
    /// Keys that a set of `required` names and no schema documents; only alternatives have any.
    pub(crate) named: Vec<&'w str>,
    pub(crate) example: Option<&'w Value>,
    /// The kind of value that it was seen to hold, where that is all that is known.
    pub(crate) shown: Option<&'w Value>,
    /// The documented texts, from the schema that has any first.
    pub(crate) texts: Option<Vec<&'w str>>,
    /// What is known of values, each fact from the schema that has it first.
    pub(crate) constraints: Constraints,
    /// The schema itself, for its name and place.
    pub(crate) own: &'w Schema,
    /// The schema and everything it is made of, in this order.
    pub(crate) parts: Vec<SchemaId>,
}

impl<'w> Flat<'w> {
    /// Nothing for an id that does not exist.
    pub(crate) fn of(wire: &'w Wire, id: SchemaId) -> Option<Self> {
        let mut flat = Self::empty(wire.schema(id)?);
        flat.add(wire, id);
        Some(flat)
    }

    /// Of a schema, only what it is called and where it is.
    pub(crate) fn empty(own: &'w Schema) -> Self {
        Self {
            ty: None,
            format: None,
            docs: None,
            properties: IndexMap::new(),
            required: Vec::new(),
            items: None,
            additional: None,
            choices: Vec::new(),
            named: Vec::new(),
            example: None,
            shown: None,
            texts: None,
            constraints: Constraints::default(),
            own,
            parts: Vec::new(),
        }
    }

    /// The alternatives of all choices.
    pub(crate) fn variants(&self) -> impl Iterator<Item = &'w SchemaUse> + '_ {
        self.choices.iter().flat_map(|choice| choice.variants.iter().copied())
    }

    /// Its example, or a value of the kind that it was seen to hold.
    pub(crate) fn seen(&self) -> Option<Value> {
        self.example.cloned().or_else(|| self.shown.and_then(shown::value))
    }

    fn add(&mut self, wire: &'w Wire, id: SchemaId) {
        let Some(schema) = wire.schema(id).filter(|_| !self.parts.contains(&id)) else { return };
        self.parts.push(id);
        self.ty = self.ty.or(schema.ty.as_deref());
        self.format = self.format.or(schema.format.as_deref());
        self.docs = self.docs.or(schema.description.as_deref());
        // A list of anything says the same with `items` and without.
        self.items = self.items.or(schema.items.as_ref().filter(|used| !says_nothing(wire, used)));
        self.additional = self.additional.or(schema.additional_properties.as_ref());
        self.example = self.example.or(schema.example.as_ref());
        self.shown = self.shown.or(noted::get(&schema.extensions, noted::SHOWN));
        self.texts = self.texts.take().or_else(|| texts(schema));
        self.constrain(schema);
        for (variants, exclusive) in [(&schema.one_of, true), (&schema.any_of, false)] {
            if !variants.is_empty() {
                self.choices.push(Alternatives { schema, exclusive, variants: variants.iter().collect() });
            }
        }
        for (name, used) in &schema.properties {
            self.properties.entry(name).or_insert(used);
        }
        for name in &schema.required {
            if !self.required.contains(&name.as_str()) {
                self.required.push(name);
            }
        }
        schema.all_of.iter().for_each(|part| self.add(wire, part.id));
    }

    fn constrain(&mut self, schema: &Schema) {
        let known = &mut self.constraints;
        known.min_length = known.min_length.or(schema.min_length);
        known.max_length = known.max_length.or(schema.max_length);
        known.minimum = known.minimum.take().or_else(|| schema.minimum.clone());
        known.maximum = known.maximum.take().or_else(|| schema.maximum.clone());
        known.default = known.default.take().or_else(|| default_of(schema));
        known.pattern = known.pattern.take().or_else(|| schema.pattern.clone());
        known.deprecated |= schema.deprecated;
    }
}

/// Whether a schema allows anything.
fn says_nothing(wire: &Wire, used: &SchemaUse) -> bool {
    let own = |schema: &Schema| Schema {
        at: Place::default(),
        file: FileId::default(),
        pointer: String::new(),
        ..schema.clone()
    };
    used.component.is_none() && wire.schema(used.id).is_some_and(|schema| own(schema) == Schema::default())
}

/// The default, as far as it goes with the type.
fn default_of(schema: &Schema) -> Option<Value> {
    read_as(schema.ty.as_deref(), schema.default.as_ref()?)
}

/// `enum` where all values are texts, else `x-extensible-enum`.
fn texts(schema: &Schema) -> Option<Vec<&str>> {
    let open = schema.extensions.get("x-extensible-enum").and_then(Value::as_array);
    let values = schema.enumeration.as_ref().or(open)?;
    let texts: Option<Vec<&str>> = values.iter().filter(|value| !value.is_null()).map(Value::as_str).collect();
    texts.filter(|texts| !texts.is_empty())
}
