//! What the tests of the generated crate compare with.
//!
//! In: both layers. Out: the documented keys of every answer, taken from the documents and not from the models, so
//! that a field that a model lost is found; the kind of each field of the models; and the documents' own examples, of
//! whole calls and of single fields.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ir::model::{Model, ModelId, Operation as ModelOperation, Product, Side, Type};
use crate::ir::wire::{Location, Media, Operation, SchemaId, SchemaUse, Wire};
use crate::ir::{Api, face};

use super::Names;
use super::krate::{Answer, Answers, Example, Key};

/// Collects shapes, kinds and examples of all operations.
pub(super) fn of(api: &Api, names: &Names) -> Answers {
    let mut answers = Answers { kinds: kinds(api, names), ..Answers::default() };
    for (product, _, operation) in api.model.operations() {
        let id = operation.wire;
        let documents = api.wire.products.get(id.product as usize).map(|product| &product.documents);
        let wire =
            documents.and_then(|documents| documents.get(id.document as usize)?.operations.get(id.operation as usize));
        let Some(wire) = wire else { continue };
        let media = answer(operation, wire);
        let shape = media.and_then(|media| add(&api.wire, media.schema.as_ref()?, &mut answers)).unwrap_or_default();
        let kind = operation.result.payload.ty().map(|ty| spelled(ty, names)).unwrap_or_default();
        let path = format!("{}{}", operation.base_path, operation.path);
        let operation_key = (product.name.to_string(), operation.method.as_str().to_owned(), path);
        answers.roots.insert(operation_key, Answer { shape, kind });
        let request = wire.body.as_ref().and_then(|body| body.content.iter().find_map(|media| media.example.clone()));
        let response = media.and_then(|media| media.example.clone());
        if request.is_some() || response.is_some() {
            answers.examples.push(example(api, product, operation, wire, (request, response)));
        }
    }
    answers
}

/// The documented call: every parameter that has an example, with it.
fn example(
    api: &Api,
    product: &Product,
    operation: &ModelOperation,
    wire: &Operation,
    bodies: (Option<Value>, Option<Value>),
) -> Example {
    let mut example = Example {
        product: product.name.to_string(),
        method: operation.method.as_str(),
        path: format!("{}{}", operation.base_path, operation.path),
        query: BTreeMap::new(),
        headers: BTreeMap::new(),
        request: bodies.0,
        response: bodies.1,
    };
    // A parameter that chooses a format belongs to the method that gives a file.
    let chooses = |name: &str| operation.formats.as_ref().is_some_and(|formats| formats.param == name);
    for param in wire.params.iter().filter(|param| !chooses(&param.name)) {
        let own = param.schema.as_ref().and_then(|used| api.wire.schema(used.id)?.example.as_ref());
        let text = param.example.as_ref().or(own).and_then(text);
        match (param.location, text) {
            (Location::Path, text) => {
                let value = text.unwrap_or_else(|| "460000000026049".to_owned());
                example.path = example.path.replace(&format!("{{{}}}", param.name), &value);
            }
            (Location::Query, Some(text)) => drop(example.query.insert(param.name.clone(), text)),
            (Location::Header, Some(text)) => drop(example.headers.insert(param.name.clone(), text)),
            _ => {}
        }
    }
    example
}

/// An example as it travels outside a body; a list or object does not.
fn text(example: &Value) -> Option<String> {
    match example {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The documented body that the method returns.
fn answer<'w>(operation: &ModelOperation, wire: &'w Operation) -> Option<&'w Media> {
    let id = operation.result.media?;
    wire.responses.get(id.response as usize)?.content.get(id.media as usize)
}

/// Adds the shape below a use of a schema; gives its name, or nothing for what is no object.
fn add(wire: &Wire, used: &SchemaUse, answers: &mut Answers) -> Option<String> {
    let objects = objects(wire, used.id, &mut Vec::new());
    if objects.is_empty() {
        return None;
    }
    // Schemas that are put together in several ways are several shapes.
    let ids: Vec<String> = objects.iter().map(|id| id.0.to_string()).collect();
    let name = format!("s{}", ids.join("_"));
    if answers.shapes.contains_key(&name) {
        return Some(name);
    }
    answers.shapes.insert(name.clone(), BTreeMap::new());
    let mut keys: BTreeMap<String, Key> = BTreeMap::new();
    for object in objects {
        for (key, used) in wire.schema(object).into_iter().flat_map(|schema| &schema.properties) {
            let below = Key { shape: add(wire, used, answers), example: documented(wire, used.id, &mut Vec::new()) };
            keys.entry(key.clone()).or_insert(below);
        }
    }
    answers.shapes.insert(name.clone(), keys);
    Some(name)
}

/// The example of a schema, or of what it is composed of; for a list, the list of what its elements show.
fn documented(wire: &Wire, id: SchemaId, seen: &mut Vec<SchemaId>) -> Option<Value> {
    let schema = wire.schema(id).filter(|_| !seen.contains(&id))?;
    seen.push(id);
    let mut parts = schema.all_of.iter();
    let own = schema.example.clone().or_else(|| parts.find_map(|part| documented(wire, part.id, seen)));
    own.or_else(|| {
        let element = documented(wire, schema.items.as_ref()?.id, seen)?;
        Some(Value::Array(vec![element]))
    })
}

/// The kinds of all fields of all models that are received.
fn kinds(api: &Api, names: &Names) -> BTreeMap<String, BTreeMap<String, String>> {
    let named = (0_u32..).zip(&api.model.models).filter(|(_, model)| model.side == Side::Response);
    let named = named.filter_map(|(index, model)| Some((names.models.get(&ModelId(index))?.to_string(), model)));
    let fields =
        |model: &Model| model.fields.iter().map(|field| (field.wire.clone(), spelled(&field.ty, names))).collect();
    named.map(|(name, model)| (name, fields(model))).collect()
}

/// `list<books::Invoice>`; what an enum lists is of no concern.
fn spelled(ty: &Type, names: &Names) -> String {
    face::kind(ty, &|id| names.models.get(&id).map(ToString::to_string), &|_| Some("enum".to_owned()))
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
