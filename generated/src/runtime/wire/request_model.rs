//! In: a request model. Out: its JSON, unset keys left out; and, under the feature `serialize`, back again.

use serde::ser::SerializeMap;

use super::to_wire::{ToWire, Wire, WireNumber};
use crate::runtime::extra::Extra;
use crate::runtime::field::Field;

/// A field of a request model: required (a plain value) or optional (a [`Field`]).
pub trait Slot {
    /// Writes the key, unless it is unset.
    fn put<M: SerializeMap>(&self, map: &mut M, key: &'static str) -> Result<(), M::Error>;

    /// Writes the key, ids as numbers.
    fn put_number<M: SerializeMap>(&self, map: &mut M, key: &'static str) -> Result<(), M::Error>;
}

impl<T: ToWire> Slot for T {
    fn put<M: SerializeMap>(&self, map: &mut M, key: &'static str) -> Result<(), M::Error> {
        map.serialize_entry(key, &Wire(self))
    }

    fn put_number<M: SerializeMap>(&self, map: &mut M, key: &'static str) -> Result<(), M::Error> {
        map.serialize_entry(key, &WireNumber(self))
    }
}

impl<T: ToWire> Slot for Field<T> {
    fn put<M: SerializeMap>(&self, map: &mut M, key: &'static str) -> Result<(), M::Error> {
        match self {
            Self::Unset => Ok(()),
            Self::Null => map.serialize_entry(key, &()),
            Self::Set(value) => map.serialize_entry(key, &Wire(value)),
        }
    }

    fn put_number<M: SerializeMap>(&self, map: &mut M, key: &'static str) -> Result<(), M::Error> {
        match self {
            Self::Set(value) => map.serialize_entry(key, &WireNumber(value)),
            other => other.put(map, key),
        }
    }
}

/// Writes the keys that no document lists.
pub fn put_extra<M: SerializeMap>(map: &mut M, extra: &Extra) -> Result<(), M::Error> {
    extra.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))
}

/// Writing for a request model, and reading it back under the feature `serialize`.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! request_model {
    ($name:ident { $($field:ident: $key:literal $(as $codec:ident)?),* $(,)? $(; $extra:ident)? }) => {
        impl $crate::runtime::wire::ToWire for $name {
            #[allow(unused_mut, reason = "a model may have no fields")]
            fn to_wire<S: ::serde::Serializer>(&self, ser: S) -> ::std::result::Result<S::Ok, S::Error> {
                let mut map = $crate::runtime::wire::to_wire::object(ser)?;
                $($crate::runtime::wire::request_model::put_slot!(&self.$field, &mut map, $key $(, $codec)?)?;)*
                $($crate::runtime::wire::request_model::put_extra(&mut map, &self.$extra)?;)?
                ::serde::ser::SerializeMap::end(map)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, ser: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::wire::ToWire::to_wire(self, ser)
            }
        }

        #[cfg(feature = "serialize")]
        $crate::runtime::wire::read_request::read_request!($name { $($field: $key),* $(; $extra)? });
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use request_model;

/// Writes a field, as its marker says.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! put_slot {
    ($field:expr, $map:expr, $key:literal) => {
        $crate::runtime::wire::request_model::Slot::put($field, $map, $key)
    };
    ($field:expr, $map:expr, $key:literal, number) => {
        $crate::runtime::wire::request_model::Slot::put_number($field, $map, $key)
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use put_slot;
