//! Words that run together, taken apart by what the documents say elsewhere.
//!
//! In: all prose and names of the wire layer, the phrases of the configuration and the words of the lock. Out: a
//! [`Vocabulary`] that splits `customerpayments` into `customer payments` because somebody wrote those two words side
//! by side, and more often than in one. No dictionary: without that evidence a word stays whole. What was decided is
//! kept for the lock, so that other wording does not change a name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::name::{Name, singular};
use crate::ir::wire::{Operation, Wire};

use super::english;

/// Shorter words are never two.
const SHORTEST: usize = 6;

/// Words of more bytes are nobody's run-together words, and stay whole.
const LONGEST: usize = 100;

/// How often the parts of a word were neighbours, and the parts.
type Cut = (u32, Vec<String>);

/// What the documents say of words.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// How often two words stand side by side; the second in the singular.
    pairs: BTreeMap<(String, String), u32>,
    /// How often a word stands in prose, in the singular.
    prose: BTreeMap<String, u32>,
    /// Every word that stands anywhere.
    known: BTreeSet<String>,
    /// Words that somebody has decided on: the configuration, then the lock.
    fixed: BTreeMap<String, Vec<String>>,
    /// What was decided for every word that was asked for.
    decided: RefCell<BTreeMap<String, Vec<String>>>,
    /// What was found for every word that was weighed on the way.
    weighed: RefCell<BTreeMap<String, Option<Cut>>>,
}

impl Vocabulary {
    pub(super) fn of(wire: &Wire, phrases: &[String], locked: &BTreeMap<String, String>) -> Self {
        let mut vocabulary = Self::default();
        for (word, parts) in locked {
            vocabulary.fix(word, Name::parse(parts).words().into_iter().map(str::to_owned).collect());
        }
        for phrase in phrases {
            let parts: Vec<String> = Name::parse(phrase).words().into_iter().map(str::to_owned).collect();
            vocabulary.fix(&parts.concat(), parts);
        }
        for document in wire.products.iter().flat_map(|product| &product.documents) {
            for (word, parts) in &document.words {
                let parts = Name::parse(parts).words().into_iter().map(str::to_owned).collect();
                vocabulary.fixed.entry(word.clone()).or_insert(parts);
            }
            vocabulary.learn(&document.title);
            vocabulary.learn(&document.stem);
            document.tags.iter().for_each(|tag| vocabulary.learn(&tag.name));
            document.components.keys().for_each(|name| vocabulary.learn_name(name));
            document.operations.iter().for_each(|operation| vocabulary.learn_operation(operation));
        }
        for schema in &wire.schemas {
            schema.properties.keys().for_each(|name| vocabulary.learn_name(name));
            schema.description.iter().for_each(|text| vocabulary.learn(text));
            // `PaymentMode.BankTransfer` shows how `banktransfer` is put together.
            let open = schema.extensions.get("x-extensible-enum").and_then(Value::as_array);
            let values = schema.enumeration.iter().chain(open).flatten();
            values.filter_map(Value::as_str).for_each(|text| vocabulary.learn_name(text));
        }
        vocabulary
    }

    /// Both numbers of the word are decided.
    fn fix(&mut self, word: &str, parts: Vec<String>) {
        let Some((last, head)) = parts.split_last() else { return };
        let other = |change: fn(&str) -> String| head.iter().cloned().chain([change(last)]).collect::<Vec<_>>();
        for parts in [other(singular), other(crate::ir::name::plural), parts.clone()] {
            self.fixed.insert(parts.concat(), parts);
        }
        self.fixed.insert(word.to_owned(), parts);
    }

    fn learn_operation(&mut self, operation: &Operation) {
        operation.operation_id.iter().for_each(|text| self.learn_name(text));
        let texts = [&operation.summary, &operation.description];
        texts.into_iter().flatten().for_each(|text| self.learn(text));
        for segment in operation.path.split(['/', '{', '}']) {
            self.learn_name(segment);
        }
        for param in &operation.params {
            self.learn_name(&param.name);
            param.description.iter().for_each(|text| self.learn(text));
        }
    }

    /// Learns from prose: words are what stands between spaces, so `WhatsApp` is one.
    fn learn(&mut self, text: &str) {
        // Words on both sides of a full stop, comma or tag are no neighbours.
        for clause in text.split(['.', ',', ';', ':', '<', '>', '(', ')', '\n', '"']) {
            let words = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let words: Vec<String> = words.map(str::to_lowercase).collect();
            for word in &words {
                *self.prose.entry(singular(word)).or_default() += 1;
            }
            self.learn_words(&words);
        }
    }

