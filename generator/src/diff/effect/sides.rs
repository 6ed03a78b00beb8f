//! The crates that two sides give.
//!
//! In: the wire layer of both sides with the settings and names that each has. Out: two lowered crates in which what is
//! the same on the wire has the same name. A side without names of its own takes those of the specs folder, and the
//! revision those that the base came to have, as it would by `cargo xtask generate`.

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::ir::model::ModelLayer;
use crate::ir::wire::Wire;
use crate::load::Source;
use crate::lower::krate::Crate;
use crate::lower::lower;
use crate::normalise::{Lock, normalise};

/// One side.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// As documented.
    pub wire: &'a Wire,
    /// Its model layer, where it is there already.
    pub model: Option<&'a ModelLayer>,
    /// What it was read from, with its settings and names.
    pub source: &'a Source,
}

/// Lowers both sides; what is wrong with their settings is told by `diagnostics`.
pub fn crates(base: Side<'_>, revision: Side<'_>, defaults: &Source, diagnostics: &mut Diagnostics) -> (Crate, Crate) {
    let (names, stem) = (lone_product(revision.wire), lone_document(revision.wire));
    let mut was = Given::of(base, defaults, diagnostics);
    let is = Given::of(revision, defaults, diagnostics);
    if let (Some(now), Some(before), None) = (names, lone_product(base.wire), base.model) {
        was.rename(before, now);
        was.rename_document(stem);
    }
    let own_names = is.has_names;
    let (was_crate, lock) = was.lower();
    let is = if own_names { is } else { Given { lock: lock.unwrap_or(is.lock.clone()), ..is } };
    (was_crate, is.lower().0)
}

/// A side with what names it.
#[derive(Clone, Debug)]
struct Given {
    wire: Wire,
    model: Option<ModelLayer>,
    config: Config,
    lock: Lock,
    has_names: bool,
}

impl Given {
    fn of(side: Side<'_>, defaults: &Source, diagnostics: &mut Diagnostics) -> Self {
        let (own_config, own_lock) = crate::settings(side.source, diagnostics);
        let (config, lock) = crate::settings(defaults, diagnostics);
        let has_names = side.source.names_lock.is_some();
        Self {
            wire: side.wire.clone(),
            model: side.model.cloned(),
            config: if side.source.config.is_some() { own_config } else { config },
            lock: if has_names { own_lock } else { lock },
            has_names,
        }
    }

    /// Calls its only product what the other side calls its own.
    fn rename(&mut self, before: &str, now: &str) {
        for product in self.wire.products.iter_mut().filter(|product| product.name == before) {
            now.clone_into(&mut product.name);
        }
        if let Some(names) = self.lock.products.remove(before) {
            self.lock.products.insert(now.to_owned(), names);
        }
        if let Some(config) = self.config.products.remove(before) {
            self.config.products.insert(now.to_owned(), config);
        }
    }

    /// The same for its only document, by which resources are called.
    fn rename_document(&mut self, stem: Option<&str>) {
        let documents = self.wire.products.iter_mut().flat_map(|product| &mut product.documents);
        if let (Some(stem), [document]) = (stem, documents.collect::<Vec<_>>().as_mut_slice()) {
            stem.clone_into(&mut document.stem);
        }
    }

    /// The crate, and the names in it unless it had a model layer.
    fn lower(self) -> (Crate, Option<Lock>) {
        // Findings about documents are for `lint` to tell.
        let mut silent = Diagnostics::default();
        let (api, lock) = match self.model {
            Some(model) => (Api { wire: self.wire, model }, None),
            None => {
                let (api, lock) = normalise(self.wire, &self.config, &self.lock, &mut silent);
                (api, Some(lock))
            }
        };
        (lower(&api, &mut silent), lock)
    }
}

fn lone_product(wire: &Wire) -> Option<&str> {
    match wire.products.as_slice() {
        [product] => Some(&product.name),
        _ => None,
    }
}

fn lone_document(wire: &Wire) -> Option<&str> {
    match wire.products.as_slice() {
        [product] => match product.documents.as_slice() {
            [document] => Some(&document.stem),
            _ => None,
        },
        _ => None,
    }
}
