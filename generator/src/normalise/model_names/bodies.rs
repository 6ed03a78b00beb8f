//! Names of what operations take.
//!
//! In: bodies, and the verbs of their operations. Out: verb and entity: `create_payment`, `email_invoice`,
//! `update_invoice_billing_address`; a body that methods of several verbs take is an input: `contact_card_input`.

use std::collections::BTreeMap;

use crate::ir::model::{Body, Side, Type};
use crate::ir::name::Name;
use crate::normalise::english;
use crate::normalise::work::{ObjectDraft, OperationWork};

use super::nouns::{COMFORTABLE, LONGEST, letters, thing};
use super::{Namer, Stem};

impl Namer<'_, '_> {
    pub(super) fn bodies(&mut self) {
        let mut bodies: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut elements: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, operation) in self.work.operations.iter().enumerate() {
            match &operation.body {
                Some(Body::Json { model, .. }) => {
                    bodies.entry(self.work.root(model.0 as usize)).or_default().push(index);
                }
                Some(Body::JsonValue { ty, .. }) => {
                    if let Some(id) = ty.model() {
                        elements.entry(self.work.root(id.0 as usize)).or_default().push(index);
                    }
                }
                _ => {}
            }
        }
        for (object, operations) in bodies {
            let name = self.body_name(&operations);
            let first = operations.first().and_then(|&index| self.work.operations.get(index));
            let more: Vec<Name> = first.into_iter().flat_map(|operation| self.more_of(operation)).collect();
            self.give(object, &name, &more);
            self.stem(object, &operations);
        }
        for (object, operations) in elements {
            self.element(object, &operations);
        }
        self.spread_verbs();
        let all = self.work.operations.iter();
        self.actions = all.map(|operation| (operation.id.product as usize, self.action_name(operation))).collect();
    }

    /// Names an element of a body that is a list: by its component, else after what is done with it.
    fn element(&mut self, object: usize, operations: &[usize]) {
        let component = self.work.objects.get(object).and_then(|draft| draft.component.clone());
        let item = self.body_name(operations).singular();
        let name = component.map_or_else(|| item.clone(), |component| self.vocabulary.words(&component).singular());
        let first = operations.first().map(|&index| self.entity_of(index)).unwrap_or_default();
        let input = Name::from_words([first.as_str(), "input"]);
        let more = [item.clone(), input, Name::from_words([item.as_str(), "input"])];
        self.give(object, &name, &more);
        self.stem(object, operations);
    }

    /// What the names of all operations with this body share.
    fn body_name(&self, operations: &[usize]) -> Name {
        let found = operations.iter().filter_map(|&index| self.work.operations.get(index));
        let names: Vec<Name> = found.map(|operation| self.action_name(operation)).collect();
        let Some((first, rest)) = names.split_first() else { return Name::default() };
        if rest.iter().all(|name| name == first) {
            return first.clone();
        }
        let shared = first.words().into_iter().filter(|word| rest.iter().all(|name| name.words().contains(word)));
        let common = Name::from_words(shared);
        let said = common.words().first().is_some_and(|word| Some(word) == first.words().first());
        match common.words().len() {
            0 => first.clone(),
            // Methods of one verb: what they have in common is what they are about.
            1 if said => {
                let operation = operations.first().and_then(|&index| self.work.operations.get(index));
                common.join(&operation.map(|operation| self.thing_of(operation)).unwrap_or_default())
            }
            1 => first.clone(),
            _ if said => common,
            _ => Name::from_words([common.singular().as_str(), "input"]),
        }
    }

    /// Other names of a body: with its entity, then as a request.
    fn more_of(&self, operation: &OperationWork<'_>) -> [Name; 3] {
        let action = self.action_name(operation);
        let entity = Name::from_words([action.as_str(), "of", self.thing_of(operation).as_str()]);
        [self.verbose_name(operation), Name::from_words([action.as_str(), "request"]), entity]
    }

    /// What an operation is about: its resource's entity, or the resource.
    pub(super) fn thing_of(&self, operation: &OperationWork<'_>) -> Name {
        self.resource_entity(operation).unwrap_or_else(|| thing(&operation.resource))
    }

    /// Verb and entity; the entity goes without saying where the verb has another object elsewhere: `create_employee`.
    pub(super) fn action_name(&self, operation: &OperationWork<'_>) -> Name {
        let (verb, object) = verb_and_object(operation);
        let changes = english::is_create(verb.as_str()) || english::is_update(verb.as_str());
        let tied = |word: &&str| english::is_preposition(word) || (english::is_state(word) && !changes);
        let noun = !object.is_empty() && !object.words().first().is_some_and(tied);
        match self.resource_entity(operation) {
            None if noun => verb.join(&object),
            _ => self.verbose_name(operation),
        }
    }

    fn verbose_name(&self, operation: &OperationWork<'_>) -> Name {
        let (verb, object) = verb_and_object(operation);
        let many = operation.verb.words().iter().any(|word| matches!(*word, "many" | "all"));
        let entity = self.thing_of(operation);
        let entity = if many { entity.plural() } else { entity };
        let whole = Name::from_words([verb.as_str(), entity.join(&object).as_str()]);
        // `categorize_as_expense`: what follows says enough.
        let ties = object.words().first().is_some_and(|word| english::is_preposition(word));
        let long = letters(&whole) > if ties { COMFORTABLE } else { LONGEST };
        if long && !object.is_empty() { Name::from_words([verb.as_str(), object.as_str()]) } else { whole }
    }

    /// What the parts of a body are parts of.
    fn stem(&mut self, object: usize, operations: &[usize]) {
        let Some(operation) = operations.first().and_then(|&index| self.work.operations.get(index)) else { return };
        let entity = self.thing_of(operation);
        let (_, said) = verb_and_object(operation);
        let words = said.words();
        let at = words.iter().position(|word| english::is_preposition(word) || english::is_state(word));
        let head = thing(&Name::from_words(words.get(..at.unwrap_or(words.len())).unwrap_or_default()));
        let becomes = at.filter(|&at| words.get(at) == Some(&"as")).and_then(|at| words.get(at + 1..));
        let owner = match (self.resource_entity(operation), becomes) {
            // What a bank transaction is categorized as has its parts.
            (_, Some(other)) => {
                let first = Name::from_words(entity.words().into_iter().take(1));
                first.join(&Name::from_words(other).singular())
            }
            (None, None) if !head.is_empty() => head,
            _ => entity.join(&head),
        };
        let entity = if owner.words().starts_with(&entity.words()) { entity } else { owner.clone() };
        self.stems.insert(object, Stem { entity, owner });
        let verbs = operations.iter().filter_map(|&index| self.work.operations.get(index));
        self.verbs.entry(object).or_default().extend(verbs.map(|operation| verb_and_object(operation).0));
    }

    /// A part of a body is sent by the verbs that the body is sent by.
    fn spread_verbs(&mut self) {
        let mut open: Vec<usize> = self.verbs.keys().copied().collect();
        while let Some(object) = open.pop() {
            let verbs = self.verbs.get(&object).cloned().unwrap_or_default();
            let draft = self.work.objects.get(object).filter(|draft| draft.side == Side::Request);
            let parts = draft.into_iter().flat_map(ObjectDraft::types).filter_map(Type::model);
            for part in parts.map(|id| self.work.root(id.0 as usize)).collect::<Vec<_>>() {
                let known = self.verbs.entry(part).or_default();
                let before = known.len();
                known.extend(verbs.iter().cloned());
                if known.len() > before {
                    open.push(part);
                }
            }
        }
    }
}

/// `write_off` and nothing, `add` and `contact_person`.
fn verb_and_object(operation: &OperationWork<'_>) -> (Name, Name) {
    let words = operation.verb.words();
    let length = 1 + usize::from(words.get(1).is_some_and(|word| english::is_particle(word)));
    let (verb, object) = words.split_at_checked(length).unwrap_or((&words, &[]));
    let object = object.iter().filter(|word| !matches!(**word, "many" | "all"));
    (Name::from_words(verb), Name::from_words(object))
}
