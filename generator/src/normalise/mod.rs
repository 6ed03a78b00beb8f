//! From the wire layer to the model layer.
//!
//! In: the API as documented. Out: the API as a client offers it, and the lock of its names. The passes, in order,
//! are the body of [`normalise`]; each is a file. Every defect that a pass works around is reported by it.

mod assemble;
mod bodies;
mod choice_names;
mod choices;
mod defects;
mod english;
mod entities;
mod enum_names;
mod examples;
mod field_names;
mod fit;
mod flatten;
mod formats;
mod identities;
mod lock;
mod mine;
mod model_names;
mod operations;
mod origins;
mod others;
mod paging;
mod params;
mod paths;
mod phrases;
mod reach;
mod resources;
mod results;
mod scalars;
mod schemas;
mod shapes;
mod sharing;
mod shown;
mod tags;
mod tenancy;
mod told;
mod unique_verbs;
mod variants;
mod verbs;
mod vocabulary;
mod work;

pub(crate) use fit::read_as;
pub(crate) use flatten::Flat;
pub use lock::{Lock, ProductLock};
pub(crate) use results::is_json;
pub(crate) use shown::value as value_of_kind;
pub(crate) use told::{Inferred, Told};

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Api;
use crate::ir::fact::{Commas, Fact, State, Stated};
use crate::ir::model::ModelLayer;
use crate::ir::wire::{Operation, Wire};

use identities::Identities;
use mine::{Mined, Unmatched};
use schemas::SchemaReader;
use vocabulary::Vocabulary;
use work::Work;

/// Builds the model layer of `wire`.
#[must_use]
pub fn normalise(wire: Wire, config: &Config, locked: &Lock, diagnostics: &mut Diagnostics) -> (Api, Lock) {
    let (model, lock, _) = layer(&wire, (config, locked), None, diagnostics);
    (Api { wire, model }, lock)
}

/// What prose and examples tell of `wire` that no keyword says.
pub(crate) fn told(wire: &Wire, config: &Config) -> Told {
    let settings = (config, &Lock::default());
    let (_, _, told) = layer(wire, settings, Some(Told::default()), &mut Diagnostics::default());
    told.unwrap_or_default()
}

/// How each of these words is read in `wire`.
pub(crate) fn readings(wire: &Wire, config: &Config, words: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    Vocabulary::of(wire, &config.phrases, &BTreeMap::new()).readings(words.keys().map(String::as_str))
}

/// The passes. What prose tells is noted where somebody asks for it.
fn layer(
    wire: &Wire,
    (config, locked): (&Config, &Lock),
    told: Option<Told>,
    diagnostics: &mut Diagnostics,
) -> (ModelLayer, Lock, Option<Told>) {
    let vocabulary = Vocabulary::of(wire, &config.phrases, &locked.words);
    defects::report(wire, diagnostics);
    let mut reader = SchemaReader::default();
    let (mined, unmatched) = mine::mine(wire, config);
    report_unmatched(unmatched, diagnostics);
    report_assumed(&mined, diagnostics);
    let mut work = operations::collect(wire, mined, config, diagnostics);
    work.told = told;
    params::read(&mut work, &mut reader, diagnostics);
    bodies::read(&mut work, &mut reader, diagnostics);
    results::read(&mut work, &mut reader, diagnostics);
    diagnostics.extend(std::mem::take(&mut reader.findings));
    paging::mark(&mut work);
    formats::split(&mut work);
    others::report(&work, diagnostics);
    examples::widen(&mut work, diagnostics);
    reach::mark(&mut work);
    let before = told::before(&work);
    entities::merge(&mut work, diagnostics);
    told::merged(&mut work, &before);
    // What documents contradict each other about is raw JSON now.
    reach::mark(&mut work);
    let roots = resources::assign(&mut work, &vocabulary);
    verbs::assign(&mut work, &roots, &vocabulary, diagnostics);
    lock::keep_methods(&mut work, locked, diagnostics);
    choice_names::assign(&mut work, &vocabulary, diagnostics);
    let stems = model_names::assign(&mut work, &roots, &vocabulary, diagnostics);
    enum_names::assign(&mut work, &stems, &vocabulary);
    let identities = Identities::of(&work);
    lock::keep_models(&mut work, &identities, locked, diagnostics);
    lock::keep_enums(&mut work, &identities, locked, diagnostics);
    entities::settle(&mut work);
    let mut lock = lock::write(&work, &identities);
    let mut model = assemble::layer(&work, &vocabulary);
    field_names::assign(&mut model, &vocabulary);
    sharing::share(&mut model);
    lock::write_shared(&mut lock, &model, locked, diagnostics);
    lock::write_words(&mut lock, &vocabulary, locked, diagnostics);
    let told = settle(&mut work, &vocabulary);
    (model, lock, told)
}

/// What was told, once every name is known.
fn settle(work: &mut Work<'_>, vocabulary: &Vocabulary) -> Option<Told> {
    let mut told = work.told.take()?;
    told.settle();
    told.facts.clone_from(&work.mined.facts);
    let files = work.operations.iter().filter(|operation| results::is_file_by_prose(operation));
    told.files.extend(files.map(|operation| operation.id));
    let ids = work.operations.iter().filter_map(|operation| operation.wire.operation_id.as_deref());
    let titles =
        work.wire.products.iter().flat_map(|product| &product.documents).map(|document| document.title.as_str());
    let actions = told.actions.values().map(String::as_str);
    told.words = vocabulary.readings(ids.chain(titles).chain(actions));
    Some(told)
}

/// A list of ids in one text is sent with commas, although the prose names no separator.
fn report_assumed(mined: &Mined, diagnostics: &mut Diagnostics) {
    let assumed = |fact: &&Fact| fact.state == State::Applied && fact.stated == Stated::Commas(Commas::Assumed);
    for fact in mined.facts.iter().filter(assumed) {
        let message = format!("`{}` is text and said to be a list of ids; commas separate them", fact.identity);
        let help = "document it as an array, or say how the ids are separated";
        diagnostics.push(Diagnostic::new(Code::Mended, fact.at, message).help(help));
    }
}

/// A switch for a fact that nobody states helps no more and has to go.
fn report_unmatched(switches: Vec<Unmatched>, diagnostics: &mut Diagnostics) {
    for Unmatched { product, switch } in switches {
        let message =
            format!("`{product}` states no {} of `{}` that could be switched off", switch.fact, switch.of.get_ref());
        let help = "write `fact` and `of` as `cargo xtask lint --mined` lists them, or remove the entry";
        diagnostics.push(Diagnostic::new(Code::Config, switch.at, message).help(help));
    }
}

/// `GET /invoices/{}`: what an operation is called in wire identities.
#[must_use]
pub fn operation_identity(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), paths::Path::parse(&operation.path).shape())
}

/// A path with the names of its parameters forgotten: `/invoices/{}/email`.
pub(crate) fn path_shape(path: &str) -> String {
    paths::Path::parse(path).shape()
}

/// The names of the parameters in a path, in order.
pub(crate) fn path_parameters(path: &str) -> Vec<String> {
    paths::Path::parse(path).params()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests;
