//! In: any JSON value. Out: a typed value, `None` where the wire says "no value" for that type, or an error.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _};

/// A type that can be read from what the service sends.
pub trait FromWire: Sized {
    /// Reads a value. `None` is how the wire says "no value": `null`, and for most types a blank text too.
    fn from_wire<'de, D: Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error>;

    /// What stands for "no value" where a value must stand: in a list, in a map, as the payload of an answer.
    fn when_absent() -> Option<Self> {
        None
    }

    /// The value, or what stands for "no value".
    fn when_absent_or(value: Option<Self>) -> Option<Self> {
        value.or_else(Self::when_absent)
    }

    /// Takes the keys of the envelope out of a value that was read from the whole body.
    fn without_envelope(self) -> Self {
        self
    }
}

impl<T: FromWire> FromWire for Box<T> {
    fn from_wire<'de, D: Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error> {
        Ok(T::from_wire(de)?.map(Box::new))
    }
}

/// Reads an optional value where serde wants a seed.
pub(crate) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: FromWire> DeserializeSeed<'de> for Seed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, de: D) -> Result<Option<T>, D::Error> {
        T::from_wire(de)
    }
}

/// Reads a value that must be there: what `serde::Deserialize` means.
pub fn required<'de, T: FromWire, D: Deserializer<'de>>(de: D, what: &str) -> Result<T, D::Error> {
    match T::from_wire(de)? {
        Some(value) => Ok(value),
        None => T::when_absent().ok_or_else(|| D::Error::custom(Expected(what))),
    }
}

struct Expected<'a>(&'a str);

impl fmt::Display for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found no value", self.0)
    }
}
