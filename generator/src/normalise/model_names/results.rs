//! Names of what operations return.
//!
//! In: payloads. Out: an entity's noun where the payload is one; what is asked for (`invoice_email`) or what came of an
//! action (`remind_customers_result`) where it is not.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::model::{Payload, Type};
use crate::ir::name::Name;
use crate::ir::wire::Method;
use crate::normalise::english;
use crate::normalise::resources;
use crate::normalise::work::OperationWork;

use super::nouns::{common_tail, thing};
use super::{Namer, Stem};

/// Verbs that bring what they name.
const BRING: [&str; 3] = ["generate", "preview", "search"];

impl Namer<'_, '_> {
    /// Names payloads: single things before the elements of lists, which may be summaries of them, and what is nearest
    /// to its own collection before what else returns it.
    pub(super) fn results(&mut self) {
        let mut uses: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, operation) in self.work.operations.iter().enumerate() {
            if let Some(Type::Model(id)) = operation.result.payload.ty() {
                uses.entry(self.work.root(id.0 as usize)).or_default().push(index);
            }
        }
        let mut order: Vec<_> = uses
            .into_iter()
            .map(|(object, mut operations)| {
                operations.sort_by_key(|&index| (self.depth(index), index));
                let element = operations.iter().all(|&index| self.is_element(index));
                let single = operations.iter().find(|&&index| element || !self.is_element(index));
                let nearest = single.map_or(usize::MAX, |&index| self.depth(index));
                let fields = self.work.objects.get(object).map_or(0, |draft| draft.fields.len());
                ((element, nearest, std::cmp::Reverse(fields), object), operations)
            })
            .collect();
        order.sort();
        for ((_, _, _, object), operations) in order {
            let name = self.payload_name(&operations);
            let name = if self.holds_many(object, &name) { name.plural() } else { name };
            let first = operations.first().and_then(|&index| self.work.operations.get(index));
            let more = first.map(|operation| self.more_of_result(operation, &name));
            let given = self.give(object, &name, &more.unwrap_or_default());
            if let Some(given) = given {
                let given = if self.holds_many(object, &given) { given.singular() } else { given };
                let owner =
                    Name::from_words(given.words().into_iter().filter(|word| !matches!(*word, "summary" | "result")));
                let entity = first.and_then(|operation| self.resource_entity(operation));
                let entity =
                    entity.filter(|entity| owner.words().starts_with(&entity.words())).unwrap_or_else(|| owner.clone());
                self.stems.insert(object, Stem { entity, owner });
            }
        }
    }

    /// Other names of a payload: what a list says of a thing, or what came of the method.
    fn more_of_result(&self, operation: &OperationWork<'_>, name: &Name) -> Vec<Name> {
        let listed = Name::from_words(["listed", name.as_str()]);
        let listed = matches!(operation.result.payload, Payload::Items { .. }).then_some(listed);
        let result = self.result_of(operation);
        let full = Name::from_words([self.action_name(operation).as_str(), "result"]);
        std::iter::once(name.join(&Name::parse("summary"))).chain(listed).chain([result, full]).collect()
    }

    /// Whether an object is only what a list of such things stands in: `data: { accounts: […] }`.
    fn holds_many(&self, object: usize, name: &Name) -> bool {
        let fields = self.work.objects.get(object).into_iter().flat_map(|draft| &draft.fields);
        let mut lists = fields.filter(|(_, field)| matches!(&field.ty, Type::List(inner) if inner.model().is_some()));
        lists.any(|(field, _)| name.singular().words().ends_with(&thing(&self.vocabulary.words(field)).words()))
    }

    fn depth(&self, index: usize) -> usize {
        let operation = self.work.operations.get(index);
        operation.map_or(usize::MAX, |operation| operation.path.segments().len())
    }

    fn is_element(&self, index: usize) -> bool {
        let operation = self.work.operations.get(index);
        operation.is_some_and(|operation| matches!(operation.result.payload, Payload::Items { .. }))
    }

    /// The name that the nearest operation gives, if it is on its own collection or nothing else is as near; what
    /// belongs to several resources is called by what the names share.
    fn payload_name(&self, operations: &[usize]) -> Name {
        let nearest = operations.first().map(|&index| self.depth(index));
        let own = operations.first().is_some_and(|&index| self.is_own(index));
        let near = operations.iter().filter(|&&index| !own || Some(self.depth(index)) == nearest);
        let near: Vec<(usize, &OperationWork<'_>)> =
            near.filter_map(|&index| Some((index, self.work.operations.get(index)?))).collect();
        let resources: BTreeSet<&Name> = near.iter().map(|(_, operation)| &operation.resource).collect();
        let names: Vec<Name> = near.iter().map(|(index, operation)| self.result_name(*index, operation)).collect();
        let shared = common_tail(&names).filter(|_| resources.len() > 1);
        shared.or_else(|| names.first().cloned()).unwrap_or_default()
    }

    /// Whether an operation is on its resource's own collection, or a member of it.
    fn is_own(&self, index: usize) -> bool {
        let operation = self.work.operations.get(index);
        let below = operation.and_then(|operation| Some((operation, resources::below(self.roots, operation)?)));
        below.is_some_and(|(operation, below)| below.len() <= usize::from(operation.path.ends_in_id()))
    }

    fn result_name(&self, index: usize, operation: &OperationWork<'_>) -> Name {
        let own = self.is_own(index);
        let collection = operation.wire.method == Method::Get
            || operation.path.ends_in_id()
            || self.collections.contains(&(operation.id.product, operation.path.collection()));
        match self.key(operation) {
            Some(_) if own || collection => self.entity_of(index),
            Some(key) => self.within_resource(operation, &key),
            None if own => self.entity_of(index),
            None => self.said(index, operation),
        }
    }

    /// What the method says it gives; of one that only does something, its result.
    fn said(&self, index: usize, operation: &OperationWork<'_>) -> Name {
        let verb = operation.verb.words();
        let (first, object) = verb.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        let brings =
            BRING.contains(&first) || english::is_get(first) || english::is_create(first) || english::is_update(first);
        let object =
            object.iter().take_while(|word| !english::is_preposition(word) && !matches!(**word, "many" | "all"));
        let object = thing(&Name::from_words(object));
        if !brings {
            return self.result_of(operation);
        }
        if object.is_empty() {
            return self.entity_of(index);
        }
        self.within_resource(operation, &object)
    }

    fn within_resource(&self, operation: &OperationWork<'_>, noun: &Name) -> Name {
        self.resource_entity(operation).map_or_else(|| noun.clone(), |entity| entity.join(noun))
    }

    /// `mark_sales_orders_result`: the verb, and what it is done to.
    fn result_of(&self, operation: &OperationWork<'_>) -> Name {
        let verb = operation.verb.words();
        let many = verb.last() == Some(&"many");
        let object = verb.iter().skip(1).take_while(|word| {
            !english::is_preposition(word)
                && !english::is_state(word)
                && !english::is_particle(word)
                && !matches!(**word, "many" | "all")
        });
        let object = Name::from_words(object);
        let object = if object.is_empty() { self.thing_of(operation) } else { object };
        let object = if many { object.plural() } else { object };
        Name::from_words([verb.first().copied().unwrap_or_default(), object.as_str(), "result"])
    }
}
