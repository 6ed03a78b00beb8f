//! From what was received to what is sent.
//!
//! In: the structs of a crate. Out: for request structs the response struct they can be made from: `…Input` from its
//! namesake, `Update…` from its entity; and how each field gets its value. There is no conversion where it would lose a
//! field that both sides have: what is not sent must never look like a deletion. Where the request requires something,
//! the conversion fails if the response does not have it.

use std::collections::BTreeMap;

use crate::ir::model::Side;
use crate::ir::name::Name;

use super::krate::{Carried, Carry, Conversion, Crate, Ident, Path, Struct, Ty};

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
    let common = Ident("common".to_owned());
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
    // Which alternative to send is the caller's to say.
    if !item.choices.is_empty() {
        return None;
    }
    let (from, source) = source(path, structs)?;
    let mut fields = Vec::new();
    for field in &item.fields {
        let other = source.fields.iter().find(|other| other.wire == field.wire);
        let carry = match other {
            Some(other) if other.ident != field.ident => return None,
            Some(other) => Some(carry(&other.ty, &field.ty, found)?),
            None if field.required => return None,
            None => None,
        };
        fields.push(Carried { ident: field.ident.clone(), wire: field.wire.clone(), required: field.required, carry });
    }
    let inner = |carry: Option<Carry>| {
        matches!(carry, Some(Carry::Convert { fallible: true } | Carry::ConvertEach { fallible: true }))
    };
    let fallible = fields.iter().any(|field| field.required || inner(field.carry));
    if drops_own_id(path, from, item, source, structs) {
        return None;
    }
    let any = fields.iter().any(|field| field.carry.is_some());
    any.then(|| Conversion { from: from.clone(), fields, fallible })
}

/// Whether an element of a request would lose the id that tells which element it is: to the service it would be new.
fn drops_own_id(path: &Path, from: &Path, item: &Struct, source: &Struct, structs: &BTreeMap<Path, Struct>) -> bool {
    let holds = |ty: &Ty| matches!(ty, Ty::List(inner) if matches!(&**inner, Ty::Struct(element) if element == path));
    let element = structs.values().flat_map(|item| &item.fields).any(|field| holds(&field.ty));
    let name = Name::parse(from.name.as_str());
    let words = name.words();
    let ids = (0..words.len()).filter_map(|start| Some(format!("{}_id", words.get(start..)?.join("_"))));
    let own = ids.into_iter().find_map(|id| source.fields.iter().find(|field| field.ident.plain() == id));
    element && own.is_some_and(|own| !item.fields.iter().any(|field| field.wire == own.wire))
}

/// The response struct that a request struct is named after: of `PaymentInvoiceInput` and of `UpdatePayment`.
fn source<'s>(path: &Path, structs: &'s BTreeMap<Path, Struct>) -> Option<(&'s Path, &'s Struct)> {
    let name = path.name.as_str();
    let source = name.strip_suffix("Input").or_else(|| name.strip_prefix("Update"))?;
    let found = [path.module.as_str(), "common"].into_iter().find_map(|module| {
        let (module, name) = (Ident(module.to_owned()), Ident(source.to_owned()));
        structs.get_key_value(&Path { module, name })
    });
    found.filter(|(_, source)| source.side == Side::Response)
}

/// How one field is carried over; nothing where it cannot be.
fn carry(from: &Ty, to: &Ty, found: &BTreeMap<Path, Conversion>) -> Option<Carry> {
    let converts = |from: &Ty, to: &Ty| match (from, to) {
        (Ty::Struct(from), Ty::Struct(to)) => {
            found.get(to).filter(|conversion| conversion.from == *from).map(|conversion| conversion.fallible)
        }
        _ => None,
    };
    match (from, to) {
        (Ty::Bool, Ty::Bool) | (Ty::Int, Ty::Int) | (Ty::Decimal, Ty::Decimal) => Some(Carry::Copy),
        (a, b) if a == b => Some(Carry::Clone),
        (Ty::Id | Ty::NumericId, Ty::Id | Ty::NumericId) => Some(Carry::Clone),
        (Ty::Text, Ty::Json | Ty::Enum(_) | Ty::Id) => Some(Carry::Into),
        (Ty::Bool | Ty::Int | Ty::Decimal | Ty::Id, Ty::Json) => Some(Carry::Json),
        (Ty::List(a), Ty::List(b)) => converts(a, b).map(|fallible| Carry::ConvertEach { fallible }),
        (a, b) => converts(a, b).map(|fallible| Carry::Convert { fallible }),
    }
}
