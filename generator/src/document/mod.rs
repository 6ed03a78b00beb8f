//! In: the trees of each product. Out: [`Document`]s, read part by part with the types of `openapiv3`.
//!
//! A part is a schema, parameter, body, response, header or operation without the parts within it. Each is checked
//! against the shape that OpenAPI gives it, mended where the meaning is plain, and then read by `openapiv3` through
//! serde: so a mistake is known by its node, costs that part alone, and none of the `unwrap`s of `openapiv3` is within
//! reach of a document. Parts are filed by the node they were read from; `$ref`s are left for `resolve`.

mod body;
mod head;
mod human;
mod operation;
mod param;
mod part;
mod reader;
mod schema;
mod shape;

pub use part::{
    AdditionalPart, BodyPart, Example, HeaderPart, MediaPart, OperationPart, ParamPart, Parts, Reference, ResponsePart,
    SchemaPart, Slot,
};

pub(crate) use operation::method;
pub(crate) use reader::Role;

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::wire::Change;
use crate::ir::{FileId, Place};
use crate::load::Source;
use crate::tree::{NodeId, ProductTrees, Tree};

/// The documents of one product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductDocuments {
    /// Folder name.
    pub name: String,
    /// Documents in order of their file names.
    pub documents: Vec<Document>,
    /// What overlays changed in them.
    pub changes: Vec<Change>,
}

/// One OpenAPI 3.0 document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The file it was read from.
    pub file: FileId,
    /// Path of the file within the specs folder.
    pub path: String,
    /// File name without its ending.
    pub stem: String,
    /// The tree it was read from.
    pub tree: Tree,
    /// `info`.
    pub info: openapiv3::Info,
    /// `servers`.
    pub servers: Vec<openapiv3::Server>,
    /// `tags`.
    pub tags: Vec<openapiv3::Tag>,
    /// `security`.
    pub security: Vec<openapiv3::SecurityRequirement>,
    /// `components.securitySchemes`.
    pub security_schemes: IndexMap<String, openapiv3::SecurityScheme>,
    /// Nodes of `components.schemas` by name.
    pub schemas: IndexMap<String, NodeId>,
    /// Operations in document order.
    pub operations: Vec<OperationPart>,
    /// All other parts by node.
    pub parts: Parts,
}

/// Reads every document; one of another version is reported and left out.
pub fn read(products: Vec<ProductTrees>, source: &Source, out: &mut Diagnostics) -> Vec<ProductDocuments> {
    products
        .into_iter()
        .map(|product| ProductDocuments {
            name: product.name,
            documents: read_all(product.documents, source, out),
            changes: product.changes,
        })
        .collect()
}

fn read_all(trees: Vec<Tree>, source: &Source, out: &mut Diagnostics) -> Vec<Document> {
    let read: Vec<(Option<Document>, Diagnostics)> = trees
        .into_par_iter()
        .map(|tree| {
            let mut found = Diagnostics::default();
            let path = source.path_of(tree.file()).to_owned();
            (read_tree(tree, path, &mut found), found)
        })
        .collect();
    let mut documents = Vec::with_capacity(read.len());
    for (document, found) in read {
        out.extend(found);
        documents.extend(document);
    }
    documents
}

/// Reads one document.
pub fn read_tree(tree: Tree, path: String, out: &mut Diagnostics) -> Option<Document> {
    check_version(&tree, out)?;
    let mut reader = reader::Reader::new(&tree, out);
    let head = reader.head();
    let schemas = reader.components();
    let operations = reader.paths();
    reader.targets();
    let parts = reader.finish();
    Some(Document {
        file: tree.file(),
        stem: stem(&path).to_owned(),
        path,
        info: head.info,
        servers: head.servers,
        tags: head.tags,
        security: head.security,
        security_schemes: head.security_schemes,
        schemas,
        operations,
        parts,
        tree,
    })
}

/// File name without folders and ending.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Lets OpenAPI 3.0 pass and reports anything else.
fn check_version(tree: &Tree, out: &mut Diagnostics) -> Option<()> {
    let root = tree.root();
    let named = |key: &str| tree.entry(root, key).map(|entry| (tree.text(entry.value).unwrap_or_default(), entry));
    let (message, at, help) = if let Some((version, entry)) = named("openapi") {
        if version == "3.0" || version.starts_with("3.0.") {
            return Some(());
        }
        let help = if version.starts_with("3.") {
            "write it as OpenAPI 3.0: `nullable: true` for a type `null`, `exclusiveMinimum: true` beside `minimum`, \
             one `example` for `examples`"
        } else {
            "write `openapi: 3.0.3`"
        };
        (format!("this is OpenAPI `{version}`; only 3.0 is read"), tree.at(entry.value), help)
    } else if let Some((version, entry)) = named("swagger") {
        let help = "convert it to OpenAPI 3.0, with swagger2openapi for example";
        (format!("this is Swagger `{version}`; only OpenAPI 3.0 is read"), tree.at(entry.value), help)
    } else {
        let help = "begin an OpenAPI document with `openapi: 3.0.3`, and keep other files out of the folder";
        ("this is no OpenAPI document: it has no `openapi`".to_owned(), Place::file(tree.file()), help)
    };
    out.push(Diagnostic::new(Code::Version, at, message).help(help));
    None
}

#[cfg(test)]
mod tests;
