//! Names of models.
//!
//! In: merged drafts, verbs and resources. Out: a name for every draft that stands for itself, unique within its
//! product. Payloads are named after their envelope key or collection, bodies after verb and entity, nested objects
//! after their owner and field; an object that several owners share is named after its field alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::{Body, Payload, Side, Type};
use crate::ir::name::Name;
use crate::ir::wire::Method;

use super::entities::GENERIC_KEYS;
use super::vocabulary::Vocabulary;
use super::work::{OperationWork, Work};

/// The longest name that a caller should have to read.
const LONGEST: usize = 40;

/// Names all drafts; gives the entity name of every operation's collection, which enums are named after as well.
pub(super) fn assign(work: &mut Work<'_>, vocabulary: &Vocabulary, diagnostics: &mut Diagnostics) -> Vec<Name> {
    let mut namer = Namer {
        work,
        vocabulary,
        names: BTreeMap::new(),
        taken: BTreeSet::new(),
        entities: BTreeMap::new(),
        diagnostics,
    };
    namer.entities();
    namer.results();
    namer.nested(Side::Response);
    namer.bodies();
    namer.nested(Side::Request);
    let entities = (0..namer.work.operations.len()).map(|operation| namer.entity_of(operation)).collect();
    let names = std::mem::take(&mut namer.names);
    for (object, name) in names {
        if let Some(draft) = work.objects.get_mut(object) {
            draft.name = name;
        }
    }
    entities
}

struct Namer<'a, 'w> {
    work: &'a Work<'w>,
    vocabulary: &'a Vocabulary,
    names: BTreeMap<usize, Name>,
    taken: BTreeSet<(usize, String)>,
    /// Product and collection to the name of what it holds.
    entities: BTreeMap<(u32, String), Name>,
    diagnostics: &'a mut Diagnostics,
}

impl Namer<'_, '_> {
    /// Names collections, outer ones first, by what their operations return.
    fn entities(&mut self) {
        let mut collections: BTreeMap<(usize, u32, String), Vec<usize>> = BTreeMap::new();
        for (index, operation) in self.work.operations.iter().enumerate() {
            let collection = operation.path.collection();
            let depth = operation.path.literals().count();
            collections.entry((depth, operation.id.product, collection)).or_default().push(index);
        }
        for ((_, product, collection), operations) in collections {
            let name = self.entity(&operations);
            self.entities.insert((product, collection), name);
        }
    }

    /// The envelope key of one thing, or the key of a list, or the collection's own noun; below another collection
    /// qualified by what that one holds.
    fn entity(&self, operations: &[usize]) -> Name {
        let all = || operations.iter().filter_map(|&index| self.work.operations.get(index));
        let key = |many: bool| {
            all()
                .filter(move |operation| matches!(operation.result.payload, Payload::Items { .. }) == many)
                .filter_map(|operation| operation.result.payload.key())
                .map(|key| self.vocabulary.words(key).singular())
                .find(|name| !GENERIC_KEYS.contains(&name.as_str()))
        };
        let Some(first) = all().next() else { return Name::default() };
        let noun = first.path.noun().map(|noun| self.vocabulary.words(noun).singular());
        let own = key(false).or_else(|| key(true)).or(noun).unwrap_or_else(|| first.resource.singular());
        match first.path.parent_collection() {
            Some(parent) => self.outer(first, &parent).join(&own),
            None => own,
        }
    }

    fn outer(&self, operation: &OperationWork<'_>, parent: &str) -> Name {
        let known = self.entities.get(&(operation.id.product, parent.to_owned()));
        known.cloned().unwrap_or_else(|| operation.resource.singular())
    }

    fn entity_of(&self, operation: usize) -> Name {
        let found = self
            .work
            .operations
            .get(operation)
            .and_then(|operation| self.entities.get(&(operation.id.product, operation.path.collection())));
        found.cloned().unwrap_or_default()
    }

