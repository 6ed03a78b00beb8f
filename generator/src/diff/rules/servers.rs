//! `servers` of a product.

use std::collections::BTreeSet;

use super::super::collect::{Collector, Found};
use super::super::pairs::{Pair, Scope};
use crate::ir::Place;
use crate::ir::wire::Document;

pub(super) fn check<'a>(pair: &Pair<'a>, out: &mut Collector<'a>) {
    if pair.base.is_empty() || pair.revision.is_empty() {
        return;
    }
    let urls = |documents: &[&'a Document]| -> BTreeSet<&'a str> {
        documents.iter().flat_map(|document| &document.servers).map(|server| server.url.as_str()).collect()
    };
    let (was, is) = (urls(&pair.base), urls(&pair.revision));
    let scope = Scope { product: pair.product, resource: "", method: None, path: "" };
    let place = |documents: &[&Document]| documents.first().map(|document| Place::file(document.file));
    let (base, revision) = (place(&pair.base), place(&pair.revision));
    for url in was.difference(&is) {
        let found = Found { before: Some(format!("`{url}`")), base, revision, ..Found::default() };
        out.add("api-server-removed", &scope, "", found);
    }
    for url in is.difference(&was) {
        let found = Found { after: Some(format!("`{url}`")), base, revision, ..Found::default() };
        out.add("api-server-added", &scope, "", found);
    }
}
