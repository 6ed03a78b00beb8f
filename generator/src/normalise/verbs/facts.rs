//! What is known before any method is named.
//!
//! In: the operations of all products. Out: what each resource is called, and which paths are collections, single
//! things, or members.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::model::Payload;
use crate::ir::name::Name;
use crate::ir::wire::Method;
use crate::normalise::paths::Segment;
use crate::normalise::resources::{self, Roots};
use crate::normalise::vocabulary::Vocabulary;
use crate::normalise::work::{OperationWork, Work};

use super::wording::lists;

/// What each resource is called: its name, its documents' titles, its place (`bank_account_rule` of
/// `/bankaccounts/rules`), and the ids of its members (`payment_id` of customer payments).
pub(super) fn own_nouns(work: &Work<'_>, roots: &Roots, vocabulary: &Vocabulary) -> BTreeMap<(u32, Name), Vec<Name>> {
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
pub(super) struct Facts {
    /// Collections with members: product and shape.
    pub(super) with_members: BTreeSet<(u32, String)>,
    /// Collections whose GET gives a list.
    pub(super) listed: BTreeSet<(u32, String)>,
    /// What is one thing, although no id stands in its path: its GET gives no list, or its noun is no plural.
    pub(super) single: BTreeSet<(u32, String)>,
    /// Paths by method.
    pub(super) methods: BTreeSet<(u32, String, Method)>,
    /// Envelope keys of what a member's GET gives, by collection.
    pub(super) entity_keys: BTreeMap<(u32, String), String>,
    /// Ids that name several operations name none.
    pub(super) ambiguous: BTreeSet<(u32, String)>,
}

impl Facts {
    pub(super) fn of(work: &Work<'_>) -> Self {
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
