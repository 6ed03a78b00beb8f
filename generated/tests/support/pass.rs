//! One pass over an answer.
//!
//! In: a value and its kind. Out: the text that is sent, with what a plan puts in its place, and what reading it gives.

use serde_json::{Map, Value, json};

use super::kinds::{Kind, Kinds};
use super::places::{Answer, At, Place, Plan};
use super::reading::{held, read};
use super::table::{Case, Outcome, cases};

/// A value, sent and read.
pub(crate) struct Piece {
    /// Nothing where the key is left out.
    pub(crate) sent: Option<String>,
    pub(crate) read: Option<Value>,
}

/// One pass over an answer.
pub(crate) struct Pass<'a> {
    pub(crate) kinds: &'a Kinds,
    plan: &'a Plan<'a>,
    /// Leave out all that does not lead here.
    pub(crate) only: Option<&'a At>,
    /// Whether to note places.
    pub(crate) collects: bool,
    pub(crate) places: Vec<Place>,
    /// The first error that reading must give: where, and what is expected there, if that is known.
    pub(crate) refused: Option<(String, &'static str)>,
}

impl Piece {
    /// The same in a list or map, or as the result, where something may stand for "no value".
    pub(crate) fn held_by(self, kind: &Kind) -> Self {
        let read = if self.sent.is_some() { held(kind, self.read) } else { None };
        Self { read, ..self }
    }
}

/// The path of a key of the object at `at`; errors cut long keys.
pub(crate) fn below(at: &[usize], path: &str, key: &str) -> String {
    let key: String = key.chars().take(80).map(|c| if c == '`' || c.is_control() { '?' } else { c }).collect();
    if at.is_empty() { key } else { format!("{path}.{key}") }
}

/// Whether a key or element leads to the only place that is to be sent, if there is such a place.
pub(crate) fn leads_to(only: Option<&At>, at: &[usize], index: usize) -> bool {
    only.is_none_or(|only| only.get(at.len()).is_none_or(|next| *next == index))
}

pub(crate) fn child(at: &[usize], index: usize) -> At {
    at.iter().copied().chain([index]).collect()
}

impl<'a> Pass<'a> {
    pub(crate) fn of(answer: &'a Answer<'_>, plan: &'a Plan<'a>, only: Option<&'a At>) -> Self {
        Self { kinds: answer.kinds, plan, only, collects: false, places: Vec::new(), refused: None }
    }

    /// A value of a known kind, or what is to stand in its place.
    pub(crate) fn value(&mut self, at: &At, path: &str, kind: &Kind, value: &Value) -> Piece {
        if let Some(case) = self.plan.get(at) {
            return self.replaced(path, kind, case);
        }
        let index = self.note(at, path, kind, value);
        let piece = self.contents(at, path, kind, value);
        let inside = self.places.len() > index + 1;
        if let Some(place) = self.places.get_mut(index) {
            place.is_leaf = !inside;
        }
        piece
    }

    /// Adds a place; gives its index.
    fn note(&mut self, at: &At, path: &str, kind: &Kind, value: &Value) -> usize {
        if self.collects {
            let sample = read(self.kinds, kind, value).ok().flatten().unwrap_or_else(|| kind.sample());
            let cases = cases(kind, &sample);
            self.places.push(Place { at: at.clone(), path: path.to_owned(), cases, is_leaf: true });
        }
        self.places.len().saturating_sub(1)
    }

    fn replaced(&mut self, path: &str, kind: &Kind, case: &Case) -> Piece {
        let read = match &case.outcome {
            Outcome::Is(value) => Some(value.clone()),
            Outcome::Nothing => None,
            Outcome::Refused => {
                self.refused.get_or_insert((path.to_owned(), kind.what()));
                None
            }
        };
        Piece { sent: case.input.clone(), read }
    }

    pub(crate) fn contents(&mut self, at: &At, path: &str, kind: &Kind, value: &Value) -> Piece {
        match (kind, value) {
            (Kind::Model(name), Value::Object(entries)) => self.model(at, path, name, entries),
            (Kind::Map(inner), Value::Object(entries)) => self.map(at, path, inner, entries),
            (Kind::List(inner), Value::Array(elements)) => self.list(at, path, inner, elements),
            _ => match read(self.kinds, kind, value) {
                Ok(read) => Piece { sent: Some(value.to_string()), read },
                Err(_) => self.replaced(
                    path,
                    kind,
                    &Case { row: "as documented", input: Some(value.to_string()), outcome: Outcome::Refused },
                ),
            },
        }
    }

    fn model(&mut self, at: &At, path: &str, name: &str, entries: &Map<String, Value>) -> Piece {
        let mut object = Object::default();
        let known = self.kinds.get(name);
        for (index, (key, value)) in entries.iter().enumerate() {
            if let Some(kind) = known.and_then(|known| known.get(key)).filter(|_| leads_to(self.only, at, index)) {
                let piece = self.value(&child(at, index), &below(at, path, key), kind, value);
                object.add(key, piece);
            }
        }
        object.piece()
    }

    fn map(&mut self, at: &At, path: &str, kind: &Kind, entries: &Map<String, Value>) -> Piece {
        let mut object = Object::default();
        let only = self.only;
        for (index, (key, value)) in entries.iter().enumerate().filter(|(index, _)| leads_to(only, at, *index)) {
            let piece = self.value(&child(at, index), &below(at, path, key), kind, value);
            object.add(key, piece.held_by(kind));
        }
        object.piece()
    }

    fn list(&mut self, at: &At, path: &str, kind: &Kind, elements: &[Value]) -> Piece {
        let (mut sent, mut kept) = (Vec::new(), Vec::new());
        let only = self.only;
        for (index, element) in elements.iter().enumerate().filter(|(index, _)| leads_to(only, at, *index)) {
            let piece = self.value(&child(at, index), &format!("{path}[{}]", sent.len()), kind, element);
            let piece = piece.held_by(kind);
            sent.extend(piece.sent);
            kept.extend(piece.read);
        }
        Piece { sent: Some(format!("[{}]", sent.join(","))), read: Some(Value::Array(kept)) }
    }
}

/// An object while its keys are written.
#[derive(Default)]
pub(crate) struct Object {
    sent: Vec<String>,
    read: Map<String, Value>,
}

impl Object {
    pub(crate) fn add(&mut self, key: &str, piece: Piece) {
        self.sent.extend(piece.sent.map(|sent| format!("{}:{sent}", json!(key))));
        self.read.extend(piece.read.map(|read| (key.to_owned(), read)));
    }

    pub(crate) fn piece(self) -> Piece {
        Piece { sent: Some(format!("{{{}}}", self.sent.join(","))), read: Some(Value::Object(self.read)) }
    }
}
