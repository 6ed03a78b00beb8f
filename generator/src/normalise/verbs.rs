//! Verbs: what the method of an operation is called.
//!
//! In: method, path, operationId and summary of every operation. Out: a verb, unique within its resource. Reading
//! and changing the resource's own collection is told by method and path, alike in all products; for everything else
//! the operationId speaks first, then the summary, then the path. The resource's own noun is left out: `mark_sent`,
//! not `mark_invoice_sent`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostics;
use crate::ir::model::{Body, Many, Payload, Type};
use crate::ir::name::Name;
use crate::ir::wire::{Location, Method};

use super::english;
use super::paths::Segment;
use super::phrases::{Phrase, Topic};
use super::resources::{self, Roots};
use super::unique_verbs::{self, Proposal};
use super::vocabulary::Vocabulary;
use super::work::{OperationWork, Work};

/// Names the method of every operation.
pub(super) fn assign(work: &mut Work<'_>, roots: &Roots, vocabulary: &Vocabulary, diagnostics: &mut Diagnostics) {
    let namer = Namer { roots, own: own_nouns(work, roots, vocabulary), facts: Facts::of(work), vocabulary };
    let proposals: Vec<Proposal> = work.operations.iter().map(|operation| namer.propose(operation)).collect();
    unique_verbs::settle(work, proposals, vocabulary, diagnostics);
}

/// What each resource is called: its name, its documents' titles, its place (`bank_account_rule` of
/// `/bankaccounts/rules`), and the ids of its members (`payment_id` of customer payments).
fn own_nouns(work: &Work<'_>, roots: &Roots, vocabulary: &Vocabulary) -> BTreeMap<(u32, Name), Vec<Name>> {
    let mut nouns: BTreeMap<(u32, Name), Vec<Name>> = BTreeMap::new();
    for operation in &work.operations {
        let title = work.document(operation).map(|document| &document.title);
        let below = resources::below(roots, operation);
        let found = [
            below.map(|below| place(operation, below.len(), vocabulary)),
            Some(operation.resource.singular()),
            title.map(|title| vocabulary.read(title).singular()),
            below.and_then(<[Segment]>::first).and_then(member_noun),
        ];
        let known = nouns.entry((operation.id.product, operation.resource.clone())).or_default();
        for noun in found.into_iter().flatten() {
            if !noun.is_empty() && !known.contains(&noun) {
                known.push(noun);
            }
        }
    }
    // The longest first, so that no part of a noun is left over.
    nouns.values_mut().for_each(|nouns| nouns.sort_by_key(|noun| std::cmp::Reverse(noun.words().len())));
    nouns
}

/// The literals of the root one behind the other, each a single thing.
fn place(operation: &OperationWork<'_>, below: usize, vocabulary: &Vocabulary) -> Name {
    let segments = operation.path.segments();
    let root = segments.get(..segments.len().saturating_sub(below)).unwrap_or_default();
    let literals = root.iter().filter_map(Segment::literal).map(|text| vocabulary.words(text).singular());
    literals.fold(Name::default(), |place, noun| place.join(&noun))
}

fn member_noun(segment: &Segment) -> Option<Name> {
    let Segment::Param(name) = segment else { return None };
    let name = Name::parse(name);
    match name.words().as_slice() {
        [noun @ .., "id"] => Some(Name::from_words(noun)),
        _ => None,
    }
}

/// What is known of a product's paths and ids.
struct Facts {
    /// Collections with members: product and shape.
    with_members: BTreeSet<(u32, String)>,
    /// Collections whose GET gives a list.
    listed: BTreeSet<(u32, String)>,
    /// What is one thing, although no id stands in its path: its GET gives no list, or its noun is no plural.
    single: BTreeSet<(u32, String)>,
    /// Paths by method.
    methods: BTreeSet<(u32, String, Method)>,
    /// Envelope keys of what a member's GET gives, by collection.
    entity_keys: BTreeMap<(u32, String), String>,
    /// Ids that name several operations name none.
    ambiguous: BTreeSet<(u32, String)>,
}

