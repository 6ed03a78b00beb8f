//! In: a typed value. Out: JSON, exactly what the value holds, in the kinds that documents ask for.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::runtime::date::{Date, DateTime};
use crate::runtime::decimal::{Decimal, Number, to_number};
use crate::runtime::id::Id;

/// A type that can be written as JSON.
pub trait ToWire {
    /// Writes the value.
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error>;

    /// Writes the value where documents ask for a number: ids that are all digits.
    fn to_wire_number<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        self.to_wire(ser)
    }
}

/// A value as serde wants it.
#[derive(Debug)]
pub struct Wire<'a, T: ?Sized>(pub &'a T);

impl<T: ToWire + ?Sized> Serialize for Wire<'_, T> {
    fn serialize<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        self.0.to_wire(ser)
    }
}

/// A value as serde wants it, ids as numbers.
#[derive(Debug)]
pub struct WireNumber<'a, T: ?Sized>(pub &'a T);

impl<T: ToWire + ?Sized> Serialize for WireNumber<'_, T> {
    fn serialize<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        self.0.to_wire_number(ser)
    }
}

/// A value as raw JSON, in the kind that a request sends it in.
pub fn to_json<T: ToWire>(value: &T) -> Value {
    // Only a map with keys that are no texts cannot be written, and nothing here has one.
    serde_json::to_value(Wire(value)).unwrap_or_default()
}

/// An object while its keys are written. An error is kept until the end, so that a model's code is one call a field.
pub struct Object<M: SerializeMap> {
    map: Result<M, M::Error>,
    /// Keys that were written by hand: what the model says of them gives way.
    by_hand: Vec<String>,
}

impl<M: SerializeMap> Object<M> {
    /// Begins an object.
    pub fn begin<S: Serializer<SerializeMap = M, Error = M::Error>>(ser: S) -> Self {
        Self { map: ser.serialize_map(None), by_hand: Vec::new() }
    }

    /// Writes a key that stands for whatever else is written under it afterwards.
    pub fn put_by_hand(&mut self, key: &str, value: &Value) {
        self.put(key, value);
        self.by_hand.push(key.to_owned());
    }

    /// Writes a key.
    pub fn put<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if self.by_hand.iter().any(|known| known == key) {
            return;
        }
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.map = Err(error);
        }
    }

    /// Writes a key, unless there is no value.
    pub fn put_some<T: ToWire>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.put(key, &Wire(value));
        }
    }

    /// Ends the object.
    pub fn end(self) -> Result<M::Ok, M::Error> {
        self.map?.end()
    }
}

impl ToWire for Id {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        ser.serialize_str(self.as_str())
    }

    fn to_wire_number<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        match self.as_number() {
            Some(number) => ser.serialize_u64(number),
            None => ser.serialize_str(self.as_str()),
        }
    }
}

impl ToWire for Decimal {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        match to_number(*self) {
            Number::Int(whole) => ser.serialize_i64(whole),
            Number::Float(number) => ser.serialize_f64(number),
            Number::Digits(digits) => digits.serialize(ser),
        }
    }
}

impl ToWire for Date {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        ser.serialize_str(self.as_str())
    }
}

impl ToWire for DateTime {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        ser.serialize_str(self.as_str())
    }
}

macro_rules! as_serde_does {
    ($($type:ty),*) => { $(
        impl ToWire for $type {
            fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
                Serialize::serialize(self, ser)
            }
        }
    )* };
}
as_serde_does!(i64, bool, String, str, Value);

macro_rules! serialize {
    ($($type:ty),*) => { $(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
                self.to_wire(ser)
            }
        }
    )* };
}
serialize!(Id, Date, DateTime);

impl<T: ToWire + ?Sized> ToWire for &T {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        T::to_wire(self, ser)
    }

    fn to_wire_number<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        T::to_wire_number(self, ser)
    }
}

impl<T: ToWire> ToWire for Box<T> {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        T::to_wire(self, ser)
    }

    fn to_wire_number<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        T::to_wire_number(self, ser)
    }
}

impl<T: ToWire> ToWire for [T] {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        ser.collect_seq(self.iter().map(Wire))
    }

    fn to_wire_number<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        ser.collect_seq(self.iter().map(WireNumber))
    }
}

impl<T: ToWire> ToWire for Vec<T> {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        self.as_slice().to_wire(ser)
    }

    fn to_wire_number<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        self.as_slice().to_wire_number(ser)
    }
}

impl<T: ToWire> ToWire for BTreeMap<String, T> {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        ser.collect_map(self.iter().map(|(key, value)| (key, Wire(value))))
    }
}
