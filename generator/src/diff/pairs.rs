//! What is compared with what.
//!
//! In: both sides. Out: one [`Pair`] a product: its operations aligned by method and path, in which the names of path
//! parameters mean nothing. Where each side has one product, they are a pair whatever they are called.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::ir::wire::{Document, Method, Operation, Product, Wire};
use crate::normalise::path_shape;

/// One product on both sides.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub(super) product: &'a str,
    pub(super) base: Vec<&'a Document>,
    pub(super) revision: Vec<&'a Document>,
    /// Operations by method and shape of the path, in the order of the revision, then of the base.
    pub(super) operations: Vec<Aligned<'a>>,
    /// Shapes of the paths of the revision.
    paths: BTreeSet<String>,
}

/// An operation on either side or both.
#[derive(Debug)]
pub(super) struct Aligned<'a> {
    pub(super) shape: String,
    pub(super) base: Option<Spot<'a>>,
    pub(super) revision: Option<Spot<'a>>,
}

/// An operation and the document that it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    pub(super) document: &'a Document,
    pub(super) operation: &'a Operation,
}

/// What a change is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    pub(super) product: &'a str,
    pub(super) resource: &'a str,
    pub(super) method: Option<Method>,
    pub(super) path: &'a str,
}

/// Iterates over the products of both sides.
pub(super) struct Pairs;

impl Pairs {
    pub(super) fn of<'a>(base: &'a Wire, revision: &'a Wire) -> Vec<Pair<'a>> {
        if let ([one], [other]) = (base.products.as_slice(), revision.products.as_slice()) {
            return vec![Pair::of(Some(one), Some(other))];
        }
        let find = |wire: &'a Wire, name: &str| wire.products.iter().find(|product| product.name == name);
        let here = revision.products.iter().map(|product| Pair::of(find(base, &product.name), Some(product)));
        let gone = base.products.iter().filter(|product| find(revision, &product.name).is_none());
        here.chain(gone.map(|product| Pair::of(Some(product), None))).collect()
    }
}

impl<'a> Pair<'a> {
    fn of(base: Option<&'a Product>, revision: Option<&'a Product>) -> Self {
        let documents = |product: Option<&'a Product>| product.map(|product| product.documents.iter().collect());
        let [was, is] = [base, revision].map(|product| documents(product).unwrap_or_default());
        let [mut was_spots, is_spots] = [&was, &is].map(|documents: &Vec<&'a Document>| spots(documents));
        let paths = is_spots.keys().map(|(_, shape)| shape.clone()).collect();
        let mut operations: Vec<Aligned<'a>> = is_spots
            .into_iter()
            .map(|(key, spot)| Aligned { base: was_spots.shift_remove(&key), revision: Some(spot), shape: key.1 })
            .collect();
        let gone = was_spots.into_iter();
        operations.extend(gone.map(|(key, spot)| Aligned { shape: key.1, base: Some(spot), revision: None }));
        let product = revision.or(base).map_or("", |product| &product.name);
        Self { product, base: was, revision: is, operations, paths }
    }

    /// Whether the revision has a path of this shape.
    pub(super) fn has_path(&self, shape: &str) -> bool {
        self.paths.contains(shape)
    }
}

fn spots<'a>(documents: &[&'a Document]) -> IndexMap<(Method, String), Spot<'a>> {
    let each =
        documents.iter().flat_map(|document| document.operations.iter().map(move |operation| (document, operation)));
    let mut spots = IndexMap::new();
    for (document, operation) in each {
        let key = (operation.method, path_shape(&operation.path));
        spots.entry(key).or_insert(Spot { document, operation });
    }
    spots
}