    /// Learns from an identifier in any spelling.
    fn learn_name(&mut self, text: &str) {
        for part in text.split(['.', '/', ' ']) {
            let name = Name::parse(part);
            self.learn_words(&name.words());
        }
    }

    /// Remembers every pair of neighbouring words.
    fn learn_words<S: AsRef<str>>(&mut self, words: &[S]) {
        for pair in words.windows(2) {
            if let [first, second] = pair {
                let pair = (first.as_ref().to_owned(), singular(second.as_ref()));
                *self.pairs.entry(pair).or_default() += 1;
            }
        }
        self.known.extend(words.iter().map(|word| word.as_ref().to_owned()));
    }

    /// The words of one spelling, run-together ones taken apart.
    pub(super) fn words(&self, text: &str) -> Name {
        Name::from_words(Name::parse(text).words().into_iter().flat_map(|word| self.split(word)))
    }

    /// The same for a text that no public name is made of as it stands: nothing is kept for the lock.
    pub(super) fn read(&self, text: &str) -> Name {
        Name::from_words(Name::parse(text).words().into_iter().flat_map(|word| self.decide(word)))
    }

    /// What was decided for words that might as well be read otherwise, by word: what the lock keeps.
    pub(super) fn decisions(&self) -> BTreeMap<String, String> {
        let decided = self.decided.borrow();
        let told = decided.iter().filter(|(word, parts)| parts.len() > 1 || self.is_doubtful(word));
        told.map(|(word, parts)| (word.clone(), parts.join(" "))).collect()
    }

    /// How each of these words, and every one that was asked for, is read.
    pub(super) fn readings<'t>(&self, texts: impl Iterator<Item = &'t str>) -> BTreeMap<String, String> {
        let mut words: BTreeSet<String> = self.decided.borrow().keys().cloned().collect();
        for text in texts {
            words.extend(Name::parse(text).words().into_iter().map(str::to_owned));
        }
        let read = words.into_iter().filter(|word| word.len() >= SHORTEST);
        read.map(|word| (word.clone(), self.decide(&word).join(" "))).collect()
    }

    /// Whether a word could be two that are known.
    fn is_doubtful(&self, word: &str) -> bool {
        let mut halves = cuts(word);
        halves.any(|(head, tail)| self.known.contains(head) && self.known.contains(tail))
    }

    fn split(&self, word: &str) -> Vec<String> {
        if let Some(known) = self.decided.borrow().get(word) {
            return known.clone();
        }
        let parts = self.decide(word);
        self.decided.borrow_mut().insert(word.to_owned(), parts.clone());
        parts
    }

    fn decide(&self, word: &str) -> Vec<String> {
        if word.len() < SHORTEST {
            return vec![word.to_owned()];
        }
        if let Some(parts) = self.fixed.get(word) {
            return parts.clone();
        }
        let whole = self.prose.get(&singular(word)).copied().unwrap_or_default();
        match self.best(word) {
            Some((count, parts)) if count > whole => parts.iter().flat_map(|part| self.decide(part)).collect(),
            _ if whole == 0 => phrase(word, &self.known).map_or_else(
                || vec![word.to_owned()],
                |parts| parts.iter().flat_map(|part| self.decide(part)).collect(),
            ),
            _ => vec![word.to_owned()],
        }
    }

    /// The parts that were neighbours most often, with how often; of two and more parts, two are taken first. Each tail of
    /// a word is weighed once, so that long words take no longer than they are.
    fn best(&self, word: &str) -> Option<(u32, Vec<String>)> {
        if word.len() > LONGEST {
            return None;
        }
        if let Some(known) = self.weighed.borrow().get(word) {
            return known.clone();
        }
        let best = self.weigh(word);
        self.weighed.borrow_mut().insert(word.to_owned(), best.clone());
        best
    }

    fn weigh(&self, word: &str) -> Option<(u32, Vec<String>)> {
        let two = cuts(word).filter_map(|(head, tail)| {
            let count = self.pairs.get(&(head.to_owned(), singular(tail)))?;
            Some((*count, vec![head.to_owned(), tail.to_owned()]))
        });
        let best = two.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.or_else(|| self.several(word))
    }

    /// Three parts and more, and three with a small word in the middle: `chartofaccounts`.
    fn several(&self, word: &str) -> Option<(u32, Vec<String>)> {
        word.char_indices().skip(3).map(|(at, _)| word.split_at(at)).find_map(|(head, tail)| {
            let small = SMALL.iter().filter_map(|middle| Some((*middle, tail.strip_prefix(middle)?)));
            let with_small = small.filter(|(_, rest)| rest.len() > 2).find_map(|(middle, rest)| {
                let first = self.pairs.get(&(head.to_owned(), middle.to_owned()))?;
                let second = self.pairs.get(&(middle.to_owned(), singular(rest)))?;
                Some((*first.min(second), vec![head.to_owned(), middle.to_owned(), rest.to_owned()]))
            });
            with_small.or_else(|| {
                let (count, rest) = self.best(tail).filter(|_| tail.len() >= SHORTEST)?;
                let first = self.pairs.get(&(head.to_owned(), singular(rest.first()?)))?;
                Some((count.min(*first), std::iter::once(head.to_owned()).chain(rest).collect()))
            })
        })
    }
}

