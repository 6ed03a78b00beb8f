//! Resources: which handle an operation hangs on.
//!
//! In: operations with the stems of their documents. Out: the resource of each, and for each resource the collection
//! that it is named after.

use std::collections::BTreeMap;

use crate::ir::name::{Name, plural};

use super::paths::Segment;
use super::vocabulary::Vocabulary;
use super::work::{OperationWork, Work};

/// The resource is the document's stem.
pub(super) fn assign(work: &mut Work<'_>) {
    for operation in &mut work.operations {
        operation.resource = operation.stem.clone();
    }
}

/// Per product and resource, the first path segment of its main collection.
pub(super) fn roots(work: &Work<'_>, vocabulary: &Vocabulary) -> BTreeMap<(u32, Name), String> {
    let mut counts: BTreeMap<(u32, Name), BTreeMap<&str, usize>> = BTreeMap::new();
    for operation in &work.operations {
        if let Some(first) = first_literal(operation) {
            *counts.entry((operation.id.product, operation.resource.clone())).or_default().entry(first).or_default() +=
                1;
        }
    }
    counts
        .into_iter()
        .filter_map(|(key, counts)| {
            let stem = plain(&key.1);
            let named = counts.keys().find(|first| plain(&vocabulary.words(first)) == stem);
            let root = named.or_else(|| counts.iter().max_by_key(|(_, count)| **count).map(|(first, _)| first))?;
            let root = (*root).to_owned();
            Some((key, root))
        })
        .collect()
}

/// The first segment, if it is literal.
pub(super) fn first_literal<'a>(operation: &'a OperationWork<'_>) -> Option<&'a str> {
    match operation.path.segments().first() {
        Some(Segment::Literal(text)) => Some(text),
        _ => None,
    }
}

/// Letters of a name in the plural: `customer_payment` and `customerpayments` are alike.
pub(super) fn plain(name: &Name) -> String {
    plural(&name.words().concat())
}
