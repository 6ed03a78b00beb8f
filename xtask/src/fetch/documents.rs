//! In: the place of one product's documents. Out: those that `products.toml` lists, read and verified, with their sums.

use std::collections::BTreeMap;

use generator::diag::{Diagnostics, Severity};
use generator::load::Source;

use super::archive::Files;
use super::failure::{Failure, named, printable};
use super::lock::{Pin, sum, today};
use super::settings::Settings;
use super::source::Source as From;
use super::{Product, Request, folder, http, lock, source};
use crate::paths;

/// What was found in one place.
struct Content {
    url: String,
    sha256: String,
    size: u64,
    /// Whether it is a document by itself, so that others are not missing.
    lone: bool,
    files: Files,
}

/// Brings the documents of one product.
pub(super) fn product(name: &str, place: &From, settings: &Settings, request: &Request) -> Result<Product, Failure> {
    let content = bring(name, place, request)?;
    let patterns = settings.products.get(name).map(|product| product.documents.clone()).unwrap_or_default();
    let (mut listed, others): (Vec<&String>, Vec<&String>) =
        content.files.keys().partition(|file| patterns.iter().any(|pattern| matches(pattern, file)));
    if patterns.is_empty() {
        listed = content.files.keys().collect();
    } else {
        check_listed(&content, &listed, &patterns, settings)?;
    }
    let mut documents = BTreeMap::new();
    for file in listed {
        let bytes = content.files.get(file).map(Vec::as_slice).unwrap_or_default();
        documents.insert(file.clone(), text(file, bytes)?);
    }
    check_readable(name, &documents)?;
    let pinned = settings.lock.products.get(name).cloned();
    let mut sums: BTreeMap<String, String> =
        documents.iter().map(|(file, text)| (file.clone(), sum(text.as_bytes()))).collect();
    if let (true, Some(pinned)) = (content.lone, &pinned) {
        // The others stay as they are.
        let rest = pinned.documents.iter().filter(|(file, _)| !documents.contains_key(*file));
        sums.extend(rest.map(|(file, sum)| (file.clone(), sum.clone())).collect::<Vec<_>>());
    }
    let pin = Pin { url: content.url, sha256: content.sha256, size: content.size, date: today(), documents: sums };
    let changed = pinned.as_ref().map(|pinned| pin.differing(pinned));
    let whole = |pinned: &Pin| content.lone || pin.is_folder() || pinned.is_folder() || pin.sha256 == pinned.sha256;
    let is_pinned = changed.as_ref().is_some_and(Vec::is_empty) && pinned.as_ref().is_some_and(whole);
    if request.locked && !is_pinned {
        return Err(not_pinned(name, &pin, pinned.as_ref()));
    }
    let others = if patterns.is_empty() { Vec::new() } else { others.into_iter().cloned().collect() };
    Ok(Product {
        name: name.to_owned(),
        documents,
        others,
        listed: patterns,
        lone: content.lone,
        pin,
        pinned,
        is_pinned,
    })
}

fn bring(name: &str, place: &From, request: &Request) -> Result<Content, Failure> {
    let limits = &request.limits;
    let (url, came) = match place {
        From::Folder(path) => {
            let files = folder::documents(path, limits)?;
            let listing: String = files.iter().map(|(file, bytes)| format!("{}  {file}\n", sum(bytes))).collect();
            let size = files.values().map(|bytes| bytes.len() as u64).sum();
            let url = format!("file:{}/", folder::name_of(path));
            return Ok(Content { url, sha256: sum(listing.as_bytes()), size, lone: false, files });
        }
        From::File(path) => (format!("file:{}", folder::name_of(path)), folder::file(path, limits)?),
        From::Address(url) => {
            let partial = source::partial_folder();
            (url.to_string(), http::download(name, url, limits, &partial, request.progress)?)
        }
    };
    let files = came.open(limits)?;
    let (sha256, size) = (sum(&came.bytes), came.bytes.len() as u64);
    Ok(Content { url, sha256, size, lone: !came.is_archive(), files })
}