    /// What the resource's own collection holds.
    fn resource_entity(&self, operation: &OperationWork<'_>) -> Name {
        let first = operation.path.literals().next().unwrap_or_default();
        let stem = &operation.resource;
        let of_product = self.entities.iter().filter(|((product, _), _)| *product == operation.id.product);
        let by_stem = of_product.clone().find(|((_, collection), _)| {
            collection.matches('/').count() == 1
                && self.vocabulary.words(collection).words().concat() == stem.words().concat()
        });
        let by_path = || of_product.clone().find(|((_, collection), _)| collection.trim_start_matches('/') == first);
        by_stem.or_else(by_path).map_or_else(|| stem.singular(), |(_, name)| name.clone())
    }

    /// Names what operations return: single things first, so that a summary yields to them, and of those the one with
    /// the most fields.
    fn results(&mut self) {
        let mut results: Vec<(bool, Reverse<usize>, usize, usize)> = Vec::new();
        for (index, operation) in self.work.operations.iter().enumerate() {
            let payload = &operation.result.payload;
            if let Some(Type::Model(id)) = payload.ty() {
                let object = self.work.root(id.0 as usize);
                let fields = self.work.objects.get(object).map_or(0, |draft| draft.fields.len());
                results.push((matches!(payload, Payload::Items { .. }), Reverse(fields), index, object));
            }
        }
        results.sort();
        for (_, _, index, object) in results {
            let Some(operation) = self.work.operations.get(index) else { continue };
            let name = self.result_name(index, operation, &operation.result.payload);
            let more = ["summary", operation.verb.as_str()].map(|word| name.join(&Name::parse(word)));
            self.give(object, &name, &more);
        }
    }

    fn result_name(&self, index: usize, operation: &OperationWork<'_>, payload: &Payload) -> Name {
        let key = payload.key().map(|key| self.vocabulary.words(key).singular());
        let key = key.filter(|key| !GENERIC_KEYS.contains(&key.as_str()));
        let nested = operation.path.literals().count() > 1;
        match key {
            Some(_) if matches!(payload, Payload::Items { .. }) => self.entity_of(index),
            Some(_) if nested && (operation.wire.method == Method::Get || operation.path.ends_in_id()) => {
                self.entity_of(index)
            }
            Some(key) if nested => self.resource_entity(operation).join(&key),
            Some(key) => key,
            None => self.said(operation),
        }
    }

    /// Named after what the method says it gives: `generate_payment_link` gives an `invoice_payment_link`; a method
    /// that only does something gives a result.
    fn said(&self, operation: &OperationWork<'_>) -> Name {
        const GIVE: [&str; 9] = ["get", "list", "generate", "create", "fetch", "retrieve", "find", "search", "preview"];
        let entity = self.resource_entity(operation);
        match operation.verb.words().as_slice() {
            [give, object @ ..] if GIVE.contains(give) && !object.is_empty() => entity.join(&Name::from_words(object)),
            [verb, ..] => entity.join(&Name::from_words([*verb, "result"])),
            [] => entity.join(&Name::parse("result")),
        }
    }

    /// Names what operations take: `create_payment`, `email_invoice`, `update_invoice_billing_address`.
    fn bodies(&mut self) {
        let mut bodies: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut elements = Vec::new();
        for (index, operation) in self.work.operations.iter().enumerate() {
            match &operation.body {
                Some(Body::Json { model, .. }) => {
                    bodies.entry(self.work.root(model.0 as usize)).or_default().push(index)
                }
                Some(Body::JsonValue { ty, .. }) => elements.extend(ty.model().map(|id| (id.0 as usize, index))),
                _ => {}
            }
        }
        for (object, index) in elements {
            self.element(object, index);
        }
        for (object, operations) in bodies {
            let name = self.body_name(&operations);
            let verbs = operations.iter().filter_map(|&index| Some(self.work.operations.get(index)?.verb.as_str()));
            let more: Vec<Name> = verbs.chain(["request"]).map(|word| name.join(&Name::parse(word))).collect();
            self.give(object, &name, &more);
        }
    }

    /// Names an element of a body that is a list: by its component, else after what is done with it.
    fn element(&mut self, object: usize, index: usize) {
        let component = self.work.objects.get(self.work.root(object)).and_then(|draft| draft.component.clone());
        let Some(operation) = self.work.operations.get(index) else { return };
        let action = self.action_name(operation).singular();
        let item = action.join(&Name::parse("item"));
        let name = component.map_or(item.clone(), |component| self.vocabulary.words(&component).singular());
        self.give(object, &name, &[item]);
    }

