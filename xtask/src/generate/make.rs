//! In: what was read. Out: what belongs where, and what is to be said about it; from memory, where the same was made
//! before.

use std::collections::BTreeMap;
use std::path::PathBuf;

use generator::diag::{Code, Diagnostic, Diagnostics};
use generator::load::{MANIFEST, Skeleton, Source};
use generator::package;
use generator::write::{Mode, Target, write};
use generator::{Normalised, normalise_source};

use super::Args;
use crate::memo::{self, Counts, Key, Made};
use crate::paths;
use crate::stages::Stages;
use crate::suggest;

/// What is generated, from memory where the same was generated before; and the source, which was lent for it.
pub(super) fn made(
    args: &Args,
    source: Source,
    skeleton: &Skeleton,
    diagnostics: Diagnostics,
    timing: &mut Stages,
) -> (Made, Source) {
    // What is said about one product of the project depends on what is on the disk, and a failure on more than texts.
    let is_whole = args.product.is_empty() || args.out.is_some();
    let how: Vec<&str> = [if args.out.is_some() { "out" } else { "own" }]
        .into_iter()
        .chain(args.product.iter().map(String::as_str))
        .collect();
    let key = (is_whole && diagnostics == Diagnostics::default()).then(|| Key::of(&source, skeleton, &how)).flatten();
    if let Some(made) = key.as_ref().and_then(memo::recall) {
        return (made, source);
    }
    let (made, source) = make(args, source, skeleton, diagnostics, timing);
    if let Some(key) = key.filter(|_| !made.diagnostics.has_errors()) {
        memo::keep(&key, &made);
    }
    (made, source)
}

fn make(
    args: &Args,
    source: Source,
    skeleton: &Skeleton,
    mut diagnostics: Diagnostics,
    timing: &mut Stages,
) -> (Made, Source) {
    let normalised = normalise_source(source, &mut diagnostics, timing);
    check_products(args, &normalised, &mut diagnostics);
    let files = generator::generate(&normalised, &mut diagnostics, timing);
    let targets = targets(args, &normalised, files, skeleton, &mut diagnostics);
    (Made { counts: counts(&normalised), diagnostics, targets }, normalised.source)
}

/// Where the targets belong.
pub(super) fn folders(args: &Args) -> Vec<PathBuf> {
    match &args.out {
        Some(out) => vec![out.clone()],
        None => vec![paths::generated(), paths::specs()],
    }
}

fn check_products(args: &Args, normalised: &Normalised, diagnostics: &mut Diagnostics) {
    let known: Vec<String> = normalised.api.wire.products.iter().map(|product| product.name.clone()).collect();
    for product in args.product.iter().filter(|product| !known.contains(product)) {
        if args.out.is_none() {
            diagnostics.push(
                Diagnostic::new(Code::Io, None, format!("there is no product `{product}`")).help(suggest::help(
                    product,
                    "products",
                    known.iter().map(String::as_str),
                )),
            );
        }
    }
}

/// One product cannot be generated alone when what products share changes with it.
fn check_shared(shared: &Target, diagnostics: &mut Diagnostics) {
    let plan = write(&paths::generated(), shared, Mode::DryRun);
    if let Some(change) = plan.ok().and_then(|plan| plan.changes.into_iter().next()) {
        diagnostics.push(
            Diagnostic::new(
                Code::Config,
                None,
                format!("what products share changes as well: `generated/{}`", change.path),
            )
            .help("run `cargo xtask generate` without `--product`"),
        );
    }
}

/// A folder that holds something else than a generated crate is left alone.
pub(super) fn check_out(args: &Args, diagnostics: &mut Diagnostics) {
    let Some(out) = &args.out else { return };
    let used = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if used && !out.join(MANIFEST).is_file() {
        diagnostics.push(
            Diagnostic::new(
                Code::Io,
                None,
                format!("`{}` is not empty and holds no generated crate", paths::shown(out)),
            )
            .help("name an empty or new folder"),
        );
    }
}

/// What belongs where: the crate, and beside it the lock of names where the documents are the project's own.
fn targets(
    args: &Args,
    normalised: &Normalised,
    files: generator::render::Files,
    skeleton: &Skeleton,
    diagnostics: &mut Diagnostics,
) -> Vec<Target> {
    if args.out.is_some() {
        return vec![package::standalone(files, skeleton, diagnostics)];
    }
    let target = package::in_place(files, skeleton, diagnostics);
    if !args.product.is_empty() {
        let (own, shared) = package::split(&target, &args.product);
        check_shared(&shared, diagnostics);
        return vec![own];
    }
    let mut targets = vec![target];
    match normalised.lock.to_text() {
        Ok(text) => {
            let lock = Target { files: BTreeMap::from([("names.lock".to_owned(), text)]), owned: Vec::new() };
            targets.push(lock);
        }
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::Invariant, None, format!("names.lock cannot be written: {error}")))
        }
    }
    targets
}

fn counts(normalised: &Normalised) -> Counts {
    let model = &normalised.api.model;
    Counts {
        documents: normalised.api.wire.products.iter().map(|product| product.documents.len()).sum(),
        operations: model.operations().count(),
        models: model.models.iter().filter(|model| !model.products.is_empty()).count(),
        enums: model.enums.iter().filter(|item| !item.products.is_empty()).count(),
    }
}
