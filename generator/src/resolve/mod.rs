//! In: the documents of each product. Out: the [`Wire`] layer, in which every `$ref` is an id or the part itself.
//!
//! Every component schema has its id before any schema is filled, so cycles are plain. Nothing is merged or peeled.

mod duplicate;
mod head;
mod operation;
mod param;
pub(crate) mod schema;
mod target;

use std::collections::{HashMap, VecDeque};

use crate::diag::Diagnostics;
use crate::document::{Document, ProductDocuments};
use crate::ir::wire::{self, File, Method, SchemaId, Wire};
use crate::load::Source;
use crate::tree::NodeId;

/// A node of one of a product's documents.
type Spot = (usize, NodeId);

/// Resolves all documents.
pub fn resolve(products: &[ProductDocuments], source: &Source, out: &mut Diagnostics) -> Wire {
    let mut wire = Wire { files: files(source), ..Wire::default() };
    for product in products.iter().filter(|product| !product.documents.is_empty()) {
        let mut resolver = Resolver::new(&product.documents, source, &mut wire.schemas, out);
        resolver.choose();
        let components: Vec<_> = (0..product.documents.len()).map(|index| resolver.components(index)).collect();
        let documents = product.documents.iter().zip(components).enumerate();
        let documents =
            documents.map(|(index, (document, components))| resolver.document(index, document, components)).collect();
        resolver.fill();
        wire.products.push(wire::Product { name: product.name.clone(), documents });
        wire.changes.extend(product.changes.iter().cloned());
    }
    wire
}

/// Documents and overlays; what the generator itself writes or is given beside them has no place in the result.
fn files(source: &Source) -> Vec<File> {
    let ids = source.products.iter().flat_map(|product| product.documents.iter().chain(&product.overlays));
    let count = ids.map(|id| id.0 as usize + 1).max().unwrap_or_default();
    source.files.iter().take(count).map(|file| File { path: file.path.clone(), sha256: file.sha256.clone() }).collect()
}

/// Resolves the documents of one product.
struct Resolver<'a> {
    documents: &'a [Document],
    source: &'a Source,
    schemas: &'a mut Vec<wire::Schema>,
    ids: HashMap<Spot, SchemaId>,
    queue: VecDeque<(Spot, SchemaId)>,
    targets: HashMap<(usize, &'a str), target::Target>,
    /// Of each method and path, the document and position of the operation that is kept.
    kept: HashMap<(Method, String), (usize, usize)>,
    out: &'a mut Diagnostics,
}

impl<'a> Resolver<'a> {
    fn new(
        documents: &'a [Document],
        source: &'a Source,
        schemas: &'a mut Vec<wire::Schema>,
        out: &'a mut Diagnostics,
    ) -> Self {
        Self {
            documents,
            source,
            schemas,
            ids: HashMap::new(),
            queue: VecDeque::new(),
            targets: HashMap::new(),
            kept: HashMap::new(),
            out,
        }
    }
}

#[cfg(test)]
mod tests;
