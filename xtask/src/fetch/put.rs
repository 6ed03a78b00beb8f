//! In: what was fetched, and where it goes. Out: files, replaced only once all of them are known; or nothing at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::lint::Finding;
use generator::write::{Change, ChangeKind, Mode, Plan, Target, write};

use super::archive::{is_document, is_overlay};
use super::documents::matches;
use super::facts::is_same_document;
use super::failure::{Failure, named};
use super::{Fetched, Product, facts, lock, settings, source};
use crate::interrupt;
use crate::turn::Turn;

/// Where documents go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Below `target`, as published, to be looked at.
    Aside,
    /// Into a folder of products, as facts or, if so wished, as published.
    Into {
        /// The folder.
        folder: PathBuf,
        /// Whether the vendor's prose is kept.
        verbatim: bool,
    },
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Put {
    /// The folder of products.
    pub(crate) folder: PathBuf,
    /// What changed in it.
    pub(crate) plan: Plan,
    /// Documents in it that did not come and were left alone, and why.
    pub(crate) left: Vec<(String, &'static str)>,
    /// Documents in it that are gone because they came in another format, and what they are now.
    pub(crate) replaced: Vec<(String, String)>,
    /// What is wrong with the published documents, such as parts that are not adopted.
    pub(crate) warnings: Vec<Finding>,
}

/// Writes what was fetched.
///
/// # Errors
/// A product lists no documents to adopt, or a file cannot be written; then nothing was.
pub(crate) fn put(fetched: &Fetched, to: &Destination) -> Result<Put, Failure> {
    match to {
        Destination::Aside => aside(fetched, &source::brought_folder()),
        Destination::Into { folder, verbatim } => into(fetched, folder, *verbatim),
    }
}

/// Every product's folder is as published afterwards: what is not brought any more goes.
fn aside(fetched: &Fetched, folder: &Path) -> Result<Put, Failure> {
    let mut stale = Vec::new();
    for product in fetched.products.iter().filter(|product| !product.lone) {
        let names = documents(folder, product)?.into_iter().filter(|name| !product.documents.contains_key(name));
        stale.extend(names.map(|name| format!("{}/{name}", product.name)));
    }
    let mut plan = write_all(folder, published(fetched))?;
    for path in stale {
        remove(folder, &path, &mut plan)?;
    }
    Ok(Put { folder: folder.to_owned(), plan, left: Vec::new(), replaced: Vec::new(), warnings: Vec::new() })
}

/// Listed documents and the lock; whatever else is in the folder stays as it is.
fn into(fetched: &Fetched, folder: &Path, verbatim: bool) -> Result<Put, Failure> {
    if let Some(product) = fetched.products.iter().find(|product| product.listed.is_empty()) {
        let names = named(product.documents.keys().map(String::as_str));
        let message = format!("{}: {} lists no documents of it, so none is adopted", product.name, settings::FILE);
        return Err(Failure::new(message).help(format!("add `documents = [\"…\"]`; what came has: {names}")));
    }
    let (mut files, warnings) =
        if verbatim { (published(fetched), Vec::new()) } else { facts::facts(fetched, folder)? };
    let (mut left, mut replaced) = (Vec::new(), Vec::new());
    for product in &fetched.products {
        for name in documents(folder, product)? {
            let path = format!("{}/{name}", product.name);
            match files.keys().find(|file| is_same_document(file, &path)) {
                Some(file) if *file == path => {}
                Some(file) => replaced.push((path, file.clone())),
                None => left.extend(why_left(product, &name).map(|why| (path, why))),
            }
        }
    }
    if folder.join(settings::FILE).is_file() {
        files.extend(pins(fetched, folder)?);
    }
    let mut plan = write_all(folder, files)?;
    for (path, _) in &replaced {
        remove(folder, path, &mut plan)?;
    }
    Ok(Put { folder: folder.to_owned(), plan, left, replaced, warnings })
}

fn remove(folder: &Path, path: &str, plan: &mut Plan) -> Result<(), Failure> {
    let full = folder.join(path);
    std::fs::remove_file(&full).map_err(|error| Failure::io("remove", &full, &error))?;
    plan.changes.push(Change { path: path.to_owned(), kind: ChangeKind::Remove, diff: None });
    Ok(())
}

/// Why a document that did not come is left as it is; none where it was not asked for.
fn why_left(product: &Product, name: &str) -> Option<&'static str> {
    match product.listed.iter().any(|pattern| matches(pattern, name)) {
        false => Some("is not listed in products.toml"),
        true if product.lone => None,
        true => Some("is not published any more"),
    }
}

/// Documents as they came, by path.
pub(super) fn published(fetched: &Fetched) -> BTreeMap<String, String> {
    let documents = |product: &Product| {
        let name = product.name.clone();
        product.documents.clone().into_iter().map(move |(file, text)| (format!("{name}/{file}"), text))
    };
    fetched.products.iter().flat_map(documents).collect()
}

/// The lock, if anything in it changes.
fn pins(fetched: &Fetched, folder: &Path) -> Result<Option<(String, String)>, Failure> {
    let mut lock = lock::read(folder)?;
    let new: Vec<&Product> = fetched.products.iter().filter(|product| !product.is_pinned).collect();
    if new.is_empty() {
        return Ok(None);
    }
    lock.products.extend(new.into_iter().map(|product| (product.name.clone(), product.pin.clone())));
    Ok(Some((lock::FILE.to_owned(), lock::text(&lock)?)))
}

/// Names of documents in a product's folder.
fn documents(folder: &Path, product: &Product) -> Result<Vec<String>, Failure> {
    let own = folder.join(&product.name);
    let entries = match std::fs::read_dir(&own) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::io("read", &own, &error)),
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let is_one = |name: &String| {
        let lock = name.to_ascii_lowercase().ends_with(".lock.json");
        is_document(name) && !is_overlay(name) && !lock && !name.starts_with('.')
    };
    let mut documents: Vec<String> = names.filter(is_one).collect();
    documents.sort();
    Ok(documents)
}

fn write_all(folder: &Path, files: BTreeMap<String, String>) -> Result<Plan, Failure> {
    let target = Target { files, owned: Vec::new() };
    let _turn = Turn::take(folder).map_err(Failure::new)?;
    let _whole = interrupt::whole();
    write(folder, &target, Mode::Write).map_err(|error| Failure::new(format!("{error}; nothing was changed")))
}
