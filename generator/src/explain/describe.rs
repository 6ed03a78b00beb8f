//! Everything about one thing. In: the thing. Out: an [`Explanation`], put together from the two layers of the IR, the
//! findings and the locks.

use std::collections::BTreeSet;

use super::data::{Explanation, Locked, Origin, Overlay, What};
use super::index::{Index, Named};
use super::touched::{Node, changes};
use super::uses::Use;
use crate::Normalised;
use crate::diag::{Diagnostics, Sites};
use crate::ir::Place;
use crate::ir::fact::Subject;
use crate::ir::wire::Wire;
use crate::lint::{Finding, MinedFact};
use crate::normalise::ProductLock;

/// Puts explanations together.
pub(super) struct Describer<'a> {
    pub(super) normalised: &'a Normalised,
    pub(super) diagnostics: &'a Diagnostics,
    pub(super) sites: &'a Sites,
    pub(super) index: &'a Index<'a>,
}

/// What a thing was read from.
#[derive(Default)]
pub(super) struct Sources {
    pub(super) origins: Vec<Origin>,
    pub(super) places: BTreeSet<Place>,
    pub(super) nodes: Vec<Node>,
    pub(super) subjects: BTreeSet<Subject>,
}

/// What is told of each kind of thing in its own way.
pub(super) struct Told {
    pub(super) what: What,
    pub(super) sources: Sources,
    pub(super) uses: Vec<Use>,
    pub(super) lock: Vec<Locked>,
}

impl Describer<'_> {
    /// Everything about one thing; nothing if it does not exist.
    pub(super) fn explanation(&self, named: &Named, product: Option<u32>) -> Option<Explanation> {
        let Told { what, sources, uses, lock } = match *named {
            Named::Model(id) => self.model(id)?,
            Named::Field(id, field) => self.field(id, field)?,
            Named::Enum(id) => self.enumeration(id)?,
            Named::Operation(p, r, o) => self.operation((p, r, o))?,
        };
        Some(Explanation {
            name: self.index.name(named, product),
            what,
            facts: self.facts(&sources.subjects),
            findings: self.findings(&sources.places),
            overlays: self.overlays(&sources.nodes),
            origins: sources.origins,
            uses,
            lock,
        })
    }

    fn facts(&self, subjects: &BTreeSet<Subject>) -> Vec<MinedFact> {
        let api = self.index.api;
        let facts = api.model.facts.iter().filter(|fact| subjects.contains(&fact.subject));
        facts.filter_map(|fact| MinedFact::of(api, fact, self.sites)).collect()
    }

    fn findings(&self, places: &BTreeSet<Place>) -> Vec<Finding> {
        let sorted = self.diagnostics.sorted().into_iter();
        let here = sorted.filter(|finding| finding.at.is_some_and(|at| places.contains(&at)));
        here.map(|finding| Finding::of(finding, self.sites)).collect()
    }

    fn overlays(&self, nodes: &[Node]) -> Vec<Overlay> {
        let wire = self.wire();
        let found = changes(wire, nodes).into_iter().map(|(change, touched)| Overlay {
            action: change.kind,
            reason: change.reason.clone(),
            target: change.target.clone(),
            touched: touched.iter().map(|one| format!("{}#{}", wire.path_of(one.file), one.pointer)).collect(),
            at: self.sites.of(change.at),
        });
        found.collect()
    }

    pub(super) fn lock(
        &self,
        products: &[u32],
        section: &'static str,
        name: &str,
        has: impl Fn(&ProductLock) -> bool,
    ) -> Vec<Locked> {
        let locked = &self.normalised.locked.products;
        let line = |product: String| {
            let kept = locked.get(&product).is_some_and(&has);
            Locked { product, section, name: name.to_owned(), kept }
        };
        self.products(products).into_iter().map(line).collect()
    }

    pub(super) fn products(&self, products: &[u32]) -> Vec<String> {
        products.iter().map(|product| self.product(*product)).collect()
    }

    pub(super) fn product(&self, index: u32) -> String {
        self.wire().products.get(index as usize).map(|product| product.name.clone()).unwrap_or_default()
    }

    pub(super) fn wire(&self) -> &Wire {
        &self.normalised.api.wire
    }
}
