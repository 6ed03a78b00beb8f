//! `specs/products.toml`: what the documents cannot say.
//!
//! In: the text of the file, which may be absent. Out: a [`Config`]; without the file everything has a default.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::ir::{FileId, Place};

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Words that belong apart where documents run them together: `credit card`.
    pub phrases: Vec<String>,
    /// Resources and operations of several products that are the same, where their names do not tell.
    pub same: Vec<Same>,
    /// What is said of a product, by folder name.
    pub products: BTreeMap<String, ProductConfig>,
}

/// Things of several products that are the same.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Same {
    /// Resources (`books.customer_payments`) or operations (`billing.invoices.convert_to_open`).
    pub of: Vec<String>,
}

/// What is said of one product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProductConfig {
    /// Name for people; the folder's name otherwise.
    pub title: Option<String>,
    /// Where its documents are published: an `https` address of an archive or of one document.
    pub source: Option<String>,
    /// Which of the published documents are adopted: names of files, in which `*` stands for any characters.
    pub documents: Vec<String>,
    /// Facts that prose seems to state and that are not to be used.
    pub not_mined: Vec<Switch>,
}

/// A fact that is switched off.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// Which: `values`, `variants`, `length`, `bounds`, `format`, `default`, `commas`, `editions`.
    pub fact: String,
    /// Of what, as `cargo xtask lint --mined` lists it; with its position in the file.
    pub of: Spanned<String>,
    /// Why it is wrong.
    pub reason: String,
    /// Where it stands.
    #[serde(skip)]
    pub at: Option<Place>,
}

impl Config {
    /// Whether both names are called the same.
    #[must_use]
    pub fn are_the_same(&self, one: &str, other: &str) -> bool {
        let has = |same: &Same, name: &str| same.of.iter().any(|known| known == name);
        self.same.iter().any(|same| has(same, one) && has(same, other))
    }

    /// Whether a name is called the same as another.
    #[must_use]
    pub fn is_aliased(&self, name: &str) -> bool {
        self.same.iter().any(|same| same.of.iter().any(|known| known == name))
    }

    /// Reads the file's text.
    ///
    /// # Errors
    /// The text is not TOML, or has an unknown key; the error has the position.
    pub fn parse(file: FileId, text: &str) -> Result<Self, toml::de::Error> {
        let mut config: Self = toml::from_str(text)?;
        for switch in config.products.values_mut().flat_map(|product| &mut product.not_mined) {
            switch.at = Some(Place::at_offset(file, text, switch.of.span().start));
        }
        Ok(config)
    }
}
