//! A side to compare.
//!
//! In: the name of a product, a path, a git revision with a path, or the API lock. Out: the API as it is documented
//! there, and the texts and paths that its places speak of.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::diag::render::{FileText, human};
use generator::diag::{Code, Diagnostic, Diagnostics, Severity, Sites};
use generator::diff::effect::sides;
use generator::ir::model::ModelLayer;
use generator::ir::wire::Wire;
use generator::load::{self, Source};
use generator::near;

use crate::paths;
use crate::style::no_color_is_unset;

/// One side.
#[derive(Debug, Default)]
pub(crate) struct Side {
    /// What was read; empty for a lock.
    pub(crate) source: Source,
    /// The API as documented.
    pub(crate) wire: Wire,
    /// Where its files are, as people read it.
    pub(crate) sites: Sites,
    /// The model layer, which only a lock has from the start.
    pub(crate) model: Option<ModelLayer>,
}

impl Side {
    /// The side as the crate is made of it.
    pub(crate) fn given(&self) -> sides::Side<'_> {
        sides::Side { wire: &self.wire, model: self.model.as_ref(), source: &self.source }
    }
}

/// Whether an operand is the plain name of a product.
pub(crate) fn is_product(operand: &str, specs: &Path) -> bool {
    !operand.is_empty() && !operand.contains(['/', '\\', ':', '.']) && specs.join(operand).is_dir()
}

/// The folders in the specs folder.
fn folders(specs: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(specs).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Reads an operand as it was typed; `specs` is where products are.
pub(crate) fn read(operand: &str, specs: &Path, diagnostics: &mut Diagnostics) -> Side {
    if is_product(operand, specs) {
        return read_path(&specs.join(operand), diagnostics);
    }
    let path = PathBuf::from(operand);
    if path.exists() {
        return read_path(&path, diagnostics);
    }
    if let Some((revision, path)) = operand.split_once(':').filter(|(revision, _)| !revision.is_empty()) {
        return read_revision(revision, path, diagnostics);
    }
    let message = format!("`{operand}` is neither a product, nor a path, nor a git revision with a path");
    let otherwise =
        format!("name a product in `{}`, a document or folder that exists, or `REVISION:PATH`", paths::shown(specs));
    let products = folders(specs);
    let near = near::nearest(operand, products.iter().map(String::as_str));
    let help = near.map_or(otherwise, |near| format!("did you mean `{near}`?"));
    diagnostics.push(Diagnostic::new(Code::Io, None, message).help(help));
    Side::default()
}

/// Reads a document, a folder of documents, a folder of products, or an API lock.
pub(crate) fn read_path(path: &Path, diagnostics: &mut Diagnostics) -> Side {
    if path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".lock.json")) {
        return read_lock(path, diagnostics);
    }
    let source = load::load_operand(path, diagnostics);
    // Files are named `product/file`; of a single product the folder is the operand itself.
    let lone = path.is_file() || source.products.iter().all(|product| !path.join(&product.name).is_dir());
    let shown = |file: &str| match file.split_once('/') {
        _ if path.is_file() => paths::shown(path),
        Some((_, file)) if lone => paths::shown(&path.join(file)),
        _ => paths::shown(&path.join(file)),
    };
    side(source, shown, diagnostics)
}

fn side(source: Source, shown: impl Fn(&str) -> String, diagnostics: &mut Diagnostics) -> Side {
    let wire = generator::read_source(&source, diagnostics);
    let sites = Sites::new(source.files.iter().map(|file| shown(&file.path)).collect());
    Side { source, wire, sites, model: None }
}

fn read_lock(path: &Path, diagnostics: &mut Diagnostics) -> Side {
    let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
    let api = read.and_then(|text| generator::released::parse(&text).map_err(|error| error.to_string()));
    match api {
        Ok(api) => {
            let sites = Sites::new(api.wire.files.iter().map(|file| file.path.clone()).collect());
            Side { source: Source::default(), wire: api.wire, sites, model: Some(api.model) }
        }
        Err(error) => {
            let message = format!("the API lock `{}` cannot be read: {error}", path.display());
            let help = "restore it from version control; only a release writes it";
            diagnostics.push(Diagnostic::new(Code::Io, None, message).help(help));
            Side::default()
        }
    }
}

fn read_revision(revision: &str, path: &str, diagnostics: &mut Diagnostics) -> Side {
    let path = path.trim_end_matches('/');
    match texts(revision, path) {
        Ok(texts) => {
            let name = Path::new(path).file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let source = load::load_texts(&name, &texts);
            let (lone, is_file) = (source.products.len() == 1, texts.contains_key(""));
            let shown = |file: &str| match file.split_once('/') {
                _ if is_file => format!("{revision}:{path}"),
                Some((product, file)) if lone && product == name => format!("{revision}:{path}/{file}"),
                _ => format!("{revision}:{path}/{file}"),
            };
            side(source, shown, diagnostics)
        }
        Err(message) => {
            let help = "check the revision with `git log`, and the path with `git ls-tree -r REVISION`";
            diagnostics.push(Diagnostic::new(Code::Io, None, message).help(help));
            Side::default()
        }
    }
}

/// The texts below `path` of a revision, by their paths from there.
pub(crate) fn texts(revision: &str, path: &str) -> Result<BTreeMap<String, String>, String> {
    let list = git(&["ls-tree", "-r", "--name-only", "-z", "--full-tree", revision, "--", path])?;
    let mut texts = BTreeMap::new();
    for full in list.split('\0').filter(|full| !full.is_empty()) {
        let below = full.strip_prefix(path).unwrap_or(full).trim_start_matches('/');
        let name = if below.is_empty() { full.rsplit('/').next().unwrap_or(full) } else { below };
        texts.insert(name.to_owned(), git(&["cat-file", "blob", &format!("{revision}:{full}")])?);
    }
    if texts.is_empty() { Err(format!("the revision `{revision}` has nothing at `{path}`")) } else { Ok(texts) }
}

fn git(args: &[&str]) -> Result<String, String> {
    let output = Command::new("git").args(args).output().map_err(|error| format!("git cannot be run: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("git says: {}", said.lines().next().unwrap_or_default()));
    }
    String::from_utf8(output.stdout).map_err(|_| "a file of the revision is not UTF-8".to_owned())
}

/// Prints what is wrong with a side.
pub(crate) fn report(side: &Side, diagnostics: &Diagnostics) {
    let paths = side.sites.paths();
    let texts = side.source.files.iter().zip(paths);
    let files: Vec<FileText<'_>> = texts.map(|(file, path)| FileText { path, text: &file.text }).collect();
    let color = std::io::stderr().is_terminal() && no_color_is_unset();
    eprint!("{}", human(&diagnostics.at_least(Severity::Error), &files, "", color));
}
