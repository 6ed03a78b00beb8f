//! Something to compare, wherever it is.
//!
//! In: one document, a folder of documents, or a folder of products; or texts from elsewhere by their paths. Out: a
//! [`Source`] without templates.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::folder::{Entry, Folder};
use super::{
    ProductSource, Role, Source, SourceFile, read_optional, read_product, read_products, report_missing, role,
};
use crate::diag::Diagnostics;

/// Reads a document, a folder of documents, or a folder of products.
pub fn load_operand(path: &Path, out: &mut Diagnostics) -> Source {
    let mut source = Source::default();
    let name = name_of(path);
    if path.is_file() {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        read_product(&name, &[Entry { name: file, path: path.to_owned(), is_folder: false }], &mut source, out);
        return source;
    }
    let Some(folder) = Folder::open(path, "folder", out) else { return source };
    let files: Vec<Entry> = folder.entries(out).into_iter().filter(|entry| !entry.is_folder).collect();
    if files.iter().any(|file| role(&file.name) == Role::Document) {
        read_product(&name, &files, &mut source, out);
        return source;
    }
    let present = read_products(&folder, &[], &mut source, out);
    report_missing(&[], &present, &path.display().to_string(), out);
    source.config = read_optional(&folder, "products.toml", &mut source, out);
    source.names_lock = read_optional(&folder, "names.lock", &mut source, out);
    source
}

/// Takes texts by their paths below a folder called `name`, as [`load_operand`] takes files.
#[must_use]
pub fn load_texts(name: &str, texts: &BTreeMap<String, String>) -> Source {
    let mut source = Source::default();
    let lone = texts.keys().any(|path| !path.contains('/') && role(path) == Role::Document);
    let mut products: BTreeMap<String, ProductSource> = BTreeMap::new();
    for (path, text) in texts {
        let (product, file) = match path.split_once('/') {
            Some((product, file)) if !lone && !file.contains('/') => (product, file),
            None if lone => (name, path.as_str()),
            _ => continue,
        };
        let role = role(file);
        if role == Role::Other {
            continue;
        }
        let id = source.add(file_of(format!("{product}/{file}"), text));
        let known = products.entry(product.to_owned());
        let known = known.or_insert_with(|| ProductSource { name: product.to_owned(), ..ProductSource::default() });
        if role == Role::Document { known.documents.push(id) } else { known.overlays.push(id) }
    }
    source.products = products.into_values().filter(|product| !product.documents.is_empty()).collect();
    let mut settings = |path: &str| texts.get(path).map(|text| source.add(file_of(path.to_owned(), text)));
    let (config, lock) = (settings("products.toml"), settings("names.lock"));
    (source.config, source.names_lock) = (config, lock);
    source
}

fn file_of(path: String, text: &str) -> SourceFile {
    let sha256 = super::text::hex(&Sha256::digest(text.as_bytes()));
    SourceFile { path, text: text.trim_start_matches('\u{feff}').to_owned(), sha256 }
}

/// What a product is called that has no folder of its own.
fn name_of(path: &Path) -> String {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    path.file_stem().map_or_else(|| "api".to_owned(), |name| name.to_string_lossy().into_owned())
}