impl Facts {
    fn of(work: &Work<'_>) -> Self {
        let of = |keep: fn(&OperationWork<'_>) -> bool| {
            let kept = work.operations.iter().filter(|operation| keep(operation));
            kept.map(|operation| (operation.id.product, operation.path.collection())).collect()
        };
        let mut seen = BTreeSet::new();
        let ids = work.operations.iter().filter_map(|operation| {
            let id = (operation.id.product, operation.wire.operation_id.clone()?);
            (!seen.insert(id.clone())).then_some(id)
        });
        let ambiguous = ids.collect();
        let gets = work
            .operations
            .iter()
            .filter(|operation| operation.wire.method == Method::Get && operation.path.ends_in_id());
        let entity_keys = gets.filter_map(|operation| {
            let key = operation.result.payload.key()?;
            Some(((operation.id.product, operation.path.collection()), key.to_owned()))
        });
        let one = |operation: &&OperationWork<'_>| {
            let reads = operation.wire.method == Method::Get;
            let many = operation.path.noun().is_some_and(|noun| Name::parse(noun).singular() != Name::parse(noun));
            (reads || !many) && !lists(operation) && operation.paging.is_none()
        };
        let single = work.operations.iter().filter(one).map(|operation| (operation.id.product, operation.path.shape()));
        let many = work.operations.iter().filter(|operation| lists(operation));
        let many: BTreeSet<(u32, String)> =
            many.map(|operation| (operation.id.product, operation.path.shape())).collect();
        Self {
            single: single.filter(|key| !many.contains(key)).collect(),
            with_members: of(|operation| operation.path.ends_in_id()),
            listed: of(|operation| {
                operation.wire.method == Method::Get
                    && !operation.path.ends_in_id()
                    && (matches!(operation.result.payload, Payload::Items { .. }) || operation.paging.is_some())
            }),
            methods: work
                .operations
                .iter()
                .map(|operation| (operation.id.product, operation.path.shape(), operation.wire.method))
                .collect(),
            entity_keys: entity_keys.collect(),
            ambiguous,
        }
    }
}

struct Namer<'v> {
    roots: &'v Roots,
    own: BTreeMap<(u32, Name), Vec<Name>>,
    facts: Facts,
    vocabulary: &'v Vocabulary,
}

