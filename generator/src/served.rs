//! The documents as another server serves them.
//!
//! In: what was read. Out: one JSON text a document: as it is after YAML's and the overlays' own rules, which is what
//! the generator reads, with four changes. The base path stands in the paths; `servers` is `/`; `security` is lifted,
//! because servers of documents know no token but `Bearer`; and what `x-facts` says was seen is shown.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::Normalised;
use crate::diag::Diagnostics;
use crate::{overlay, tree};

mod mend;
mod shown;

/// One document to be served.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// Its path below the specs folder.
    pub path: String,
    /// OpenAPI 3.0, as JSON.
    pub document: Value,
    /// What was mended, as the generator does, for the server to take it.
    pub mended: Vec<String>,
}

/// The documents that have operations, in order of their paths.
#[must_use]
pub fn served(normalised: &Normalised) -> Vec<Served> {
    // What is wrong with them was said when they were read first.
    let mut said = Diagnostics::default();
    let trees = tree::parse(&normalised.source, &mut said);
    let trees = overlay::apply(trees, &normalised.source, &mut said);
    let bases = bases(normalised);
    let documents = trees.iter().flat_map(|product| &product.documents);
    let mut served: Vec<Served> = documents
        .filter_map(|tree| {
            let path = normalised.source.file(tree.file())?.path.clone();
            let base = bases.get(&path)?;
            let (document, mended) = change(tree.value(tree.root()), base);
            Some(Served { path, document, mended })
        })
        .collect();
    served.sort_by(|a, b| a.path.cmp(&b.path));
    served
}

/// The base path of every document that has operations.
fn bases(normalised: &Normalised) -> BTreeMap<String, String> {
    let wire = &normalised.api.wire;
    let file = |operation: &crate::ir::model::Operation| {
        let product = wire.products.get(operation.wire.product as usize)?;
        Some(wire.path_of(product.documents.get(operation.wire.document as usize)?.file).to_owned())
    };
    let operations = normalised.api.model.operations();
    operations.filter_map(|(_, _, operation)| Some((file(operation)?, operation.base_path.clone()))).collect()
}

fn change(mut document: Value, base: &str) -> (Value, Vec<String>) {
    let mut mended = Vec::new();
    let Value::Object(root) = &mut document else { return (document, mended) };
    root.insert("servers".to_owned(), json!([{ "url": "/" }]));
    root.remove("security");
    if let Some(Value::Object(paths)) = root.remove("paths") {
        let paths: Map<String, Value> = paths.into_iter().map(|(path, item)| path_item(base, &path, item)).collect();
        root.insert("paths".to_owned(), Value::Object(paths));
    }
    shown::show(&mut document);
    mend::mend(&mut document, &mut mended);
    (document, mended)
}

fn path_item(base: &str, path: &str, mut item: Value) -> (String, Value) {
    for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Value::Object(operation) = operation {
            operation.remove("security");
            operation.remove("servers");
        }
    }
    let path = if path.starts_with('/') { format!("{base}{path}") } else { path.to_owned() };
    (path, item)
}

#[cfg(test)]
mod tests;
