//! Which schemas operations use. In: the schemas of their parameters and bodies. Out: every schema that those lead to,
//! each once, and how it is used.

use std::collections::BTreeMap;

use crate::ir::wire::{Additional, Schema, SchemaId, SchemaUse, Wire};

/// How a schema is used.
#[derive(Clone, Copy)]
pub(super) enum Role {
    Sent,
    Received,
}

/// What is known of the uses of one schema.
#[derive(Clone, Copy, Default)]
pub(super) struct Uses {
    pub(super) sent: bool,
    pub(super) received: bool,
    /// It has to say what it is somewhere: not only as a part of an `allOf`, one of several choices, or a free value.
    pub(super) whole: bool,
}

/// Every schema met so far.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) schemas: BTreeMap<SchemaId, Uses>,
}

impl Seen {
    /// Takes in a schema and all that it leads to.
    pub(super) fn visit(&mut self, wire: &Wire, used: Option<&SchemaUse>, role: Role) {
        let mut open: Vec<(SchemaId, bool)> = used.map(|used| (used.id, true)).into_iter().collect();
        while let Some((id, whole)) = open.pop() {
            let Some(schema) = wire.schema(id) else { continue };
            let known = self.schemas.get(&id).copied().unwrap_or_default();
            let uses = match role {
                Role::Sent => Uses { sent: true, whole: known.whole || whole, ..known },
                Role::Received => Uses { received: true, whole: known.whole || whole, ..known },
            };
            let is_new = (uses.sent, uses.received, uses.whole) != (known.sent, known.received, known.whole);
            self.schemas.insert(id, uses);
            if is_new {
                open.extend(wholes(schema).map(|used| (used.id, true)));
                open.extend(parts(schema).chain(free(schema)).map(|used| (used.id, false)));
            }
        }
    }
}

/// Schemas within a schema that describe a value of their own.
fn wholes(schema: &Schema) -> impl Iterator<Item = &SchemaUse> {
    let values = match &schema.additional_properties {
        Some(Additional::Schema(values)) => Some(values),
        _ => None,
    };
    let fields = schema.properties.iter().filter(|(name, _)| !is_free(name)).map(|(_, used)| used);
    fields.chain(&schema.items).chain(values)
}

/// A field whose name says that it holds anything, as in a custom field.
fn is_free(name: &str) -> bool {
    name == "value"
}

/// Schemas that only add to the one around them, or are one of its choices.
pub(super) fn parts(schema: &Schema) -> impl Iterator<Item = &SchemaUse> {
    schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of)
}

/// Fields that may hold anything.
fn free(schema: &Schema) -> impl Iterator<Item = &SchemaUse> {
    schema.properties.iter().filter(|(name, _)| is_free(name)).map(|(_, used)| used)
}