    /// The words that the names of all operations with this body share.
    fn body_name(&self, operations: &[usize]) -> Name {
        let names: Vec<Name> = operations
            .iter()
            .filter_map(|&index| self.work.operations.get(index))
            .map(|operation| self.action_name(operation))
            .collect();
        let Some((first, rest)) = names.split_first() else { return Name::default() };
        let common = Name::from_words(
            first.words().into_iter().filter(|word| rest.iter().all(|name| name.words().contains(word))),
        );
        if common.words().len() > 1 { common } else { first.clone() }
    }

    /// Verb and entity: the entity behind the first word, unless the verb names it already.
    fn action_name(&self, operation: &OperationWork<'_>) -> Name {
        let verb = operation.verb.words();
        let entity = self.resource_entity(operation);
        let Some((first, rest)) = verb.split_first() else { return entity };
        let tail = Name::from_words(rest.iter().filter(|word| !matches!(**word, "many" | "all")));
        let entity = if rest.len() == tail.words().len() { entity } else { entity.plural() };
        Name::parse(first).join(&entity.join(&tail))
    }

    /// Names nested objects, outer ones first.
    fn nested(&mut self, side: Side) {
        let owners = self.owners(side);
        loop {
            let before = self.names.len();
            for (&object, owned_by) in &owners {
                if self.names.contains_key(&object) {
                    continue;
                }
                let named: Vec<(Name, &str)> = owned_by
                    .iter()
                    .filter_map(|(owner, field)| Some((self.names.get(owner)?.clone(), field.as_str())))
                    .collect();
                if let Some((owner, field)) = named.first().filter(|_| named.len() == owned_by.len()) {
                    let name = self.nested_name(side, object, owner, field, &named);
                    let noun = self.vocabulary.words(field).singular();
                    self.give(
                        object,
                        &name,
                        &[within(owner, &noun), within(owner, &noun).join(&Name::parse("detail"))],
                    );
                }
            }
            if self.names.len() == before {
                break;
            }
        }
        self.name_the_rest(side, &owners);
    }

    /// Objects that own each other have no outer one; any order does.
    fn name_the_rest(&mut self, side: Side, owners: &BTreeMap<usize, Vec<(usize, String)>>) {
        let rest: Vec<usize> = self.work.roots().filter(|object| !self.names.contains_key(object)).collect();
        for object in rest {
            let Some(draft) = self.work.objects.get(object).filter(|draft| draft.side == side) else { continue };
            let field = owners.get(&object).and_then(|owned_by| owned_by.first()).map(|(_, field)| field.clone());
            let component = draft.component.clone();
            let name = field
                .or(component)
                .map_or_else(|| Name::parse("object"), |text| self.vocabulary.words(&text).singular());
            self.give(object, &name, &[name.join(&Name::parse("detail"))]);
        }
    }

    /// Every draft of one side with the drafts and fields that hold it.
    fn owners(&self, side: Side) -> BTreeMap<usize, Vec<(usize, String)>> {
        let mut owners: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
        for owner in self.work.roots() {
            let Some(draft) = self.work.objects.get(owner).filter(|draft| draft.side == side) else { continue };
            for (field, drafted) in &draft.fields {
                if let Some(id) = drafted.ty.model() {
                    let object = self.work.root(id.0 as usize);
                    if object != owner {
                        owners.entry(object).or_default().push((owner, field.clone()));
                    }
                }
            }
        }
        owners
    }

    fn nested_name(&self, side: Side, object: usize, owner: &Name, field: &str, named: &[(Name, &str)]) -> Name {
        let noun = self.vocabulary.words(field).singular();
        let owner = match side {
            Side::Response => without_word(owner, "summary"),
            Side::Request => self.request_owner(owner),
        };
        let shared = named.iter().map(|(owner, _)| match side {
            Side::Response => without_word(owner, "summary"),
            Side::Request => self.request_owner(owner),
        });
        let several = shared.collect::<BTreeSet<_>>().len() > 1;
        let fields: BTreeSet<&str> = named.iter().map(|(_, field)| *field).collect();
        // `billing_address` and `shipping_address` are both an address.
        let noun = if fields.len() > 1 { self.common_tail(&fields).unwrap_or(noun) } else { noun };
        let name = if several || fields.len() > 1 { noun } else { within(&owner, &noun) };
        match side {
            Side::Request if self.response_has(object, &name) => Name::from_words([name.as_str(), "input"]),
            _ => name,
        }
    }

