//! The working set, filled with operations.
//!
//! In: the wire layer and the configuration. Out: a [`Work`] with every product and operation, nothing found out yet.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Place;
use crate::ir::model::{OpResult, OperationId, Payload};
use crate::ir::name::Name;
use crate::ir::wire::{Document, Operation, Product, Wire};

use super::mine::Mined;
use super::paths::Path;
use super::tenancy;
use super::work::{OperationWork, ProductWork, Work};

/// Collects products and operations in order.
pub(super) fn collect<'w>(wire: &'w Wire, mined: Mined, config: &Config, diagnostics: &mut Diagnostics) -> Work<'w> {
    let products: Vec<ProductWork> = wire.products.iter().map(|product| read_product(product, config)).collect();
    let mut operations = Vec::new();
    for ((p, product), known) in wire.products.iter().enumerate().zip(&products) {
        for (d, document) in product.documents.iter().enumerate() {
            let stem = Name::parse(&document.stem);
            for (o, operation) in document.operations.iter().enumerate() {
                operations.push(OperationWork {
                    id: OperationId { product: index(p), document: index(d), operation: index(o) },
                    wire: operation,
                    path: Path::parse(&operation.path),
                    stem: stem.clone(),
                    base_path: base_path(document).unwrap_or_else(|| known.base_path.clone()),
                    resource: Name::default(),
                    verb: Name::default(),
                    tenant: tenancy::declared(known.tenancy.as_ref(), operation),
                    params: Vec::new(),
                    body: None,
                    files: Vec::new(),
                    result: OpResult { media: None, envelope: false, payload: Payload::None },
                    paging: None,
                    formats: None,
                });
            }
        }
        report_ids(wire, product, diagnostics);
        report_servers(product, &known.base_path, diagnostics);
    }
    Work { wire, mined, products, operations, objects: Vec::new(), enums: Vec::new(), told: None }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn read_product(product: &Product, config: &Config) -> ProductWork {
    let configured = config.products.get(&product.name);
    let title = configured.and_then(|product| product.title.clone()).unwrap_or_else(|| titled(&product.name));
    let base_path = product.documents.iter().find_map(base_path).unwrap_or_default();
    ProductWork { name: product.name.clone(), title, base_path, tenancy: tenancy::of_product(product) }
}

/// The path of the document's first server that has one.
fn base_path(document: &Document) -> Option<String> {
    document.servers.iter().map(|server| path_of(&server.url)).find(|path| !path.is_empty())
}

/// `/books/v3` of `https://www.zohoapis.com/books/v3/`. A host may stand without its scheme.
fn path_of(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let behind_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (first, rest) = behind_scheme.split_once('/').unwrap_or((behind_scheme, ""));
    let host = url.contains("://") || (first.contains('.') && !first.starts_with('.'));
    let path = if host { rest } else { behind_scheme.trim_start_matches(['.', '/']) };
    let path = path.trim_end_matches('/');
    if path.is_empty() { String::new() } else { format!("/{path}") }
}

fn titled(name: &str) -> String {
    let name = Name::parse(name);
    let words = name.words().into_iter().map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}

fn report_ids(wire: &Wire, product: &Product, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &Operation> = BTreeMap::new();
    for operation in product.documents.iter().flat_map(|document| &document.operations) {
        let call = format!("{} {}", operation.method.as_str(), operation.path);
        let Some(id) = operation.operation_id.as_deref() else {
            let message = format!("{call} has no operationId; its name is made from its path and summary");
            let help = "add an `operationId` that says what it does";
            diagnostics.push(Diagnostic::new(Code::MissingOperationId, operation.at, message).help(help));
            continue;
        };
        let Some(first) = seen.get(id) else {
            seen.insert(id, operation);
            continue;
        };
        let place = format!("{}:{}", wire.path_of(first.at.file), first.at.line);
        let message = format!(
            "{call} has the operationId `{id}`, which {} {} at {place} has as well",
            first.method.as_str(),
            first.path
        );
        let help = "give each operation an id of its own; names are made from the paths meanwhile";
        diagnostics.push(Diagnostic::new(Code::DuplicateOperationId, operation.at, message).help(help));
    }
}

fn report_servers(product: &Product, base_path: &str, diagnostics: &mut Diagnostics) {
    for document in product.documents.iter().filter(|document| document.servers.is_empty()) {
        let done = match base_path {
            "" => "its paths are sent as they are".to_owned(),
            known => format!("its paths are sent below `{known}`, as those of the product's other documents"),
        };
        let message = format!("the document names no server; {done}");
        diagnostics.push(
            Diagnostic::new(Code::MissingServer, Place::file(document.file), message)
                .help("add `servers` with the URL of the API"),
        );
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn base_paths_come_from_urls() {
        assert_eq!(super::path_of("https://www.zohoapis.com/books/v3"), "/books/v3");
        assert_eq!(super::path_of("https://www.zohoapis.com/"), "");
        assert_eq!(super::path_of("/v1/"), "/v1");
        assert_eq!(super::path_of("./v1"), "/v1");
        assert_eq!(super::path_of("www.zohoapis.com/books/v3?a=b"), "/books/v3");
    }
}
