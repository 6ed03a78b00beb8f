//! Words that run together, taken apart by what the documents say elsewhere.
//!
//! In: all prose and names of the wire layer. Out: a [`Vocabulary`] that splits `customerpayments` into
//! `customer payments` because somebody wrote those two words side by side. No dictionary: without that evidence a
//! word stays whole.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::ir::name::Name;
use crate::ir::wire::{Operation, Wire};

/// Pairs of words that were seen side by side.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pairs: BTreeSet<(String, String)>,
}

impl Vocabulary {
    pub(super) fn of(wire: &Wire, phrases: &[String]) -> Self {
        let mut vocabulary = Self::default();
        phrases.iter().for_each(|phrase| vocabulary.learn(phrase));
        for document in wire.products.iter().flat_map(|product| &product.documents) {
            vocabulary.learn(&document.title);
            vocabulary.learn(&document.stem);
            document.tags.iter().for_each(|tag| vocabulary.learn(&tag.name));
            document.components.keys().for_each(|name| vocabulary.learn(name));
            document.operations.iter().for_each(|operation| vocabulary.learn_operation(operation));
        }
        for schema in &wire.schemas {
            schema.properties.keys().for_each(|name| vocabulary.learn(name));
            schema.description.iter().for_each(|text| vocabulary.learn(text));
            // `PaymentMode.BankTransfer` shows how `banktransfer` is put together.
            let open = schema.extensions.get("x-extensible-enum").and_then(Value::as_array);
            let values = schema.enumeration.iter().chain(open).flatten();
            values.filter_map(Value::as_str).for_each(|text| vocabulary.learn(text));
        }
        vocabulary
    }

    fn learn_operation(&mut self, operation: &Operation) {
        let texts = [&operation.operation_id, &operation.summary, &operation.description];
        texts.into_iter().flatten().for_each(|text| self.learn(text));
        for param in &operation.params {
            self.learn(&param.name);
            param.description.iter().for_each(|text| self.learn(text));
        }
    }

    /// Remembers every pair of neighbouring words, in singular and plural.
    fn learn(&mut self, text: &str) {
        // Words on both sides of a full stop, comma or tag are no neighbours.
        for clause in text.split(['.', ',', ';', ':', '<', '>', '(', ')', '\n', '"']) {
            let name = Name::parse(clause);
            let words = name.words();
            for (first, second) in words.iter().zip(words.iter().skip(1)) {
                if first.len() > 2 && second.len() > 2 {
                    self.pairs.insert(((*first).to_owned(), (*second).to_owned()));
                }
            }
        }
    }

    fn knows(&self, first: &str, second: &str) -> bool {
        use crate::ir::name::{plural, singular};
        let has = |a: &str, b: String| self.pairs.contains(&(a.to_owned(), b));
        has(first, second.to_owned()) || has(first, singular(second)) || has(first, plural(second))
    }

    /// The words of one spelling, run-together ones taken apart.
    pub(super) fn words(&self, text: &str) -> Name {
        Name::from_words(Name::parse(text).words().into_iter().flat_map(|word| self.split(word)))
    }

    /// Splits one word in two (or more, from the left) where both sides were neighbours somewhere.
    fn split(&self, word: &str) -> Vec<String> {
        for (at, _) in word.char_indices().skip(3) {
            let (head, tail) = word.split_at(at);
            if tail.chars().count() < 3 {
                break;
            }
            if self.knows(head, tail) {
                return vec![head.to_owned(), tail.to_owned()];
            }
            let rest = self.split(tail);
            if rest.len() > 1 && rest.first().is_some_and(|next| self.knows(head, next)) {
                return std::iter::once(head.to_owned()).chain(rest).collect();
            }
        }
        vec![word.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_by_evidence_only() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn("Customer payments, by bank transfer. Percent age");
        assert_eq!(vocabulary.words("customerpayments").as_str(), "customer_payments");
        assert_eq!(vocabulary.words("customerpayment").as_str(), "customer_payment");
        assert_eq!(vocabulary.words("banktransfer").as_str(), "bank_transfer");
        assert_eq!(vocabulary.words("creditcard").as_str(), "creditcard");
    }

    #[test]
    fn a_stop_separates_neighbours() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn("the bank. transfer");
        assert_eq!(vocabulary.words("banktransfer").as_str(), "banktransfer");
    }
}
