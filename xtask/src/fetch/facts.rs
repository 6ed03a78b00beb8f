//! In: what was fetched and the folder that it goes into. Out: the same documents without the vendor's prose, by path.
//!
//! How words are read depends on all documents together, so those of the folder that did not come are read along.

use std::collections::BTreeMap;
use std::path::Path;

use generator::adopt::adopt;
use generator::diag::{Diagnostics, Severity, Sites};
use generator::lint::Finding;
use generator::load::{Source, load_operand, load_texts};

use super::archive::is_document;
use super::documents::first_error;
use super::failure::Failure;
use super::{Fetched, put, settings};

/// Documents by path, and what there is to say about the published ones, such as parts that are left out.
type Facts = (BTreeMap<String, String>, Vec<Finding>);

/// The documents as facts. A document in JSON becomes one in YAML.
pub(super) fn facts(fetched: &Fetched, into: &Path) -> Result<Facts, Failure> {
    let published = put::published(fetched);
    let came: Vec<String> = published.keys().cloned().collect();
    let names: Vec<String> = published.keys().map(|path| in_yaml(path)).collect();
    let mut texts = beside(into)?;
    texts.retain(|path, _| !names.iter().any(|name| is_same_document(name, path)));
    texts.extend(published);
    let source = load_texts("", &texts);
    let mut diagnostics = Diagnostics::default();
    let mut written = adopt(&source, &mut diagnostics);
    if let Some(failure) = first_error(&diagnostics, &source) {
        return Err(failure);
    }
    written.retain(|path, _| names.contains(path));
    match names.iter().find(|name| !written.contains_key(*name)) {
        Some(name) => {
            Err(Failure::new(format!("`{name}` cannot be written as facts")).help("say `--verbatim`, for private use"))
        }
        None => Ok((written, warnings(&diagnostics, &source, &came))),
    }
}

/// What is wrong with documents that came, at its place in them.
fn warnings(diagnostics: &Diagnostics, source: &Source, came: &[String]) -> Vec<Finding> {
    let sites = Sites::new(source.files.iter().map(|file| file.path.clone()).collect());
    let warnings = diagnostics.at_least(Severity::Warning);
    let findings = warnings.sorted().into_iter().map(|found| Finding::of(found, &sites));
    findings.filter(|found| found.file.as_ref().is_some_and(|file| came.contains(file))).collect()
}

/// Whether two paths are one document, whatever it is written in.
pub(super) fn is_same_document(one: &str, other: &str) -> bool {
    let stem = |path: &str| path.rsplit_once('.').map(|(stem, _)| stem.to_owned());
    one == other || (is_document(one) && is_document(other) && stem(one) == stem(other))
}

/// What the documents will stand beside: documents, overlays and `products.toml`.
fn beside(into: &Path) -> Result<BTreeMap<String, String>, Failure> {
    // A folder that is empty or absent has nothing to say, and what is wrong in it is told when it is generated from.
    let source = load_operand(into, &mut Diagnostics::default());
    let of_products = source.files.into_iter().filter(|file| file.path.contains('/'));
    let mut texts: BTreeMap<String, String> = of_products.map(|file| (file.path, file.text)).collect();
    let path = settings::folder(Some(into)).join(settings::FILE);
    let text = std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))?;
    texts.insert(settings::FILE.to_owned(), text);
    Ok(texts)
}

fn in_yaml(path: &str) -> String {
    path.strip_suffix(".json").map_or_else(|| path.to_owned(), |stem| format!("{stem}.yml"))
}
