//! In: a request model. Out: its JSON, unset keys left out; and, under the feature `serialize`, back again.

use serde::ser::SerializeMap;

use super::to_wire::{Object, ToWire, Wire, WireNumber};
use crate::runtime::extra::Extra;
use crate::runtime::field::Field;

/// A field of a request model: required (a plain value) or optional (a [`Field`]).
pub trait Slot {
    /// Writes the key, unless it is unset.
    fn put<M: SerializeMap>(&self, object: &mut Object<M>, key: &'static str);

    /// Writes the key, ids as numbers.
    fn put_number<M: SerializeMap>(&self, object: &mut Object<M>, key: &'static str);
}

impl<T: ToWire> Slot for T {
    fn put<M: SerializeMap>(&self, object: &mut Object<M>, key: &'static str) {
        object.put(key, &Wire(self));
    }

    fn put_number<M: SerializeMap>(&self, object: &mut Object<M>, key: &'static str) {
        object.put(key, &WireNumber(self));
    }
}

impl<T: ToWire> Slot for Field<T> {
    fn put<M: SerializeMap>(&self, object: &mut Object<M>, key: &'static str) {
        match self {
            Self::Unset => {}
            Self::Null => object.put(key, &()),
            Self::Set(value) => object.put(key, &Wire(value)),
        }
    }

    fn put_number<M: SerializeMap>(&self, object: &mut Object<M>, key: &'static str) {
        match self {
            Self::Set(value) => object.put(key, &WireNumber(value)),
            other => other.put(object, key),
        }
    }
}

/// A request value that is an object, and so can share one with others.
pub trait Keys {
    /// Writes its keys.
    fn put_keys<M: SerializeMap>(&self, object: &mut Object<M>);
}

/// Writes the keys that no document lists. They come first, so that they take the place of documented ones.
pub fn put_extra<M: SerializeMap>(object: &mut Object<M>, extra: &Extra) {
    extra.iter().for_each(|(key, value)| object.put_by_hand(key, value));
}

/// Writing for a request model, and reading it back under the feature `serialize`.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! request_model {
    ($name:ident { $($field:ident: $key:literal $(as $codec:ident)?),* $(,)? $(; $extra:ident $(, $choice:ident)*)? }) => {
        impl $crate::runtime::wire::request_model::Keys for $name {
            #[allow(unused_variables, reason = "a model may have no fields")]
            fn put_keys<__M: ::serde::ser::SerializeMap>(&self, object: &mut $crate::runtime::wire::to_wire::Object<__M>) {
                $($crate::runtime::wire::request_model::put_extra(object, &self.$extra);)?
                $($crate::runtime::wire::request_model::put_slot!(&self.$field, object, $key $(, $codec)?);)*
                $($($crate::runtime::wire::request_model::Keys::put_keys(&self.$choice, object);)*)?
            }
        }

        impl $crate::runtime::wire::ToWire for $name {
            fn to_wire<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                let mut object = $crate::runtime::wire::to_wire::Object::begin(ser);
                $crate::runtime::wire::request_model::Keys::put_keys(self, &mut object);
                object.end()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                $crate::runtime::wire::ToWire::to_wire(self, ser)
            }
        }

        #[cfg(feature = "serialize")]
        $crate::runtime::wire::read_request::read_request!($name { $($field: $key),* $(; $extra $(, $choice)*)? });
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use request_model;

/// Writes a field, as its marker says.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! put_slot {
    ($field:expr, $object:expr, $key:literal) => {
        $crate::runtime::wire::request_model::Slot::put($field, $object, $key)
    };
    ($field:expr, $object:expr, $key:literal, number) => {
        $crate::runtime::wire::request_model::Slot::put_number($field, $object, $key)
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use put_slot;
