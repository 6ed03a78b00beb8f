//! Invariants of the IR, checked before anyone reads it.
//!
//! In: an [`Api`]. Out: an error for every promise that `normalise` broke, each a bug of ours that is reported instead
//! of emitted; and a warning for every public name that is longer than a caller should have to read.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Api;
use crate::ir::model::{Model, ModelLayer, Operation, Origin, Side, Type, Variant};
use crate::ir::name::Name;

/// Longest public name.
const LONGEST: usize = 40;

/// Checks every invariant.
pub fn validate(api: &Api, diagnostics: &mut Diagnostics) {
    check_types(&api.model, diagnostics);
    check_names(&api.model, diagnostics);
    check_operations(api, diagnostics);
}

fn broken(diagnostics: &mut Diagnostics, message: String) {
    diagnostics.push(
        Diagnostic::new(Code::Invariant, None, message).help("please report it with the documents that caused it"),
    );
}

fn check_types(layer: &ModelLayer, diagnostics: &mut Diagnostics) {
    for model in layer.models.iter().filter(|model| !model.products.is_empty()) {
        check_choices(layer, model, diagnostics);
        for field in &model.fields {
            if !lives(layer, &field.ty, &model.products) {
                broken(
                    diagnostics,
                    format!("`{}.{}` refers to a type that its products do not have", model.name, field.wire),
                );
            }
        }
        let wires: BTreeSet<&str> = model.fields.iter().map(|field| field.wire.as_str()).collect();
        if wires.len() != model.fields.len() {
            broken(diagnostics, format!("`{}` has a field twice", model.name));
        }
        if !knows_origins(&model.products, &model.origins) {
            broken(diagnostics, format!("`{}` does not know where it comes from", model.name));
        }
    }
    for item in layer.enums.iter().filter(|item| !item.products.is_empty()) {
        if !knows_origins(&item.products, &item.origins) {
            broken(diagnostics, format!("`{}` does not know where it comes from", item.name));
        }
    }
}

/// Whether each product has documented it.
fn knows_origins(products: &[u32], origins: &[Origin]) -> bool {
    let documented = |product: &u32| origins.iter().any(|origin| origin.product == *product);
    products.iter().all(documented) && origins.iter().all(|origin| !origin.identities.is_empty())
}

/// A choice is sent, has no fields and at least two variants of different names; with a tag each has a value.
fn check_choices(layer: &ModelLayer, model: &Model, diagnostics: &mut Diagnostics) {
    let names: BTreeSet<&Name> = model.variants.iter().map(|variant| &variant.name).collect();
    let is_model = |ty: &Type| matches!(ty, Type::Model(_));
    let tagged = |variant: &Variant| variant.value.is_some() == model.tag.is_some();
    let sound = !model.is_choice()
        || (model.side == Side::Request
            && model.fields.is_empty()
            && model.choices.is_empty()
            && model.variants.len() > 1
            && names.len() == model.variants.len()
            && model.variants.iter().all(|variant| tagged(variant) && (model.tag.is_none() || is_model(&variant.ty))));
    // The keys of a choice stand among others, so each variant has to have keys.
    let keyed = |ty: &Type| {
        let choice = if let Type::Model(id) = ty { layer.model(*id) } else { None };
        choice.is_some_and(|choice| choice.is_choice() && choice.variants.iter().all(|variant| is_model(&variant.ty)))
    };
    if !sound || !model.choices.iter().all(keyed) {
        broken(diagnostics, format!("`{}` is no sound choice", model.name));
    }
    let alternatives = model.variants.iter().map(|variant| &variant.ty).chain(&model.choices);
    if !alternatives.into_iter().all(|ty| lives(layer, ty, &model.products)) {
        broken(diagnostics, format!("`{}` chooses between types that its products do not have", model.name));
    }
}

/// Whether a type exists and belongs to all the products.
fn lives(layer: &ModelLayer, ty: &Type, products: &[u32]) -> bool {
    let within = |members: &[u32]| products.iter().all(|product| members.contains(product));
    match ty {
        Type::List(inner) | Type::Map(inner) => lives(layer, inner, products),
        Type::Model(id) => layer.model(*id).is_some_and(|model| within(&model.products)),
        Type::Enum(id) => layer.enumeration(*id).is_some_and(|item| within(&item.products)),
        _ => true,
    }
}

fn check_names(layer: &ModelLayer, diagnostics: &mut Diagnostics) {
    for (index, product) in (0_u32..).zip(&layer.products) {
        let mut names = BTreeSet::new();
        let models = layer.models.iter().filter(|model| model.products.contains(&index));
        let enums = layer.enums.iter().filter(|item| item.products.contains(&index));
        let models = models.map(|model| (&model.name, &model.origins));
        for (name, origins) in models.chain(enums.map(|item| (&item.name, &item.origins))) {
            if name.is_empty() || !names.insert(name) {
                broken(diagnostics, format!("`{name}` names two types of `{}`", product.name));
            }
            if name.words().concat().chars().count() > LONGEST {
                diagnostics.push(
                    Diagnostic::new(
                        Code::LongName,
                        origins.first().map(|origin| origin.at),
                        format!("the type name `{name}` of `{}` is longer than {LONGEST} characters", product.name),
                    )
                    .help("rename it in names.lock"),
                );
            }
        }
        for resource in &product.resources {
            let mut verbs = BTreeSet::new();
            for operation in &resource.operations {
                if operation.verb.is_empty() || !verbs.insert(&operation.verb) {
                    broken(
                        diagnostics,
                        format!("`{}.{}` names two methods of `{}`", resource.name, operation.verb, product.name),
                    );
                }
                if operation.verb.as_str().chars().count() > LONGEST {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::LongName,
                            operation.at,
                            format!("the method name `{}` is longer than {LONGEST} characters", operation.verb),
                        )
                        .help("rename it in names.lock"),
                    );
                }
            }
        }
    }
}

fn check_operations(api: &Api, diagnostics: &mut Diagnostics) {
    let mut modelled = 0;
    for (index, product) in (0_u32..).zip(&api.model.products) {
        for operation in product.resources.iter().flat_map(|resource| &resource.operations) {
            modelled += 1;
            let mut copy = operation.clone();
            copy.each_type(|ty| {
                if !lives(&api.model, ty, &[index]) {
                    broken(
                        diagnostics,
                        format!("`{}` refers to a type that `{}` does not have", operation.id, product.name),
                    );
                }
            });
            check_path(operation, diagnostics);
        }
    }
    let documented = api
        .wire
        .products
        .iter()
        .flat_map(|product| &product.documents)
        .map(|document| document.operations.len())
        .sum::<usize>();
    if modelled != documented {
        broken(diagnostics, format!("{documented} operations are documented, {modelled} came out"));
    }
}

fn check_path(operation: &Operation, diagnostics: &mut Diagnostics) {
    let given = operation.params.iter().filter(|param| param.location == crate::ir::wire::Location::Path);
    for param in given {
        if !operation.path.contains(&format!("{{{}}}", param.wire)) {
            broken(diagnostics, format!("`{}` takes `{}`, which is not in its path", operation.id, param.wire));
        }
    }
}
