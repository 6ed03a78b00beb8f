//! Schemas. In: schema parts. Out: the arena, filled in the order in which schemas are met.

use indexmap::IndexMap;
use openapiv3::{AnySchema, SchemaKind, Type};

use super::target::{self, Found};
use super::{Resolver, Spot};
use crate::document::{AdditionalPart, SchemaPart};
use crate::ir::wire::{Additional, Discriminator, Schema, SchemaId, SchemaUse};
use crate::ir::{FileId, Place};
use crate::tree::NodeId;

const SECTION: &str = "schemas";

impl<'a> Resolver<'a> {
    /// Gives every component schema of a document its id.
    pub(super) fn components(&mut self, index: usize) -> IndexMap<String, SchemaId> {
        let Some(document) = self.document_at(index) else { return IndexMap::new() };
        document.schemas.iter().map(|(name, node)| (name.clone(), self.id_of((index, *node)))).collect()
    }

    /// Fills every schema that has an id.
    pub(super) fn fill(&mut self) {
        while let Some((spot, id)) = self.queue.pop_front() {
            let Some(found) = self.follow(spot, "a schema", |parts, node| parts.schemas.get(&node)) else { continue };
            let schema = self.schema(spot.0, found.part);
            if let Some(slot) = self.schemas.get_mut(id.0 as usize) {
                *slot = schema;
            }
        }
    }

    /// A use of the schema at a node.
    pub(super) fn schema_use(&mut self, index: usize, (node, at): (NodeId, Place)) -> SchemaUse {
        let found = self.follow((index, node), "a schema", |parts, node| parts.schemas.get(&node));
        let first = match &found {
            Some(found) => found.first,
            None => self.reference_at((index, node)),
        };
        SchemaUse {
            id: self.id_from((index, node), found.as_ref(), at),
            component: first.and_then(|reference| target::component(&reference.to, SECTION)),
            description: first.and_then(|reference| reference.description.clone()),
            at,
        }
    }

    pub(super) fn schema_use_of(&mut self, index: usize, part: Option<(NodeId, Place)>) -> Option<SchemaUse> {
        part.map(|part| self.schema_use(index, part))
    }

    fn reference_at(&self, (index, node): Spot) -> Option<&'a crate::document::Reference> {
        match self.document_at(index)?.parts.schemas.get(&node)? {
            crate::document::Slot::Ref(reference) => Some(reference),
            crate::document::Slot::Item(_) => None,
        }
    }

    fn id_of(&mut self, spot: Spot) -> SchemaId {
        let found = self.follow(spot, "a schema", |parts, node| parts.schemas.get(&node));
        let at = self.reference_at(spot).map_or(Place::default(), |reference| reference.at);
        self.id_from(spot, found.as_ref(), at)
    }

    /// The id of what was found, or of an empty schema in the place of a reference that leads nowhere.
    fn id_from(&mut self, spot: Spot, found: Option<&Found<'a, SchemaPart>>, at: Place) -> SchemaId {
        let key = found.map_or(spot, |found| found.spot);
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let id = SchemaId(u32::try_from(self.schemas.len()).unwrap_or(u32::MAX));
        self.ids.insert(key, id);
        let pointer = self.reference_at(spot).map(|reference| reference.pointer.clone()).unwrap_or_default();
        let component = target::named(&pointer, SECTION);
        let file = self.file_of(key.0);
        self.schemas.push(Schema { component, at, file, pointer, ..Schema::default() });
        if found.is_some() {
            self.queue.push_back((key, id));
        }
        id
    }

    fn file_of(&self, index: usize) -> FileId {
        self.document_at(index).map_or(FileId::default(), |document| document.file)
    }

    fn schema(&mut self, index: usize, part: &'a SchemaPart) -> Schema {
        let data = &part.schema.schema_data;
        let mut schema = Schema {
            component: target::named(&part.pointer, SECTION),
            ty: part.ty.clone(),
            format: part.format.clone(),
            title: data.title.clone(),
            description: data.description.clone(),
            nullable: data.nullable,
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            default: part.default.clone(),
            example: part.example.clone(),
            enumeration: part.enumeration.clone(),
            minimum: part.minimum.clone(),
            maximum: part.maximum.clone(),
            multiple_of: part.multiple_of.clone(),
            required: part.required.clone(),
            discriminator: data.discriminator.as_ref().map(discriminator),
            extensions: data.extensions.clone(),
            at: part.at,
            file: self.file_of(index),
            pointer: part.pointer.clone(),
            ..Schema::default()
        };
        keywords(&part.schema.schema_kind, &mut schema);
        self.inner(index, part, &mut schema);
        schema
    }

    /// The schemas within a schema.
    fn inner(&mut self, index: usize, part: &'a SchemaPart, schema: &mut Schema) {
        for (name, node, at) in &part.properties {
            let inner = self.schema_use(index, (*node, *at));
            schema.properties.insert(name.clone(), inner);
        }
        schema.additional_properties = part.additional.map(|additional| match additional {
            AdditionalPart::Any(any) => Additional::Any(any),
            AdditionalPart::Schema(node, at) => Additional::Schema(self.schema_use(index, (node, at))),
        });
        schema.items = self.schema_use_of(index, part.items);
        schema.all_of = self.schema_uses(index, &part.all_of);
        schema.one_of = self.schema_uses(index, &part.one_of);
        schema.any_of = self.schema_uses(index, &part.any_of);
        schema.not = self.schema_use_of(index, part.not);
    }

    fn schema_uses(&mut self, index: usize, parts: &[(NodeId, Place)]) -> Vec<SchemaUse> {
        parts.iter().map(|part| self.schema_use(index, *part)).collect()
    }
}

