//! Names a person would choose, and that stay.
//!
//! In: the outlines of `tests/names/`, a family of products in several dialects. Out: all public names as snapshots;
//! and the same names from documents that were worded, ordered and extended otherwise, given the lock.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use generator::diag::Code;
use generator::ir::model::{Body, Enum, Model, Operation, Product};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::folders;
use crate::support::outline::{self, Documents};
use crate::support::run::Run;

/// Products and their documents.
fn family() -> Vec<(String, Documents)> {
    let files = folders::read(&folders::own().join("names"));
    let products = files.into_iter().map(|(path, text)| {
        let product = path.strip_suffix(".txt").unwrap().to_owned();
        (product, outline::parse(std::str::from_utf8(&text).unwrap()))
    });
    products.collect()
}

fn write(family: &[(String, Documents)], lock: Option<&str>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (product, documents) in family {
        outline::write(folder.path(), product, documents);
    }
    lock.into_iter().for_each(|lock| fs::write(folder.path().join("names.lock"), lock).unwrap());
    folder
}

fn run(family: &[(String, Documents)], lock: Option<&str>) -> Run {
    Run::names_of(write(family, lock).path()).without_errors("names")
}

/// The family as it is, and the lock of its names.
fn as_written() -> (Run, String) {
    let run = run(&family(), None);
    let lock = run.normalised.lock.to_text().unwrap();
    (run, lock)
}

#[test]
fn names_of_a_family() {
    let (run, _) = as_written();
    let api = &run.normalised.api.model;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/names");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (index, product) in (0_u32..).zip(&api.products) {
            let models = api.models.iter().filter(|model| model.products.contains(&index));
            let enums = api.enums.iter().filter(|item| item.products.contains(&index));
            insta::assert_snapshot!(product.name.as_str(), listing(product, models, enums));
        }
    });
}

/// Methods by resource, then types with their first origin, then enums with their values.
fn listing<'m>(
    product: &Product,
    models: impl Iterator<Item = &'m Model>,
    enums: impl Iterator<Item = &'m Enum>,
) -> String {
    let mut text = String::new();
    for resource in &product.resources {
        writeln!(text, "{}", resource.name).unwrap();
        for operation in &resource.operations {
            writeln!(text, "  {} = {} {}", operation.verb, operation.method.as_str(), operation.path).unwrap();
        }
    }
    let mut types: Vec<String> =
        models.map(|model| format!("{} = {}\n", model.name, model.origins[0].identities[0])).collect();
    types.sort();
    let mut sets: Vec<String> = enums
        .map(|item| {
            let values: Vec<&str> = item.values.iter().map(|value| value.name.as_str()).collect();
            format!("{} = {}\n", item.name, values.join(" "))
        })
        .collect();
    sets.sort();
    format!("{text}\n{}\n{}", types.concat(), sets.concat())
}

#[test]
fn no_name_is_long_or_has_a_number() {
    // Fields and values are spelled later than they are named.
    let run = Run::of(write(&family(), None).path()).without_errors("names");
    let said = [Code::NumberedName, Code::LongName];
    let found: Vec<_> = run.diagnostics.sorted().into_iter().filter(|finding| said.contains(&finding.code)).collect();
    assert!(found.is_empty(), "{found:?}");
    for (product, resource, operation) in run.normalised.api.model.operations() {
        let verb = operation.verb.as_str();
        let http = ["post", "put", "patch"].iter().any(|method| verb.split('_').next() == Some(method));
        assert!(!http, "{}.{}.{verb}", product.name, resource.name);
    }
}

#[test]
fn names_stay_whatever_is_said_otherwise() {
    let (before, lock) = as_written();
    let mut family = family();
    for (_, documents) in &mut family {
        documents.values_mut().for_each(reword);
    }
    let after = run(&family, Some(&lock));
    let (before, after) = (names(&before), names(&after));
    let gone: Vec<&String> = before.difference(&after).collect();
    assert!(gone.is_empty(), "{gone:#?}");
    let new: Vec<&String> = after.difference(&before).filter(|name| !name.ends_with(".added_later")).collect();
    assert!(new.is_empty(), "{new:#?}");
}

