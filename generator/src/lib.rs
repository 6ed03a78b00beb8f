//! OpenAPI documents of a product family in, one Rust client crate out.
//!
//! In: a folder of documents. Out: the normalised API ([`ir::Api`]) and the files of a crate. The stages stand below
//! in the order in which they run, and [`generate`] reads like that list; each is a module with a type of its own.
//! Only `load` reads the disk, only `write` writes to it, and no stage panics: what is wrong with the input becomes a
//! [`diag::Diagnostic`].

pub mod config;
pub mod diag;
pub mod ir;
pub mod near;

pub mod document;
pub mod format;
pub mod load;
pub mod lower;
pub mod normalise;
pub mod overlay;
pub mod package;
pub mod render;
pub mod resolve;
pub mod tree;
pub mod validate;
pub mod write;

pub mod adopt;
pub mod diff;
pub mod explain;
pub mod fake;
pub mod lint;
pub mod samples;
pub mod served;

use config::Config;
use diag::{Code, Diagnostic, Diagnostics};
use ir::{Api, FileId, Place};
use load::{LoadOptions, Source};
use normalise::Lock;
use render::{Files, Template};

/// Told which stage begins; measures time where somebody wants to.
pub trait Observer {
    /// A stage begins.
    fn stage(&mut self, name: &'static str);
    /// So many documents were read; the stages that follow work on them.
    fn documents(&mut self, _count: usize) {}
}

/// Nobody is interested.
impl Observer for () {
    fn stage(&mut self, _name: &'static str) {}
}

/// The front half: documents read and normalised.
#[derive(Debug, Default)]
pub struct Normalised {
    /// What was read.
    pub source: Source,
    /// The API.
    pub api: Api,
    /// The names it uses.
    pub lock: Lock,
    /// The names it was to keep, as they were read.
    pub locked: Lock,
    /// What `products.toml` says.
    pub config: Config,
}

/// From documents to the API: `load` to `validate`.
#[must_use]
pub fn normalise(options: &LoadOptions, diagnostics: &mut Diagnostics, observer: &mut dyn Observer) -> Normalised {
    observer.stage("load");
    let source = load::load(options, diagnostics);
    observer.documents(source.products.iter().map(|product| product.documents.len()).sum());
    normalise_source(source, diagnostics, observer)
}

/// The same for texts that are there already: `tree` to `validate`.
#[must_use]
pub fn normalise_source(source: Source, diagnostics: &mut Diagnostics, observer: &mut dyn Observer) -> Normalised {
    let (config, locked) = settings(&source, diagnostics);
    observer.stage("tree");
    let trees = tree::parse(&source, diagnostics);
    observer.stage("overlay");
    let trees = overlay::apply(trees, &source, diagnostics);
    observer.stage("document");
    let documents = document::read(trees, &source, diagnostics);
    observer.stage("resolve");
    let wire = resolve::resolve(&documents, &source, diagnostics);
    observer.stage("normalise");
    let (api, lock) = normalise::normalise(wire, &config, &locked, diagnostics);
    observer.stage("validate");
    validate::validate(&api, diagnostics);
    Normalised { source, api, lock, locked, config }
}

/// As [`normalise_source`], but no further than the wire layer, which is all that versions are compared by.
#[must_use]
pub fn read_source(source: &Source, diagnostics: &mut Diagnostics) -> ir::wire::Wire {
    let trees = tree::parse(source, diagnostics);
    let trees = overlay::apply(trees, source, diagnostics);
    let documents = document::read(trees, source, diagnostics);
    resolve::resolve(&documents, source, diagnostics)
}

/// Every finding about the documents: those of [`normalise()`], and those made where names are spelled.
#[must_use]
pub fn check(options: &LoadOptions, diagnostics: &mut Diagnostics, observer: &mut dyn Observer) -> Normalised {
    let normalised = normalise(options, diagnostics, observer);
    observer.stage("lower");
    let _ = lower::lower(&normalised.api, diagnostics);
    normalised
}

/// From the API to formatted files: `lower` to `format`.
#[must_use]
pub fn generate(normalised: &Normalised, diagnostics: &mut Diagnostics, observer: &mut dyn Observer) -> Files {
    // Where nothing could be read, every template would be missing as well.
    if normalised.source.templates.is_empty() && diagnostics.has_errors() {
        return Files::default();
    }
    observer.stage("lower");
    let krate = lower::lower(&normalised.api, diagnostics);
    observer.stage("render");
    let files = render::render(&krate, &templates(&normalised.source), diagnostics);
    observer.stage("format");
    format::format(files, diagnostics)
}

fn templates(source: &Source) -> Vec<Template> {
    let read = |file: &FileId| {
        let found = source.file(*file)?;
        let name = found.path.strip_prefix("templates/").unwrap_or(&found.path).to_owned();
        Some(Template { name, text: found.text.clone(), file: *file })
    };
    source.templates.iter().filter_map(read).collect()
}

/// `products.toml` and `names.lock`; a default where a file is absent or, after an error, unusable.
fn settings(source: &Source, diagnostics: &mut Diagnostics) -> (Config, Lock) {
    let text = |file: Option<FileId>| file.and_then(|file| Some((file, source.file(file)?.text.as_str())));
    let config = text(source.config).map_or_else(Config::default, |(file, text)| {
        Config::parse(file, text).unwrap_or_else(|error| {
            let at = error.span().map_or(Place::file(file), |span| Place::at_offset(file, text, span.start));
            diagnostics.push(
                Diagnostic::new(Code::Config, at, format!("products.toml cannot be read: {}", error.message()))
                    .help("see README.md for the keys it may have"),
            );
            Config::default()
        })
    });
    let lock = text(source.names_lock).map_or_else(Lock::default, |(file, text)| {
        Lock::parse(text).unwrap_or_else(|error| {
            let at = error.location().map_or(Place::file(file), |at| Place {
                file,
                line: u32::try_from(at.line()).unwrap_or(u32::MAX),
                column: u32::try_from(at.column()).unwrap_or(u32::MAX),
            });
            diagnostics.push(
                Diagnostic::new(Code::Config, at, format!("names.lock cannot be read: {error}"))
                    .help("restore it from version control"),
            );
            Lock::default()
        })
    });
    (config, lock)
}
