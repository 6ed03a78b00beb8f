//! Names of the variants of choices.
//!
//! In: merged drafts. Out: a name for every variant, told by what sets it apart: the value of the key that tells
//! variants apart, else what the document calls it, else the keys that only it has (`card_id` gives `card`), else the
//! kind of value. A number only where nothing differs, and then it is reported.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::Type;
use crate::ir::name::Name;

use super::vocabulary::Vocabulary;
use super::work::{VariantDraft, Work};

/// More words than these are a sentence and no name.
const MOST_WORDS: usize = 4;

/// Names the variants of all choices.
pub(super) fn assign(work: &mut Work<'_>, vocabulary: &Vocabulary, diagnostics: &mut Diagnostics) {
    for object in work.roots().collect::<Vec<_>>() {
        let Some(draft) = work.objects.get(object).filter(|draft| !draft.variants.is_empty()) else { continue };
        let names = names(work, &draft.variants, vocabulary, diagnostics);
        let variants = work.objects.get_mut(object).into_iter().flat_map(|draft| &mut draft.variants);
        variants.zip(names).for_each(|(variant, name)| variant.name = name);
    }
}

fn names(
    work: &Work<'_>,
    variants: &[VariantDraft],
    vocabulary: &Vocabulary,
    diagnostics: &mut Diagnostics,
) -> Vec<Name> {
    let rules: [&dyn Fn() -> Vec<Name>; 5] = [
        &|| variants.iter().map(|variant| words(variant.tag.as_deref(), vocabulary)).collect(),
        &|| said(variants, vocabulary),
        &|| variants.iter().map(|variant| keys(variant, variants, |key| without_id(&vocabulary.words(key)))).collect(),
        &|| variants.iter().map(|variant| keys(variant, variants, |key| vocabulary.words(key))).collect(),
        &|| variants.iter().map(|variant| kind(work, &variant.ty, vocabulary)).collect(),
    ];
    let found = rules.iter().map(|rule| rule()).find(|names| telling(names));
    found.unwrap_or_else(|| numbered(variants, diagnostics))
}

fn words(text: Option<&str>, vocabulary: &Vocabulary) -> Name {
    text.map(|text| vocabulary.words(text)).unwrap_or_default()
}

/// Whether every variant has a name of its own that reads like one.
fn telling(names: &[Name]) -> bool {
    let mut seen = BTreeSet::new();
    names.iter().all(|name| {
        let sound = !name.is_empty() && name.words().len() <= MOST_WORDS;
        sound && !name.as_str().ends_with(|last: char| last.is_ascii_digit()) && seen.insert(name)
    })
}

/// Titles or components without the words that all share: `card_payment` and `bank_payment` are `card` and `bank`.
fn said(variants: &[VariantDraft], vocabulary: &Vocabulary) -> Vec<Name> {
    let names: Vec<Name> = variants.iter().map(|variant| words(variant.said.as_deref(), vocabulary)).collect();
    let shared = |word: &&str| names.iter().all(|name| name.words().contains(word));
    names.iter().map(|name| Name::from_words(name.words().into_iter().filter(|word| !shared(word)))).collect()
}

/// The keys that only this variant requires, else the first that only it may have, else all that it requires.
fn keys(variant: &VariantDraft, variants: &[VariantDraft], words: impl Fn(&str) -> Name) -> Name {
    let others = || variants.iter().filter(|other| !std::ptr::eq(*other, variant));
    let required = |key: &&String| others().any(|other| other.keys.contains(key));
    let known = |key: &&String| others().any(|other| other.keys.contains(key) || other.more.contains(key));
    let mut own: Vec<&String> = variant.keys.iter().filter(|key| !required(key)).collect();
    if own.is_empty() {
        own.extend(variant.more.iter().find(|key| !known(key)));
    }
    if own.is_empty() {
        own.extend(&variant.keys);
    }
    let names: Vec<Name> = own.into_iter().map(|key| words(key)).collect();
    match names.as_slice() {
        [] => Name::default(),
        [one] => one.clone(),
        [one, other] if one.words().len() + other.words().len() < MOST_WORDS => {
            Name::from_words([one.as_str(), "and", other.as_str()])
        }
        [first, rest @ ..] => {
            let head = first.words();
            let shared =
                (1..=head.len()).take_while(|n| rest.iter().all(|name| name.words().get(..*n) == head.get(..*n)));
            let head = shared.last().and_then(|n| head.get(..n)).map(Name::from_words);
            head.unwrap_or_else(|| first.clone())
        }
    }
}

/// `card_id` tells a card, `card_ids` tell cards.
fn without_id(name: &Name) -> Name {
    match name.words().as_slice() {
        [head @ .., "id"] if !head.is_empty() => Name::from_words(head),
        [head @ .., "ids"] if !head.is_empty() => Name::from_words(head).plural(),
        _ => name.clone(),
    }
}

fn kind(work: &Work<'_>, ty: &Type, vocabulary: &Vocabulary) -> Name {
    let word = match ty {
        Type::Bool => "flag",
        Type::Int | Type::Decimal => "number",
        Type::Text => "text",
        Type::Id | Type::NumericId => "id",
        Type::IdList => "ids",
        Type::Date => "date",
        Type::DateTime => "time",
        Type::Bytes => "file",
        Type::Json => "json",
        Type::Enum(_) => "value",
        Type::Map(_) => "map",
        Type::List(inner) => return kind(work, inner, vocabulary).plural(),
        Type::Model(id) => {
            let component = work.objects.get(id.0 as usize).and_then(|draft| draft.component.as_deref());
            let said = words(component, vocabulary);
            return if said.is_empty() { Name::parse("object") } else { said };
        }
    };
    Name::parse(word)
}

fn numbered(variants: &[VariantDraft], diagnostics: &mut Diagnostics) -> Vec<Name> {
    let variant = Name::parse("variant");
    if let Some(first) = variants.first() {
        let message = "nothing tells the alternatives of this choice apart; they are numbered";
        let help = "give each a `title`, or a `discriminator` to all, by an overlay";
        diagnostics.push(Diagnostic::new(Code::NumberedName, first.at, message).help(help));
    }
    (1..=variants.len()).map(|number| Name::from_words([variant.as_str(), &number.to_string()])).collect()
}
