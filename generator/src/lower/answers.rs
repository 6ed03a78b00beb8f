//! What the wire test compares with.
//!
//! In: the wire layer. Out: the documented keys of every answer, taken from the documents and not from the models, so
//! that a field that a model lost is found; and the documents' own examples.

use std::collections::BTreeMap;

use crate::ir::Api;
use crate::ir::wire::{Media, Operation, SchemaId, SchemaUse, Wire};

use super::krate::{Answers, Example};

/// Collects shapes and examples of all operations.
pub(super) fn of(api: &Api) -> Answers {
    let mut answers = Answers::default();
    for (product, _, operation) in api.model.operations() {
        let id = operation.wire;
        let wire = api
            .wire
            .products
            .get(id.product as usize)
            .and_then(|product| product.documents.get(id.document as usize)?.operations.get(id.operation as usize));
        let Some((wire, media)) = wire.and_then(|wire| Some((wire, answer(wire)?))) else { continue };
        let path = format!("{}{}", product.base_path, operation.path);
        if let Some(used) = &media.schema {
            let shape = add(&api.wire, used, &mut answers);
            if let Some(shape) = shape {
                answers
                    .roots
                    .insert((product.name.to_string(), operation.method.as_str().to_owned(), path.clone()), shape);
            }
        }
        if let Some(response) = media.example.clone() {
            let request =
                wire.body.as_ref().and_then(|body| body.content.iter().find_map(|media| media.example.clone()));
            answers.examples.push(Example {
                product: product.name.to_string(),
                method: operation.method.as_str(),
                path,
                response,
                request,
            });
        }
    }
    answers
}

/// JSON of the first successful response that has any.
fn answer(operation: &Operation) -> Option<&Media> {
    let successes = operation.responses.iter().filter(|response| response.status.is_success());
    successes.flat_map(|response| &response.content).find(|media| media.media_type.contains("json"))
}

/// Adds the shape below a use of a schema; gives its name, or nothing for what is no object.
fn add(wire: &Wire, used: &SchemaUse, answers: &mut Answers) -> Option<String> {
    let objects = objects(wire, used.id, &mut Vec::new());
    let first = objects.first()?;
    let name = format!("s{}", first.0);
    if answers.shapes.contains_key(&name) {
        return Some(name);
    }
    answers.shapes.insert(name.clone(), BTreeMap::new());
    let mut keys: BTreeMap<String, Option<String>> = BTreeMap::new();
    for object in objects {
        for (key, used) in wire.schema(object).into_iter().flat_map(|schema| &schema.properties) {
            let below = add(wire, used, answers);
            keys.entry(key.clone()).or_insert(below);
        }
    }
    answers.shapes.insert(name.clone(), keys);
    Some(name)
}

/// The schemas with properties that an instance is made of: lists are looked through, compositions put together.
fn objects(wire: &Wire, id: SchemaId, seen: &mut Vec<SchemaId>) -> Vec<SchemaId> {
    let Some(schema) = wire.schema(id).filter(|_| !seen.contains(&id)) else { return Vec::new() };
    seen.push(id);
    let mut found = if schema.properties.is_empty() { Vec::new() } else { vec![id] };
    // The keys of a map are no documented keys, so `additionalProperties` is not looked into.
    let parts = schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of).chain(&schema.items);
    for part in parts {
        found.extend(objects(wire, part.id, seen));
    }
    found
}
