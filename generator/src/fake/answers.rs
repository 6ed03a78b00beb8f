//! What an operation answers.
//!
//! In: an operation in both layers. Out: status and body of the documented success: the document's example, or one that
//! is put together from what its schema shows.

use serde_json::{Map, Value, json};

use crate::ir::Api;
use crate::ir::model::{Operation, Payload};
use crate::ir::wire::{self, Media, Response, Status};
use crate::samples::shown;

use super::Answer;

pub(super) fn of(api: &Api, operation: &Operation, wire: &wire::Operation) -> Answer {
    let documented = operation.result.media.and_then(|id| {
        let response = wire.responses.get(id.response as usize)?;
        Some((response, response.content.get(id.media as usize)?))
    });
    let success = || wire.responses.iter().find(|response| response.status.is_success());
    let response = documented.map(|(response, _)| response).or_else(success);
    let status = response.map_or(200, |response| code(response.status));
    if operation.result.payload == Payload::Download {
        return Answer { status, body: None, media: Some(file_type(response)) };
    }
    let body = documented.map(|(_, media)| body(api, operation, media));
    // Without an envelope there is nothing to say.
    let body = body.or_else(|| operation.result.envelope.then(|| enveloped(Map::new())));
    // An answer without content has none.
    Answer { status: if body.is_some() && status == 204 { 200 } else { status }, body, media: None }
}

const fn code(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(_) | Status::Default => 200,
    }
}

fn body(api: &Api, operation: &Operation, media: &Media) -> Value {
    let made = || media.schema.as_ref().map(|used| shown(&api.wire, used.id));
    let value = media.example.clone().filter(|example| usable(operation, example)).or_else(made).unwrap_or_default();
    match value {
        Value::Object(keys) if operation.result.envelope => enveloped(keys),
        value => value,
    }
}

/// Whether an example has what the method gives.
fn usable(operation: &Operation, example: &Value) -> bool {
    match &operation.result.payload {
        Payload::Key { key, .. } => example.get(key).is_some_and(|value| !value.is_null()),
        Payload::First { key, .. } => example.get(key).and_then(|list| list.get(0)).is_some(),
        Payload::Items { key, .. } => example.get(key).is_some(),
        Payload::Whole { .. } => !example.is_null(),
        _ => example.is_object(),
    }
}

/// Success is code 0, whatever an example of the field says.
fn enveloped(mut keys: Map<String, Value>) -> Value {
    keys.insert("code".to_owned(), json!(0));
    keys.entry("message").or_insert_with(|| json!("success"));
    Value::Object(keys)
}

/// The media type of a documented file.
fn file_type(response: Option<&Response>) -> String {
    let documented = response.and_then(|response| {
        let types = response.content.iter().map(|media| media.media_type.as_str());
        types.filter(|name| !name.contains('*')).find(|name| !crate::normalise::is_json(name))
    });
    documented.unwrap_or("application/pdf").to_owned()
}
