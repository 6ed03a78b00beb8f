//! Whole answers, put together from what documents show of single fields.
//!
//! In: documented objects and the kinds of their keys. Out: an answer of each operation that has no example of its own.
//! Values stand as documented, even where they contradict the documented type.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use zoho_finance::{OperationSpec, Payload};

use super::kinds::{Kind, Kinds};

/// Documented objects by name: what is said of each key.
pub(crate) type Shapes = BTreeMap<String, BTreeMap<String, Documented>>;

/// What a document says of one key.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Documented {
    /// The object under the key, or in the list under it.
    #[serde(default)]
    pub(crate) shape: Option<String>,
    #[serde(default)]
    example: Option<Value>,
}

/// Puts answers together.
pub(crate) struct Builder<'a> {
    pub(crate) shapes: &'a Shapes,
    pub(crate) kinds: &'a Kinds,
}

impl Builder<'_> {
    /// The answer of an operation: the documented object, the kind of the result in its place.
    pub(crate) fn answer(&self, spec: &OperationSpec, shape: &str, kind: &Kind) -> Value {
        let whole = Documented { shape: Some(shape.to_owned()), example: None };
        match spec.payload {
            Payload::Whole => self.value(kind, &whole, &mut Vec::new()),
            Payload::Flat => complete(spec, self.value(kind, &whole, &mut Vec::new()), None),
            payload => {
                let result = payload.key().map(|key| (key, self.result(payload, key, shape, kind)));
                complete(spec, self.value(&Kind::Json, &whole, &mut Vec::new()), result)
            }
        }
    }

    fn result(&self, payload: Payload, key: &str, shape: &str, kind: &Kind) -> Value {
        let one = matches!(payload, Payload::Key { .. });
        let kind = if one { kind.clone() } else { Kind::List(Box::new(kind.clone())) };
        let said = self.shapes.get(shape).and_then(|keys| keys.get(key)).cloned().unwrap_or_default();
        self.value(&kind, &said, &mut Vec::new())
    }

    /// A value of a kind as documented; `open` are the objects that it is inside of.
    fn value<'s>(&'s self, kind: &Kind, said: &'s Documented, open: &mut Vec<&'s str>) -> Value {
        let object = said.shape.as_deref().and_then(|name| Some((name, self.shapes.get(name)?)));
        let recursive = object.is_some_and(|(name, _)| open.contains(&name));
        match (kind, object) {
            (Kind::List(_), _) if recursive => json!([]),
            (Kind::Map(_), _) if recursive => json!({}),
            (Kind::Model(_) | Kind::Json, _) if recursive => Value::Null,
            (Kind::List(inner), Some(_)) => json!([self.value(inner, said, open)]),
            (Kind::Map(inner), Some(_)) => json!({ "cf_colour": self.value(inner, said, open) }),
            (Kind::Model(_) | Kind::Json, Some((name, keys))) => {
                open.push(name);
                let fields = self.fields(kind, keys, open);
                open.pop();
                Value::Object(fields)
            }
            _ => said.example.clone().unwrap_or_else(|| kind.sample()),
        }
    }

    fn fields<'s>(
        &'s self,
        kind: &Kind,
        keys: &'s BTreeMap<String, Documented>,
        open: &mut Vec<&'s str>,
    ) -> Map<String, Value> {
        let kind_of = |key: &str| kind.field(self.kinds, key).unwrap_or(&Kind::Json);
        keys.iter().map(|(key, said)| (key.clone(), self.value(kind_of(key), said, open))).collect()
    }
}

/// Says that the call succeeded, whatever code the document shows, and puts the result in its place.
fn complete(spec: &OperationSpec, mut body: Value, result: Option<(&str, Value)>) -> Value {
    if let Some(entries) = body.as_object_mut() {
        if spec.envelope {
            entries.insert("code".to_owned(), json!(0));
            entries.insert("message".to_owned(), json!("success"));
        }
        entries.extend(result.map(|(key, value)| (key.to_owned(), value)));
    }
    body
}
