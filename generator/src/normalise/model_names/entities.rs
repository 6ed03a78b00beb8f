//! What collections hold.
//!
//! In: operations by the collection of their path. Out: a noun for every collection: its envelope key where that is
//! about the same thing, else its last segment; below another collection with that one's noun in front.

use std::collections::BTreeMap;

use crate::ir::model::Payload;
use crate::ir::name::Name;
use crate::normalise::english;
use crate::normalise::entities::is_generic;
use crate::normalise::resources;
use crate::normalise::work::OperationWork;

use super::Namer;
use super::nouns::{part, thing, whole};

impl Namer<'_, '_> {
    /// Names collections, outer ones first, by what their operations return.
    pub(super) fn entities(&mut self) {
        let mut collections: BTreeMap<(usize, u32, String), Vec<usize>> = BTreeMap::new();
        for (index, operation) in self.work.operations.iter().enumerate() {
            let depth = operation.path.literals().count();
            let key = (depth, operation.id.product, operation.path.collection());
            collections.entry(key).or_default().push(index);
        }
        for ((_, product, collection), operations) in collections {
            let name = self.entity(&operations);
            let first = operations.first().and_then(|&index| self.work.operations.get(index));
            if first.is_some_and(|operation| self.is_root(operation)) {
                self.own.insert((product, name.clone()));
            }
            self.entities.insert((product, collection), name);
        }
    }

    fn entity(&self, operations: &[usize]) -> Name {
        let all = || operations.iter().filter_map(|&index| self.work.operations.get(index));
        let key = |many: bool| {
            all()
                .filter(move |operation| matches!(operation.result.payload, Payload::Items { .. }) == many)
                .find_map(|operation| self.key(operation))
        };
        let Some(first) = all().next() else { return Name::default() };
        let root = self.is_root(first);
        let noun = first.path.noun().map(|noun| thing(&self.vocabulary.words(noun)));
        // `/statement/lastimported` is a statement.
        let noun = noun.filter(|noun| !noun.words().last().is_some_and(|last| english::is_state(last)));
        let said = all().any(|operation| {
            let object = Name::from_words(operation.verb.words().into_iter().skip(1)).singular();
            !object.is_empty() && key(true).is_some_and(|key| alike(&key, Some(&object)))
        });
        let member =
            all().filter(|operation| operation.path.ends_in_id()).find_map(|operation| operation.path.params().pop());
        let member = member.map(|param| Name::parse(param.trim_end_matches("_id")));
        let about = |key: &Name| alike(key, noun.as_ref()) || member.as_ref() == Some(key);
        let key = key(false).or_else(|| key(true)).filter(|key| root || said || about(key));
        let own = key.or_else(|| noun.clone()).unwrap_or_else(|| first.resource.singular());
        // Where neither path nor key says which rules they are, the document does: `bank-rules`.
        let document = thing(&first.resource);
        let vague =
            |name: &Name| document.words().len() > name.words().len() && document.words().ends_with(&name.words());
        let own = if root && vague(&own) && noun.as_ref().is_some_and(vague) { document } else { own };
        match self.outer(first).filter(|_| !root) {
            Some(outer) => part(&outer, &outer, &own),
            None => own,
        }
    }

    /// The envelope key, as the noun of what it holds, if it says anything.
    pub(super) fn key(&self, operation: &OperationWork<'_>) -> Option<Name> {
        let key = self.vocabulary.words(operation.result.payload.key()?);
        let collection = (operation.id.product, operation.path.collection());
        let single = matches!(operation.result.payload, Payload::Key { .. }) && !self.collections.contains(&collection);
        let noun = if single { whole(&key) } else { thing(&key) };
        (!is_generic(noun.as_str()) && !is_generic(key.as_str())).then_some(noun)
    }

    /// Whether the path is the resource's own collection, or one of its members.
    fn is_root(&self, operation: &OperationWork<'_>) -> bool {
        let below = resources::below(self.roots, operation);
        below.is_some_and(|below| {
            below.len() + operation.path.collection_segments().len() == operation.path.segments().len()
        })
    }

    /// What the nearest collection around this one holds; folders such as `/settings` hold nothing.
    fn outer(&self, operation: &OperationWork<'_>) -> Option<Name> {
        let ancestors = operation.path.ancestors();
        ancestors.into_iter().find_map(|shape| self.entity_at(operation.id.product, &shape))
    }

    /// What a collection holds; `/invoice` is about `/invoices`.
    fn entity_at(&self, product: u32, shape: &str) -> Option<Name> {
        let shapes = [shape.to_owned(), format!("{shape}s"), shape.trim_end_matches('s').to_owned()];
        shapes.into_iter().find_map(|shape| self.entities.get(&(product, shape)).cloned())
    }

    /// What an operation's collection holds.
    pub(super) fn entity_of(&self, operation: usize) -> Name {
        let found = self
            .work
            .operations
            .get(operation)
            .and_then(|operation| self.entities.get(&(operation.id.product, operation.path.collection())));
        found.cloned().unwrap_or_default()
    }

    /// What the resource's own collection holds; nothing for an operation that is not below it.
    pub(super) fn resource_entity(&self, operation: &OperationWork<'_>) -> Option<Name> {
        let below = resources::below(self.roots, operation)?.len();
        let root = operation.path.segments().len().checked_sub(below)?;
        self.entity_at(operation.id.product, &operation.path.shape_of(root))
    }
}

/// Whether a key is about what the path says: `creditnote_refunds` of `/refunds`.
fn alike(key: &Name, noun: Option<&Name>) -> bool {
    noun.is_none_or(|noun| noun.words().last() == key.singular().words().last())
}
