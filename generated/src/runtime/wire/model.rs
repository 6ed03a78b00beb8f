//! In: a JSON object. Out: a response model, every field of which is optional.
//!
//! One visitor serves all models; the macro `response!` gives it the match from key to field.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Unexpected, Visitor};

use super::from_wire::{FromWire, Seed};
use super::path;

/// A type that is read key by key.
pub trait Model: Default {
    /// Its name in errors.
    const NAME: &'static str;

    /// Reads the value of a key into its field; `false` where the key is unknown, the value then being unread.
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;
}

/// Reads a model.
pub fn read<'de, T: Model, D: Deserializer<'de>>(de: D) -> Result<Option<T>, D::Error> {
    de.deserialize_any(ModelVisitor(PhantomData))
}

/// Reads the value of the current key into a field; always `true`.
pub fn take<'de, T: FromWire, A: MapAccess<'de>>(slot: &mut Option<T>, map: &mut A) -> Result<bool, A::Error> {
    *slot = map.next_value_seed(Seed::new())?;
    Ok(true)
}

struct ModelVisitor<T>(PhantomData<T>);

impl<'de, T: Model> Visitor<'de> for ModelVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if text.trim().is_empty() { Ok(None) } else { Err(E::invalid_type(Unexpected::Str(text), &self)) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<T>, A::Error> {
        let mut model = T::default();
        while let Some(key) = map.next_key_seed(Key)? {
            if !model.field(&key, &mut map).map_err(|error| path::at_key(&key, error))? {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Some(model))
    }
}

/// A key, borrowed from the body where it has no escapes.
pub(crate) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, de: D) -> Result<Cow<'de, str>, D::Error> {
        de.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key.to_owned()))
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_string<E>(self, key: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(key))
    }
}

/// Reading for a response model, and writing under the feature `serialize`.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! response {
    ($name:ident { $($field:ident: $key:literal),* $(,)? }) => {
        impl $crate::runtime::wire::model::Model for $name {
            const NAME: &'static str = stringify!($name);

            #[allow(unused_variables, clippy::match_single_binding, reason = "a model may have no fields")]
            fn field<'de, __A: ::serde::de::MapAccess<'de>>(
                &mut self,
                key: &str,
                map: &mut __A,
            ) -> ::std::result::Result<bool, __A::Error> {
                match key {
                    $($key => $crate::runtime::wire::model::take(&mut self.$field, map),)*
                    _ => Ok(false),
                }
            }
        }

        impl $crate::runtime::wire::FromWire for $name {
            fn from_wire<'de, __D: ::serde::Deserializer<'de>>(
                de: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                $crate::runtime::wire::model::read(de)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(de: __D) -> ::std::result::Result<Self, __D::Error> {
                $crate::runtime::wire::from_wire::required(de, stringify!($name))
            }
        }

        #[cfg(feature = "serialize")]
        impl $crate::runtime::wire::ToWire for $name {
            #[allow(unused_mut, reason = "a model may have no fields")]
            fn to_wire<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                let mut object = $crate::runtime::wire::to_wire::Object::begin(ser);
                $(object.put_some($key, &self.$field);)*
                object.end()
            }
        }

        #[cfg(feature = "serialize")]
        impl ::serde::Serialize for $name {
            fn serialize<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                $crate::runtime::wire::ToWire::to_wire(self, ser)
            }
        }
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use response;
