//! Names of enums and of their values.
//!
//! In: enum drafts and the names of what they belong to. Out: a name for each; enums of one product that come out
//! with one name and share a value are one, others get a word more. Values are named by their words, a prefix that
//! all share (`PaymentMode.`) left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::model::{EnumValue, Joined, Type};
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
    let holders = holders(work);
    for index in work.enum_roots().collect::<Vec<_>>() {
        let Some((product, owner)) = owner(work, index, stems, &holders) else { continue };
        let Some(draft) = work.enums.get(index) else { continue };
        let field = vocabulary.words(&draft.field);
        let field = match field.words().as_slice() {
            [head @ .., "by"] if !head.is_empty() && matches!(draft.owner, EnumOwner::Operation(_)) => {
                Name::from_words(head)
            }
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
    let candidates = ["", "kind", "option", "choice", "setting"].into_iter().map(|word| name.join(&Name::parse(word)));
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

/// By enum, the first object of the API that has it.
fn holders(work: &Work<'_>) -> BTreeMap<usize, usize> {
    let mut holders = BTreeMap::new();
    for object in work.roots() {
        let held = work.objects.get(object).into_iter().flat_map(|draft| draft.types());
        for id in held.filter_map(Type::enumeration) {
            holders.entry(work.enum_root(id.0 as usize)).or_insert(object);
        }
    }
    holders
}

/// The product that an enum belongs to, and what has it: an entity, a part of one, an operation. What it was read for
/// may be an alternative whose fields are those of a whole now; then the whole has it.
fn owner(work: &Work<'_>, index: usize, stems: &Stems, holders: &BTreeMap<usize, usize>) -> Option<(usize, Stem)> {
    let draft = work.enums.get(index)?;
    match draft.owner {
        EnumOwner::Operation(operation) => {
            let name = stems.operations.get(operation)?.clone();
            Some((work.product_of(operation)?, Stem { entity: name.clone(), owner: name }))
        }
        EnumOwner::Object(object) => {
            let known = [work.root(object)].into_iter().chain(holders.get(&index).copied());
            let (root, stem) = known.filter_map(|root| Some((root, stems.objects.get(&root)?))).next()?;
            Some((work.product_of_object(root)?, stem.clone()))
        }
    }
}

/// Names the values of one enum.
pub(super) fn values(values: &[String], vocabulary: &Vocabulary) -> Vec<EnumValue> {
    let bare: Vec<Name> = values.iter().map(|wire| value_name(kind_and_value(wire).1, vocabulary)).collect();
    let prefixed = values.len() > 1 && values.iter().all(|wire| !kind_and_value(wire).0.is_empty());
    // `Status.All` and `Date.All` of one enum keep what tells them apart.
    let distinct = bare.iter().collect::<BTreeSet<_>>().len() == bare.len();
    let named = values.iter().zip(bare).map(|(wire, bare)| EnumValue {
        wire: wire.clone(),
        name: if prefixed && distinct { bare } else { value_name(wire, vocabulary) },
    });
    named.collect()
}

/// `PaymentMode` and `Cash` of `PaymentMode.Cash`.
fn kind_and_value(wire: &str) -> (&str, &str) {
    match wire.split_once('.') {
        Some((kind, value)) if !value.is_empty() && kind.chars().all(char::is_alphabetic) => (kind, value),
        _ => ("", wire),
    }
}

fn value_name(text: &str, vocabulary: &Vocabulary) -> Name {
    if let Some(sign) = sign(text.trim()) {
        return Name::parse(sign);
    }
    let negative = text.trim().strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let name = vocabulary.words(text);
    let mut words = name.words();
    let first = words.first().map(|word| spelled(word)).unwrap_or_default();
    if !words.is_empty() {
        words.remove(0);
    }
    let minus = negative.map_or("", |_| "minus");
    let name = Name::from_words([minus, first.as_str()].into_iter().chain(words));
    if name.is_empty() { Name::parse("empty") } else { name }
}

/// Values without a letter.
fn sign(text: &str) -> Option<&'static str> {
    let signs = [
        ("+", "plus"),
        ("-", "minus"),
        ("*", "any"),
        ("%", "percent"),
        ("=", "equal"),
        ("==", "equal"),
        ("!=", "not_equal"),
        ("<>", "not_equal"),
        ("<", "less"),
        ("<=", "less_or_equal"),
        (">", "greater"),
        (">=", "greater_or_equal"),
    ];
    signs.into_iter().find(|(sign, _)| *sign == text).map(|(_, name)| name)
}

/// `2checkout` is `two_checkout`: no name begins with a digit.
fn spelled(word: &str) -> String {
    const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let digit = word.chars().next().and_then(|c| c.to_digit(10)).and_then(|digit| DIGITS.get(digit as usize));
    match digit {
        Some(digit) if word.chars().nth(1).is_some_and(char::is_alphabetic) => {
            format!("{digit} {}", word.chars().skip(1).collect::<String>())
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(wires: &[&str]) -> Vec<String> {
        let wires: Vec<String> = wires.iter().map(|wire| (*wire).to_owned()).collect();
        values(&wires, &Vocabulary::default()).into_iter().map(|value| value.name.to_string()).collect()
    }

    #[test]
    fn kinds_of_values_are_left_out_where_nothing_is_lost() {
        assert_eq!(named(&["Mode.All", "Mode.Cash"]), ["all", "cash"]);
        assert_eq!(named(&["Status.All", "Date.DueDate"]), ["all", "due_date"]);
        assert_eq!(named(&["Status.All", "Date.All"]), ["status_all", "date_all"]);
        assert_eq!(named(&["All", "Status.Draft"]), ["all", "status_draft"]);
    }

    #[test]
    fn values_without_letters_are_said() {
        assert_eq!(
            named(&["+", "-", "<=", "", "-1", "1", "2checkout"]),
            ["plus", "minus", "less_or_equal", "empty", "minus_1", "1", "two_checkout"]
        );
    }
}
