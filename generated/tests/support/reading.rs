//! The tolerance table, as a test understands it: written without the runtime, to be compared with it.
//!
//! In: a kind and JSON in any spelling that the service uses. Out: the JSON that reading and writing it again gives,
//! `None` where there is no value, or a complaint where the value is of another kind.

use serde_json::{Map, Value, json};

use super::kinds::{Kind, Kinds};

pub(crate) type Read = Result<Option<Value>, String>;

/// What a value reads as.
pub(crate) fn read(kinds: &Kinds, kind: &Kind, value: &Value) -> Read {
    match (kind, value) {
        (_, Value::Null) => Ok(None),
        (Kind::Json, any) => Ok(Some(any.clone())),
        (Kind::Id | Kind::Text | Kind::Enum, Value::String(_)) => Ok(Some(value.clone())),
        (Kind::List(_), Value::String(text)) if is_blank(text) => Ok(Some(json!([]))),
        (_, Value::String(text)) if is_blank(text) => Ok(None),
        (Kind::List(inner), Value::Array(list)) => elements(kinds, inner, list),
        (Kind::List(inner), Value::Object(_)) => elements(kinds, inner, std::slice::from_ref(value)),
        (Kind::Map(inner), Value::Object(entries)) => map(kinds, inner, entries),
        (Kind::Model(name), Value::Object(entries)) => model(kinds, name, entries),
        _ => scalar(kind, value).map(Some).ok_or_else(|| format!("{value} is not {}", kind.what())),
    }
}

/// What stands in a list or map for an element that was read.
pub(crate) fn held(kind: &Kind, read: Option<Value>) -> Option<Value> {
    read.or_else(|| match kind {
        Kind::Json => Some(Value::Null),
        Kind::List(_) => Some(json!([])),
        _ => None,
    })
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn scalar(kind: &Kind, value: &Value) -> Option<Value> {
    match (kind, value) {
        (Kind::Id, Value::Number(number)) => (!number.is_f64()).then(|| json!(number.to_string())),
        (Kind::Date | Kind::DateTime, Value::String(_)) => Some(value.clone()),
        (Kind::Text | Kind::Enum | Kind::Date | Kind::DateTime, Value::Number(_) | Value::Bool(_)) => {
            Some(json!(value.to_string()))
        }
        (Kind::Number, Value::Number(_)) => Some(value.clone()),
        (Kind::Number, Value::String(text)) => Some(json!(text.trim().parse::<f64>().ok()?)),
        (Kind::Integer, Value::Number(number)) => whole(&number.to_string()),
        (Kind::Integer, Value::String(text)) => whole(text.trim()),
        (Kind::Boolean, Value::Bool(_)) => Some(value.clone()),
        (Kind::Boolean, Value::Number(number)) => match number.as_i64()? {
            0 => Some(json!(false)),
            1 => Some(json!(true)),
            _ => None,
        },
        (Kind::Boolean, Value::String(text)) => Some(json!(text.trim().to_ascii_lowercase().parse::<bool>().ok()?)),
        _ => None,
    }
}

fn whole(text: &str) -> Option<Value> {
    let float = || text.parse::<f64>().ok().filter(|float| float.fract() == 0.0);
    text.parse::<i64>().ok().or_else(|| float().map(|float| float as i64)).map(|whole| json!(whole))
}

fn elements(kinds: &Kinds, kind: &Kind, list: &[Value]) -> Read {
    let read: Result<Vec<Option<Value>>, String> = list.iter().map(|element| read(kinds, kind, element)).collect();
    Ok(Some(read?.into_iter().filter_map(|element| held(kind, element)).collect()))
}

fn map(kinds: &Kinds, kind: &Kind, entries: &Map<String, Value>) -> Read {
    let mut found = Map::new();
    for (key, entry) in entries {
        found.extend(held(kind, read(kinds, kind, entry)?).map(|value| (key.clone(), value)));
    }
    Ok(Some(Value::Object(found)))
}

fn model(kinds: &Kinds, name: &str, entries: &Map<String, Value>) -> Read {
    let mut found = Map::new();
    for (key, entry) in entries {
        if let Some(kind) = kinds.get(name).and_then(|known| known.get(key)) {
            found.extend(read(kinds, kind, entry)?.map(|value| (key.clone(), value)));
        }
    }
    Ok(Some(Value::Object(found)))
}
