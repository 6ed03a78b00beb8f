//! In: what was asked for and what `products.toml` says. Out: for each product the one place that its documents come from.

use std::path::{Path, PathBuf};

use reqwest::Url;

use super::failure::{Failure, named};
use super::settings::Settings;
use super::{Request, address};
use crate::paths;

/// Where the documents of one product are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// An archive or a document behind an address.
    Address(Url),
    /// An archive or a document on this machine.
    File(PathBuf),
    /// A folder of documents or archives.
    Folder(PathBuf),
}

/// Where documents go that are only to be looked at: a folder a product, of this project and no other, whatever folder
/// cargo builds in.
pub(super) fn brought_folder() -> PathBuf {
    paths::root().join("target").join("specs")
}

/// Where parts of downloads wait for their rest.
pub(super) fn partial_folder() -> PathBuf {
    brought_folder().join(".partial")
}

/// The products asked for, in order of their names, and their places.
pub(super) fn wanted(request: &Request, settings: &Settings) -> Result<Vec<(String, Source)>, Failure> {
    let names = products(request, settings)?;
    let place = |name: &String| match &request.from {
        Some(from) if address::is_address(from) => from_address(from, name, names.len()),
        Some(from) => from_path(Path::new(from), name, names.len()),
        None => published(name, settings),
    };
    names.iter().map(|name| Ok((name.clone(), place(name)?))).collect()
}

fn products(request: &Request, settings: &Settings) -> Result<Vec<String>, Failure> {
    for name in &request.products {
        if !settings.products.contains_key(name) {
            return Err(unknown(name, settings));
        }
    }
    let mut names = request.products.clone();
    if names.is_empty() {
        let known = settings.products.iter();
        let fetched = known.filter(|(_, product)| {
            product.source.is_some() || (request.from.is_some() && !product.documents.is_empty())
        });
        names = fetched.map(|(name, _)| name.clone()).collect();
    }
    names.sort();
    names.dedup();
    if names.is_empty() {
        let message = format!("`{}` names no source of any product", settings.path);
        return Err(Failure::new(message).help("add `source = \"https://…\"` and `documents = [\"…\"]` to a product"));
    }
    Ok(names)
}

fn unknown(name: &str, settings: &Settings) -> Failure {
    let help = match generator::near::nearest(name, settings.products.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "products are: {}; a new one needs `[products.{name}]` there",
            named(settings.products.keys().map(String::as_str))
        ),
    };
    Failure::misuse(format!("`{}` has no product `{name}`", settings.path)).help(help)
}

fn published(name: &str, settings: &Settings) -> Result<Source, Failure> {
    let source = settings.products.get(name).and_then(|product| product.source.as_deref());
    let Some(source) = source else {
        let message = format!("`{}` names no source of `{name}`", settings.path);
        return Err(Failure::new(message).help("add `source = \"https://…\"` to it, or say `--from`"));
    };
    // What a file says is no slip of the arguments.
    let fault = |failure: Failure| Failure { misuse: false, ..failure.of(&format!("`{}`, {name}", settings.path)) };
    Ok(Source::Address(address::parse(source).map_err(fault)?))
}

fn from_address(from: &str, name: &str, wanted: usize) -> Result<Source, Failure> {
    let url = address::parse(from)?;
    if wanted == 1 && !url.path().ends_with('/') {
        return Ok(Source::Address(url));
    }
    if !url.path().ends_with('/') {
        let message = format!("`--from {from}` is one archive or document, and {wanted} products are wanted");
        return Err(Failure::misuse(message).help(format!(
            "say `--product {name}`, or an address that ends in `/`, below which each product has its `<product>.zip`"
        )));
    }
    let below = url.join(&format!("{name}.zip"));
    below.map(Source::Address).map_err(|error| Failure::misuse(format!("`{from}` has nothing below it: {error}")))
}

fn from_path(from: &Path, name: &str, wanted: usize) -> Result<Source, Failure> {
    let shown = paths::shown(from);
    let about = std::fs::metadata(from).map_err(|error| Failure::io("read", from, &error))?;
    if about.is_file() && wanted == 1 {
        return Ok(Source::File(from.to_owned()));
    }
    if about.is_file() {
        let message = format!("`--from {shown}` is one file, and {wanted} products are wanted");
        return Err(Failure::misuse(message)
            .help(format!("say `--product {name}`, or name a folder with a folder or archive for each")));
    }
    let (folder, archive) = (from.join(name), from.join(format!("{name}.zip")));
    match (folder.is_dir(), archive.is_file()) {
        (true, true) => {
            Err(Failure::new(format!("`{shown}` has both `{name}/` and `{name}.zip`")).help("keep one of them"))
        }
        (true, false) => Ok(Source::Folder(folder)),
        (false, true) => Ok(Source::File(archive)),
        (false, false) if wanted == 1 => Ok(Source::Folder(from.to_owned())),
        (false, false) => Err(Failure::new(format!("`{shown}` has neither `{name}/` nor `{name}.zip`"))
            .help("name the products that it has with `--product`")),
    }
}