impl Namer<'_> {
    fn propose(&self, operation: &OperationWork<'_>) -> Proposal {
        let below = resources::below(self.roots, operation);
        match below {
            Some([]) => Proposal::own(self.on_collection(operation)),
            Some([Segment::Param(_)]) => Proposal::own(self.on_member(operation)),
            _ => self.on_other(operation, below.unwrap_or(operation.path.segments())),
        }
    }

    fn on_collection(&self, operation: &OperationWork<'_>) -> Name {
        let key = (operation.id.product, operation.path.shape());
        let single = self.facts.single.contains(&key) && !self.facts.with_members.contains(&key);
        let said = self.said(operation);
        match operation.wire.method {
            Method::Get if single && said.as_ref().is_none_or(|phrase| phrase.verb() != "list") => Name::parse("get"),
            Method::Get => Name::parse("list"),
            Method::Post => said
                .map(|phrase| phrase.name)
                .filter(|name| name.words().len() == 1 && !is_plain(name.as_str()))
                .unwrap_or_else(|| Name::parse("create")),
            Method::Put | Method::Patch if takes_many(operation) => Name::parse("update_many"),
            Method::Put | Method::Patch => said
                .filter(|phrase| phrase.name.words().get(1) == Some(&"by") && phrase.is_short())
                .map(|phrase| phrase.name)
                .or_else(|| found_by(operation))
                .unwrap_or_else(|| Name::parse(if single { "update" } else { "update_many" })),
            Method::Delete => Name::parse(if single { "delete" } else { "delete_many" }),
            _ => by_method(operation),
        }
    }

    fn on_member(&self, operation: &OperationWork<'_>) -> Name {
        let put = (operation.id.product, operation.path.shape(), Method::Put);
        match operation.wire.method {
            Method::Get => Name::parse("get"),
            Method::Put => Name::parse("update"),
            Method::Patch => Name::parse(if self.facts.methods.contains(&put) { "patch" } else { "update" }),
            Method::Delete => Name::parse("delete"),
            Method::Post => self.said(operation).filter(Phrase::is_short).map_or_else(
                || Name::parse(if self.facts.methods.contains(&put) { "replace" } else { "update" }),
                |phrase| phrase.name,
            ),
            _ => by_method(operation),
        }
    }

    /// Whatever is no reading or changing of the resource's own collection.
    fn on_other(&self, operation: &OperationWork<'_>, below: &[Segment]) -> Proposal {
        let path = PathWords::of(below, self.vocabulary);
        let said = self.said(operation);
        if operation.wire.method == Method::Get {
            if let Some(name) = self.selected(operation, below) {
                return Proposal::other(name, said);
            }
            if fetches_many(operation, &self.own_of(operation)) {
                return Proposal::other(Name::parse("get_many"), said);
            }
        }
        let collection = self.is_collection(operation)
            && !path.last().is_some_and(|last| operation.wire.method == Method::Get && english::is_verb(last.as_str()));
        let many = said.as_ref().is_some_and(|phrase| phrase.many) && operation.path.params().is_empty();
        let mut name = match &said {
            Some(phrase) => completed(operation, phrase, &path, collection),
            None => by_path(operation, &path, collection),
        };
        if let [verb, object @ ..] = name.words().as_slice()
            && self.own_of(operation).iter().any(|noun| noun.words() == object)
            && !is_plain(verb)
        {
            name = Name::parse(verb);
        }
        if english::is_reserved(name.as_str()) {
            name = name.join(&operation.resource.singular());
        }
        if lists(operation) || name.words().first() == Some(&"list") {
            name = listed(&name, &path);
        } else if matches!(operation.body, Some(Body::JsonValue { ty: Type::List(_), .. })) {
            name = on_many(&name);
        }
        if many && !is_plain(name.as_str().split('_').next().unwrap_or_default()) {
            if let Some(kind) = path.last().filter(|last| english::is_file_kind(last.as_str())) {
                name = name.join(kind);
            }
            name = Name::from_words([name.as_str(), "many"]);
        }
        Proposal::other(name, said)
    }

    fn own_of(&self, operation: &OperationWork<'_>) -> Vec<Name> {
        let key = (operation.id.product, operation.resource.clone());
        self.own.get(&key).cloned().unwrap_or_default()
    }

    /// Whether the path is a collection: it has members, or its GET gives a list.
    fn is_collection(&self, operation: &OperationWork<'_>) -> bool {
        let key = (operation.id.product, operation.path.collection());
        self.facts.with_members.contains(&key) || self.facts.listed.contains(&key)
    }

    /// `GET /customers/reference/{}` gives a customer: `get_by_reference`.
    fn selected(&self, operation: &OperationWork<'_>, below: &[Segment]) -> Option<Name> {
        let [Segment::Literal(key), Segment::Param(_)] = below else { return None };
        let segments = operation.path.segments();
        let root = super::paths::shape(segments.get(..segments.len().checked_sub(2)?)?);
        let entity = self.facts.entity_keys.get(&(operation.id.product, root))?;
        let same = operation.result.payload.key() == Some(entity);
        same.then(|| Name::from_words(["get", "by", self.vocabulary.words(key).singular().as_str()]))
    }

    /// What the operationId says, or else the summary, if it goes with the method.
    fn said(&self, operation: &OperationWork<'_>) -> Option<Phrase> {
        let own = self.own_of(operation);
        let below = resources::below(self.roots, operation).unwrap_or(operation.path.segments());
        let kept: Vec<Name> =
            below.iter().filter_map(Segment::literal).map(|text| self.vocabulary.words(text)).collect();
        let topic = Topic { vocabulary: self.vocabulary, own: &own, kept: &kept };
        let wire = operation.wire;
        let id = wire.operation_id.as_ref().filter(|id| {
            !self.facts.ambiguous.contains(&(operation.id.product, (*id).clone())) && !is_mechanical(operation, id)
        });
        let texts = [id, wire.summary.as_ref()];
        texts.into_iter().flatten().filter_map(|text| topic.read(text)).find(|phrase| goes_with(wire.method, phrase))
    }
}

/// The literals of a path, as words.
struct PathWords {
    literals: Vec<Name>,
    /// Whether the path ends in a parameter.
    member: bool,
}

impl PathWords {
    fn of(segments: &[Segment], vocabulary: &Vocabulary) -> Self {
        let literals = segments.iter().filter_map(Segment::literal).map(|text| vocabulary.words(text));
        let literals = literals.map(|name| Name::from_words(super::phrases::turned(&name.words())));
        Self { literals: literals.collect(), member: matches!(segments.last(), Some(Segment::Param(_))) }
    }

