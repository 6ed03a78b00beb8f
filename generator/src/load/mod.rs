//! In: the folders of [`LoadOptions`]. Out: a [`Source`], the text and SHA-256 of every file that may be used.
//!
//! The only reader of the disk: documents, overlays, `products.toml`, `names.lock` and templates. Entries are taken in
//! order of their names, so the same folder gives the same source on every machine.

mod folder;
mod operand;
mod skeleton;
mod text;

use std::path::PathBuf;

pub use operand::{load_operand, load_texts};
pub use skeleton::{MANIFEST, Skeleton, load_skeleton};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::FileId;

/// What to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// The specs folder: one folder a product.
    pub specs: PathBuf,
    /// The folder of templates.
    pub templates: PathBuf,
    /// Products to read; empty means all.
    pub products: Vec<String>,
}

/// Everything that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// All files by [`FileId`]: documents and overlays first, then configuration, then templates.
    pub files: Vec<SourceFile>,
    /// Products in order of their names.
    pub products: Vec<ProductSource>,
    /// `products.toml`.
    pub config: Option<FileId>,
    /// `names.lock`.
    pub names_lock: Option<FileId>,
    /// Templates in order of their paths.
    pub templates: Vec<FileId>,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Path with `/`, relative to the specs folder; a template's begins with `templates/`.
    pub path: String,
    /// Its text without a byte order mark.
    pub text: String,
    /// SHA-256 of the bytes as they are on the disk, in hexadecimal digits.
    pub sha256: String,
}

/// One product: a folder with at least one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductSource {
    /// Folder name.
    pub name: String,
    /// Documents in order of their file names.
    pub documents: Vec<FileId>,
    /// Overlays in order of their file names.
    pub overlays: Vec<FileId>,
}

impl Source {
    /// The file with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The path of a file, or nothing for an unknown id.
    #[must_use]
    pub fn path_of(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| file.path.as_str())
    }

    fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len().saturating_sub(1)).unwrap_or(u32::MAX))
    }
}

/// Reads everything that `options` names.
pub fn load(options: &LoadOptions, out: &mut Diagnostics) -> Source {
    let mut source = Source::default();
    let Some(specs) = folder::Folder::open(&options.specs, "specs folder", out) else { return source };
    let present = read_products(&specs, &options.products, &mut source, out);
    report_missing(&options.products, &present, &options.specs.display().to_string(), out);
    source.config = read_optional(&specs, "products.toml", &mut source, out);
    source.names_lock = read_optional(&specs, "names.lock", &mut source, out);
    if let Some(templates) = folder::Folder::open(&options.templates, "templates folder", out) {
        read_templates(&templates, &mut source, out);
    }
    source
}

/// Reads the settings of a specs folder, and nothing else: `products.toml` and `names.lock`.
pub fn load_settings(specs: &std::path::Path, out: &mut Diagnostics) -> Source {
    let mut source = Source::default();
    let Some(specs) = folder::Folder::open(specs, "specs folder", out) else { return source };
    source.config = read_optional(&specs, "products.toml", &mut source, out);
    source.names_lock = read_optional(&specs, "names.lock", &mut source, out);
    source
}

/// Reads the products asked for and names all that are there.
fn read_products(specs: &folder::Folder, wanted: &[String], source: &mut Source, out: &mut Diagnostics) -> Vec<String> {
    let mut present = Vec::new();
    for entry in specs.entries(out).into_iter().filter(|entry| entry.is_folder) {
        let Some(inner) = specs.enter(&entry, out) else { continue };
        let files: Vec<_> = inner.entries(out).into_iter().filter(|file| !file.is_folder).collect();
        if !files.iter().any(|file| role(&file.name) == Role::Document) {
            continue;
        }
        present.push(entry.name.clone());
        if !wanted.is_empty() && !wanted.contains(&entry.name) {
            continue;
        }
        read_product(&entry.name, &files, source, out);
    }
    present
}

/// Reads the documents and overlays of one product.
fn read_product(name: &str, files: &[folder::Entry], source: &mut Source, out: &mut Diagnostics) {
    let mut product = ProductSource { name: name.to_owned(), ..ProductSource::default() };
    for file in files {
        let list = match role(&file.name) {
            Role::Document => &mut product.documents,
            Role::Overlay => &mut product.overlays,
            Role::Other => continue,
        };
        list.extend(text::read(&file.path, format!("{name}/{}", file.name), source, out));
    }
    source.products.push(product);
}

/// What a file in a product's folder is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Document,
    Overlay,
    Other,
}

fn role(name: &str) -> Role {
    let Some((stem, ending)) = name.rsplit_once('.') else { return Role::Other };
    match ending {
        "yml" | "yaml" | "json" if stem.ends_with(".overlay") => Role::Overlay,
        // What was released is no document.
        "json" if stem.ends_with(".lock") => Role::Other,
        "yml" | "yaml" | "json" if !stem.is_empty() => Role::Document,
        _ => Role::Other,
    }
}

fn report_missing(wanted: &[String], present: &[String], specs: &str, out: &mut Diagnostics) {
    for name in wanted.iter().filter(|name| !present.contains(name)) {
        let near = crate::near::nearest(name, present.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if present.is_empty() => format!("put its documents into `{specs}/{name}/`"),
            None => format!("products in `{specs}`: {}", present.join(", ")),
        };
        out.push(Diagnostic::new(Code::Io, None, format!("there is no product `{name}`")).help(help));
    }
    if present.is_empty() {
        let message = format!("`{specs}` holds no product");
        let help = "put each product's OpenAPI documents (.yml, .yaml or .json) into a folder of its own there";
        out.push(Diagnostic::new(Code::Io, None, message).help(help));
    }
}

fn read_optional(folder: &folder::Folder, name: &str, source: &mut Source, out: &mut Diagnostics) -> Option<FileId> {
    let entry = folder.entries(out).into_iter().find(|entry| entry.name == name && !entry.is_folder)?;
    text::read(&entry.path, name.to_owned(), source, out)
}

fn read_templates(root: &folder::Folder, source: &mut Source, out: &mut Diagnostics) {
    let mut found = Vec::new();
    let mut pending = vec![(root.clone(), String::new())];
    while let Some((folder, prefix)) = pending.pop() {
        for entry in folder.entries(out) {
            let path = format!("{prefix}{}", entry.name);
            if entry.is_folder {
                pending.extend(folder.enter(&entry, out).map(|inner| (inner, format!("{path}/"))));
            } else if path.ends_with(".j2") {
                found.push((format!("templates/{path}"), entry.path));
            }
        }
    }
    found.sort();
    for (path, on_disk) in found {
        if let Some(id) = text::read(&on_disk, path, source, out) {
            source.templates.push(id);
        }
    }
}

#[cfg(test)]
mod tests;
