//! Resources: which handle an operation hangs on.
//!
//! In: operations with the stems of their documents. Out: the resource of each, and per resource its [`Root`]s: the
//! collections that it is named after. The name is the document's stem, in the number that the path has:
//! `purchase-order.yml` with `/purchaseorders` is `purchase_orders`.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::name::{Name, plural, singular};

use super::paths::Segment;
use super::vocabulary::Vocabulary;
use super::work::{OperationWork, Work};

/// The collections of a resource: product and resource to roots, the longest first.
pub(super) type Roots = BTreeMap<(u32, Name), Vec<Root>>;

/// A collection that a resource is named after: `/invoices`, `/settings/currencies`, `/projects/{}/tasks`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Root {
    /// Literal segments in the plural, letters only; nothing for a parameter.
    segments: Vec<Option<String>>,
}

impl Root {
    fn of(segments: &[Segment]) -> Self {
        let keys = segments.iter().map(|segment| segment.literal().map(plain));
        Self { segments: keys.collect() }
    }

    /// The segments behind the root, if the path is below it. `/invoice/{}/x` is below `/invoices` as well.
    fn below<'o>(&self, segments: &'o [Segment]) -> Option<&'o [Segment]> {
        let (own, rest) = segments.split_at_checked(self.segments.len())?;
        (Self::of(own) == *self).then_some(rest)
    }
}

/// Names the resources.
pub(super) fn assign(work: &mut Work<'_>, vocabulary: &Vocabulary) -> Roots {
    let mut documents: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for (index, operation) in work.operations.iter().enumerate() {
        documents.entry((operation.id.product, operation.id.document)).or_default().push(index);
    }
    let mut found: BTreeMap<(u32, Name), Vec<Draft>> = BTreeMap::new();
    for ((product, _), operations) in documents {
        if let Some(draft) = Draft::of(work, operations, vocabulary) {
            found.entry((product, draft.name.clone())).or_default().push(draft);
        }
    }
    let mut roots = Roots::new();
    for ((product, _), drafts) in found {
        let same = drafts.windows(2).all(|pair| matches!(pair, [a, b] if a.stem == b.stem || a.roots == b.roots));
        for draft in drafts {
            let name = if same { draft.name } else { draft.by_path(work, vocabulary) };
            for &index in &draft.operations {
                if let Some(operation) = work.operations.get_mut(index) {
                    operation.resource = name.clone();
                }
            }
            let known = roots.entry((product, name)).or_default();
            known.extend(draft.roots);
            known.sort_by_key(|root| std::cmp::Reverse(root.segments.len()));
            known.dedup();
        }
    }
    roots
}

/// The segments of an operation behind its resource's root.
pub(super) fn below<'o>(roots: &Roots, operation: &'o OperationWork<'_>) -> Option<&'o [Segment]> {
    let roots = roots.get(&(operation.id.product, operation.resource.clone()))?;
    roots.iter().find_map(|root| root.below(operation.path.segments()))
}

/// One document's resource.
#[derive(Clone)]
struct Draft {
    stem: Name,
    name: Name,
    operations: Vec<usize>,
    roots: Vec<Root>,
}

impl Draft {
    fn of(work: &Work<'_>, operations: Vec<usize>, vocabulary: &Vocabulary) -> Option<Self> {
        let first = operations.first().and_then(|&index| work.operations.get(index))?;
        let stem = vocabulary.words(first.stem.as_str());
        let collections = operations.iter().filter_map(|&index| work.operations.get(index));
        let collections: BTreeSet<&[Segment]> =
            collections.map(|operation| operation.path.collection_segments()).collect();
        let (roots, name) = roots_of(&collections, &stem);
        let roots = if roots.is_empty() { most_used(work, &operations) } else { roots };
        Some(Self { stem: first.stem.clone(), name, operations, roots })
    }

    /// The first literal of the path: what tells two documents of one name apart.
    fn by_path(&self, work: &Work<'_>, vocabulary: &Vocabulary) -> Name {
        let first = self.operations.iter().filter_map(|&index| work.operations.get(index));
        let literal = first.filter_map(|operation| operation.path.literals().next()).next();
        literal.map_or_else(|| self.name.clone(), |literal| vocabulary.words(literal))
    }
}

/// Collections that are called like the stem, or else like the end of it (`/settings/tags` of `reporting-tags`); and
/// the stem in their number.
fn roots_of(collections: &BTreeSet<&[Segment]>, stem: &Name) -> (Vec<Root>, Name) {
    let words = stem.words();
    for start in 0..words.len() {
        let wanted = plain(&words.get(start..).unwrap_or_default().concat());
        let called =
            collections.iter().filter(|segments| last_literal(segments).is_some_and(|text| plain(text) == wanted));
        let called: Vec<&&[Segment]> = called.collect();
        if let Some(literal) = called.first().and_then(|segments| last_literal(segments)) {
            let many = singular(literal) != literal;
            let name = if many { stem.plural() } else { stem.clone() };
            return (called.into_iter().map(|segments| Root::of(segments)).collect(), name);
        }
    }
    (Vec::new(), stem.clone())
}

/// The first segment of most operations.
fn most_used(work: &Work<'_>, operations: &[usize]) -> Vec<Root> {
    let mut counts: BTreeMap<Root, usize> = BTreeMap::new();
    for operation in operations.iter().filter_map(|&index| work.operations.get(index)) {
        let first = operation.path.segments().get(..1).unwrap_or_default();
        *counts.entry(Root::of(first)).or_default() += 1;
    }
    // Of equals the first in order.
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map(|(root, _)| root).into_iter().collect()
}

fn last_literal(segments: &[Segment]) -> Option<&str> {
    segments.last().and_then(Segment::literal)
}

/// Letters in the plural: `customer_payment` and `customerpayments` are alike.
fn plain(text: &str) -> String {
    plural(&Name::parse(text).words().concat())
}