/// Every name and pattern of the list has a document.
fn check_listed(
    content: &Content,
    listed: &[&String],
    patterns: &[String],
    settings: &Settings,
) -> Result<(), Failure> {
    let there = || content.files.keys().map(String::as_str);
    if content.lone && listed.is_empty() {
        let message = format!("`{}` is not listed in `{}`", named(there()), settings.path);
        return Err(
            Failure::new(message).help(format!("its documents are: {}", named(patterns.iter().map(String::as_str))))
        );
    }
    let missing: Vec<&str> = patterns
        .iter()
        .map(String::as_str)
        .filter(|pattern| !listed.iter().any(|file| matches(pattern, file)))
        .collect();
    if missing.is_empty() || content.lone {
        return Ok(());
    }
    let mut near: Vec<&str> = missing.iter().flat_map(|name| near(name, there())).collect();
    near.dedup();
    let help = if near.is_empty() {
        format!("what came has: {}", named(there()))
    } else {
        format!("near names: {}", near.join(", "))
    };
    let message = format!("what came lacks {}, listed in `{}`", named(missing.into_iter()), settings.path);
    Err(Failure::new(message).help(printable(&help)))
}

/// Files that may be meant, by what stands before their endings.
fn near<'a>(name: &str, files: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    const SHOWN: usize = 3;
    let stem = |name: &'a str| name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let files: Vec<&str> = files.collect();
    let wanted = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stems = generator::near::ranked(wanted, files.iter().map(|file| stem(file)));
    let of = |known: &&str| files.iter().copied().find(|file| stem(file) == *known);
    stems.iter().filter_map(of).take(SHOWN).collect()
}

/// Whether a file has this name, in which `*` stands for any characters.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(name) = name.strip_prefix(first) else { return false };
    let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
    ends.any(|at| name.get(at..).is_some_and(|name| matches(rest, name)))
}

fn text(name: &str, bytes: &[u8]) -> Result<String, Failure> {
    String::from_utf8(bytes.to_vec()).map_err(|error| {
        let before = bytes.get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Failure::new(format!("`{}` is not UTF-8 (line {line})", printable(name)))
    })
}

/// The generator can read them.
fn check_readable(product: &str, documents: &BTreeMap<String, String>) -> Result<(), Failure> {
    let source = generator::load::load_texts(product, documents);
    let mut diagnostics = Diagnostics::default();
    let trees = generator::tree::parse(&source, &mut diagnostics);
    let _ = generator::document::read(trees, &source, &mut diagnostics);
    first_error(&diagnostics, &source).map_or(Ok(()), Err)
}

/// What keeps the generator from reading documents, if anything does.
pub(super) fn first_error(diagnostics: &Diagnostics, source: &Source) -> Option<Failure> {
    let errors = diagnostics.at_least(Severity::Error);
    let first = errors.sorted().into_iter().next()?;
    let (at, begins) = first.at.map_or_else(Default::default, |at| {
        let file = source.file(at.file);
        let text = file.map(|file| super::failure::beginning(file.text.as_bytes())).unwrap_or_default();
        (format!("{}:{}:{}: ", source.path_of(at.file), at.line, at.column), text)
    });
    let more = errors.count(Severity::Error).saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
    let message = format!("{at}{}{more}; the document begins {begins}", printable(&first.message));
    Some(Failure::new(message).help("it is no OpenAPI 3.0 document that the generator reads"))
}

/// Why content that is not the pinned one is refused.
fn not_pinned(product: &str, pin: &Pin, pinned: Option<&Pin>) -> Failure {
    let Some(pinned) = pinned else {
        return Failure::new(format!("{} does not pin it", lock::FILE)).help(format!(
            "adopt it first: cargo xtask fetch --product {product} --into {}",
            paths::shown(&paths::specs())
        ));
    };
    let changed = pin.differing(pinned);
    let differs = if changed.is_empty() {
        "; the listed documents are the pinned ones".to_owned()
    } else {
        format!("; documents that differ: {}", named(changed.into_iter()))
    };
    let message = format!(
        "what came is not what {} pins: sha256 {} ({} bytes) came, {} ({} bytes) is pinned since {}{differs}",
        lock::FILE,
        pin.sha256,
        pin.size,
        pinned.sha256,
        pinned.size,
        pinned.date
    );
    Failure::new(message)
        .help("review what changed (`cargo xtask fetch`, then `cargo xtask diff`), then adopt it without `--locked`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, name) in [
            ("a.yml", "a.yml"),
            ("*.yml", "a.yml"),
            ("*", "a"),
            ("a*", "a"),
            ("*pay*.yml", "customer-payments.yml"),
            ("ü*", "üb"),
        ] {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("a.yml", "A.yml"), ("a.yml", "aa.yml"), ("*.yml", "a.yaml"), ("a*b", "ab-"), ("", "a")]
        {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }
}
