//! In: the answer to a request by hand. Out: its result, as a type that serde can read.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::call::Target;
use super::envelope::{self, Envelope};
use super::error::Error;
use super::output;
use super::response::{Full, RawResponse};
use super::wire::FromWire;

type Keys<'a> = BTreeMap<String, &'a RawValue>;

/// Reads the answer, errors that it reports included.
pub(crate) fn read<T: DeserializeOwned>(raw: &RawResponse, target: &Target) -> Result<Full<T>, Error> {
    let operation = target.name();
    envelope::check(raw, &operation, true)?;
    let text = envelope::json_text(raw, &operation)?;
    let failed = |error| envelope::decode(&operation, &error);
    let (keys, payload) = match target {
        Target::Path { key: Some(key), .. } => {
            let mut keys: Keys<'_> = serde_json::from_str(text).map_err(failed)?;
            let payload = keys.remove(key.as_str());
            let value = payload.ok_or_else(|| envelope::missing(&operation, key, &head(&keys)))?;
            let payload = serde_json::from_str(value.get());
            (keys, payload.map_err(|error| envelope::decode_at(&operation, key, error))?)
        }
        _ => {
            // Whatever is not an object has no code and no message; other keys are part of the result.
            let mut keys: Keys<'_> = serde_json::from_str(text).unwrap_or_default();
            keys.retain(|key, _| is_head(key));
            (keys, serde_json::from_str(text).map_err(failed)?)
        }
    };
    Ok(output::full(raw, head(&keys), payload))
}

fn head(keys: &Keys<'_>) -> Envelope<'static> {
    let others = keys.iter().filter(|(key, _)| !is_head(key));
    Envelope {
        code: scalar(keys, "code"),
        message: scalar(keys, "message"),
        extra: others.map(|(key, value)| (key.clone(), parsed(value))).collect(),
        ..Envelope::default()
    }
}

fn is_head(key: &str) -> bool {
    matches!(key, "code" | "message")
}

fn scalar<T: FromWire>(keys: &Keys<'_>, key: &str) -> Option<T> {
    envelope::read(keys.get(key)?.get()).ok()?
}

fn parsed(value: &RawValue) -> Value {
    serde_json::from_str(value.get()).unwrap_or_default()
}
