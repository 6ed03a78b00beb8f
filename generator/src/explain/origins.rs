//! What documents a field. In: the schemas that became a model, and the name of a field. Out: every property of that
//! name, through `allOf`, the choices of `oneOf` and `anyOf`, and references.

use crate::ir::wire::{Schema, SchemaId, SchemaUse, Wire};

/// One property that became a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Property<'w> {
    /// The schema that has it.
    pub(super) owner: SchemaId,
    /// The use of the property's own schema.
    pub(super) used: &'w SchemaUse,
}

/// All properties of this name that a schema is made of.
pub(super) fn properties<'w>(wire: &'w Wire, schema: SchemaId, name: &str) -> Vec<Property<'w>> {
    let own = |id: SchemaId, schema: &'w Schema| schema.properties.get(name).map(|used| Property { owner: id, used });
    made_of(wire, schema).into_iter().filter_map(|id| own(id, wire.schema(id)?)).collect()
}

/// A schema and all that it is put together from.
pub(super) fn made_of(wire: &Wire, schema: SchemaId) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(id) = open.pop() {
        let Some(schema) = wire.schema(id).filter(|_| !found.contains(&id)) else { continue };
        found.push(id);
        let parts = schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of);
        // The last one pushed comes first: keep the order of the document.
        open.extend(parts.map(|used| used.id).collect::<Vec<_>>().into_iter().rev());
    }
    found
}

/// What a schema says about itself, short: `string (date), example "2016-06-05"`.
pub(super) fn documented(schema: &Schema) -> String {
    let mut said = schema.ty.clone().unwrap_or_else(|| "no type".to_owned());
    if let Some(format) = &schema.format {
        said.push_str(&format!(" ({format})"));
    }
    if let Some(values) = &schema.enumeration {
        said.push_str(&format!(", {} values", values.len()));
    }
    if let Some(example) = &schema.example {
        let example = example.to_string();
        let short: String = example.chars().take(60).collect();
        let more = if short.len() < example.len() { "…" } else { "" };
        said.push_str(&format!(", example {short}{more}"));
    }
    said
}
