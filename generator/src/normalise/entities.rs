//! One entity, one model.
//!
//! In: drafts, one for every object schema and direction. Out: drafts merged: `merged_into` says which one stands for
//! each. Never by name alone, and no field is lost.
//!
//! 1. Payloads of one collection (or one envelope key) that share their own id field and 0.6 of the smaller's fields
//!    are one entity; list elements without the nested detail stay a summary.
//! 2. What is nested under one field of a merged entity merges with it.
//! 3. Nested objects of equal shape under fields of one head noun (`billing_address`, `shipping_address`) are one.

use std::collections::{BTreeMap, VecDeque};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::{EnumId, Joined, ModelId, Payload, Side, Type};
use crate::ir::name::Name;

use super::examples::kind;
use super::scalars;
use super::shapes::Shapes;
use super::work::{FieldDraft, ObjectDraft, Work, enum_id, model_id};

/// Envelope keys that name no entity.
const GENERIC_KEYS: [&str; 7] = ["data", "info", "error", "result", "response", "detail", "bulk_response"];

/// Whether an envelope key, in either number, names no entity.
pub(super) fn is_generic(key: &str) -> bool {
    GENERIC_KEYS.contains(&Name::parse(key).singular().as_str())
}

/// Merges all drafts that are one thing.
pub(super) fn merge(work: &mut Work<'_>, diagnostics: &mut Diagnostics) {
    merge_payloads(work, diagnostics);
    merge_equal(work, diagnostics);
}

/// What a payload is about.
struct PayloadDraft {
    product: u32,
    collection: String,
    key: Option<String>,
    object: usize,
    /// An element of a list, and so perhaps a summary.
    element: bool,
}

fn payloads(work: &Work<'_>) -> Vec<PayloadDraft> {
    let mut found = Vec::new();
    for operation in &work.operations {
        let payload = &operation.result.payload;
        let Some(Type::Model(id)) = payload.ty() else { continue };
        let key = payload.key().map(|key| Name::parse(key).singular().to_string());
        found.push(PayloadDraft {
            product: operation.id.product,
            collection: operation.path.collection(),
            key: key.filter(|key| !is_generic(key)),
            object: id.0 as usize,
            element: matches!(payload, Payload::Items { .. }),
        });
    }
    found
}

fn merge_payloads(work: &mut Work<'_>, diagnostics: &mut Diagnostics) {
    let payloads = payloads(work);
    for (i, a) in payloads.iter().enumerate() {
        for b in payloads.get(i + 1..).unwrap_or_default() {
            if let Some(why) = related(a, b).filter(|_| same_entity(work, a, b)) {
                unite(work, a.object, b.object, why, diagnostics);
            }
        }
    }
}

/// What two payloads have in common that may make them one entity.
fn related(a: &PayloadDraft, b: &PayloadDraft) -> Option<Joined> {
    if a.product != b.product {
        return None;
    }
    if a.collection == b.collection {
        return Some(Joined::Collection(a.collection.clone()));
    }
    a.key.clone().filter(|_| a.key == b.key).map(Joined::Key)
}

fn same_entity(work: &Work<'_>, a: &PayloadDraft, b: &PayloadDraft) -> bool {
    let (Some(x), Some(y)) = (work.objects.get(work.root(a.object)), work.objects.get(work.root(b.object))) else {
        return false;
    };
    let own_id = [a, b].iter().find_map(|payload| own_id(payload, &x.fields).or_else(|| own_id(payload, &y.fields)));
    let same_id = own_id.is_none_or(|id| x.fields.contains_key(&id) && y.fields.contains_key(&id));
    let common = x.fields.keys().filter(|name| y.fields.contains_key(*name)).count();
    let smaller = x.fields.len().min(y.fields.len());
    // 0.6 of the smaller, in whole numbers.
    let overlap = smaller > 0 && common * 10 >= smaller * 6;
    let summary = a.element != b.element && {
        let (element, whole) = if a.element { (x, y) } else { (y, x) };
        lacks_detail(&element.fields, &whole.fields)
    };
    same_id && overlap && !summary
}

/// The field that holds the id of what the payload is about.
fn own_id(payload: &PayloadDraft, fields: &indexmap::IndexMap<String, FieldDraft>) -> Option<String> {
    let noun = payload.collection.rsplit('/').find(|segment| !segment.is_empty() && *segment != "{}");
    let by_key = payload.key.iter().map(|key| format!("{key}_id"));
    let by_noun = noun.map(|noun| format!("{}_id", Name::parse(noun).singular()));
    by_key.chain(by_noun).find(|name| fields.contains_key(name))
}

