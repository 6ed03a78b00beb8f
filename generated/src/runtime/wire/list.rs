//! In: a JSON list, or what the service sends instead of one. Out: a `Vec`.
//!
//! A blank text is the empty list, one object a list of one. Elements that hold no value are left out.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::from_wire::{FromWire, Seed};
use super::path;

impl<T: FromWire> FromWire for Vec<T> {
    fn from_wire<'de, D: Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error> {
        de.deserialize_any(ListVisitor(PhantomData))
    }

    fn when_absent() -> Option<Self> {
        Some(Self::new())
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: FromWire> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() { Ok(Some(Vec::new())) } else { Err(E::invalid_type(Unexpected::Str(text), &self)) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        let mut index = 0_usize;
        while let Some(element) =
            seq.next_element_seed(Seed::<T>::new()).map_err(|error| path::at_index(index, error))?
        {
            list.extend(element.or_else(T::when_absent));
            index += 1;
        }
        Ok(Some(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let one = T::from_wire(MapAccessDeserializer::new(map))?;
        Ok(Some(one.into_iter().collect()))
    }
}
