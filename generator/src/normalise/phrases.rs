//! What an operationId or a summary says, as the words of a method.
//!
//! In: a text, the nouns that go without saying (the resource's own) and the nouns of the path, which stay whole. Out:
//! a [`Phrase`]: a verb and what it is done to. `Mark a bill as open` gives `mark_open`, `List refunds of a customer
//! payment` gives `list_refunds`. Longer wording is kept for where the short one is taken.

use crate::ir::name::{Name, singular};

use super::english;
use super::vocabulary::Vocabulary;

/// A method's name has no more words than these.
const MOST_WORDS: usize = 5;
/// Longest name of a method.
pub(super) const LONGEST: usize = 40;

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Verb and object.
    pub(super) name: Name,
    /// With all that was left out for brevity.
    pub(super) long: Name,
    /// Whether it is said to be done to many at once.
    pub(super) many: bool,
    /// Whether it names alternatives (`online/offline mode`): no name for one thing.
    vague: bool,
}

impl Phrase {
    pub(super) fn verb(&self) -> &str {
        self.name.as_str().split('_').next().unwrap_or_default()
    }

    /// All words but the verb.
    pub(super) fn object(&self) -> Name {
        Name::from_words(self.name.words().into_iter().skip(1))
    }

    /// Whether the words are few enough for a method.
    pub(super) fn is_short(&self) -> bool {
        !self.vague && self.name.words().len() <= MOST_WORDS && self.name.as_str().len() <= LONGEST
    }
}

/// What is known of the operation that a text is about.
pub(super) struct Topic<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    /// The resource's noun, and what else it is called; each goes without saying.
    pub(super) own: &'a [Name],
    /// Nouns of the path.
    pub(super) kept: &'a [Name],
}

impl Topic<'_> {
    /// Reads a text; nothing where it does not begin with a verb.
    pub(super) fn read(&self, text: &str) -> Option<Phrase> {
        // What stands behind `&` is said of the same thing; of `Add/Edit a note` one verb will do.
        let text = text.split('&').next().unwrap_or(text).trim();
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let text = format!("{} {rest}", verb.split('/').next().unwrap_or(verb));
        let words = self.vocabulary.read(&text);
        let mut words: Vec<Word> = words.words().into_iter().map(Word::new).collect();
        self.protect(&mut words);
        let many = words.iter().any(|word| matches!(word.text.as_str(), "bulk" | "multiple"));
        drop_empty(&mut words);
        if !words.first().is_some_and(|word| english::is_verb(&word.text)) {
            return None;
        }
        self.drop_own(&mut words);
        let long = trim(words.clone());
        let words = trim(shorten(words));
        let name = |words: &[Word]| Name::from_words(words.iter().map(|word| word.text.as_str()));
        let (name, long) = (name(&words), name(&long));
        Some(Phrase { name: spoken(&name), long: spoken(&long), many, vague: rest.contains('/') })
    }

    /// Marks the nouns of the path, so that `contact persons` of contacts do not become `persons`.
    fn protect(&self, words: &mut [Word]) {
        for noun in self.kept.iter().map(Name::words).filter(|noun| noun.len() > 1) {
            if let Some(at) = find(words, &noun, 1) {
                words.iter_mut().skip(at).take(noun.len()).for_each(|word| word.kept = true);
            }
        }
    }

    /// Leaves out the resource's noun; with it the state that it is in before something is done to it.
    fn drop_own(&self, words: &mut Vec<Word>) {
        let found = self.own.iter().find_map(|noun| Some((find(words, &noun.words(), 1)?, noun.words().len())));
        let Some((mut at, length)) = found else { return };
        let end = at + length;
        let ends = words.get(end).is_none_or(|next| english::is_preposition(&next.text));
        let described =
            at > 1 && words.get(at - 1).is_some_and(|word| english::is_state(&word.text) || is_active(word));
        if ends && described {
            if words.first().is_some_and(|verb| english::is_get(&verb.text)) {
                return;
            }
            at -= 1;
        }
        words.drain(at..end);
    }
}

