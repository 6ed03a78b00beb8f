//! Prose that a shared component carries to where it does not belong.
//!
//! In: the description of a component and the object that uses it. Out: whether it speaks of another thing: documents
//! share one component `status` among objects, and "Status of the subscription" says nothing of the invoices in it.

use std::collections::BTreeSet;

use crate::ir::name::{Name, singular};
use crate::ir::wire::Wire;

use super::super::paths::Path;
use super::prose::Prose;

/// What the collections of each product hold, as letters.
#[derive(Clone, Debug, Default)]
pub(super) struct Holders(BTreeSet<(usize, String)>);

impl Holders {
    pub(super) fn of(wire: &Wire) -> Self {
        let mut known = BTreeSet::new();
        for (index, product) in wire.products.iter().enumerate() {
            for document in &product.documents {
                known.insert((index, letters(&document.stem)));
                for operation in &document.operations {
                    known.extend(Path::parse(&operation.path).literals().map(|noun| (index, letters(noun))));
                }
            }
        }
        Self(known)
    }

    /// Whether `noun`, one or two words, is a thing of the product that `holder` is not.
    pub(super) fn are_others(&self, product: usize, noun: &str, holder: &str) -> bool {
        let holder = letters(holder);
        let words: Vec<&str> = noun.split(' ').collect();
        // "of the bank transaction": one word or both may be the name.
        let names = [words.concat(), words.first().copied().unwrap_or_default().to_owned()];
        let names: Vec<String> = names.iter().map(|name| letters(name)).collect();
        let own = names.iter().any(|name| holder.contains(name.as_str()) || name.contains(holder.as_str()));
        !own && names.iter().any(|name| self.0.contains(&(product, name.clone())))
    }
}

/// One or two words behind "<field> of the", in the first sentence.
pub(super) fn noun(prose: &Prose, field: &str) -> Option<String> {
    let first = prose.text().get(prose.sentence(0..1))?;
    let words: Vec<String> = first
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let at = words
        .windows(2)
        .position(|pair| matches!(pair, [of, the] if of == "of" && matches!(the.as_str(), "the" | "a" | "an")))?;
    let last = Name::parse(field).words().last().map(|word| (*word).to_owned())?;
    words.get(..at)?.contains(&last).then_some(())?;
    Some(words.get(at + 2..)?.iter().take(2).cloned().collect::<Vec<_>>().join(" ")).filter(|noun| !noun.is_empty())
}

/// `bank-transactions` gives `banktransaction`.
fn letters(text: &str) -> String {
    let name = Name::parse(text);
    let words = name.words();
    match words.split_last() {
        Some((last, rest)) => rest.iter().copied().chain([singular(last).as_str()]).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_belongs_to_what_it_names() {
        let known = ["subscription", "invoice", "banktransaction", "customer"];
        let holders = Holders(known.iter().map(|name| (0, (*name).to_owned())).collect());
        let others = |description: &str, holder: &str| {
            noun(&Prose::of(description), "status").is_some_and(|noun| holders.are_others(0, &noun, holder))
        };
        assert!(others("The status of the subscription. It can be live.", "invoices"));
        assert!(others("Status of the customer.", "transactions"));
        assert!(!others("Status of the subscription.", "subscription"));
        assert!(!others("Status of the bank transaction.", "banktransactions"));
        assert!(!others("Status of the thing.", "invoices"));
        assert!(!others("How it is with the customer.", "invoices"));
        assert!(!others("Status. Kind of the customer.", "invoices"));
    }
}