/// A list element that has less than half of the nested objects of the whole.
fn lacks_detail(
    element: &indexmap::IndexMap<String, FieldDraft>,
    whole: &indexmap::IndexMap<String, FieldDraft>,
) -> bool {
    let nested: Vec<&String> =
        whole.iter().filter(|(_, field)| field.ty.model().is_some()).map(|(name, _)| name).collect();
    let kept = nested.iter().filter(|name| element.get(**name).is_some_and(|field| field.ty.model().is_some())).count();
    kept * 2 < nested.len()
}

/// Merges two drafts and everything nested in both under one field.
fn unite(work: &mut Work<'_>, a: usize, b: usize, why: Joined, diagnostics: &mut Diagnostics) {
    let mut queue = VecDeque::from([(a, b, why)]);
    while let Some((a, b, why)) = queue.pop_front() {
        let (a, b) = (work.root(a), work.root(b));
        let (into, from) = (a.min(b), a.max(b));
        if into == from {
            continue;
        }
        let Some(source) = work.objects.get_mut(from) else { continue };
        source.merged_into = into;
        source.joined = why.clone();
        let source = source.clone();
        let alternatives = alternatives_of(&source).collect::<Vec<_>>();
        let Some(mut target) = work.objects.get(into).cloned() else { continue };
        target.reached |= source.reached;
        target.uses.extend(source.uses);
        target.docs = target.docs.or(source.docs);
        for (name, field) in source.fields {
            match target.fields.get_mut(&name) {
                Some(known) => {
                    let nested = join_fields(work, &name, known, field, target.side, diagnostics);
                    queue.extend(nested.map(|(a, b)| (a, b, Joined::Field(name))));
                }
                None => {
                    let required = field.required && target.side == Side::Response;
                    target.fields.insert(name, FieldDraft { required, ..field });
                }
            }
        }
        let pairs = alternatives.into_iter().zip(alternatives_of(&target));
        queue.extend(pairs.map(|(a, b)| (a, b, why.clone())).collect::<Vec<_>>());
        if let Some(slot) = work.objects.get_mut(into) {
            *slot = target;
        }
    }
}

/// The drafts that alternatives are, in order: those of two drafts of equal shape pair up, and no others ever merge.
fn alternatives_of(draft: &ObjectDraft) -> impl Iterator<Item = usize> + '_ {
    let types = draft.choices.iter().chain(draft.variants.iter().map(|variant| &variant.ty));
    types.filter_map(Type::model).map(|id| id.0 as usize)
}

/// Joins one field of two drafts; gives the nested drafts that have to merge as well.
fn join_fields(
    work: &mut Work<'_>,
    name: &str,
    known: &mut FieldDraft,
    other: FieldDraft,
    side: Side,
    diagnostics: &mut Diagnostics,
) -> Option<(usize, usize)> {
    known.required &= other.required;
    known.docs = known.docs.take().or(other.docs);
    for example in other.examples {
        if !known.examples.contains(&example) {
            known.examples.push(example);
        }
    }
    for shown in other.shown {
        if !known.shown.contains(&shown) {
            known.shown.push(shown);
        }
    }
    if known.conflict || other.conflict {
        (known.ty, known.conflict) = (Type::Json, true);
        return None;
    }
    if depth(&known.ty) == depth(&other.ty) {
        if let (Some(a), Some(b)) = (known.ty.enumeration(), other.ty.enumeration()) {
            unite_enums(work, a.0 as usize, b.0 as usize, Joined::Field(name.to_owned()));
            return None;
        }
        if let (Some(a), Some(b)) = (known.ty.model(), other.ty.model()) {
            return Some((a.0 as usize, b.0 as usize));
        }
    }
    match scalars::join(&known.ty, &other.ty, &known.seen()) {
        Some(joined) => known.ty = joined,
        None => {
            let (here, elsewhere) = (kind(&other.ty), kind(&known.ty));
            let place = format!("{}:{}", work.wire.path_of(known.at.file), known.at.line);
            let message = format!("`{name}` is {here} here and {elsewhere} at {place}, in the same {}", entity(side));
            let help = "correct one of them; until then the field is raw JSON";
            diagnostics.push(Diagnostic::new(Code::TypeConflict, other.at, message).help(help));
            (known.ty, known.conflict) = (Type::Json, true);
        }
    }
    None
}

const fn entity(side: Side) -> &'static str {
    match side {
        Side::Request => "request",
        Side::Response => "entity",
    }
}

