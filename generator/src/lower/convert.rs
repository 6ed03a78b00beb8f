//! From what was received to what is sent.
//!
//! In: the structs of a crate. Out: for request structs without required fields, the response struct they can be
//! made from: `…Input` from its namesake, `Update…` from its entity; and which fields are carried over. There is no
//! conversion where it would lose a field that both sides have: what is not sent must never look like a deletion.

use std::collections::BTreeMap;

use crate::ir::model::Side;

use super::krate::{Carry, Conversion, Crate, Field, Path, Struct, Ty};

/// Adds conversions where they are whole.
pub(super) fn add(krate: &mut Crate) {
    let structs = collect(krate);
    let mut found: BTreeMap<Path, Conversion> = BTreeMap::new();
    loop {
        let before = found.len();
        for (path, item) in structs.iter().filter(|(_, item)| item.side == Side::Request) {
            if !found.contains_key(path)
                && let Some(conversion) = conversion(path, item, &structs, &found)
            {
                found.insert(path.clone(), conversion);
            }
        }
        if found.len() == before {
            break;
        }
    }
    each_struct(krate, |path, item| item.from = found.remove(path));
}

fn collect(krate: &mut Crate) -> BTreeMap<Path, Struct> {
    let mut structs = BTreeMap::new();
    each_struct(krate, |path, item| {
        structs.insert(path.clone(), item.clone());
    });
    structs
}

fn each_struct(krate: &mut Crate, mut visit: impl FnMut(&Path, &mut Struct)) {
    let common = super::krate::Ident("common".to_owned());
    for item in krate.common.iter_mut().flat_map(|shared| &mut shared.types.structs) {
        visit(&Path { module: common.clone(), name: item.name.clone() }, item);
    }
    for product in &mut krate.products {
        for item in product.types.iter_mut().flat_map(|types| &mut types.structs) {
            visit(&Path { module: product.module.clone(), name: item.name.clone() }, item);
        }
    }
}

fn conversion(
    path: &Path,
    item: &Struct,
    structs: &BTreeMap<Path, Struct>,
    found: &BTreeMap<Path, Conversion>,
) -> Option<Conversion> {
    if item.fields.iter().any(|field| field.required) {
        return None;
    }
    let name = path.name.as_str();
    let source = name.strip_suffix("Input").or_else(|| name.strip_prefix("Update"))?;
    let source = [path.module.as_str(), "common"].into_iter().find_map(|module| {
        structs.get_key_value(&Path {
            module: super::krate::Ident(module.to_owned()),
            name: super::krate::Ident(source.to_owned()),
        })
    });
    let (from, source) = source.filter(|(_, source)| source.side == Side::Response)?;
    let mut fields = Vec::new();
    for field in &item.fields {
        if let Some(other) = source.fields.iter().find(|other| other.wire == field.wire) {
            fields.push((other, field, carry(other, field, found)?));
        }
    }
    let same_ident = fields.iter().all(|(other, field, _)| other.ident == field.ident);
    let carried: Vec<_> = fields.into_iter().map(|(_, field, carry)| (field.ident.clone(), carry)).collect();
    (same_ident && !carried.is_empty()).then(|| Conversion { from: from.clone(), fields: carried })
}

/// How one field is carried over; nothing where it cannot be.
fn carry(from: &Field, to: &Field, found: &BTreeMap<Path, Conversion>) -> Option<Carry> {
    let converts = |from: &Ty, to: &Ty| match (from, to) {
        (Ty::Struct(from), Ty::Struct(to)) => found.get(to).is_some_and(|conversion| conversion.from == *from),
        _ => false,
    };
    match (&from.ty, &to.ty) {
        (Ty::Bool, Ty::Bool) | (Ty::Int, Ty::Int) | (Ty::Decimal, Ty::Decimal) => Some(Carry::Copy),
        (a, b) if a == b => Some(Carry::Clone),
        (Ty::Id | Ty::NumericId, Ty::Id | Ty::NumericId) => Some(Carry::Clone),
        (Ty::List(a), Ty::List(b)) if converts(a, b) => Some(Carry::ConvertEach),
        (a, b) if converts(a, b) => Some(Carry::Convert),
        _ => None,
    }
}
