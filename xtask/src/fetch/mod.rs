//! Documents from where they are published.
//!
//! In: a [`Request`]: products, and an address, a file or a folder. Out: [`Fetched`], the documents of each product as
//! texts, verified, with what they are pinned by. Nothing is written here but parts of downloads below `target`;
//! [`put()`] writes.

mod address;
mod archive;
mod command;
mod documents;
mod facts;
mod failure;
mod folder;
mod http;
mod limits;
mod lock;
mod put;
mod settings;
mod source;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub(crate) use command::{Args, run, said};
pub(crate) use failure::Failure;
pub(crate) use limits::Limits;
pub(crate) use lock::Pin;
pub(crate) use put::{Destination, Put, put};

use crate::progress::Progress;
use crate::turn::Turn;

/// What to fetch.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Products by name; none means all that `products.toml` names a source of.
    pub(crate) products: Vec<String>,
    /// Instead of their sources: an address, a file or a folder.
    pub(crate) from: Option<String>,
    /// The folder with `products.toml` and, once something was adopted there, `lock.toml`.
    pub(crate) settings: PathBuf,
    /// Whether anything but what `lock.toml` pins is a failure.
    pub(crate) locked: bool,
    /// Bounds.
    pub(crate) limits: Limits,
    /// How to tell how far it is.
    pub(crate) progress: Progress,
}

/// Everything that was asked for.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// Product by product, by name.
    pub(crate) products: Vec<Product>,
    /// Held until all is written: one fetch at a time.
    _turn: Turn,
}

/// What was fetched of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Product {
    /// Its name.
    pub(crate) name: String,
    /// The documents that `products.toml` lists, by file name, as published; all where it lists none.
    pub(crate) documents: BTreeMap<String, String>,
    /// File names of documents that it does not list.
    pub(crate) others: Vec<String>,
    /// What `products.toml` lists: names, in which `*` stands for any characters.
    pub(crate) listed: Vec<String>,
    /// Whether a document was fetched by itself, so that others are not missing.
    pub(crate) lone: bool,
    /// What this content is known by.
    pub(crate) pin: Pin,
    /// What was pinned before.
    pub(crate) pinned: Option<Pin>,
    /// Whether the content is the pinned one. A repacked archive is not, though no document changed.
    pub(crate) is_pinned: bool,
}

impl Product {
    /// File names of documents that are not the pinned ones, gone ones included; all where nothing is pinned.
    pub(crate) fn changed(&self) -> Vec<&str> {
        match &self.pinned {
            Some(pinned) => self.pin.differing(pinned),
            None => self.documents.keys().map(String::as_str).collect(),
        }
    }
}

/// Brings the documents of every product asked for, or says of each why not.
///
/// # Errors
/// Any product cannot be fetched, its content is refused, or it lacks a listed document.
pub(crate) fn fetch(request: &Request) -> Result<Fetched, Vec<Failure>> {
    let one = |failure: Failure| vec![failure];
    let settings = settings::read(&request.settings).map_err(one)?;
    let wanted = source::wanted(request, &settings).map_err(one)?;
    let turn = Turn::take(&source::partial_folder()).map_err(|why| one(Failure::new(why)))?;
    let mut products = Vec::new();
    let mut failures = Vec::new();
    for (name, source) in &wanted {
        match documents::product(name, source, &settings, request) {
            Ok(product) => products.push(product),
            Err(failure) => failures.push(failure.of(name)),
        }
    }
    if failures.is_empty() { Ok(Fetched { products, _turn: turn }) } else { Err(failures) }
}
