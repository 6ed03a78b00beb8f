//! In: the JSON of a request. Out: the request model again; what caches and the wire test want (feature `serialize`).
//!
//! Keys that no document lists land in the model's `Extra`; a missing required key is an error.

use std::borrow::Cow;

use serde::de::{Error, IgnoredAny, MapAccess};
use serde_json::Value;

use super::from_wire::{FromWire, Seed};
use super::model::Key;
use super::path;
use crate::runtime::extra::Extra;
use crate::runtime::field::Field;

/// A field of a request model: required (a plain value) or optional (a [`Field`]).
pub trait Slot: Sized {
    /// Reads the value of the current key.
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error>;

    /// The field when its key did not come.
    fn missing() -> Option<Self>;
}

impl<T: FromWire> Slot for T {
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        let value = map.next_value_seed(Seed::<T>::new())?;
        value.or_else(T::when_absent).ok_or_else(|| A::Error::custom("expected a value, found none"))
    }

    fn missing() -> Option<Self> {
        None
    }
}

impl<T: FromWire> Slot for Field<T> {
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        Ok(map.next_value_seed(Seed::<T>::new())?.map_or(Self::Null, Self::Set))
    }

    fn missing() -> Option<Self> {
        Some(Self::Unset)
    }
}

/// Reads the value of the current key.
pub fn take<'de, T: Slot, A: MapAccess<'de>>(slot: &mut Option<T>, map: &mut A) -> Result<(), A::Error> {
    *slot = Some(T::read(map)?);
    Ok(())
}

/// The field, or an error where a required key did not come.
pub fn finish<T: Slot, E: Error>(slot: Option<T>, key: &'static str) -> Result<T, E> {
    slot.or_else(T::missing).ok_or_else(|| E::missing_field(key))
}

/// Keeps a key that no document lists.
pub fn keep<'de, A: MapAccess<'de>>(extra: &mut Extra, key: &str, map: &mut A) -> Result<(), A::Error> {
    extra.set(key, map.next_value::<Value>()?);
    Ok(())
}

/// The next key.
pub fn next_key<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    map.next_key_seed(Key)
}

/// Puts the key in front of an error's path.
pub fn at<T, E: Error>(key: &str, result: Result<T, E>) -> Result<T, E> {
    result.map_err(|error| path::at_key(key, error))
}

/// Passes over the value of the current key.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// What becomes of a key that no document lists.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! unknown {
    ($key:expr, $map:expr) => {
        $crate::runtime::wire::read_request::skip($map)?
    };
    ($key:expr, $map:expr, $extra:expr) => {
        $crate::runtime::wire::read_request::keep($extra, $key, $map)?
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use unknown;

/// Reading for a request model.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! read_request {
    ($name:ident { $($field:ident: $key:literal),* $(; $extra:ident)? }) => {
        impl $crate::runtime::wire::FromWire for $name {
            fn from_wire<'de, __D: ::serde::Deserializer<'de>>(
                de: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                struct RequestVisitor;

                impl<'de> ::serde::de::Visitor<'de> for RequestVisitor {
                    type Value = ::std::option::Option<$name>;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_unit<__E>(self) -> ::std::result::Result<Self::Value, __E> {
                        Ok(None)
                    }

                    #[allow(clippy::match_single_binding, reason = "a model may have no fields")]
                    fn visit_map<__A: ::serde::de::MapAccess<'de>>(
                        self,
                        mut map: __A,
                    ) -> ::std::result::Result<Self::Value, __A::Error> {
                        use $crate::runtime::wire::read_request as read;
                        $(let mut $field = None;)*
                        $(let mut $extra = $crate::runtime::extra::Extra::default();)?
                        while let Some(key) = read::next_key(&mut map)? {
                            match &*key {
                                $($key => read::at(&key, read::take(&mut $field, &mut map))?,)*
                                _ => read::unknown!(&key, &mut map $(, &mut $extra)?),
                            }
                        }
                        Ok(Some($name { $($field: read::finish($field, $key)?,)* $($extra)? }))
                    }
                }

                de.deserialize_any(RequestVisitor)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(de: __D) -> ::std::result::Result<Self, __D::Error> {
                $crate::runtime::wire::from_wire::required(de, stringify!($name))
            }
        }
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use read_request;