#[derive(Clone, Debug)]
struct Word {
    text: String,
    /// Part of a noun of the path.
    kept: bool,
}

impl Word {
    fn new(text: &str) -> Self {
        let text = if text == "using" { "by" } else { text };
        Self { text: text.to_owned(), kept: false }
    }

    fn is(&self, text: &str) -> bool {
        !self.kept && self.text == text
    }
}

/// `matching`, `running`: what something does.
fn is_active(word: &Word) -> bool {
    word.text.len() > 5 && word.text.ends_with("ing")
}

/// Where a noun stands, in singular or plural, no part of it kept.
fn find(words: &[Word], noun: &[&str], from: usize) -> Option<usize> {
    let alike = |word: &Word, noun: &&str| !word.kept && singular(&word.text) == singular(noun);
    let fits = |at: &usize| {
        let run = words.get(*at..at + noun.len());
        !noun.is_empty() && run.is_some_and(|run| run.iter().zip(noun).all(|(word, noun)| alike(word, noun)))
    };
    (from..words.len()).find(fits)
}

/// Leaves out words that say nothing.
fn drop_empty(words: &mut Vec<Word>) {
    words.retain(|word| word.kept || !(english::is_determiner(&word.text) || word.text == "bulk"));
    // `List of all addons`.
    while words.first().is_some_and(|word| english::is_get(&word.text))
        && words.get(1).is_some_and(|word| word.is("of") || word.is("all"))
    {
        words.remove(1);
    }
    // `Get the list of rules`.
    if words.first().is_some_and(|word| english::is_get(&word.text))
        && words.get(1).is_some_and(|word| word.is("list"))
        && words.get(2).is_some_and(|word| word.is("of"))
    {
        words.drain(1..3);
    }
}

/// Leaves out what only explains: purposes, conditions, what stands behind `which`.
fn shorten(mut words: Vec<Word>) -> Vec<Word> {
    let clause =
        words.iter().position(|word| matches!(word.text.as_str(), "which" | "when" | "if" | "whose" | "where"));
    words.truncate(clause.unwrap_or(words.len()));
    let purpose = words.iter().skip(2).position(|word| ["for", "of", "against", "via"].iter().any(|tie| word.is(tie)));
    if let Some(at) = purpose {
        words.truncate(at + 2);
    }
    // `update by custom field unique value`: a value is what everything is found by.
    if let Some(by) = words.iter().position(|word| word.is("by")) {
        let key = |word: &Word| matches!(word.text.as_str(), "id" | "ids" | "unique" | "value");
        while words.len() > by + 2 && words.last().is_some_and(key) {
            words.pop();
        }
    }
    words
}

/// Takes away what cannot end a name.
fn trim(mut words: Vec<Word>) -> Vec<Word> {
    let all = words.len();
    while words.len() > 1 && words.last().is_some_and(|word| !word.kept && english::is_preposition(&word.text)) {
        words.pop();
    }
    // `remove card associated` (with the subscription).
    let cut = words.len() < all;
    if cut && words.len() > 2 && words.last().is_some_and(|word| !word.kept && english::is_participle(&word.text)) {
        words.pop();
    }
    while words.len() > 2
        && words.last().is_some_and(|word| !word.kept && english::is_empty_noun(&word.text))
        && words.get(words.len() - 2).is_some_and(|word| !english::is_preposition(&word.text))
    {
        words.pop();
    }
    if words.len() == 2
        && words.last().is_some_and(|word| !word.kept && matches!(word.text.as_str(), "detail" | "details"))
    {
        words.pop();
    }
    words
}

/// The way people say it: `mark_as_sent` is `mark_sent`, `mark_void` is `void`, `export_as_pdf` is `export_pdf`.
pub(super) fn spoken(name: &Name) -> Name {
    let mut words = name.words();
    if words.first() == Some(&"mark") && words.get(1) == Some(&"as") && words.len() > 2 {
        words.remove(1);
    }
    if let ["mark", state] = words.as_slice()
        && english::is_verb(state)
        && *state != "open"
        && *state != "read"
    {
        words.remove(0);
    }
    if let Some(at) = words.iter().position(|word| *word == "as")
        && words.get(at + 1).is_some_and(|word| english::is_file_kind(word))
    {
        words.remove(at);
    }
    if let Some(verb) = words.first_mut().filter(|verb| matches!(**verb, "edit" | "modify")) {
        *verb = "update";
    }
    Name::from_words(turned(&words))
}

