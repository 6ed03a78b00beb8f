//! Names of enums and of their values.
//!
//! In: enum drafts and the names of what they belong to. Out: a name for each; enums of one product that come out
//! with one name and share a value are one, others get a word more. Values are named by their words, a prefix that
//! all share (`PaymentMode.`) left out.

use std::collections::BTreeMap;

use crate::ir::model::{EnumValue, Joined};
use crate::ir::name::Name;

use super::entities::unite_enums;
use super::model_names::nouns::{part, shorten};
use super::model_names::{Stem, Stems};
use super::vocabulary::Vocabulary;
use super::work::{EnumOwner, Work};

/// Names all enums.
pub(super) fn assign(work: &mut Work<'_>, stems: &Stems, vocabulary: &Vocabulary) {
    let mut taken: BTreeMap<(usize, Name), Holder> = BTreeMap::new();
    for object in work.roots() {
        if let (Some(draft), Some(product)) = (work.objects.get(object), work.product_of_object(object)) {
            taken.insert((product, draft.name.clone()), Holder::Model);
        }
    }
    for index in work.enum_roots().collect::<Vec<_>>() {
        let Some((product, owner)) = owner(work, index, stems) else { continue };
        let Some(draft) = work.enums.get(index) else { continue };
        let field = vocabulary.words(&draft.field);
        let field = match field.words().as_slice() {
            [head @ .., "by"] if !head.is_empty() => Name::from_words(head),
            _ => field.singular(),
        };
        let name = shorten(&part(&owner.entity, &owner.owner, &field));
        name_one(work, &mut taken, index, product, &name);
    }
}

/// What has a name already.
#[derive(Clone, Copy)]
enum Holder {
    Model,
    Enum(usize),
}

fn name_one(
    work: &mut Work<'_>,
    taken: &mut BTreeMap<(usize, Name), Holder>,
    index: usize,
    product: usize,
    name: &Name,
) {
    let candidates = ["", "choice", "kind", "option", "setting"].into_iter().map(|word| name.join(&Name::parse(word)));
    for candidate in candidates.chain(name.numbered()) {
        match taken.get(&(product, candidate.clone())).copied() {
            Some(Holder::Enum(other)) if share_a_value(work, other, index) => {
                unite_enums(work, other, index, Joined::Name(candidate.to_string()));
                return;
            }
            Some(_) => {}
            None => {
                taken.insert((product, candidate.clone()), Holder::Enum(index));
                if let Some(draft) = work.enums.get_mut(index) {
                    draft.name = candidate;
                }
                return;
            }
        }
    }
}

fn share_a_value(work: &Work<'_>, a: usize, b: usize) -> bool {
    let (Some(a), Some(b)) = (work.enums.get(work.enum_root(a)), work.enums.get(b)) else { return false };
    a.values.iter().any(|value| b.values.contains(value))
}

/// The product that an enum belongs to, and what has it: an entity, a part of one, an operation.
fn owner(work: &Work<'_>, index: usize, stems: &Stems) -> Option<(usize, Stem)> {
    let draft = work.enums.get(index)?;
    match draft.owner {
        EnumOwner::Operation(operation) => {
            let name = stems.operations.get(operation)?.clone();
            Some((work.product_of(operation)?, Stem { entity: name.clone(), owner: name }))
        }
        EnumOwner::Object(object) => {
            let root = work.root(object);
            Some((work.product_of_object(root)?, stems.objects.get(&root)?.clone()))
        }
    }
}

/// Names the values of one enum.
pub(super) fn values(values: &[String], vocabulary: &Vocabulary) -> Vec<EnumValue> {
    let prefix = common_prefix(values);
    values
        .iter()
        .map(|wire| {
            let text = wire.get(prefix..).unwrap_or(wire);
            let name = vocabulary.words(text);
            EnumValue { wire: wire.clone(), name: if name.is_empty() { Name::parse("empty") } else { name } }
        })
        .collect()
}

/// Length of `PaymentMode.` where every value begins with it.
fn common_prefix(values: &[String]) -> usize {
    let Some(length) = values.first().and_then(|first| first.find('.')).map(|dot| dot + 1) else { return 0 };
    let prefix = values.first().and_then(|first| first.get(..length)).unwrap_or_default();
    if values.len() > 1 && values.iter().all(|value| value.starts_with(prefix) && value.len() > length) {
        length
    } else {
        0
    }
}
