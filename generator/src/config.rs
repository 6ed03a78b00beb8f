//! `specs/products.toml`: what the documents cannot say.
//!
//! In: the text of the file, which may be absent. Out: a [`Config`]; without the file everything has a default.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Words that belong apart where documents run them together: `credit card`.
    pub phrases: Vec<String>,
    /// What is said of a product, by folder name.
    pub products: BTreeMap<String, ProductConfig>,
}

/// What is said of one product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProductConfig {
    /// Name for people; the folder's name otherwise.
    pub title: Option<String>,
}

impl Config {
    /// Reads the file's text.
    ///
    /// # Errors
    /// The text is not TOML, or has an unknown key; the error has the position.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}
