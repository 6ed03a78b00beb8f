//! From the working set to the model layer.
//!
//! In: merged and named drafts, finished operations. Out: the [`ModelLayer`]: products with resources, models and
//! enums; drafts that were merged into others are gone and every id is renumbered.

use std::collections::BTreeMap;

use crate::ir::model::{
    Enum, EnumId, Field, Model, ModelId, ModelLayer, Operation, Product, Resource, Side, Type, Variant,
};
use crate::ir::name::Name;

use super::enum_names;
use super::origins::Origins;
use super::vocabulary::Vocabulary;
use super::work::{EnumOwner, FieldDraft, OperationWork, ProductWork, VariantDraft, Work};

/// Builds the model layer; afterwards the working set is no longer needed.
pub(super) fn layer(work: &Work<'_>, vocabulary: &Vocabulary) -> ModelLayer {
    let objects = renumber(work.roots(), ModelId);
    let enums = renumber(work.enum_roots(), EnumId);
    let ids = Ids { objects: &objects, enums: &enums };
    let origins = Origins::of(work);
    ModelLayer {
        products: work
            .products
            .iter()
            .enumerate()
            .map(|(index, product)| build_product(work, index, product, &ids))
            .collect(),
        models: objects.keys().filter_map(|&object| build_model(work, object, &ids, &origins)).collect(),
        enums: enums.keys().filter_map(|&index| build_enum(work, index, vocabulary, &origins)).collect(),
        facts: work.mined.facts.clone(),
    }
}

struct Ids<'a> {
    objects: &'a BTreeMap<usize, ModelId>,
    enums: &'a BTreeMap<usize, EnumId>,
}

impl Ids<'_> {
    fn renumber(&self, ty: &mut Type) {
        let model = |id: ModelId| self.objects.get(&(id.0 as usize)).copied().unwrap_or(id);
        let enumeration = |id: EnumId| self.enums.get(&(id.0 as usize)).copied().unwrap_or(id);
        ty.map_ids(&model, &enumeration);
    }

    fn renumbered(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        self.renumber(&mut ty);
        ty
    }
}

fn renumber<T>(kept: impl Iterator<Item = usize>, make: fn(u32) -> T) -> BTreeMap<usize, T> {
    kept.enumerate().map(|(new, old)| (old, make(u32::try_from(new).unwrap_or(u32::MAX)))).collect()
}

fn build_product(work: &Work<'_>, index: usize, product: &ProductWork, ids: &Ids<'_>) -> Product {
    let mut resources: BTreeMap<Name, Resource> = BTreeMap::new();
    for operation in work.operations.iter().filter(|operation| operation.id.product as usize == index) {
        let document = work.document(operation);
        let resource = resources.entry(operation.resource.clone()).or_insert_with(|| Resource {
            name: operation.resource.clone(),
            title: document.map_or_else(String::new, |document| document.title.clone()),
            docs: document.and_then(|document| document.description.clone()),
            operations: Vec::new(),
        });
        resource.operations.push(build_operation(work, operation, ids));
    }
    Product {
        name: Name::parse(&product.name),
        title: product.title.clone(),
        base_path: product.base_path.clone(),
        tenancy: product.tenancy.clone(),
        resources: resources.into_values().collect(),
    }
}

fn build_operation(work: &Work<'_>, operation: &OperationWork<'_>, ids: &Ids<'_>) -> Operation {
    let wire = operation.wire;
    let mut built = Operation {
        wire: operation.id,
        id: wire.operation_id.clone().unwrap_or_else(|| format!("{}.{}", operation.resource, operation.verb)),
        verb: operation.verb.clone(),
        method: wire.method,
        base_path: operation.base_path.clone(),
        path: wire.path.clone(),
        params: operation.params.clone(),
        body: operation.body.clone(),
        files: operation.files.clone(),
        result: operation.result.clone(),
        formats: operation.formats.clone(),
        scopes: scopes(work, operation),
        tenant: operation.tenant,
        paging: operation.paging,
        editions: work.mined.operation(operation.id).editions,
        summary: wire.summary.clone(),
        docs: wire.description.clone(),
        deprecated: wire.deprecated,
        at: wire.at,
    };
    built.each_type(|ty| ids.renumber(ty));
    built
}

/// Scopes of the operation's first alternative, or of the document's.
fn scopes(work: &Work<'_>, operation: &OperationWork<'_>) -> Vec<String> {
    let documented = work.document(operation).map(|document| document.security.as_slice()).unwrap_or_default();
    let security = operation.wire.security.as_deref().unwrap_or(documented);
    security.first().map(|requirement| requirement.schemes.values().flatten().cloned().collect()).unwrap_or_default()
}

fn build_model(work: &Work<'_>, object: usize, ids: &Ids<'_>, origins: &Origins<'_, '_>) -> Option<Model> {
    let draft = work.objects.get(object)?;
    let used = draft.uses.first()?;
    let operation = work.operations.get(used.operation)?;
    Some(Model {
        name: draft.name.clone(),
        side: draft.side,
        products: vec![operation.id.product],
        resource: operation.resource.clone(),
        fields: draft.fields.iter().map(|(wire, field)| build_field(wire, field, draft.side, ids)).collect(),
        variants: draft.variants.iter().map(|variant| build_variant(variant, ids)).collect(),
        tag: draft.tag.clone(),
        choices: draft.choices.iter().map(|ty| ids.renumbered(ty)).collect(),
        docs: draft.docs.clone(),
        origins: origins.of_object(object),
    })
}

fn build_variant(variant: &VariantDraft, ids: &Ids<'_>) -> Variant {
    Variant {
        name: variant.name.clone(),
        ty: ids.renumbered(&variant.ty),
        value: variant.tag.clone(),
        docs: variant.docs.clone(),
    }
}

fn build_field(wire: &str, field: &FieldDraft, side: Side, ids: &Ids<'_>) -> Field {
    Field {
        wire: wire.to_owned(),
        name: Name::parse(wire),
        ty: ids.renumbered(&field.ty),
        required: side == Side::Request && field.required,
        constraints: field.constraints.clone(),
        docs: field.docs.clone(),
        example: field.examples.first().cloned(),
        at: field.at,
    }
}

fn build_enum(work: &Work<'_>, index: usize, vocabulary: &Vocabulary, origins: &Origins<'_, '_>) -> Option<Enum> {
    let draft = work.enums.get(index)?;
    let operation = match draft.owner {
        EnumOwner::Operation(operation) => operation,
        EnumOwner::Object(object) => work.objects.get(work.root(object))?.uses.first()?.operation,
    };
    let operation = work.operations.get(operation)?;
    Some(Enum {
        name: draft.name.clone(),
        products: vec![operation.id.product],
        resource: operation.resource.clone(),
        values: enum_names::values(&draft.values, vocabulary),
        docs: draft.docs.clone(),
        origins: origins.of_enum(index),
    })
}
