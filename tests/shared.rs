//! Other people's documents and calls, where they are at hand.
//!
//! In: the folder `shared` beside the project. Out: published documents normalise and generate without an error, and
//! the documents of `specs/` declare every key of the recorded calls. Without the folder there is nothing to compare.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use generator::diag::Diagnostics;
use generator::diff;
use generator::ir::wire::{Additional, Operation, SchemaUse, Wire};
use serde_json::Value;

use crate::support::folders;
use crate::support::run::{Run, project};

/// A folder of `shared`; tells why a test does nothing where it is absent.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = folders::root().parent()?.join("shared").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no ../shared/{name}");
    None
}

#[test]
fn published_documents_generate() {
    let Some(published) = shared("published") else { return };
    for (folder, product) in
        [("books-2025", "books"), ("books-2026", "books"), ("inventory", "inventory"), ("billing", "billing")]
    {
        let specs = tempfile::tempdir().unwrap();
        folders::copy(&published.join(folder), &specs.path().join(product));
        let run = Run::of(specs.path()).without_errors(folder);
        assert!(run.files.files.contains_key(&format!("src/{product}/mod.rs")), "{folder}");
        assert!(run.normalised.api.model.operations().count() > 0, "{folder}");
    }
}

#[test]
fn every_key_of_the_recorded_calls_is_declared() {
    let Some(examples) = shared("examples") else { return };
    let wire = &project().normalised.api.wire;
    let (mut bodies, mut missing) = (0, Vec::new());
    for entry in fs::read_dir(examples).unwrap() {
        let calls: Vec<Value> = serde_json::from_str(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        for call in &calls {
            let text = |key: &str| call[key].as_str().unwrap_or_default();
            let name = format!("{} {} {}", text("product"), text("method"), text("path"));
            let Some(operation) = find(text("product"), text("method"), text("path")) else {
                missing.push(format!("{name}: no operation"));
                continue;
            };
            for (side, uses) in [("request", request(operation)), ("response", response(operation))] {
                let body = &call[side];
                if body.is_object() || body.is_array() {
                    bodies += 1;
                    undeclared(wire, body, &uses, &format!("{name}: {side} $"), &mut missing);
                }
            }
        }
    }
    println!("{bodies} bodies compared");
    assert!(missing.is_empty(), "{} keys are not declared:\n{}", missing.len(), missing.join("\n"));
    assert!(bodies >= 89, "{bodies}");
}

/// The operation of a full path; literal segments go before parameters, and a parameter may be empty.
fn find(product: &str, method: &str, path: &str) -> Option<&'static Operation> {
    let api = &project().normalised.api;
    let position = api.wire.products.iter().position(|known| known.name == product)?;
    let rest = path.strip_prefix(api.model.products[position].base_path.as_str())?;
    let given: Vec<&str> = rest.split('/').collect();
    let fits = |operation: &&Operation| {
        let template: Vec<&str> = operation.path.split('/').collect();
        operation.method.as_str() == method
            && template.len() == given.len()
            && template.iter().zip(&given).all(|(one, other)| one == other || one.starts_with('{'))
    };
    let operations = api.wire.products[position].documents.iter().flat_map(|document| &document.operations);
    operations.filter(fits).min_by_key(|operation| operation.path.matches('{').count())
}

fn request(operation: &Operation) -> Vec<SchemaUse> {
    operation.body.iter().flat_map(|body| &body.content).filter_map(|media| media.schema.clone()).collect()
}

fn response(operation: &Operation) -> Vec<SchemaUse> {
    let successes = operation.responses.iter().filter(|response| response.status.is_success());
    successes.flat_map(|response| &response.content).filter_map(|media| media.schema.clone()).collect()
}

/// Adds every key of `value` that none of the schemas declares.
fn undeclared(wire: &Wire, value: &Value, uses: &[SchemaUse], path: &str, missing: &mut Vec<String>) {
    let parts = parts(wire, uses);
    let schemas = || parts.iter().filter_map(|id| wire.schemas.get(*id as usize));
    match value {
        Value::Object(entries) => {
            for (key, entry) in entries {
                let declared: Vec<SchemaUse> =
                    schemas().filter_map(|schema| schema.properties.get(key)).cloned().collect();
                let open: Vec<&Additional> =
                    schemas().filter_map(|schema| schema.additional_properties.as_ref()).collect();
                let path = format!("{path}.{key}");
                if !declared.is_empty() {
                    undeclared(wire, entry, &declared, &path, missing);
                } else if let Some(Additional::Schema(used)) = open.first() {
                    undeclared(wire, entry, std::slice::from_ref(used), &path, missing);
                } else if !open.iter().any(|open| matches!(open, Additional::Any(true))) {
                    missing.push(path);
                }
            }
        }
        Value::Array(list) => {
            let items: Vec<SchemaUse> = schemas().filter_map(|schema| schema.items.clone()).collect();
            for (index, entry) in list.iter().enumerate() {
                undeclared(wire, entry, &items, &format!("{path}[{index}]"), missing);
            }
        }
        _ => {}
    }
}

