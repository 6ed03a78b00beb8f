//! In: a [`Source`]. Out: one [`Tree`] for every document and overlay that can be read as YAML or JSON.
//!
//! Each text is parsed once, by an event parser that knows places. The tree is plain: aliases are copied, merge keys
//! are put in place, a key stands once in its mapping and is text. Nodes live in one list and name each other by
//! [`NodeId`], so a tree of any shape can be dropped, copied and walked without deep recursion.

mod build;
mod edit;
mod json;
mod node;
pub mod pointer;
mod position;
mod scalar;
mod yaml;

pub use node::{Entry, Kind, NodeId, Scalar, Style, Tree};
pub use position::Position;
pub use scalar::Typed;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::wire::Change;
use crate::ir::{FileId, Place};
use crate::load::Source;

/// Mappings and sequences within one another at most.
pub const MAX_DEPTH: usize = 120;

/// Nodes that the aliases of one file may add at most.
pub const MAX_COPIES: usize = 400_000;

/// The trees of one product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductTrees {
    /// Folder name.
    pub name: String,
    /// Documents in order of their file names.
    pub documents: Vec<Tree>,
    /// Overlays in order of their file names.
    pub overlays: Vec<Tree>,
    /// What overlays changed, once they are applied.
    pub changes: Vec<Change>,
}

/// Parses every document and overlay; one that cannot be parsed is reported and left out.
pub fn parse(source: &Source, out: &mut Diagnostics) -> Vec<ProductTrees> {
    source
        .products
        .iter()
        .map(|product| ProductTrees {
            name: product.name.clone(),
            documents: parse_all(source, &product.documents, out),
            overlays: parse_all(source, &product.overlays, out),
            changes: Vec::new(),
        })
        .collect()
}

fn parse_all(source: &Source, ids: &[FileId], out: &mut Diagnostics) -> Vec<Tree> {
    let parsed: Vec<(Option<Tree>, Diagnostics)> = ids
        .par_iter()
        .map(|id| {
            let mut found = Diagnostics::default();
            let tree = source.file(*id).and_then(|file| parse_text(*id, &file.path, &file.text, &mut found));
            (tree, found)
        })
        .collect();
    let mut trees = Vec::with_capacity(parsed.len());
    for (tree, found) in parsed {
        out.extend(found);
        trees.extend(tree);
    }
    trees
}

/// Parses one text; `path` tells JSON from YAML.
pub fn parse_text(file: FileId, path: &str, text: &str, out: &mut Diagnostics) -> Option<Tree> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_json = path.ends_with(".json");
    if text.trim().is_empty() {
        let help = "put an OpenAPI 3.0 document into it, or remove it";
        out.push(Diagnostic::new(Code::Syntax, Place::file(file), "the file is empty").help(help));
        return None;
    }
    let result = if is_json || text.trim_start().starts_with('{') {
        parse_json(file, text, is_json, out)
    } else {
        attempt(out, |found| yaml::parse(file, text, found))
    };
    result.map_err(|error| out.push(*error)).ok()
}

/// Reads JSON; a YAML file that merely begins with a flow mapping is then read as YAML.
fn parse_json(file: FileId, text: &str, only: bool, out: &mut Diagnostics) -> build::Built<Tree> {
    match attempt(out, |found| json::parse(file, text, found)) {
        Err(error) if !only && error.code == Code::Syntax => attempt(out, |found| yaml::parse(file, text, found)),
        other => other,
    }
}

/// Runs a parser and keeps its findings only if it succeeds.
fn attempt(out: &mut Diagnostics, parser: impl FnOnce(&mut Diagnostics) -> build::Built<Tree>) -> build::Built<Tree> {
    let mut found = Diagnostics::default();
    let tree = parser(&mut found)?;
    out.extend(found);
    Ok(tree)
}

#[cfg(test)]
mod tests;