    /// `create_payment` and `update_payment` both take parts of a payment.
    fn request_owner(&self, owner: &Name) -> Name {
        let words = owner.words();
        let tail: Vec<&str> = words.iter().skip(1).copied().filter(|word| *word != "input").collect();
        let is_body = words.first().is_some_and(|word| super::english::is_verb(word));
        if is_body && !tail.is_empty() { Name::from_words(tail).singular() } else { without_word(owner, "input") }
    }

    fn response_has(&self, object: usize, name: &Name) -> bool {
        let product = self.work.product_of_object(object);
        product.is_some_and(|product| self.taken.contains(&(product, name.to_string())))
    }

    fn common_tail(&self, fields: &BTreeSet<&str>) -> Option<Name> {
        let names: Vec<Name> = fields.iter().map(|field| self.vocabulary.words(field).singular()).collect();
        let first = names.first()?.words().into_iter().map(str::to_owned).collect::<Vec<_>>();
        let shared = (1..=first.len()).take_while(|n| {
            let tail = first.get(first.len() - n..);
            names.iter().all(|name| {
                let words = name.words();
                words
                    .len()
                    .checked_sub(*n)
                    .and_then(|start| words.get(start..))
                    .map(|tail| tail.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
                    .as_deref()
                    == tail
            })
        });
        let n = shared.last()?;
        Some(Name::from_words(first.get(first.len() - n..)?))
    }

    /// Gives a draft its name; where that is taken, the first of `more` that is free, and a number only at last.
    fn give(&mut self, object: usize, name: &Name, more: &[Name]) {
        let object = self.work.root(object);
        let Some(product) = self.work.product_of_object(object) else { return };
        if self.names.contains_key(&object) {
            return;
        }
        let shortened = shorten(name);
        let free = std::iter::once(shortened.clone())
            .chain(more.iter().map(shorten))
            .find(|name| !name.is_empty() && !self.taken.contains(&(product, name.to_string())));
        let name = free.unwrap_or_else(|| self.numbered(object, product, &shortened));
        self.taken.insert((product, name.to_string()));
        self.names.insert(object, name);
    }

    fn numbered(&mut self, object: usize, product: usize, name: &Name) -> Name {
        let mut numbers = name.numbered();
        let free =
            numbers.find(|name| !self.taken.contains(&(product, name.to_string()))).unwrap_or_else(|| name.clone());
        let at = self.work.objects.get(object).map(|draft| draft.at);
        self.diagnostics.push(
            Diagnostic::new(
                Code::NumberedName,
                at,
                format!("`{name}` is the name of another object; this one is `{free}`"),
            )
            .help("name the field or component differently by an overlay"),
        );
        free
    }
}

fn without_word(name: &Name, unwanted: &str) -> Name {
    Name::from_words(name.words().into_iter().filter(|word| *word != unwanted))
}

/// Owner and noun; where that is too long, only the owner's first word and the noun.
pub(super) fn within(owner: &Name, noun: &Name) -> Name {
    let whole = owner.join(noun);
    let first = owner.words().first().map(|word| Name::parse(word)).unwrap_or_default();
    if letters(&whole) <= LONGEST { whole } else { first.join(noun) }
}

/// Length when spelled without underscores.
fn letters(name: &Name) -> usize {
    name.words().iter().map(|word| word.chars().count()).sum()
}

/// Drops inner words, the second first, until the name is short enough when spelled without underscores.
fn shorten(name: &Name) -> Name {
    let mut words = name.words();
    while words.iter().map(|word| word.len()).sum::<usize>() > LONGEST && words.len() > 2 {
        words.remove(1);
    }
    Name::from_words(words)
}
