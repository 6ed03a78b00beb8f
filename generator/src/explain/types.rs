//! Models, their fields, and enums. In: a type. Out: what it is, and what it was read from.

use super::data::{FieldLine, Origin, What};
use super::describe::{Describer, Sources, Told};
use super::origins::{Property, documented, made_of, properties};
use super::touched::Node;
use super::uses::{Wanted, uses};
use crate::ir::face::spelled;
use crate::ir::fact::Subject;
use crate::ir::model::{self, EnumId, ModelId};
use crate::ir::wire::SchemaId;
use crate::lint::{Subjects, property_pointer};

impl Describer<'_> {
    pub(super) fn model(&self, id: ModelId) -> Option<Told> {
        let model = self.index.model(id)?;
        let mut sources = Sources::default();
        for origin in &model.origins {
            sources.origins.push(self.origin(origin));
            sources.places.insert(origin.at);
            let Some(schema) = origin.schema else { continue };
            self.add_schema(&mut sources, schema);
            for property in model.fields.iter().flat_map(|field| properties(self.wire(), schema, &field.wire)) {
                sources.places.insert(property.used.at);
            }
        }
        let fields = model.fields.iter().map(|field| self.field_line(field)).collect();
        let alternatives = model.variants.iter().map(|variant| &variant.ty).chain(&model.choices);
        let alternatives = alternatives.map(|ty| spelled(&self.index.api.model, ty)).collect();
        let what = What::Model { side: model.side, products: self.products(&model.products), fields, alternatives };
        let lock = self
            .lock(&model.products, "models", model.name.as_str(), |lock| lock.models.contains_key(model.name.as_str()));
        Some(Told { what, sources, uses: uses(self.index, Wanted::Model(id)), lock })
    }

    pub(super) fn field(&self, id: ModelId, field: usize) -> Option<Told> {
        let model = self.index.model(id)?;
        let field = model.fields.get(field)?;
        let mut sources = Sources::default();
        for origin in &model.origins {
            let found = origin.schema.map(|schema| properties(self.wire(), schema, &field.wire));
            for property in found.into_iter().flatten() {
                sources.origins.push(self.property(origin, &property, &field.wire));
                self.add_property(&mut sources, &property, &field.wire);
            }
        }
        let what = What::Field { side: model.side, field: self.field_line(field) };
        Some(Told { what, sources, uses: uses(self.index, Wanted::Model(id)), lock: Vec::new() })
    }

    pub(super) fn enumeration(&self, id: EnumId) -> Option<Told> {
        let item = self.index.enumeration(id)?;
        let mut sources = Sources::default();
        for origin in &item.origins {
            sources.origins.push(self.origin(origin));
            sources.places.insert(origin.at);
            if let Some(schema) = origin.schema {
                self.add_schema(&mut sources, schema);
            }
        }
        self.add_typed(&mut sources, id);
        let values = item.values.iter().map(|value| value.wire.clone()).collect();
        let what = What::Enum { products: self.products(&item.products), values };
        let lock =
            self.lock(&item.products, "enums", item.name.as_str(), |lock| lock.enums.contains_key(item.name.as_str()));
        Some(Told { what, sources, uses: uses(self.index, Wanted::Enum(id)), lock })
    }

    /// Facts and overlays of the fields and parameters that an enum types.
    fn add_typed(&self, sources: &mut Sources, id: EnumId) {
        let layer = &self.index.api.model;
        for model in layer.models.iter().filter(|model| !model.products.is_empty()) {
            let fields = model.fields.iter().filter(|field| field.ty.enumeration() == Some(id));
            for (field, origin) in fields.flat_map(|field| model.origins.iter().map(move |origin| (field, origin))) {
                let found = origin.schema.map(|schema| properties(self.wire(), schema, &field.wire));
                for property in found.into_iter().flatten() {
                    self.add_property(sources, &property, &field.wire);
                }
            }
        }
        for (_, _, operation) in layer.operations() {
            for param in operation.params.iter().filter(|param| param.ty.enumeration() == Some(id)) {
                sources.places.insert(param.at);
                sources.subjects.extend(self.param_subject(operation, param));
            }
        }
    }

    fn origin(&self, origin: &model::Origin) -> Origin {
        let schema = origin.schema;
        Origin {
            product: self.product(origin.product),
            identities: origin.identities.clone(),
            schema: schema.and_then(|id| Subjects::of(self.wire()).schema(id)),
            at: self.sites.of(origin.at),
            documented: None,
            refers_to: None,
            joined: origin.joined.clone(),
        }
    }

    /// A property of one of the schemas that became a model.
    fn property(&self, origin: &model::Origin, property: &Property<'_>, name: &str) -> Origin {
        let schema = self.wire().schema(property.used.id);
        let refers_to = schema.filter(|_| property.used.component.is_some()).map(|schema| self.sites.of(schema.at));
        Origin {
            product: self.product(origin.product),
            identities: origin.identities.iter().map(|identity| format!("{identity}/{name}")).collect(),
            schema: Subjects::of(self.wire()).property(property.owner, name),
            at: self.sites.of(property.used.at),
            documented: schema.map(documented),
            refers_to,
            joined: origin.joined.clone(),
        }
    }

    /// A schema with all that it is made of.
    fn add_schema(&self, sources: &mut Sources, id: SchemaId) {
        for id in made_of(self.wire(), id) {
            let Some(schema) = self.wire().schema(id) else { continue };
            sources.places.insert(schema.at);
            sources.subjects.insert(Subject::Schema(id));
            sources.nodes.push(Node { file: schema.file, pointer: schema.pointer.clone() });
        }
    }

    fn add_property(&self, sources: &mut Sources, property: &Property<'_>, name: &str) {
        sources.places.insert(property.used.at);
        sources.subjects.insert(Subject::Property(property.owner, name.to_owned()));
        if let Some(owner) = self.wire().schema(property.owner) {
            sources.nodes.push(Node { file: owner.file, pointer: property_pointer(owner, name) });
        }
        self.add_schema(sources, property.used.id);
    }

    fn field_line(&self, field: &model::Field) -> FieldLine {
        FieldLine {
            wire: field.wire.clone(),
            ty: spelled(&self.index.api.model, &field.ty),
            required: field.required,
            constraints: field.constraints.clone(),
        }
    }
}
