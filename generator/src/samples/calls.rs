//! A call of every operation.
//!
//! In: both layers. Out: one [`CallSample`] an operation: what its method is given, from the documents' examples where
//! they satisfy their own schemas. All that is documented is set, alternatives and files of optional bodies excepted.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::ir::Api;
use crate::ir::model::{self, Body, Many, Operation, Param, Type};
use crate::ir::wire::{self, Location, Media};

use super::Maker;

/// Stands for an id that no document shows.
const ID: &str = "460000000026049";
/// Stands for a text that no document shows.
const TEXT: &str = "text";

/// What the method of one operation is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CallSample {
    /// The product.
    pub product: String,
    /// The document, below the specs folder.
    pub document: String,
    /// HTTP method.
    pub method: &'static str,
    /// Base path and path template.
    pub path: String,
    /// The organisation, where the operation takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Path values by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// Query parameters by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
    /// Headers by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Texts of a multipart body, form or other body by name; a file has an empty one.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, String>,
    /// The JSON body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Value>,
    /// Values that do not satisfy their own schema, because nothing does that could be found, or nothing can: what is
    /// wrong with them.
    #[serde(skip)]
    pub defects: Vec<String>,
}

/// Calls of all operations, in the order of the model layer.
#[must_use]
pub fn calls(api: &Api) -> Vec<CallSample> {
    let maker = Maker::new(&api.wire);
    let calls = api.model.operations().filter_map(|(product, _, operation)| call(api, &maker, product, operation));
    calls.collect()
}

fn call(api: &Api, maker: &Maker<'_>, product: &model::Product, operation: &Operation) -> Option<CallSample> {
    let id = operation.wire;
    let document = api.wire.products.get(id.product as usize)?.documents.get(id.document as usize)?;
    let wire = document.operations.get(id.operation as usize)?;
    let mut sample = CallSample {
        product: product.name.to_string(),
        document: api.wire.path_of(document.file).to_owned(),
        method: operation.method.as_str(),
        path: format!("{}{}", operation.base_path, operation.path),
        ..CallSample::default()
    };
    if let Some(tenancy) = product.tenancy.as_ref().filter(|_| operation.tenant) {
        sample.organization = Some(text(maker, wire, tenancy.location, &tenancy.name, None));
    }
    // A parameter that chooses a format belongs to the method that gives a file.
    let chooses = |name: &str| operation.formats.as_ref().is_some_and(|formats| formats.param == name);
    for param in operation.params.iter().filter(|param| !chooses(&param.wire)) {
        let value = text(maker, wire, param.location, &param.wire, Some(param));
        let place = match param.location {
            Location::Path => &mut sample.values,
            Location::Header => &mut sample.headers,
            Location::Query | Location::Cookie => &mut sample.query,
        };
        place.insert(param.wire.clone(), value);
    }
    body(maker, operation, wire, &mut sample);
    Some(sample)
}

/// The value of a parameter as it travels.
fn text(maker: &Maker<'_>, wire: &wire::Operation, location: Location, name: &str, param: Option<&Param>) -> String {
    let mut declared = wire.params.iter();
    let declared = declared.find(|declared| declared.location == location && declared.name == name);
    let fallback = if location == Location::Path || name.to_ascii_lowercase().ends_with("id") { ID } else { TEXT };
    let schema = declared.and_then(|declared| declared.schema.as_ref());
    let value = schema.map(|used| maker.value(used.id, declared.and_then(|declared| declared.example.as_ref())));
    let shown = declared.and_then(|declared| declared.example.clone());
    let text = value.or(shown).and_then(|value| written(&value)).filter(|text| !text.is_empty() && text != TEXT);
    let text = text.unwrap_or_else(|| fallback.to_owned());
    match param {
        Some(param) if param.many == Many::No => as_kind(&param.ty, text),
        _ => text,
    }
}

/// A text that the parameter's type can be read from.
fn as_kind(ty: &Type, text: String) -> String {
    match ty {
        Type::Bool if text.parse::<bool>().is_err() => "true".to_owned(),
        Type::Int if text.parse::<i64>().is_err() => "1".to_owned(),
        Type::Decimal if text.parse::<f64>().is_err() => "1".to_owned(),
        _ => text,
    }
}

/// A value as it travels outside a body.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(elements) => {
            let texts: Option<Vec<String>> = elements.iter().map(written).collect();
            texts.map(|texts| texts.join(","))
        }
        Value::Null | Value::Object(_) => None,
    }
}

fn body(maker: &Maker<'_>, operation: &Operation, wire: &wire::Operation, sample: &mut CallSample) {
    let content = wire.body.iter().flat_map(|body| &body.content);
    let media = |wanted: fn(&Media) -> bool| content.clone().find(|media| wanted(media));
    match &operation.body {
        Some(Body::Json { .. } | Body::JsonValue { .. }) => {
            let media = media(|media| crate::normalise::is_json(&media.media_type));
            let made = |media: &Media| media.schema.as_ref().map(|used| maker.value(used.id, media.example.as_ref()));
            sample.request = media.and_then(|media| made(media).or_else(|| media.example.clone()));
            let schema = media.and_then(|media| media.schema.as_ref());
            let violation = schema.zip(sample.request.as_ref());
            let violation = violation.and_then(|(used, value)| maker.checker().violation(used.id, value));
            sample.defects.extend(violation.map(|violation| format!("no body satisfies its schema: {violation}")));
        }
        Some(Body::Multipart { parts } | Body::Form { parts }) => {
            let schema = content.clone().find_map(|media| media.schema.as_ref());
            let made = schema.map(|used| maker.value(used.id, None)).unwrap_or_default();
            for part in parts.iter().filter(|part| part.ty != Type::Bytes) {
                let value = made.get(&part.wire).cloned().unwrap_or_else(|| Value::from(TEXT));
                sample.parts.insert(part.wire.clone(), form_text(&part.ty, &value));
            }
        }
        Some(Body::Raw { media_type, .. }) => drop(sample.parts.insert(media_type.clone(), TEXT.to_owned())),
        None => {}
    }
    let beside_json = matches!(operation.body, Some(Body::Json { .. } | Body::JsonValue { .. }));
    let files = operation.files.iter().filter(|file| file.required || !beside_json);
    sample.parts.extend(files.map(|file| (file.wire.clone(), String::new())));
}

/// A part that is no scalar travels as JSON.
fn form_text(ty: &Type, value: &Value) -> String {
    match value {
        Value::String(text) if matches!(ty, Type::Json | Type::List(_) | Type::Map(_) | Type::Model(_)) => {
            Value::from(text.as_str()).to_string()
        }
        Value::String(text) => as_kind(ty, text.clone()),
        Value::Array(_) | Value::Object(_) => value.to_string(),
        scalar => as_kind(ty, written(scalar).unwrap_or_default()),
    }
}
