//! Small documents, one a feature of the language that the generator reads.
//!
//! In: `tests/cases/<product>/*.yml`. Out: one run over all of them, which the modules `compile` and `snapshots` read.

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::support::folders;
use crate::support::run::Run;

/// The folder of the documents.
pub(crate) fn folder() -> PathBuf {
    folders::own().join("cases")
}

/// All documents, read and generated once.
pub(crate) fn run() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| Run::of(&folder()).without_errors("cases"))
}

#[test]
fn every_operation_becomes_a_method() {
    let api = &run().normalised.api;
    let documented: usize =
        api.wire.products.iter().flat_map(|product| &product.documents).map(|document| document.operations.len()).sum();
    assert_eq!(api.model.operations().count(), documented);
    assert!(documented >= 60, "{documented}");
}

#[test]
fn every_file_is_rust() {
    for (path, text) in run().files.files.iter().filter(|(path, _)| path.rsplit('.').next() == Some("rs")) {
        assert!(syn::parse_file(text).is_ok(), "{path}");
    }
}
