//! Shapes that several products have.
//!
//! In: named models and enums of all products. Out: those that are equal in name and content exactly once, as members
//! of every product that has them.

use std::collections::BTreeMap;

use crate::ir::model::{Enum, EnumId, Model, ModelId, ModelLayer, Type};

/// Makes equal models and enums one, the deepest first.
pub(super) fn share(layer: &mut ModelLayer) {
    let enums = share_enums(&mut layer.enums);
    layer
        .models
        .iter_mut()
        .flat_map(|model| &mut model.fields)
        .for_each(|field| replace(&mut field.ty, &BTreeMap::new(), &enums));
    let mut models: BTreeMap<ModelId, ModelId> = BTreeMap::new();
    // A parent is equal only once its children are one, so go round until nothing changes.
    loop {
        let found = share_models(&mut layer.models, &models);
        if found.is_empty() {
            break;
        }
        layer
            .models
            .iter_mut()
            .flat_map(|model| &mut model.fields)
            .for_each(|field| replace(&mut field.ty, &found, &BTreeMap::new()));
        models.extend(found);
    }
    for operation in layer
        .products
        .iter_mut()
        .flat_map(|product| &mut product.resources)
        .flat_map(|resource| &mut resource.operations)
    {
        operation.each_type(|ty| replace(ty, &models, &enums));
        if let Some(formats) = &mut operation.formats
            && let Some(shared) = enums.get(&formats.format)
        {
            formats.format = *shared;
        }
    }
}

fn share_enums(enums: &mut [Enum]) -> BTreeMap<EnumId, EnumId> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut replaced = BTreeMap::new();
    for index in 0..enums.len() {
        let Some(own) = enums.get(index) else { continue };
        let values: Vec<&str> = own.values.iter().map(|value| value.wire.as_str()).collect();
        let key = format!("{} {}", own.name, values.join("\u{0}"));
        let (products, origins) = (own.products.clone(), own.origins.clone());
        match known.get(&key).and_then(|&first| Some((first, enums.get_mut(first)?))) {
            Some((first, shared)) if !shared.products.iter().any(|product| products.contains(product)) => {
                shared.products.extend(products);
                shared.origins.extend(origins);
                replaced.insert(id(index, EnumId), id(first, EnumId));
                if let Some(own) = enums.get_mut(index) {
                    own.products.clear();
                }
            }
            _ => {
                known.insert(key, index);
            }
        }
    }
    replaced
}

/// One round: pairs of models that are equal as they stand.
fn share_models(models: &mut [Model], done: &BTreeMap<ModelId, ModelId>) -> BTreeMap<ModelId, ModelId> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut replaced = BTreeMap::new();
    for index in 0..models.len() {
        let Some(own) =
            models.get(index).filter(|model| !model.products.is_empty() && !done.contains_key(&id(index, ModelId)))
        else {
            continue;
        };
        let key = shape(own);
        let (products, origins) = (own.products.clone(), own.origins.clone());
        match known.get(&key).and_then(|&first| Some((first, models.get_mut(first)?))) {
            Some((first, shared)) if !shared.products.iter().any(|product| products.contains(product)) => {
                shared.products.extend(products);
                shared.origins.extend(origins);
                replaced.insert(id(index, ModelId), id(first, ModelId));
                if let Some(own) = models.get_mut(index) {
                    own.products.clear();
                }
            }
            _ => {
                known.entry(key).or_insert(index);
            }
        }
    }
    replaced
}

/// Name, side and fields, order aside.
fn shape(model: &Model) -> String {
    let mut fields: Vec<String> = model
        .fields
        .iter()
        .map(|field| format!("{}{}{:?}", field.wire, if field.required { '!' } else { ':' }, field.ty))
        .collect();
    fields.sort();
    format!("{} {:?} {}", model.name, model.side, fields.join(","))
}

fn id<T>(index: usize, make: fn(u32) -> T) -> T {
    make(u32::try_from(index).unwrap_or(u32::MAX))
}

fn replace(ty: &mut Type, models: &BTreeMap<ModelId, ModelId>, enums: &BTreeMap<EnumId, EnumId>) {
    match ty {
        Type::List(inner) | Type::Map(inner) => replace(inner, models, enums),
        Type::Model(id) => {
            if let Some(shared) = models.get(id) {
                *id = *shared;
            }
        }
        Type::Enum(id) => {
            if let Some(shared) = enums.get(id) {
                *id = *shared;
            }
        }
        _ => {}
    }
}
