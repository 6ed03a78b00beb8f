//! Named schemas that are gone.

use std::collections::BTreeSet;

use super::super::collect::{Collector, Found};
use super::super::pairs::{Pair, Scope};
use crate::ir::wire::Document;

pub(super) fn check<'a>(pair: &Pair<'a>, out: &mut Collector<'a>) {
    let (documents, other) = (&pair.base, &pair.revision);
    // A product that is gone as a whole has lost more than its schemas.
    if other.is_empty() {
        return;
    }
    let known: BTreeSet<&str> =
        other.iter().flat_map(|document| document.components.keys()).map(String::as_str).collect();
    let lone = documents.len() == 1 && other.len() == 1;
    let mut told = BTreeSet::new();
    // Of a document that is gone, its operations are told.
    let kept = |document: &&&Document| lone || other.iter().any(|other| other.stem == document.stem);
    for document in documents.iter().filter(kept) {
        for (name, id) in document.components.iter().filter(|(name, _)| !known.contains(name.as_str())) {
            if !told.insert(name) {
                continue;
            }
            let scope = Scope { product: pair.product, resource: &document.stem, method: None, path: "" };
            let at = out.base.schema(*id).map(|schema| schema.at);
            let found = Found { base: at, ..Found::default() };
            out.add("api-schema-removed", &scope, &format!("schema `{name}`"), found);
        }
    }
}
