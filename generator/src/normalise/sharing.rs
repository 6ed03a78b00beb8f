//! Shapes that several products have.
//!
//! In: named models and enums of all products. Out: those that are equal in name and content exactly once, as members
//! of every product that has them.

use std::collections::BTreeMap;

use crate::ir::model::{Enum, EnumId, Joined, Model, ModelId, ModelLayer, Origin, Type};

/// Makes equal models and enums one, the deepest first.
pub(super) fn share(layer: &mut ModelLayer) {
    let enums = share_enums(&mut layer.enums);
    layer.models.iter_mut().flat_map(Model::types_mut).for_each(|ty| replace(ty, &BTreeMap::new(), &enums));
    let mut models: BTreeMap<ModelId, ModelId> = BTreeMap::new();
    // A parent is equal only once its children are one, so go round until nothing changes.
    loop {
        let found = share_models(&mut layer.models);
        if found.is_empty() {
            break;
        }
        layer.models.iter_mut().flat_map(Model::types_mut).for_each(|ty| replace(ty, &found, &BTreeMap::new()));
        models.extend(found);
    }
    for operation in layer
        .products
        .iter_mut()
        .flat_map(|product| &mut product.resources)
        .flat_map(|resource| &mut resource.operations)
    {
        operation.each_type(|ty| replace(ty, &models, &enums));
    }
}

fn share_enums(enums: &mut [Enum]) -> BTreeMap<EnumId, EnumId> {
    let shape = |item: &Enum| {
        let values: Vec<&str> = item.values.iter().map(|value| value.wire.as_str()).collect();
        format!("{} {}", item.name, values.join("\u{0}"))
    };
    fold(enums, shape, EnumId)
}

/// One round: pairs of models that are equal as they stand.
fn share_models(models: &mut [Model]) -> BTreeMap<ModelId, ModelId> {
    fold(models, shape, ModelId)
}

/// What belongs to products and may belong to several.
trait Shared {
    fn products(&mut self) -> &mut Vec<u32>;

    /// Takes over where the other came from.
    fn absorb(&mut self, other: &Self);
}

/// The origins of what another product has as well.
fn from_product(origins: &[Origin]) -> impl Iterator<Item = Origin> {
    origins.iter().cloned().map(|mut origin| {
        if origin.joined == Joined::First {
            origin.joined = Joined::Product;
        }
        origin
    })
}

impl Shared for Model {
    fn products(&mut self) -> &mut Vec<u32> {
        &mut self.products
    }

    fn absorb(&mut self, other: &Self) {
        self.origins.extend(from_product(&other.origins));
    }
}

impl Shared for Enum {
    fn products(&mut self) -> &mut Vec<u32> {
        &mut self.products
    }

    fn absorb(&mut self, other: &Self) {
        self.origins.extend(from_product(&other.origins));
    }
}

/// Folds every item into the first of its shape that belongs to other products; an item without products is gone.
fn fold<T: Shared + Clone, I: Ord>(items: &mut [T], shape: impl Fn(&T) -> String, id: fn(u32) -> I) -> BTreeMap<I, I> {
    let id = |index: usize| id(u32::try_from(index).unwrap_or(u32::MAX));
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut folded = BTreeMap::new();
    for index in 0..items.len() {
        let Some(mut own) = items.get(index).cloned() else { continue };
        let products = own.products().clone();
        if products.is_empty() {
            continue;
        }
        let first = *known.entry(shape(&own)).or_insert(index);
        let Some(shared) = items.get_mut(first).filter(|_| first != index) else { continue };
        if shared.products().iter().any(|product| products.contains(product)) {
            continue;
        }
        shared.products().extend(products);
        shared.absorb(&own);
        folded.insert(id(index), id(first));
        if let Some(own) = items.get_mut(index) {
            own.products().clear();
        }
    }
    folded
}

/// Name, side and fields, order aside; alternatives in their order.
fn shape(model: &Model) -> String {
    let mut fields: Vec<String> = model
        .fields
        .iter()
        .map(|field| format!("{}{}{:?}", field.wire, if field.required { '!' } else { ':' }, field.ty))
        .collect();
    fields.sort();
    let variants =
        model.variants.iter().map(|variant| format!("|{}={:?}{:?}", variant.name, variant.value, variant.ty));
    fields.extend(variants.chain(model.choices.iter().map(|choice| format!("?{choice:?}"))));
    format!("{} {:?} {:?} {}", model.name, model.side, model.tag, fields.join(","))
}

fn replace(ty: &mut Type, models: &BTreeMap<ModelId, ModelId>, enums: &BTreeMap<EnumId, EnumId>) {
    ty.map_ids(&|id| models.get(&id).copied().unwrap_or(id), &|id| enums.get(&id).copied().unwrap_or(id));
}