fn discriminator(read: &openapiv3::Discriminator) -> Discriminator {
    Discriminator { property: read.property_name.clone(), mapping: read.mapping.clone() }
}

/// Keywords that `openapiv3` keeps by type.
pub(crate) fn keywords(kind: &SchemaKind, schema: &mut Schema) {
    let count = |number: Option<usize>| number.and_then(|number| u64::try_from(number).ok());
    match kind {
        SchemaKind::Type(Type::String(text)) => {
            schema.pattern.clone_from(&text.pattern);
            schema.min_length = count(text.min_length);
            schema.max_length = count(text.max_length);
        }
        SchemaKind::Type(Type::Number(number)) => {
            schema.exclusive_minimum = number.exclusive_minimum;
            schema.exclusive_maximum = number.exclusive_maximum;
        }
        SchemaKind::Type(Type::Integer(number)) => {
            schema.exclusive_minimum = number.exclusive_minimum;
            schema.exclusive_maximum = number.exclusive_maximum;
        }
        SchemaKind::Type(Type::Object(object)) => {
            schema.min_properties = count(object.min_properties);
            schema.max_properties = count(object.max_properties);
        }
        SchemaKind::Type(Type::Array(array)) => {
            schema.min_items = count(array.min_items);
            schema.max_items = count(array.max_items);
            schema.unique_items = array.unique_items;
        }
        SchemaKind::Any(any) => any_keywords(any, schema),
        SchemaKind::Type(Type::Boolean(_))
        | SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => {}
    }
}

fn any_keywords(any: &AnySchema, schema: &mut Schema) {
    let count = |number: Option<usize>| number.and_then(|number| u64::try_from(number).ok());
    schema.pattern.clone_from(&any.pattern);
    schema.min_length = count(any.min_length);
    schema.max_length = count(any.max_length);
    schema.exclusive_minimum = any.exclusive_minimum.unwrap_or_default();
    schema.exclusive_maximum = any.exclusive_maximum.unwrap_or_default();
    schema.min_properties = count(any.min_properties);
    schema.max_properties = count(any.max_properties);
    schema.min_items = count(any.min_items);
    schema.max_items = count(any.max_items);
    schema.unique_items = any.unique_items.unwrap_or_default();
}
