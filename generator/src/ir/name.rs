//! Names as words, before any language spells them.
//!
//! In: words that a pass chose. Out: a [`Name`] that compares and sorts by its words. `lower` alone decides about
//! case, keywords and escapes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name: lower-case words joined by `_`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

impl Name {
    /// The name of these words; empty words and punctuation are dropped.
    pub fn from_words<I: IntoIterator<Item = S>, S: AsRef<str>>(words: I) -> Self {
        let words: Vec<String> = words.into_iter().flat_map(|word| split(word.as_ref())).collect();
        Self(words.join("_"))
    }

    /// Splits any spelling (`customer-payments`, `customerPayments`, `X-Upsert`) into words.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(split(text).join("_"))
    }

    /// The words in order.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        self.0.split('_').filter(|word| !word.is_empty()).collect()
    }

    /// `customer_payments`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same name with the words of another behind it, words shared at the seam once:
    /// `payment` and `payment_mode` give `payment_mode`.
    #[must_use]
    pub fn join(&self, tail: &Self) -> Self {
        let (head, tail) = (self.words(), tail.words());
        let shared =
            (1..=head.len().min(tail.len())).rev().find(|&n| head.get(head.len() - n..) == tail.get(..n)).unwrap_or(0);
        Self::from_words(head.iter().chain(tail.iter().skip(shared)))
    }

    /// The same name with a number behind it, from 2: what is left where every word is taken.
    pub fn numbered(&self) -> impl Iterator<Item = Self> + use<> {
        let name = self.clone();
        (2_u32..).map(move |number| Self::from_words([name.as_str(), &number.to_string()]))
    }

    /// The same name with its last word in the singular.
    #[must_use]
    pub fn singular(&self) -> Self {
        let mut words: Vec<String> = self.words().into_iter().map(str::to_owned).collect();
        if let Some(last) = words.last_mut() {
            *last = singular(last);
        }
        Self(words.join("_"))
    }

    /// The same name with its last word in the plural.
    #[must_use]
    pub fn plural(&self) -> Self {
        let mut words: Vec<String> = self.words().into_iter().map(str::to_owned).collect();
        if let Some(last) = words.last_mut() {
            *last = plural(last);
        }
        Self(words.join("_"))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Splits at everything that is not a letter or digit, and between `aB` and `ABc`.
fn split(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (i, &c) in chars.iter().enumerate() {
        let previous = i.checked_sub(1).and_then(|j| chars.get(j)).copied();
        let next = chars.get(i + 1).copied();
        let starts_upper = c.is_uppercase()
            && (previous.is_some_and(|p| p.is_lowercase() || p.is_numeric())
                || (previous.is_some_and(char::is_uppercase) && next.is_some_and(char::is_lowercase)));
        if !c.is_alphanumeric() || starts_upper {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Nouns with a plural of their own. Of `people` and `indices` only the singular is needed.
const IRREGULAR: [(&str, &str); 6] = [
    ("child", "children"),
    ("criterion", "criteria"),
    ("man", "men"),
    ("woman", "women"),
    ("person", "people"),
    ("index", "indices"),
];

/// English singular of one word, good enough for nouns of business documents.
#[must_use]
pub fn singular(word: &str) -> String {
    const SAME: [&str; 9] = ["series", "status", "address", "news", "tds", "gst", "sms", "bus", "hours"];
    if SAME.contains(&word) || word.len() < 3 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word.to_owned();
    }
    if let Some((one, _)) = IRREGULAR.iter().find(|(_, many)| *many == word) {
        return (*one).to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return if stem.len() < 2 { format!("{stem}ie") } else { format!("{stem}y") };
    }
    for ending in ["sses", "xes", "ches", "shes", "statuses", "buses"] {
        if word.ends_with(ending) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

/// English plural of one word; what is plural already stays.
#[must_use]
pub fn plural(word: &str) -> String {
    if let Some((_, many)) = IRREGULAR.iter().take(4).find(|(one, _)| *one == word) {
        return (*many).to_owned();
    }
    // A participle (`credits applied`) has no plural.
    if singular(word) != word || word == "series" || word == "news" || (word.len() > 4 && word.ends_with("ed")) {
        return word.to_owned();
    }
    let vowel_y = ["ay", "ey", "oy", "uy"].iter().any(|end| word.ends_with(end));
    if let Some(stem) = word.strip_suffix('y').filter(|_| !vowel_y) {
        return format!("{stem}ies");
    }
    if ["s", "x", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        return format!("{word}es");
    }
    format!("{word}s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_gives_the_same_words() {
        for text in
            ["customer-payments", "customerPayments", "CustomerPayments", "customer_payments", "Customer Payments"]
        {
            assert_eq!(Name::parse(text).as_str(), "customer_payments", "{text}");
        }
        assert_eq!(Name::parse("X-Unique-Identifier-Key").as_str(), "x_unique_identifier_key");
        assert_eq!(Name::parse("PDFFile2Go").as_str(), "pdf_file2_go");
    }

    #[test]
    fn joining_says_shared_words_once() {
        let join = |a: &str, b: &str| Name::parse(a).join(&Name::parse(b)).to_string();
        assert_eq!(join("payment", "payment_mode"), "payment_mode");
        assert_eq!(join("invoice", "status"), "invoice_status");
        assert_eq!(join("customer_payment", "payment_mode"), "customer_payment_mode");
    }

    #[test]
    fn numbers_of_nouns() {
        for (many, one) in [
            ("payments", "payment"),
            ("addresses", "address"),
            ("taxes", "tax"),
            ("currencies", "currency"),
            ("statuses", "status"),
            ("invoices", "invoice"),
            ("series", "series"),
            ("branches", "branch"),
            ("warehouses", "warehouse"),
            ("children", "child"),
        ] {
            assert_eq!(singular(many), one);
            assert_eq!(plural(one), many);
        }
        assert_eq!(singular("status"), "status");
        assert_eq!(singular("people"), "person");
        assert_eq!(plural("contact_person"), "contact_persons");
        assert_eq!(plural("payments"), "payments");
    }
}
