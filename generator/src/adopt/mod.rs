//! Documents of others, rewritten as facts.
//!
//! In: a [`Source`] of published documents, with the overlays and the `products.toml` they will stand beside. Out: a
//! text for every document: OpenAPI 3.0 in YAML that holds what the published one documents and none of its prose or
//! examples. What prose and examples told is written as keywords where a keyword says the same, else under
//! [`x-facts`](crate::ir::noted); so the adopted documents give the same API as the published ones.
//!
//! The documents are rewritten as they are without overlays, which go on top of the adopted ones as before. Facts are
//! read with the overlays applied: what an overlay says otherwise, or switches off, is not written.

mod document;
mod extensions;
mod names;
mod notes;
mod parts;
mod published;
mod reason;
mod schemas;
mod words;
mod yaml;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, ProductDocuments};
use crate::ir::FileId;
use crate::load::Source;
use crate::{normalise, overlay, resolve, settings, tree};

use document::Writer;
use notes::Notes;

/// Rewrites every document: path within the specs folder to text, in order.
///
/// What is wrong with a document is reported as the generator does; parts that it leaves out are not adopted.
#[must_use]
pub fn adopt(source: &Source, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    let (config, _) = settings(source, diagnostics);
    let trees = tree::parse(source, diagnostics);
    let published = crate::document::read(trees.clone(), source, diagnostics);
    // What is wrong with overlays is said where they are used.
    let mut unsaid = Diagnostics::default();
    let trees = overlay::apply(trees, source, &mut unsaid);
    let overlaid = crate::document::read(trees, source, &mut unsaid);
    let wire = resolve::resolve(&overlaid, source, &mut unsaid);
    let told = normalise::told(&wire, &config);
    let plain = resolve::resolve(&published, source, diagnostics);
    let notes = Notes::of(&told, &wire, &plain);
    let mut written = write(&published, &notes);
    words::add(&mut written, source, &config, &told);
    texts(&written, source, diagnostics)
}

/// Every document as a value, by its file.
fn write(products: &[ProductDocuments], notes: &Notes) -> BTreeMap<FileId, Value> {
    let of = |product: &ProductDocuments| {
        let paths: Vec<&str> = product.documents.iter().map(|document| document.path.as_str()).collect();
        let write = |document: &Document| (document.file, Writer::new(document, notes, &paths).document());
        product.documents.iter().map(write).collect::<Vec<_>>()
    };
    products.iter().flat_map(of).collect()
}

fn texts(
    written: &BTreeMap<FileId, Value>,
    source: &Source,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (file, value) in written {
        let path = names::yaml_path(source.path_of(*file));
        match yaml::text(value) {
            Ok(text) => {
                texts.insert(path, text);
            }
            Err(error) => {
                let message = format!("the document cannot be written as YAML: {error}");
                let help = "keep the published document, and report this";
                diagnostics.push(Diagnostic::new(Code::Io, crate::ir::Place::file(*file), message).help(help));
            }
        }
    }
    texts
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests;
