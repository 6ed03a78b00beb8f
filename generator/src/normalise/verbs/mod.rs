//! Verbs: what the method of an operation is called.
//!
//! In: method, path, operationId and summary of every operation. Out: a verb, unique within its resource. Reading
//! and changing the resource's own collection is told by method and path, alike in all products; for everything else
//! the operationId speaks first, then the summary, then the path. The resource's own noun is left out: `mark_sent`,
//! not `mark_invoice_sent`.

mod action;
mod facts;
mod wording;

use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::ir::model::{Body, Type};
use crate::ir::name::Name;
use crate::ir::noted;
use crate::ir::wire::Method;

use super::english;
use super::paths::Segment;
use super::phrases::{Phrase, Topic};
use super::resources::{self, Roots};
use super::unique_verbs::{self, Proposal};
use super::vocabulary::Vocabulary;
use super::work::{OperationWork, Work};

use facts::{Facts, own_nouns};
use wording::{
    PathWords, by_method, by_path, completed, fetches_many, found_by, goes_with, is_mechanical, is_plain, listed,
    lists, on_many, takes_many,
};

/// Names the method of every operation.
pub(super) fn assign(work: &mut Work<'_>, roots: &Roots, vocabulary: &Vocabulary, diagnostics: &mut Diagnostics) {
    let namer = Namer { roots, own: own_nouns(work, roots, vocabulary), facts: Facts::of(work), vocabulary };
    let proposals: Vec<Proposal> = work.operations.iter().map(|operation| namer.propose(operation)).collect();
    namer.tell(work);
    unique_verbs::settle(work, proposals, vocabulary, diagnostics);
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
        let name = match &said {
            Some(phrase) => completed(operation, phrase, &path, collection),
            None => by_path(operation, &path, collection),
        };
        let name = self.of_resource(operation, name);
        let name = if lists(operation) || name.words().first() == Some(&"list") {
            listed(&name, &path)
        } else if matches!(operation.body, Some(Body::JsonValue { ty: Type::List(_), .. })) {
            on_many(&name)
        } else {
            name
        };
        let many = said.as_ref().is_some_and(|phrase| phrase.many) && operation.path.params().is_empty();
        Proposal::other(if many { in_bulk(&name, &path) } else { name }, said)
    }

    /// The resource goes without saying, unless a program would read the verb alone otherwise.
    fn of_resource(&self, operation: &OperationWork<'_>, name: Name) -> Name {
        let own = self.own_of(operation);
        let name = match name.words().as_slice() {
            [verb, object @ ..] if !is_plain(verb) && own.iter().any(|noun| noun.words() == object) => {
                Name::parse(verb)
            }
            _ => name,
        };
        if english::is_reserved(name.as_str()) { name.join(&operation.resource.singular()) } else { name }
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

    /// Notes what only summaries say, in words that are read alike.
    fn tell(&self, work: &mut Work<'_>) {
        let Some(told) = &mut work.told else { return };
        for operation in work.operations.iter().filter(|operation| !self.is_said_by_id(operation)) {
            if let Some(phrase) = self.said(operation) {
                told.actions.insert(operation.id, self.about(operation, |topic| action::text(topic, &phrase)));
            }
        }
    }

    fn is_said_by_id(&self, operation: &OperationWork<'_>) -> bool {
        self.about(operation, |topic| self.by_id(operation, topic)).is_some()
    }

    /// What the operationId says, or else the note or the summary, if it goes with the method.
    fn said(&self, operation: &OperationWork<'_>) -> Option<Phrase> {
        self.about(operation, |topic| self.by_id(operation, topic).or_else(|| by_text(operation, topic)))
    }

    /// Calls `read` with what is known of an operation.
    fn about<T>(&self, operation: &OperationWork<'_>, read: impl FnOnce(&Topic<'_>) -> T) -> T {
        let own = self.own_of(operation);
        let below = resources::below(self.roots, operation).unwrap_or(operation.path.segments());
        let kept: Vec<Name> =
            below.iter().filter_map(Segment::literal).map(|text| self.vocabulary.words(text)).collect();
        read(&Topic { vocabulary: self.vocabulary, own: &own, kept: &kept })
    }

    fn by_id(&self, operation: &OperationWork<'_>, topic: &Topic<'_>) -> Option<Phrase> {
        let wire = operation.wire;
        let id = wire.operation_id.as_ref().filter(|id| {
            !self.facts.ambiguous.contains(&(operation.id.product, (*id).clone())) && !is_mechanical(operation, id)
        });
        id.and_then(|id| topic.read(id)).filter(|phrase| goes_with(wire.method, phrase))
    }
}

/// What the note or the summary says.
fn by_text(operation: &OperationWork<'_>, topic: &Topic<'_>) -> Option<Phrase> {
    let wire = operation.wire;
    let texts = [noted::text(&wire.extensions, noted::ACTION), wire.summary.as_deref()];
    texts.into_iter().flatten().filter_map(|text| topic.read(text)).find(|phrase| goes_with(wire.method, phrase))
}

/// `print_many`, `export_pdf_many`.
fn in_bulk(name: &Name, path: &PathWords) -> Name {
    if is_plain(name.words().first().copied().unwrap_or_default()) {
        return name.clone();
    }
    let kind = path.last().filter(|last| english::is_file_kind(last.as_str())).cloned().unwrap_or_default();
    Name::from_words([name.join(&kind).as_str(), "many"])
}
