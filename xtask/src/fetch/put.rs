//! In: what was fetched, and where it goes. Out: files, replaced only once all of them are known; or nothing at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::write::{Mode, Plan, Target, write};

use super::archive::{is_document, is_overlay};
use super::failure::Failure;
use super::{Fetched, Product, facts, lock, settings, source};

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
    /// Documents in it that are not listed any more, and were left alone.
    pub(crate) left: Vec<String>,
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
    let files = published(fetched);
    let mut stale = Vec::new();
    for product in &fetched.products {
        stale.extend(others(folder, product)?);
    }
    let plan = write_all(folder, files)?;
    for path in stale {
        let path = folder.join(path);
        std::fs::remove_file(&path).map_err(|error| Failure::io("remove", &path, &error))?;
    }
    Ok(Put { folder: folder.to_owned(), plan, left: Vec::new() })
}

/// Listed documents and the lock; whatever else is in the folder stays as it is.
fn into(fetched: &Fetched, folder: &Path, verbatim: bool) -> Result<Put, Failure> {
    if let Some(product) = fetched.products.iter().find(|product| !product.listed) {
        let names = super::failure::named(product.documents.keys().map(String::as_str));
        let message = format!("{}: {} lists no documents of it, so none is adopted", product.name, settings::FILE);
        return Err(Failure::new(message).help(format!("add `documents = [\"…\"]`; what came has: {names}")));
    }
    let mut files = if verbatim { published(fetched) } else { facts::facts(fetched, folder)? };
    if folder.join(settings::FILE).is_file() {
        files.extend(pins(fetched, folder)?);
    }
    let mut left = Vec::new();
    for product in &fetched.products {
        left.extend(others(folder, product)?);
    }
    Ok(Put { folder: folder.to_owned(), plan: write_all(folder, files)?, left })
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

/// Paths of documents in a product's folder that are not among the product's.
fn others(folder: &Path, product: &Product) -> Result<Vec<String>, Failure> {
    let own = folder.join(&product.name);
    let entries = match std::fs::read_dir(&own) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::io("read", &own, &error)),
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let is_other = |name: &String| {
        let lock = name.to_ascii_lowercase().ends_with(".lock.json");
        is_document(name) && !is_overlay(name) && !lock && !product.pin.documents.contains_key(name)
    };
    let mut others: Vec<String> = names.filter(is_other).map(|name| format!("{}/{name}", product.name)).collect();
    others.sort();
    Ok(others)
}

fn write_all(folder: &Path, files: BTreeMap<String, String>) -> Result<Plan, Failure> {
    let target = Target { files, owned: Vec::new() };
    write(folder, &target, Mode::Write).map_err(|error| Failure::new(format!("{error}; nothing was changed")))
}
