//! In: JSON of any shape. Out: the same JSON; only `null` is "no value".

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

use super::from_wire::FromWire;

impl FromWire for Value {
    fn from_wire<'de, D: Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error> {
        Ok(Some(Value::deserialize(de)?).filter(|value| !value.is_null()))
    }

    fn when_absent() -> Option<Self> {
        Some(Value::Null)
    }

    fn without_envelope(mut self) -> Self {
        if let Some(object) = self.as_object_mut() {
            object.retain(|key, _| key != "code" && key != "message");
        }
        self
    }
}
