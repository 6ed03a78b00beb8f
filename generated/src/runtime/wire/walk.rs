//! In: the text of a JSON object. Out: its keys and values one by one, each read as the caller says when it comes to it.
//!
//! So an answer is read in one pass, whatever type its result has, and what walks over it is compiled once.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer};

use super::from_wire::FromWire;

/// A place in an object. `None` from any step means that the text is not what it should be.
pub(crate) struct Walk<'a> {
    text: &'a str,
    at: usize,
    is_first: bool,
}

/// A value as it is on the wire: `None` is no value.
pub(crate) struct OnWire<T>(pub(crate) Option<T>);

impl<'de, T: FromWire> Deserialize<'de> for OnWire<T> {
    fn deserialize<D: Deserializer<'de>>(de: D) -> Result<Self, D::Error> {
        T::from_wire(de).map(Self)
    }
}

/// The first value in a text that may go on behind it, and how long it is.
pub(crate) fn prefix<'a, T: Deserialize<'a>>(text: &'a str) -> Option<(T, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    let value = values.next()?.ok()?;
    Some((value, values.byte_offset()))
}

impl<'a> Walk<'a> {
    pub(crate) fn new(text: &'a str) -> Option<Self> {
        let mut walk = Self { text, at: 0, is_first: true };
        walk.token(b'{')?;
        Some(walk)
    }

    /// The next key; `Some(None)` at the end of the object, with nothing behind it.
    pub(crate) fn key(&mut self) -> Option<Option<Cow<'a, str>>> {
        if self.token(b'}').is_some() {
            return self.rest().trim_ascii_start().is_empty().then_some(None);
        }
        if !std::mem::take(&mut self.is_first) {
            self.token(b',')?;
        }
        self.skip();
        let key = self.value::<Key<'a>>()?.0.0;
        self.token(b':')?;
        Some(Some(key))
    }

    /// The value of the key, and where it stands.
    pub(crate) fn value<T: Deserialize<'a>>(&mut self) -> Option<(T, Range<usize>)> {
        self.skip();
        let (value, length) = prefix(self.rest())?;
        let from = self.at;
        self.at += length;
        Some((value, from..self.at))
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self) {
        self.at = self.text.len() - self.rest().trim_ascii_start().len();
    }

    fn token(&mut self, token: u8) -> Option<()> {
        self.skip();
        (self.rest().as_bytes().first() == Some(&token)).then(|| self.at += 1)
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(de: D) -> Result<Self, D::Error> {
        serde::de::DeserializeSeed::deserialize(super::model::Key, de).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn walk(text: &str) -> Option<Vec<(String, Value)>> {
        let mut walk = Walk::new(text)?;
        let mut all = Vec::new();
        while let Some(key) = walk.key()? {
            all.push((key.into_owned(), walk.value::<Value>()?.0));
        }
        Some(all)
    }

    #[test]
    fn it_reads_what_the_library_reads() {
        for text in [
            "{}",
            " { } ",
            r#"{"a":1}"#,
            r#" { "a" : [1,{"b":2}] , "c\u0041":null,"d":"}"}  "#,
            r#"{"a":1,"a":-2.5e3}"#,
            r#"{"a":true,"b":false}"#,
        ] {
            let expected: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap();
            let found = walk(text).unwrap();
            assert_eq!(found.into_iter().collect::<serde_json::Map<_, _>>(), expected, "{text}");
        }
    }

    #[test]
    fn it_refuses_what_the_library_refuses() {
        for text in [
            "",
            "[]",
            "{",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1"#,
            r#"{"a":1,}"#,
            r#"{,"a":1}"#,
            r#"{"a":1 "b":2}"#,
            r#"{"a":1}x"#,
            r#"{a:1}"#,
            r#"{1:1}"#,
            r#"{"a":01}"#,
            r#"{"a":1x}"#,
            r#"{"a":tru}"#,
            r#"{"a":1}}"#,
        ] {
            assert!(serde_json::from_str::<serde_json::Map<String, Value>>(text).is_err(), "{text}");
            assert!(walk(text).is_none(), "{text}");
        }
    }
}
