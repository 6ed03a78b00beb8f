//! In: the body of an answer as JSON. Out: the same body, once read and written again. For tests (feature `serialize`).

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Map, Value, json};

use super::to_wire::{ToWire, Wire};
use crate::runtime::error::Error;
use crate::runtime::operation::{Operation, Payload};
use crate::runtime::output::Output;
use crate::runtime::response::{Full, RawResponse};

/// The parts of a body that hold the result.
#[derive(Clone, Debug, Default)]
#[doc(hidden)]
pub struct Written {
    pub(crate) value: Option<Value>,
    pub(crate) page_context: Option<Value>,
}

impl Written {
    pub(crate) fn value<T: ToWire>(value: &T) -> serde_json::Result<Self> {
        Ok(Self { value: Some(serde_json::to_value(Wire(value))?), page_context: None })
    }
}

/// Reads a body as the operation would, and writes it again.
///
/// What comes back differs only as the tolerance table allows: unknown fields of models are gone, numbers sent as texts
/// are numbers, and so on.
///
/// # Errors
///
/// Whatever reading the same answer from the service would give.
pub fn round_trip<O: Operation>(body: &Value) -> Result<Value, Error> {
    round_trip_text::<O>(&body.to_string())
}

/// The same for the text of a body: numbers stand in it as the service spells them.
///
/// # Errors
///
/// Whatever reading the same answer from the service would give.
pub fn round_trip_text<O: Operation>(body: &str) -> Result<Value, Error> {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    let raw = RawResponse::new(200, headers, Bytes::copy_from_slice(body.as_bytes()));
    let full = O::Output::read(raw, O::SPEC)?;
    let written = full.payload.write().map_err(|error| Error::Decode {
        path: String::new(),
        problem: error.to_string(),
        operation: O::SPEC.id.to_owned(),
    })?;
    Ok(assemble(full, written, O::SPEC.payload))
}

fn assemble<T>(full: Full<T>, written: Written, payload: Payload) -> Value {
    let mut body = Map::new();
    if let Some(code) = full.code {
        body.insert("code".to_owned(), json!(code));
    }
    if let Some(message) = full.message {
        body.insert("message".to_owned(), json!(message));
    }
    body.extend(full.extra);
    if let Some(context) = written.page_context {
        body.insert("page_context".to_owned(), context);
    }
    match (payload, written.value) {
        (Payload::Whole, Some(value)) => return value,
        (Payload::First { key }, Some(value)) => drop(body.insert(key.to_owned(), json!([value]))),
        (Payload::Flat | Payload::Json, Some(Value::Object(fields))) => body.extend(fields),
        (payload, Some(value)) => drop(payload.key().map(|key| body.insert(key.to_owned(), value))),
        (_, None) => {}
    }
    Value::Object(body)
}