#[test]
fn parts_keep_their_names_without_the_operation_that_came_first() {
    let (before, lock) = as_written();
    for method in ["get", "post", "put"] {
        let mut family = family();
        for document in family.iter_mut().flat_map(|(_, documents)| documents.values_mut()) {
            let Value::Object(paths) = &mut document["paths"] else { panic!("no paths") };
            let first =
                paths.values_mut().find(|item| item.get(method).is_some() && item.as_object().unwrap().len() > 1);
            first.and_then(Value::as_object_mut).and_then(|item| item.remove(method));
        }
        let after = run(&family, Some(&lock));
        let new: Vec<String> = names(&after).difference(&names(&before)).cloned().collect();
        assert!(new.is_empty(), "{method}: {new:#?}");
    }
}

#[test]
fn what_was_one_type_and_is_two_is_reported_where_the_new_one_stands() {
    let (before, _) = as_written();
    let mut lock = before.normalised.lock.clone();
    let models = &mut lock.products.get_mut("books").unwrap().models;
    let credit = models.remove("bill_vendor_credit").unwrap();
    models.get_mut("bill_tax").unwrap().extend(credit);
    let after = run(&family(), Some(&lock.to_text().unwrap()));
    let sorted = after.diagnostics.sorted();
    let renamed: Vec<_> = sorted.iter().filter(|finding| finding.code == Code::Renamed).collect();
    let [renamed] = renamed.as_slice() else { panic!("{renamed:?}") };
    assert!(renamed.message.contains("`bill_tax`") && renamed.message.contains("`bill_vendor_credit`"), "{renamed:?}");
    let at = renamed.at.unwrap();
    assert!(after.normalised.source.file(at.file).unwrap().path.ends_with("books/bills.json") && at.line > 1);
}

/// Other ids, other words, another order, and a field more everywhere.
fn reword(document: &mut Value) {
    document["info"]["title"] = "Something else".into();
    let Value::Object(paths) = document["paths"].take() else { panic!("no paths") };
    let mut reversed: Vec<(String, Value)> = paths.into_iter().collect();
    reversed.reverse();
    for (number, operation) in
        reversed.iter_mut().flat_map(|(_, item)| item.as_object_mut().unwrap().values_mut()).enumerate()
    {
        operation["operationId"] = format!("run_step_{number}").into();
        operation["summary"] = "Runs one more bank transaction step, credit note or sales order".into();
        extend(operation);
    }
    document["paths"] = Value::Object(reversed.into_iter().collect());
}

fn extend(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get_mut("properties")
                && !properties.contains_key("code")
            {
                properties.insert("added_later".to_owned(), serde_json::json!({ "type": "string" }));
            }
            object.values_mut().for_each(extend);
        }
        Value::Array(list) => list.iter_mut().for_each(extend),
        _ => {}
    }
}

/// Every public name with what it belongs to.
fn names(run: &Run) -> BTreeSet<String> {
    let api = &run.normalised.api.model;
    let mut names = BTreeSet::new();
    for (product, resource, operation) in api.operations() {
        let method = format!("{}.{}.{}", product.name, resource.name, operation.verb);
        names.extend(arguments(operation).into_iter().map(|argument| format!("{method}({argument})")));
        names.insert(method);
    }
    for model in &api.models {
        names.extend(model.fields.iter().map(|field| format!("{}.{}", model.name, field.name)));
    }
    for item in &api.enums {
        names.extend(item.values.iter().map(|value| format!("{}::{}", item.name, value.name)));
    }
    names
}

fn arguments(operation: &Operation) -> Vec<String> {
    let parts = match &operation.body {
        Some(Body::Multipart { parts } | Body::Form { parts }) => parts.as_slice(),
        _ => &[],
    };
    let params = operation.params.iter().map(|param| param.name.to_string());
    params.chain(parts.iter().map(|part| part.name.to_string())).collect()
}

#[test]
fn an_outline_is_read() {
    let documents = outline::parse("$t = {a}\n## x: X\nPOST /x | - | Do it ?n# < [{a!}] > y[]$t\n");
    let operation = &documents["x"]["paths"]["/x"]["post"];
    assert_eq!(operation["summary"], "Do it");
    assert_eq!(operation["parameters"][0]["schema"]["type"], "number");
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["items"]["required"][0], "a");
}
