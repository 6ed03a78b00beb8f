//! In: several identifiers. Out: one text with commas between them, as some fields want it.

use std::fmt;

use serde::de::Deserializer;
use serde::ser::Serializer;

use super::id::Id;
use super::wire::{FromWire, ToWire};

/// Several ids in one text: `460000000026049,460000000026050`.
///
/// Made of anything that gives ids, or of the text itself, which is kept as it is.
///
/// ```
/// use zoho_finance::IdList;
///
/// let ids = IdList::from(["460000000026049", "460000000026050"]);
/// assert_eq!(ids.as_str(), "460000000026049,460000000026050");
/// assert_eq!(ids.iter().count(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdList(String);

impl IdList {
    /// The text with its commas.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ids one by one.
    pub fn iter(&self) -> impl Iterator<Item = Id> + '_ {
        self.0.split(',').map(str::trim).filter(|id| !id.is_empty()).map(Id::from)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl<T: Into<Id>> FromIterator<T> for IdList {
    fn from_iter<I: IntoIterator<Item = T>>(ids: I) -> Self {
        let ids: Vec<String> = ids.into_iter().map(|id| id.into().into_string()).collect();
        Self(ids.join(","))
    }
}

impl<T: Into<Id>> From<Vec<T>> for IdList {
    fn from(ids: Vec<T>) -> Self {
        ids.into_iter().collect()
    }
}

impl<T: Into<Id>, const N: usize> From<[T; N]> for IdList {
    fn from(ids: [T; N]) -> Self {
        ids.into_iter().collect()
    }
}

impl From<&[Id]> for IdList {
    fn from(ids: &[Id]) -> Self {
        ids.iter().collect()
    }
}

impl From<Id> for IdList {
    fn from(id: Id) -> Self {
        Self(id.into_string())
    }
}

impl From<&Id> for IdList {
    fn from(id: &Id) -> Self {
        Self(id.as_str().to_owned())
    }
}

impl From<&str> for IdList {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for IdList {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for IdList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromWire for IdList {
    fn from_wire<'de, D: Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error> {
        Ok(String::from_wire(de)?.map(Self))
    }
}

impl ToWire for IdList {
    fn to_wire<S: Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
        ser.serialize_str(&self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::runtime::to_json;

    #[test]
    fn ids_are_joined_and_taken_apart() {
        let id = Id::from("2");
        for list in [
            IdList::from(["1", "2"]),
            vec!["1", "2"].into(),
            [1_u64, 2].into(),
            "1,2".into(),
            IdList::from("1,2".to_owned()),
        ] {
            assert_eq!(list.as_str(), "1,2");
        }
        assert_eq!(IdList::from(&id).as_str(), "2");
        assert_eq!([Id::from("1"), id].iter().collect::<IdList>().to_string(), "1,2");
        assert_eq!(IdList::from("1, 2,").iter().collect::<Vec<_>>(), ["1", "2"]);
        assert!(IdList::default().is_empty() && IdList::from(" , ").is_empty());
    }

    #[test]
    fn the_text_travels_as_it_is() {
        let read = |json: &str| IdList::from_wire(&mut serde_json::Deserializer::from_str(json)).unwrap();
        assert_eq!(read("\"1, 2\"").map(|list| list.to_string()).as_deref(), Some("1, 2"));
        assert_eq!(read("12").map(|list| list.to_string()).as_deref(), Some("12"));
        assert_eq!(read("null"), None);
        assert_eq!(to_json(&IdList::from(["1", "2"])), "1,2");
    }
}
