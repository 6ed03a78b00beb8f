//! Nouns: from the names of fields and keys to the names of what is in them.
//!
//! In: words. Out: one thing's noun (`cc_mails_list` holds a `cc_mail`), and a noun within what owns it.

use crate::ir::name::Name;
use crate::normalise::english;
use crate::normalise::phrases::turned;

/// The longest name that a caller should have to read, spelled without underscores.
pub(super) const LONGEST: usize = 40;
/// Longer names leave out what stands between an entity and a part of it.
pub(super) const COMFORTABLE: usize = 32;

/// What one element of a field or key is.
pub(super) fn thing(words: &Name) -> Name {
    whole(words).singular()
}

/// What is in a field or key that is no list: `payment_options` in one object.
pub(super) fn whole(words: &Name) -> Name {
    let all = words.words();
    let said = one_of_many(&all).unwrap_or_else(|| matched(&all));
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let bare = without_empty(without_verb(&said));
    let name = Name::from_words(turned(bare));
    if name.is_empty() { words.clone() } else { name }
}

/// `chart of accounts` holds accounts.
fn one_of_many(words: &[&str]) -> Option<Vec<String>> {
    let (head, of) = words.iter().position(|word| *word == "of").and_then(|at| words.split_at_checked(at))?;
    let collective = head.last().is_some_and(|head| english::is_collective(head));
    (collective && of.len() > 1).then(|| of.iter().skip(1).map(|word| (*word).to_owned()).collect())
}

/// `transactions to be matched` are matched transactions.
fn matched(words: &[&str]) -> Vec<String> {
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    match words {
        [noun @ .., "to", "be", participle] if !noun.is_empty() => {
            std::iter::once((*participle).to_owned()).chain(own(noun)).collect()
        }
        _ => own(words),
    }
}

/// `apply_credit_notes` holds credit notes, `apply_to_bills` bills.
fn without_verb<'w, 's>(words: &'w [&'s str]) -> &'w [&'s str] {
    match words {
        ["add" | "apply" | "create" | "delete" | "get" | "remove" | "update", tie, rest @ ..]
            if !rest.is_empty() && english::is_preposition(tie) =>
        {
            rest
        }
        ["add" | "apply" | "create" | "delete" | "get" | "remove" | "update", rest @ ..] if !rest.is_empty() => rest,
        _ => words,
    }
}

/// `address_info` is an address.
fn without_empty<'w, 's>(mut words: &'w [&'s str]) -> &'w [&'s str] {
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && english::is_empty_noun(last)
    {
        words = rest;
    }
    words
}

/// A part of an entity, owned by the entity itself or by another part of it.
pub(in crate::normalise) fn part(entity: &Name, owner: &Name, noun: &Name) -> Name {
    let (entity_words, noun_words) = (entity.words(), noun.words());
    if !entity_words.is_empty() && noun_words.len() > entity_words.len() && noun_words.starts_with(&entity_words) {
        return noun.clone();
    }
    let owner_words = owner.words();
    // The `billing_address` of an `invoice_address` is an invoice's; a bank transaction has an imported one.
    let repeats = owner_words.len() > 1 && noun_words.len() > 1 && owner_words.last() == noun_words.last();
    let short = Name::from_words(owner_words.iter().take(owner_words.len().saturating_sub(1)));
    let whole = if repeats && !noun_words.starts_with(&owner_words) { short.join(noun) } else { owner.join(noun) };
    if letters(&whole) <= COMFORTABLE { whole } else { entity.join(noun) }
}

/// Length when spelled without underscores.
pub(super) fn letters(name: &Name) -> usize {
    name.words().iter().map(|word| word.chars().count()).sum()
}

/// Drops inner words, the second first, until the name is short enough when spelled without underscores.
pub(in crate::normalise) fn shorten(name: &Name) -> Name {
    let mut words = name.words();
    while words.iter().map(|word| word.chars().count()).sum::<usize>() > LONGEST && words.len() > 2 {
        words.remove(1);
    }
    Name::from_words(words)
}

pub(super) fn without_word(name: &Name, unwanted: &str) -> Name {
    Name::from_words(name.words().into_iter().filter(|word| *word != unwanted))
}

/// The words that all names end in.
pub(super) fn common_tail(names: &[Name]) -> Option<Name> {
    common(names, |words, n| words.len().checked_sub(n).and_then(|start| words.get(start..)))
}

/// The words that all names begin with.
pub(super) fn common_head(names: &[Name]) -> Option<Name> {
    common(names, |words, n| words.get(..n))
}

fn common(names: &[Name], part: for<'a> fn(&'a [&'a str], usize) -> Option<&'a [&'a str]>) -> Option<Name> {
    let first = names.first()?.words();
    let shared = (1..=first.len()).take_while(|&n| {
        let wanted = part(&first, n);
        names.iter().all(|name| part(&name.words(), n).map(<[&str]>::to_vec) == wanted.map(<[&str]>::to_vec))
    });
    Some(Name::from_words(part(&first, shared.last()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_element_of_a_field() {
        for (field, noun) in [
            ("cc_mails_list", "cc_mail"),
            ("address_info", "address"),
            ("apply_credit_notes", "credit_note"),
            ("apply_to_bills", "bill"),
            ("credits_applied", "applied_credit"),
            ("contact_persons_associated", "associated_contact_person"),
            ("transactions_to_be_matched", "matched_transaction"),
            ("chart_of_accounts", "account"),
            ("data", "data"),
            ("line_items", "line_item"),
        ] {
            assert_eq!(thing(&Name::parse(field)).as_str(), noun, "{field}");
        }
    }

    #[test]
    fn parts_say_nothing_twice() {
        let part = |entity: &str, owner: &str, noun: &str| {
            part(&Name::parse(entity), &Name::parse(owner), &Name::parse(noun)).to_string()
        };
        assert_eq!(part("invoice", "invoice", "line_item"), "invoice_line_item");
        assert_eq!(part("invoice", "invoice_credit", "invoice_payment"), "invoice_payment");
        assert_eq!(part("invoice", "invoice_address", "billing_address"), "invoice_billing_address");
        assert_eq!(part("bank_transaction", "bank_transaction", "matched_transaction"), "bank_matched_transaction");
        assert_eq!(part("invoice", "invoice_payment_option", "payment_gateway"), "invoice_payment_gateway");
        assert_eq!(part("invoice", "invoice_line_item", "warehouse"), "invoice_line_item_warehouse");
        assert_eq!(part("fixed_asset", "fixed_asset", "asset_history"), "fixed_asset_history");
    }

    #[test]
    fn what_names_share() {
        let names = |text: &str| text.split(' ').map(Name::parse).collect::<Vec<_>>();
        assert_eq!(common_tail(&names("billing_address shipping_address")).unwrap_or_default().as_str(), "address");
        assert_eq!(common_head(&names("invoice_email invoice_reminder")).unwrap_or_default().as_str(), "invoice");
        assert_eq!(common_tail(&names("invoice tax")), None);
    }
}
