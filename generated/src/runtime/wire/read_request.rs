//! In: the JSON of a request. Out: the request model again; what caches and the wire test want (feature `serialize`).
//!
//! Keys that no document lists land in the model's `Extra`; a missing required key is an error. A choice among the keys
//! of a model is read from what the model itself does not know.

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

/// A request value that is an object, and so can share one with others.
pub trait FromKeys: FromWire {
    /// The keys that it does not know.
    fn unknown(&mut self) -> Option<&mut Extra>;

    /// Reads the value from an object's keys, and leaves in it those that it does not know.
    fn from_keys<E: Error>(keys: &mut Extra) -> Result<Self, E> {
        let object = Value::Object(keys.iter().map(|(key, value)| (key.to_owned(), value.clone())).collect());
        let read = Self::from_wire(&object).map_err(|error| E::custom(error))?;
        let mut read = read.ok_or_else(|| E::custom("expected an object, found no value"))?;
        *keys = read.unknown().map(std::mem::take).unwrap_or_default();
        Ok(read)
    }
}

/// Takes a variant where it fits and leaves fewer keys unknown than the one before.
pub fn consider<T: FromKeys, C>(best: &mut Option<(C, Extra)>, keys: &Extra, variant: fn(T) -> C) {
    let mut rest = keys.clone();
    if let Ok(read) = T::from_keys::<serde_json::Error>(&mut rest)
        && best.as_ref().is_none_or(|(_, left)| rest.len() < left.len())
    {
        *best = Some((variant(read), rest));
    }
}

/// The variant that fits best, and in `keys` what it leaves.
pub fn chosen<C, E: Error>(best: Option<(C, Extra)>, keys: &mut Extra) -> Result<C, E> {
    let (choice, rest) = best.ok_or_else(none_fits)?;
    *keys = rest;
    Ok(choice)
}

/// None of a choice's variants can be read.
pub fn none_fits<E: Error>() -> E {
    E::custom("expected one of the documented alternatives, found none of them")
}

/// Reads a choice that is an object of its own: the keys that its variant does not know stay with the variant.
pub fn whole<'de, C: FromKeys, D: serde::Deserializer<'de>>(de: D) -> Result<Option<C>, D::Error> {
    let Value::Object(object) = serde::Deserialize::deserialize(de)? else { return Err(none_fits()) };
    let mut keys = Extra::default();
    object.into_iter().for_each(|(key, value)| keys.set(key, value));
    let mut choice = C::from_keys::<D::Error>(&mut keys)?;
    if let Some(unknown) = choice.unknown() {
        *unknown = keys;
    }
    Ok(Some(choice))
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
    ($name:ident { $($field:ident: $key:literal),* $(; $extra:ident $(, $choice:ident)*)? }) => {
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
                        $($(let $choice = read::FromKeys::from_keys(&mut $extra)?;)*)?
                        Ok(Some($name { $($field: read::finish($field, $key)?,)* $($($choice,)* $extra)? }))
                    }
                }

                de.deserialize_any(RequestVisitor)
            }
        }

        impl $crate::runtime::wire::read_request::FromKeys for $name {
            fn unknown(&mut self) -> ::std::option::Option<&mut $crate::runtime::extra::Extra> {
                $(return ::std::option::Option::Some(&mut self.$extra);)?
                #[allow(unreachable_code, reason = "a model written by hand may have none")]
                ::std::option::Option::None
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