/// Ids of the schemas and of all that they are composed of.
fn parts(wire: &Wire, uses: &[SchemaUse]) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut open: Vec<u32> = uses.iter().map(|used| used.id.0).collect();
    while let Some(id) = open.pop() {
        let Some(schema) = wire.schemas.get(id as usize).filter(|_| found.insert(id)) else { continue };
        open.extend(schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of).map(|used| used.id.0));
    }
    found
}

/// Both revisions of real documents, each way: what changed has a place wherever it is, and a document and itself give
/// nothing.
#[test]
fn published_revisions_are_compared() {
    let Some(published) = shared("published") else { return };
    let wire = |path: &std::path::Path| {
        let mut diagnostics = Diagnostics::default();
        let source = generator::load::load_operand(path, &mut diagnostics);
        let wire = generator::read_source(&source, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
        wire
    };
    let own = folders::root().join("specs/inventory/customer-payments.yml");
    let pairs = [
        (published.join("books-2025"), published.join("books-2026")),
        (published.join("inventory/customer-payments.yml"), own),
    ];
    for (base, revision) in pairs {
        let (base, revision) = (wire(&base), wire(&revision));
        for (one, other) in [(&base, &revision), (&revision, &base)] {
            let report = diff::versions(one, other);
            assert!(!report.changes.is_empty());
            for change in &report.changes {
                assert!(change.base.is_some() || change.revision.is_some(), "{change:?}");
                assert!(!change.text.contains("{base}") && !change.text.contains("{revision}"), "{change:?}");
            }
        }
        assert_eq!(diff::versions(&base, &base).changes, []);
    }
}

/// Ten edits of a large real document, each by the words that it changes, and what has to be found.
#[test]
fn known_edits_of_a_large_document_are_found() {
    let Some(published) = shared("published") else { return };
    let file = published.join("books-2026/invoices.yml");
    let base: serde_yaml::Value = serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    type Edit = fn(&mut serde_yaml::Value);
    let edits: [(&str, &str, Edit); 10] = [
        ("api-removed-without-deprecation", "error", |doc| remove(&mut doc["paths"]["/invoices"], "post")),
        ("api-path-removed-without-deprecation", "error", |doc| {
            remove(&mut doc["paths"], "/invoices/{invoice_id}/status/void")
        }),
        ("endpoint-added", "info", |doc| doc["paths"]["/new"] = doc["paths"]["/invoices"].clone()),
        ("endpoint-deprecated", "info", |doc| doc["paths"]["/invoices"]["get"]["deprecated"] = true.into()),
        ("request-property-removed", "warning", |doc| remove(&mut body(doc)["properties"], "reference_number")),
        ("request-property-became-required", "error", |doc| {
            body(doc)["required"].as_sequence_mut().unwrap().push("reference_number".into());
        }),
        ("request-body-became-required", "error", |doc| {
            let body = &mut doc["paths"]["/invoices"]["post"]["requestBody"];
            body["required"] = (body["required"] != true).into();
        }),
        ("new-required-request-parameter", "error", |doc| {
            let new = serde_yaml::from_str("{in: query, name: sure, required: true, schema: {type: string}}").unwrap();
            doc["paths"]["/invoices"]["get"]["parameters"].as_sequence_mut().unwrap().push(new);
        }),
        ("api-operation-id-removed", "info", |doc| doc["paths"]["/invoices"]["get"]["operationId"] = "renamed".into()),
        ("response-success-status-removed", "error", |doc| {
            let responses = doc["paths"]["/invoices"]["get"]["responses"].as_mapping_mut().unwrap();
            let (_, only) = responses.iter().next().map(|(key, value)| (key.clone(), value.clone())).unwrap();
            *responses = [("299".into(), only)].into_iter().collect();
        }),
    ];
    for (id, level, edit) in edits {
        let mut revision = base.clone();
        edit(&mut revision);
        let text = |value: &serde_yaml::Value| serde_yaml::to_string(value).unwrap();
        let report = diff::versions(&things(&text(&base)), &things(&text(&revision)));
        let found = report.changes.iter().any(|change| change.id == id && change.level.as_str() == level);
        assert!(
            found,
            "{id}: {:#?}",
            report.changes.iter().map(|change| (change.id, &change.text)).collect::<Vec<_>>()
        );
    }
}

fn things(text: &str) -> Wire {
    let texts = std::collections::BTreeMap::from([("things.yml".to_owned(), text.to_owned())]);
    let mut diagnostics = Diagnostics::default();
    let wire = generator::read_source(&generator::load::load_texts("things", &texts), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    wire
}

fn remove(from: &mut serde_yaml::Value, key: &str) {
    from.as_mapping_mut().unwrap().remove(key).expect("the document has it");
}

/// The schema that creates an invoice.
fn body(document: &mut serde_yaml::Value) -> &mut serde_yaml::Value {
    let schema = &document["paths"]["/invoices"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    let name = schema["$ref"].as_str().expect("a reference").rsplit('/').next().unwrap().to_owned();
    &mut document["components"]["schemas"][name]
}
