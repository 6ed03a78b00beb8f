//! What a change of the API means for who uses the generated crate.
//!
//! In: both sides with what names them, and the [`Report`] about them. Out: an [`Effect`]: which public
//! items differ between the crates that the two sides give, what each change touches, and the verdict in terms of
//! semantic versioning. Both crates are lowered with the same names wherever wire identities are the same, so that
//! what differs is not a matter of naming. What releases of version 0 make of a verdict is their business.

mod compare;
mod index;
mod reach;
mod renames;
mod rest;
pub mod sides;
mod spell;
mod surface;
mod touch;
mod types;
mod way;

use std::collections::{BTreeMap, BTreeSet};

pub use compare::{Fate, ItemChange, Verdict};
pub use touch::Touched;

use crate::lower::krate::Crate;

use super::change::{Change, Report};
use index::Index;
use surface::Surface;
use touch::Touch;

/// What paths begin with.
pub const CRATE: &str = "zoho_finance";

/// What a change of the API means for who uses the crate.
#[derive(Clone, Debug, Default)]
pub struct Effect {
    /// Public items that differ, in order of their paths.
    pub items: Vec<ItemChange>,
    touched: BTreeMap<Key, Touched>,
    /// The path of the method that an operation is, by product, HTTP method and path.
    methods: BTreeMap<[String; 3], String>,
}

/// What tells changes apart, whatever their level is.
type Key = (&'static str, [String; 5], [Option<String>; 2]);

impl Effect {
    /// Compares the crates of both sides.
    #[must_use]
    pub fn of(base: &Crate, revision: &Crate, report: &Report) -> Self {
        let surfaces = [Surface::of(base), Surface::of(revision)];
        let indexes = [Index::of(base), Index::of(revision)];
        let ([was, is], [was_index, is_index]) = (&surfaces, &indexes);
        let renamed = renames::of((was, was_index), (is, is_index));
        let mut items = compare::compare(was, is, &renamed);
        let mut told = BTreeSet::new();
        let touch = Touch::new((was, was_index), (is, is_index), &items);
        let touched = report.changes.iter().map(|change| (key(change), touch.of(change, &mut told)));
        let mut touched: BTreeMap<Key, Touched> = touched.collect();
        let mut open: BTreeSet<usize> = (0..items.len()).filter(|index| !told.contains(index)).collect();
        for change in &report.changes {
            let more = touch.rest(change, &open);
            if let Some(touched) = touched.get_mut(&key(change)).filter(|_| !more.is_empty()) {
                touch.extend(touched, &more);
            }
            open.retain(|index| !more.contains(index));
            told.extend(more);
        }
        for (index, item) in items.iter_mut().enumerate() {
            item.is_explained = told.contains(&index);
        }
        let methods = was_index.method_paths().chain(is_index.method_paths()).collect();
        Self { items, touched, methods }
    }

    /// The worst of it; nothing where nothing differs.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.items.iter().map(|item| item.fate.verdict()).max().unwrap_or(Verdict::Patch)
    }

    /// Forgets the items of other products than these; of none, where none is named.
    pub fn keep_products(&mut self, products: &[String]) {
        let modules: Vec<String> = products.iter().map(|product| crate::lower::product_module(product)).collect();
        let is_in = |path: &str| path.trim_start_matches("Client::").split("::").next().map(str::to_owned);
        self.items.retain(|item| modules.is_empty() || is_in(&item.path).is_some_and(|of| modules.contains(&of)));
    }

    /// What one change touches.
    #[must_use]
    pub fn touched(&self, change: &Change) -> Option<&Touched> {
        self.touched.get(&key(change))
    }

    /// Items that differ although nothing on the wire does that they stand for: they have other names.
    pub fn unexplained(&self) -> impl Iterator<Item = &ItemChange> {
        self.items.iter().filter(|item| !item.is_explained)
    }

    /// `books::invoices::Invoices::create`, the method that an operation is or was.
    #[must_use]
    pub fn method(&self, change: &Change) -> Option<&str> {
        let key = index::key(&change.product, change.method?.as_str(), &change.path);
        self.methods.get(&key).map(String::as_str)
    }

    /// How many items became what.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Fate, usize> {
        let mut counts = BTreeMap::new();
        for item in &self.items {
            *counts.entry(item.fate).or_default() += 1;
        }
        counts
    }

    /// `zoho-finance: major (3 items removed, 2 changed), minor (5 added)`.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = self.counts();
        let said = |verdict: Verdict| {
            let own = counts.iter().filter(|(fate, _)| fate.verdict() == verdict);
            let own: Vec<String> = own.map(|(fate, count)| format!("{count} {}", fate.as_str())).collect();
            (!own.is_empty()).then(|| format!("{} ({})", verdict.as_str(), own.join(", ")))
        };
        let parts: Vec<String> = [Verdict::Major, Verdict::Minor].into_iter().filter_map(said).collect();
        let name = CRATE.replace('_', "-");
        if parts.is_empty() {
            format!("{name}: patch (no public item differs)")
        } else {
            format!("{name}: {}", parts.join(", "))
        }
    }
}

fn key(change: &Change) -> Key {
    let method = change.method.map(crate::ir::wire::Method::as_str).unwrap_or_default().to_owned();
    let words = [&change.product, &change.resource, &method, &change.path, &change.subject].map(String::clone);
    (change.id, words, [change.before.clone(), change.after.clone()])
}