/// `credits applied` are `applied credits`: a noun comes last, so that it has a number.
pub(super) fn turned<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut turned = words.to_vec();
    if let [.., noun, participle] = words
        && english::is_participle(participle)
        && *noun != singular(noun)
    {
        let last = turned.len();
        let start = noun_start(words);
        turned.truncate(last - 1);
        turned.insert(start, participle);
    }
    turned
}

/// Where the noun begins that ends before the last word: behind the verb, or behind a preposition.
fn noun_start(words: &[&str]) -> usize {
    let tie = words.iter().rposition(|word| english::is_preposition(word)).map_or(0, |at| at + 1);
    let verb = usize::from(words.first().is_some_and(|word| english::is_verb(word)));
    tie.max(verb)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_with(text: &str, own: &str, kept: &[&str]) -> String {
        let vocabulary = Vocabulary::default();
        let own: Vec<Name> = own.split(' ').map(Name::parse).map(|name| name.singular()).collect();
        let kept: Vec<Name> = kept.iter().map(|noun| Name::parse(noun)).collect();
        let topic = Topic { vocabulary: &vocabulary, own: &own, kept: &kept };
        topic.read(text).map(|phrase| phrase.name.to_string()).unwrap_or_default()
    }

    fn read(text: &str, own: &str) -> String {
        read_with(text, own, &[])
    }

    #[test]
    fn the_resource_goes_without_saying() {
        assert_eq!(read("mark_invoice_sent", "invoices"), "mark_sent");
        assert_eq!(read("Apply credits to an invoice", "invoices"), "apply_credits");
        assert_eq!(read("update_custom_fields_in_customer_payment", "customer_payments"), "update_custom_fields");
        assert_eq!(read("match_transaction", "bank_transactions transactions"), "match");
        assert_eq!(read("import_bank_statements", "bank_accounts"), "import_bank_statements");
    }

    #[test]
    fn nouns_of_the_path_stay_whole() {
        assert_eq!(read_with("create_contact_person", "contacts", &["contact_persons"]), "create_contact_person");
        assert_eq!(read_with("get_contact_contact_person", "contacts", &["contact_persons"]), "get_contact_person");
    }

    #[test]
    fn states_are_marked() {
        for (text, name) in [
            ("Mark as active", "mark_active"),
            ("Mark a bill as open", "mark_open"),
            ("mark_bill_void", "void"),
            ("Void a bill", "void"),
            ("Unmatch a matched bill", "unmatch"),
            ("Convert a void bill to open", "convert_to_open"),
            ("mark_bill_address_as_billing", "mark_address_as_billing"),
        ] {
            assert_eq!(read(text, "bills"), name, "{text}");
        }
    }

    #[test]
    fn what_explains_is_left_out() {
        for (text, name) in [
            ("List of transactions of a customer", "list_transactions"),
            ("Retrieve details of a customer", "retrieve"),
            ("Get email content", "get_email"),
            ("Retrieve customer using reference ID", "retrieve_by_reference"),
            ("Update a customer using a custom field's unique value", "update_by_custom_field"),
            ("Remove a card associated with the customer", "remove_card"),
            ("Delete an invoice to which credits were applied", "delete_invoice"),
            ("Send a reminder for unpaid invoices", "send_reminder"),
            ("List comments & history", "list_comments"),
            ("List credits applied", "list_applied_credits"),
            ("bulk_export_customers_as_pdf", "export_pdf"),
        ] {
            assert_eq!(read(text, "customers"), name, "{text}");
        }
    }

    #[test]
    fn nouns_are_no_phrases() {
        assert_eq!(read("Invoice email", "invoices"), "");
        assert_eq!(read("AgentsController_list", "agents"), "");
    }
}