/// How many lists and maps are around the kind.
fn depth(ty: &Type) -> Vec<bool> {
    match ty {
        Type::List(inner) => std::iter::once(true).chain(depth(inner)).collect(),
        Type::Map(inner) => std::iter::once(false).chain(depth(inner)).collect(),
        _ => Vec::new(),
    }
}

/// Makes two enums one, with the values of both.
pub(super) fn unite_enums(work: &mut Work<'_>, a: usize, b: usize, why: Joined) {
    let (a, b) = (work.enum_root(a), work.enum_root(b));
    let (into, from) = (a.min(b), a.max(b));
    if into == from {
        return;
    }
    let Some((values, reached)) = work.enums.get_mut(from).map(|source| {
        source.merged_into = into;
        source.joined = why;
        (source.values.clone(), source.reached)
    }) else {
        return;
    };
    if let Some(target) = work.enums.get_mut(into) {
        target.reached |= reached;
        let new: Vec<String> = values.into_iter().filter(|value| !target.values.contains(value)).collect();
        target.values.extend(new);
    }
}

/// Merges nested objects of equal shape under fields of one head noun, until nothing changes: equal leaves make
/// their parents equal.
fn merge_equal(work: &mut Work<'_>, diagnostics: &mut Diagnostics) {
    loop {
        let mut groups: BTreeMap<(usize, Side, Name, usize), Vec<usize>> = BTreeMap::new();
        let shapes = Shapes::of(work);
        for object in work.roots() {
            let (Some(draft), Some(product)) = (work.objects.get(object), work.product_of_object(object)) else {
                continue;
            };
            if let Some(noun) = head_noun(work, object) {
                let key = (product, draft.side, noun, shapes.class(work, object));
                groups.entry(key).or_default().push(object);
            }
        }
        let equal: Vec<(Name, Vec<usize>)> = groups
            .into_iter()
            .filter(|(_, group)| group.len() > 1)
            .map(|((_, _, noun, _), group)| (noun, group))
            .collect();
        if equal.is_empty() {
            return;
        }
        for (noun, group) in equal {
            for pair in group.windows(2) {
                if let [a, b] = pair {
                    unite(work, *a, *b, Joined::Shape(noun.to_string()), diagnostics);
                }
            }
        }
    }
}

/// The last word, singular, of the field that a nested draft stands under; nothing for a whole body or payload.
fn head_noun(work: &Work<'_>, object: usize) -> Option<Name> {
    let used = work.objects.get(object)?.uses.first()?;
    // An alternative belongs to its choice, and merges with it.
    if used.pointer.ends_with(')') {
        return None;
    }
    let name = match nested_field((used.side, used.pointer.as_str())) {
        Some(field) => Name::parse(field).singular(),
        // An element of a body that is a list has no field; the path says what it is.
        None if used.pointer == "/[]" => Name::parse(work.operations.get(used.operation)?.path.noun()?).singular(),
        None => return None,
    };
    name.words().last().map(|word| Name::parse(word))
}

/// The field that a pointer ends in, where it is below a payload or body: `/payment/invoices/[]` gives `invoices`.
pub(super) fn nested_field((side, pointer): (Side, &str)) -> Option<&str> {
    let mut segments: Vec<&str> =
        pointer.split('/').filter(|segment| !segment.is_empty() && *segment != "[]").collect();
    let last = segments.pop()?;
    match side {
        Side::Request => Some(last),
        // The first segment of a response is its envelope key.
        Side::Response if segments.is_empty() => None,
        Side::Response => Some(last),
    }
}

/// Rewrites every type so that it refers to what stands for it after merging.
pub(super) fn settle(work: &mut Work<'_>) {
    let objects: Vec<usize> = (0..work.objects.len()).map(|object| work.root(object)).collect();
    let enums: Vec<usize> = (0..work.enums.len()).map(|enumeration| work.enum_root(enumeration)).collect();
    let model = |id: ModelId| objects.get(id.0 as usize).map_or(id, |&root| model_id(root));
    let enumeration = |id: EnumId| enums.get(id.0 as usize).map_or(id, |&root| enum_id(root));
    let settle = |ty: &mut Type| ty.map_ids(&model, &enumeration);
    work.objects.iter_mut().flat_map(ObjectDraft::types_mut).for_each(settle);
    for operation in &mut work.operations {
        operation.params.iter_mut().for_each(|param| settle(&mut param.ty));
        operation.each_type(settle);
    }
}