    fn last(&self) -> Option<&Name> {
        self.literals.last()
    }
}

/// Words of generated ids: method and path, and nothing that a person has said.
fn is_mechanical(operation: &OperationWork<'_>, id: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (id, path) = (letters(id), letters(&operation.wire.path));
    let method = letters(operation.wire.method.as_str());
    let verb = matches!(operation.wire.method, Method::Post | Method::Put | Method::Patch);
    id == format!("{method}{path}") || id == format!("{path}{method}") || (verb && id.starts_with(&method))
}

/// Whether the verb can be what the method does.
fn goes_with(method: Method, phrase: &Phrase) -> bool {
    let verb = phrase.verb();
    match method {
        Method::Get => !(english::is_create(verb) || english::is_update(verb) || english::is_delete(verb)),
        Method::Put | Method::Patch => {
            !(english::is_get(verb) || english::is_create(verb) && verb != "add" || english::is_delete(verb))
        }
        Method::Delete => !(english::is_get(verb) || english::is_create(verb) || english::is_update(verb)),
        Method::Post => verb != "delete" && verb != "list",
        _ => true,
    }
}

/// Whether the verb says no more than the method does.
fn is_plain(verb: &str) -> bool {
    english::is_get(verb) || english::is_create(verb) || english::is_update(verb) || english::is_delete(verb)
}

fn lists(operation: &OperationWork<'_>) -> bool {
    operation.wire.method == Method::Get && matches!(operation.result.payload, Payload::Items { .. })
}

/// Whether one call changes many: a list is sent, or ids stand in the query.
fn takes_many(operation: &OperationWork<'_>) -> bool {
    let list = matches!(operation.body, Some(Body::JsonValue { ty: Type::List(_), .. }));
    list || operation.params.iter().any(|param| param.location == Location::Query && param.wire.ends_with("_ids"))
}

/// Whether the resource's own ids must be given: `GET /itemdetails?item_ids=`.
fn fetches_many(operation: &OperationWork<'_>, own: &[Name]) -> bool {
    let asks = |name: &Name| {
        let ids = format!("{name}_ids");
        operation.params.iter().any(|param| param.wire == ids && (param.required || param.many != Many::No))
    };
    lists(operation) && own.iter().any(asks)
}

/// `update_by_unique_identifier` of a header `X-Unique-Identifier-Key` that must be sent.
fn found_by(operation: &OperationWork<'_>) -> Option<Name> {
    let key = operation.params.iter().find(|param| param.location == Location::Header && param.required)?;
    let words = key.name.words();
    let words = words.iter().filter(|word| !matches!(**word, "key" | "name" | "value"));
    Some(Name::from_words(["update", "by"].into_iter().chain(words.copied())))
}

/// The phrase, put so that it says enough: a bare `add` gets the path's noun, and what is too long keeps only that.
fn completed(operation: &OperationWork<'_>, phrase: &Phrase, path: &PathWords, collection: bool) -> Name {
    let object = phrase.object();
    let noun = path.last().cloned().unwrap_or_default();
    let reads = operation.wire.method == Method::Get && english::is_get(phrase.verb()) && phrase.verb() != "list";
    let verb = Name::parse(if reads { "get" } else { phrase.verb() });
    let object = if noun.as_str() == "email" { said_as(&object, "mail", "email") } else { object };
    if !phrase.is_short() {
        return verb.join(&noun);
    }
    if !object.is_empty() {
        return verb.join(&specific(&object, &noun, path.member && is_plain(verb.as_str())));
    }
    // `Refund a credit note` makes a refund.
    let many = noun.singular() != noun;
    if operation.wire.method == Method::Post && collection && many && !path.member && noun.singular() == verb {
        return Name::parse("create").join(&noun.singular());
    }
    if is_plain(verb.as_str()) { verb.join(&if path.member { noun.singular() } else { noun }) } else { verb }
}

/// The path's word for the same thing.
fn said_as(name: &Name, said: &str, path: &str) -> Name {
    Name::from_words(name.words().into_iter().map(|word| if word == said { path } else { word }))
}

