//! The envelope around a result.
//!
//! In: the body of an answer. Out: what is sent and read of code, message, result and the keys beside them.

use serde_json::{Map, Value, json};
use zoho_finance::Payload;

use super::kinds::Kind;
use super::pass::{Object, Pass, Piece, below, child, leads_to};
use super::places::{Answer, At};

impl Pass<'_> {
    pub(crate) fn body(&mut self, answer: &Answer<'_>) -> Piece {
        match answer.body {
            Value::Object(entries) if answer.spec.payload != Payload::Whole => self.entries(answer, entries),
            other => self.contents(&At::new(), "", answer.kind, other),
        }
    }

    fn entries(&mut self, answer: &Answer<'_>, entries: &Map<String, Value>) -> Piece {
        let mut object = Object::default();
        for (index, (key, value)) in entries.iter().enumerate() {
            // Without its result no answer can be read, so that is there even where something else is looked at.
            let is_result = answer.spec.payload.key() == Some(key);
            if is_result || leads_to(self.only, &[], index) {
                let piece = self.entry(&child(&[], index), key, answer, value);
                object.add(key, piece);
            }
        }
        object.piece()
    }

    fn entry(&mut self, at: &At, key: &str, answer: &Answer<'_>, value: &Value) -> Piece {
        let path = &below(&[], "", key);
        match key {
            "code" if answer.spec.envelope => self.value(at, path, &Kind::Integer, value),
            "message" if answer.spec.envelope => self.value(at, path, &Kind::Text, value),
            key if answer.spec.payload.key() == Some(key) => self.result(at, key, answer, value),
            key if answer.spec.payload == Payload::Flat => match answer.kind.field(self.kinds, key) {
                Some(kind) => self.value(at, path, kind, value),
                None => Piece { sent: Some(value.to_string()), read: None },
            },
            _ => Piece { sent: Some(value.to_string()), read: Some(value.clone()) },
        }
    }

    /// The value under the key of the result: there always is one.
    fn result(&mut self, at: &At, key: &str, answer: &Answer<'_>, value: &Value) -> Piece {
        let only = self.only;
        self.only = only.filter(|only| only.starts_with(at));
        let (list, path) = (Kind::List(Box::new(answer.kind.clone())), &below(&[], "", key));
        let piece = match answer.spec.payload {
            Payload::Key { .. } => self.value(at, path, answer.kind, value).held_by(answer.kind),
            Payload::First { .. } => self.value(at, path, &list, value).first(),
            _ => self.value(at, path, &list, value).all(only.is_none() && other_list(answer, key)),
        };
        self.only = only;
        if piece.read.is_none() && self.refused.is_none() {
            self.refused = Some((key.to_owned(), ""));
        }
        piece
    }
}

/// Whether another list stands beside that of the result.
fn other_list(answer: &Answer<'_>, key: &str) -> bool {
    let paged = matches!(answer.spec.payload, Payload::Items { .. });
    let other = |(name, value): (&String, &Value)| {
        let context = paged && name == "page_context";
        name != key && !context && value.as_array().is_some_and(|list| !list.is_empty())
    };
    answer.body.as_object().is_some_and(|body| body.iter().any(other))
}

impl Piece {
    /// One thing that is returned as a list: the first element, of which there must be one.
    fn first(self) -> Self {
        let first = self.read.as_ref().and_then(|list| list.get(0)).map(|first| json!([first]));
        Self { read: first, ..self }
    }

    /// A list that is left out is empty, unless another one stands beside it.
    fn all(self, beside: bool) -> Self {
        let empty = (self.sent.is_some() || !beside).then(|| json!([]));
        Self { read: self.read.or(empty), ..self }
    }
}
