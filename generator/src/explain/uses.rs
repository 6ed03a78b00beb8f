//! Who uses a type. In: a model or enum. Out: the operations that take or give it, and through which fields.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use super::index::Index;
use crate::ir::model::{Body, EnumId, Formats, Model, ModelId, Operation, Type};
use crate::ir::wire::Location;

/// One operation that uses a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// The operation: `books::invoices::get`.
    pub operation: String,
    /// What it does with it: `takes`, `gives`, or the parameter that takes it, `?status`.
    pub role: String,
    /// The fields that lead to it; empty where it is the whole: `line_items.taxes`.
    pub through: String,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Model(ModelId),
    Enum(EnumId),
}

/// Everything that uses a type, in the order of the operations; of several ways the shortest.
pub(super) fn uses(index: &Index<'_>, wanted: Wanted) -> Vec<Use> {
    let ways = ways(index, wanted);
    let mut found = Vec::new();
    for (named, _, _, operation) in index.operations() {
        for (role, ty) in types(operation) {
            let through = match wanted {
                Wanted::Model(id) if ty.model() == Some(id) => Some(String::new()),
                Wanted::Enum(id) if ty.enumeration() == Some(id) => Some(String::new()),
                _ => ty.model().and_then(|model| ways.get(&model).cloned()),
            };
            found.extend(through.map(|through| Use {
                operation: index.name(&named, None),
                role: role.clone(),
                through,
            }));
        }
    }
    found.dedup();
    found
}

/// Every model that leads to the type, with the fields on the way, from the type outwards.
fn ways(index: &Index<'_>, wanted: Wanted) -> BTreeMap<ModelId, String> {
    let models = || (0_u32..).map(ModelId).zip(&index.api.model.models);
    let mut ways: BTreeMap<ModelId, String> = BTreeMap::new();
    let mut open: VecDeque<(Wanted, String)> = VecDeque::from([(wanted, String::new())]);
    while let Some((inner, way)) = open.pop_front() {
        for (id, model) in models() {
            let holds = |ty: &Type| match inner {
                Wanted::Model(inner) => ty.model() == Some(inner),
                Wanted::Enum(inner) => ty.enumeration() == Some(inner),
            };
            let Some((word, _)) = parts(model).find(|(_, ty)| holds(ty)) else { continue };
            if ways.contains_key(&id) || wanted == Wanted::Model(id) {
                continue;
            }
            let words = [word, &way].into_iter().filter(|word| !word.is_empty());
            let through = words.collect::<Vec<_>>().join(".");
            ways.insert(id, through.clone());
            open.push_back((Wanted::Model(id), through));
        }
    }
    ways
}

/// What a model is made of, each with the field that holds it; alternatives stand under none.
fn parts(model: &Model) -> impl Iterator<Item = (&str, &Type)> {
    let fields = model.fields.iter().map(|field| (field.wire.as_str(), &field.ty));
    let alternatives = model.variants.iter().map(|variant| &variant.ty).chain(&model.choices);
    fields.chain(alternatives.map(|ty| ("", ty)))
}

/// All types of an operation, each with what is done with it.
fn types(operation: &Operation) -> Vec<(String, Type)> {
    let taken = |ty: &Type| ("takes".to_owned(), ty.clone());
    let mut types: Vec<(String, Type)> =
        operation.params.iter().map(|param| (format!("?{}", param.wire), param.ty.clone())).collect();
    match &operation.body {
        Some(Body::Json { model, .. }) => types.push(taken(&Type::Model(*model))),
        Some(Body::JsonValue { ty, .. }) => types.push(taken(ty)),
        Some(Body::Multipart { parts } | Body::Form { parts }) => {
            types.extend(parts.iter().map(|part| taken(&part.ty)));
        }
        Some(Body::Raw { .. }) | None => {}
    }
    types.extend(operation.formats.iter().map(|formats| (chooser(formats), formats.format.clone())));
    types.extend(operation.result.payload.ty().map(|ty| ("gives".to_owned(), ty.clone())));
    types
}

/// A parameter of the query is told from a header by its question mark.
fn chooser(formats: &Formats) -> String {
    let mark = if formats.location == Location::Query { "?" } else { "" };
    format!("{mark}{}", formats.param)
}
