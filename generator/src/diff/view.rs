//! A schema without wrappers.
//!
//! In: a schema of the wire layer. Out: a [`View`] of it. A schema that only wraps another one, an `allOf` of one part
//! with nothing but notes beside it, is that other schema, with the notes of both.

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::Place;
use crate::ir::wire::{Schema, SchemaId, SchemaUse, Wire};
use crate::normalise::Flat;

/// Wrappers within wrappers that are looked through at most; a chain may lead back to its start.
const DEEPEST: usize = 32;

/// A schema as it is meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'w> {
    /// The schema inside.
    pub(super) inner: &'w Schema,
    pub(super) nullable: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    pub(super) default: Option<&'w Value>,
    /// Where the outermost schema stands.
    pub(super) at: Place,
}

impl<'w> View<'w> {
    /// Nothing for an id that does not exist.
    pub(super) fn of(wire: &'w Wire, id: SchemaId) -> Option<Self> {
        let outer = wire.schema(id)?;
        let mut view = Self::plain(outer);
        for _ in 0..DEEPEST {
            let Some(next) = wrapped(view.inner).and_then(|id| wire.schema(id)) else { break };
            view = Self {
                inner: next,
                nullable: view.nullable || next.nullable,
                read_only: view.read_only || next.read_only,
                write_only: view.write_only || next.write_only,
                deprecated: view.deprecated || next.deprecated,
                default: view.default.or(next.default.as_ref()),
                at: view.at,
            };
        }
        Some(view)
    }

    fn plain(schema: &'w Schema) -> Self {
        Self {
            inner: schema,
            nullable: schema.nullable,
            read_only: schema.read_only,
            write_only: schema.write_only,
            deprecated: schema.deprecated,
            default: schema.default.as_ref(),
            at: schema.at,
        }
    }

    /// The same without looking through wrappers.
    pub(super) fn outer(wire: &'w Wire, id: SchemaId) -> Option<Self> {
        wire.schema(id).map(Self::plain)
    }

    /// The properties of all its parts that it does not have itself.
    pub(super) fn inherited(&self, wire: &'w Wire) -> IndexMap<&'w str, &'w SchemaUse> {
        let mut inherited = IndexMap::new();
        for part in self.inner.all_of.iter().filter_map(|used| Flat::of(wire, used.id)) {
            let new = part.properties.into_iter().filter(|(name, _)| !self.inner.properties.contains_key(*name));
            new.for_each(|(name, used)| {
                inherited.entry(name).or_insert(used);
            });
        }
        inherited
    }

    /// Whether the schema or one of its parts lists `name` among its required properties.
    pub(super) fn requires_in_all(&self, name: &str, wire: &'w Wire) -> bool {
        let mut parts = self.inner.all_of.iter().filter_map(|used| Flat::of(wire, used.id));
        self.requires(name) || parts.any(|part| part.required.contains(&name))
    }

    /// Whether the schema lists `name` among its required properties.
    pub(super) fn requires(&self, name: &str) -> bool {
        self.inner.required.iter().any(|required| required == name)
    }
}

/// What a schema wraps, if it does nothing else.
fn wrapped(schema: &Schema) -> Option<SchemaId> {
    let [only] = schema.all_of.as_slice() else { return None };
    only_wraps(schema).then_some(only.id)
}

/// Whether any value satisfies a schema; notes ask for nothing.
pub(super) fn asks_for_nothing(schema: &Schema) -> bool {
    only_wraps(schema) && schema.all_of.is_empty()
}

/// Whether all that a schema asks for stands in its `allOf`.
fn only_wraps(schema: &Schema) -> bool {
    schema.ty.is_none()
        && schema.format.is_none()
        && schema.enumeration.is_none()
        && schema.pattern.is_none()
        && schema.min_length.is_none()
        && schema.max_length.is_none()
        && schema.minimum.is_none()
        && schema.maximum.is_none()
        && schema.multiple_of.is_none()
        && schema.min_items.is_none()
        && schema.max_items.is_none()
        && !schema.unique_items
        && schema.min_properties.is_none()
        && schema.max_properties.is_none()
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.additional_properties.is_none()
        && schema.items.is_none()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.not.is_none()
        && schema.discriminator.is_none()
}