/// `delete items` of `/lineitems/{}` is `delete_line_item`.
fn specific(object: &Name, noun: &Name, one: bool) -> Name {
    let (said, path) = (object.singular(), noun.singular());
    let tied = path.words().iter().any(|word| english::is_preposition(word));
    let more = !tied && path.words().len() > said.words().len() && path.words().ends_with(&said.words());
    let object = match (more, *object == said) {
        (true, true) => path,
        (true, false) => path.plural(),
        (false, _) => object.clone(),
    };
    if one && object.singular() == noun.singular() { object.singular() } else { object }
}

/// `POST /invoices/{}/status/sent` gives `mark_sent`, `…/writeoff/cancel` gives `cancel_write_off`.
fn by_path(operation: &OperationWork<'_>, path: &PathWords, collection: bool) -> Name {
    let Some(last) = path.last().filter(|last| !last.is_empty()) else {
        let root = operation.path.literals().all(str::is_empty) && operation.path.params().is_empty();
        return by_method(operation).join(&Name::parse(if root { "root" } else { "" }));
    };
    let before = path.literals.len().checked_sub(2).and_then(|at| path.literals.get(at));
    let words = last.words();
    let acts = words.first().is_some_and(|word| english::is_verb(word));
    let stated = matches!(words.as_slice(), [state] if english::is_state(state));
    let change = matches!(operation.wire.method, Method::Post | Method::Put | Method::Patch);
    if change && (stated || before.is_some_and(|name| name.as_str() == "status")) {
        return marked(last, before);
    }
    if acts && !collection && !path.member {
        return match before {
            Some(object) if words.len() == 1 && !english::is_verb(object.as_str()) => last.join(&object.singular()),
            _ => spoken(last),
        };
    }
    let one = last.singular();
    match operation.wire.method {
        Method::Get => Name::parse("get").join(if path.member { &one } else { last }),
        Method::Put | Method::Patch => Name::parse("update").join(if collection { &one } else { last }),
        Method::Delete => Name::parse("delete").join(if path.member { &one } else { last }),
        Method::Post if words.first() == Some(&"from") => Name::parse("create").join(last),
        Method::Post => Name::parse(if collection { "add" } else { "create" }).join(&one),
        _ => by_method(operation).join(last),
    }
}

/// `mark_sent`; what is itself done is said as a verb: `void`.
fn marked(state: &Name, before: Option<&Name>) -> Name {
    let object = before.filter(|name| name.as_str() != "status" && !english::is_verb(name.as_str()));
    let marked = Name::from_words(["mark", state.as_str()]);
    match object {
        Some(object) => Name::from_words(["mark", object.singular().as_str(), state.as_str()]),
        None => super::phrases::spoken(&marked),
    }
}

fn spoken(name: &Name) -> Name {
    super::phrases::spoken(name)
}

/// The method of HTTP, where there is nothing else to say.
fn by_method(operation: &OperationWork<'_>) -> Name {
    Name::parse(match operation.wire.method {
        Method::Get => "get",
        Method::Post => "create",
        Method::Put | Method::Patch => "update",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
        Method::Trace => "trace",
    })
}

/// What gives a list is called so: `list_comments`.
fn listed(name: &Name, path: &PathWords) -> Name {
    let words = name.words();
    let Some((verb, object)) = words.split_first() else { return name.clone() };
    if !english::is_get(verb) {
        return name.clone();
    }
    let object = if object.is_empty() { path.last().cloned().unwrap_or_default() } else { Name::from_words(object) };
    let told = *verb == "list" && path.last().is_none_or(|noun| noun.singular() != object.singular());
    Name::parse("list").join(&if told { object } else { plural_head(&object) })
}

/// A list is sent: `update_custom_fields`.
fn on_many(name: &Name) -> Name {
    match name.words().as_slice() {
        [verb, object @ ..] if is_plain(verb) && !object.is_empty() => {
            Name::parse(verb).join(&plural_head(&Name::from_words(object)))
        }
        _ => name.clone(),
    }
}

/// The noun before the first preposition in the plural.
fn plural_head(name: &Name) -> Name {
    let words = name.words();
    let end = words.iter().position(|word| english::is_preposition(word)).filter(|&at| at > 0).unwrap_or(words.len());
    let head = Name::from_words(words.get(..end).unwrap_or_default());
    let counted = !head.words().last().is_some_and(|last| english::is_uncountable(last));
    let head = if counted { head.plural() } else { head };
    Name::from_words(std::iter::once(head.as_str()).chain(words.iter().skip(end).copied()))
}