/// Words of two letters that may stand in the middle of a word that is several.
const SMALL: [&str; 7] = ["as", "by", "in", "of", "on", "or", "to"];

/// Ways to cut a word in two, both of three letters at least.
fn cuts(word: &str) -> impl Iterator<Item = (&str, &str)> {
    let cuts = word.char_indices().skip(3).map(|(at, _)| word.split_at(at));
    cuts.filter(|(_, tail)| tail.chars().count() > 2)
}

/// A verb, a preposition and something known: `markasactive`, `converttoopen`; or `fromestimates`.
fn phrase<'w>(word: &'w str, known: &BTreeSet<String>) -> Option<Vec<&'w str>> {
    const TIES: [&str; 6] = ["as", "by", "for", "from", "to", "with"];
    let told = |rest: &str| rest.len() > 2 && (english::is_state(rest) || known.contains(rest));
    let leading = ["from", "with"].into_iter().find_map(|tie| {
        let rest = word.strip_prefix(tie).filter(|rest| told(rest))?;
        Some(vec![word.get(..tie.len())?, rest])
    });
    leading.or_else(|| {
        word.char_indices().skip(3).map(|(at, _)| word.split_at(at)).find_map(|(verb, tail)| {
            let found = TIES.into_iter().find(|tie| tail.strip_prefix(tie).is_some_and(told))?;
            english::is_verb(verb)
                .then(|| tail.split_at_checked(found.len()))
                .flatten()
                .map(|(tie, rest)| vec![verb, tie, rest])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taught(text: &str) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn(text);
        vocabulary
    }

    fn read(vocabulary: &Vocabulary, text: &str) -> String {
        vocabulary.words(text).as_str().to_owned()
    }

    #[test]
    fn words_are_split_by_evidence_only() {
        let vocabulary = taught("Customer payments, by bank transfer. Percent age. The chart of accounts");
        assert_eq!(read(&vocabulary, "customerpayments"), "customer_payments");
        assert_eq!(read(&vocabulary, "customerpayment"), "customer_payment");
        assert_eq!(read(&vocabulary, "banktransfer"), "bank_transfer");
        assert_eq!(read(&vocabulary, "chartofaccounts"), "chart_of_accounts");
        assert_eq!(read(&vocabulary, "creditcard"), "creditcard");
    }

    #[test]
    fn a_stop_separates_neighbours() {
        assert_eq!(read(&taught("the bank. transfer"), "banktransfer"), "banktransfer");
    }

    #[test]
    fn long_words_take_no_longer_than_they_are() {
        let vocabulary = taught("the bank transfer of aaa aaa to aaaa aaaa and aaaaa aaaaa");
        for length in [40, 90, 300] {
            assert!(!read(&vocabulary, &format!("{}b", "a".repeat(length))).is_empty());
        }
    }

    #[test]
    fn the_more_frequent_spelling_wins() {
        assert_eq!(read(&taught("the salesperson, a salesperson or sales person"), "salesperson"), "salesperson");
        assert_eq!(read(&taught("the salesperson, sales person, sales persons"), "salespersons"), "sales_persons");
        assert_eq!(read(&taught("on WhatsApp"), "whatsapp"), "whatsapp");
    }

    #[test]
    fn a_verb_a_preposition_and_something_known_are_a_phrase() {
        let vocabulary = taught("estimates and credit notes");
        assert_eq!(read(&vocabulary, "markasactive"), "mark_as_active");
        assert_eq!(read(&vocabulary, "fromestimates"), "from_estimates");
        assert_eq!(read(&vocabulary, "mapasset"), "mapasset");
    }

    #[test]
    fn configuration_comes_before_the_lock_and_the_lock_before_the_documents() {
        let locked = BTreeMap::from([("banktransfer".to_owned(), "banktransfer".to_owned())]);
        let phrases = ["credit card".to_owned()];
        let mut vocabulary = Vocabulary::of(&Wire::default(), &phrases, &locked);
        vocabulary.learn("bank transfer");
        assert_eq!(read(&vocabulary, "banktransfer"), "banktransfer");
        assert_eq!(read(&vocabulary, "creditcards"), "credit_cards");
        assert_eq!(vocabulary.decisions().get("creditcards").map(String::as_str), Some("credit cards"));
    }
}
