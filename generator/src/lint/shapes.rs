//! How many objects the documents hold. In: the wire layer. Out: per product the object nodes in the bodies of its
//! operations, and their distinct shapes.
//!
//! An object node is an object with fields in a request body or a successful answer, envelopes included: every
//! occurrence counts, references are followed, a schema within itself ends there. Its shape is the names of its fields,
//! each with its kind; what is nested in a field is a node of its own.

use std::collections::{BTreeSet, HashMap};

use crate::ir::wire::{Additional, Operation, Product, SchemaId, Wire};
use crate::normalise::Flat;

/// A set of fields with their kinds.
pub(super) type Shape = Vec<(String, String)>;

/// The objects of one product.
#[derive(Default)]
pub(super) struct Objects {
    pub(super) nodes: u64,
    pub(super) shapes: BTreeSet<Shape>,
}

impl Objects {
    pub(super) fn of(wire: &Wire, product: &Product) -> Self {
        let mut counter = Counter { wire, known: HashMap::new(), shapes: BTreeSet::new() };
        let operations = product.documents.iter().flat_map(|document| &document.operations);
        let nodes = operations.flat_map(bodies).map(|id| counter.count(id)).fold(0, u64::saturating_add);
        Self { nodes, shapes: counter.shapes }
    }
}

/// Schemas of the bodies of an operation.
fn bodies(operation: &Operation) -> impl Iterator<Item = SchemaId> {
    let sent = operation.body.iter().flat_map(|body| &body.content);
    let answers = operation.responses.iter().filter(|response| response.status.is_success());
    let received = answers.flat_map(|response| &response.content);
    sent.chain(received).filter_map(|media| media.schema.as_ref()).map(|used| used.id)
}

struct Counter<'w> {
    wire: &'w Wire,
    /// Nodes below each schema; nothing while it is being counted.
    known: HashMap<SchemaId, Option<u64>>,
    shapes: BTreeSet<Shape>,
}

impl Counter<'_> {
    fn count(&mut self, id: SchemaId) -> u64 {
        if let Some(known) = self.known.get(&id) {
            return known.unwrap_or_default();
        }
        self.known.insert(id, None);
        let Some(flat) = Flat::of(self.wire, id) else { return 0 };
        let own = if flat.properties.is_empty() {
            0
        } else {
            self.shapes.insert(self.shape(&flat));
            1
        };
        let values = match flat.additional {
            Some(Additional::Schema(values)) => Some(values),
            _ => None,
        };
        let inner: Vec<SchemaId> = flat
            .properties
            .values()
            .copied()
            .chain(flat.items)
            .chain(values)
            .chain(flat.variants())
            .map(|used| used.id)
            .collect();
        let count = inner.into_iter().map(|id| self.count(id)).fold(own, u64::saturating_add);
        self.known.insert(id, Some(count));
        count
    }

    fn shape(&self, flat: &Flat<'_>) -> Shape {
        let mut shape: Shape =
            flat.properties.iter().map(|(name, used)| ((*name).to_owned(), self.kind(used.id))).collect();
        shape.sort();
        shape
    }

    fn kind(&self, id: SchemaId) -> String {
        let Some(flat) = Flat::of(self.wire, id) else { return String::new() };
        let kind = match flat.ty {
            Some(ty) => ty,
            None if !flat.properties.is_empty() => "object",
            None if flat.items.is_some() => "array",
            None => "any",
        };
        kind.to_owned()
    }
}
