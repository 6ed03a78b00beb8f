//! What published documents say, and what they say with overlays.
//!
//! In: a fact that was read with the overlays applied, and both wire layers. Out: whether the words that it was read from
//! are the published ones: what an overlay says stays in the overlay.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ir::Place;
use crate::ir::fact::{Fact, Subject};
use crate::ir::noted;
use crate::ir::wire::Wire;

use super::notes::operation;

/// What the published documents say of every subject.
pub(super) struct Published(BTreeMap<Key, Text>);

impl Published {
    pub(super) fn of(plain: &Wire) -> Self {
        Self(texts(plain))
    }

    /// Whether a fact was read from what the published document says.
    pub(super) fn says(&self, fact: &Fact, wire: &Wire) -> bool {
        self.0.get(&key(fact)) == Some(&told_by(wire, &fact.subject))
    }
}

/// What a subject is, and where: the same with and without overlays.
type Key = (u8, Place, String);

fn key(fact: &Fact) -> Key {
    match &fact.subject {
        Subject::Schema(_) => (0, fact.at, String::new()),
        Subject::Property(_, name) => (1, fact.at, name.clone()),
        Subject::Param(..) => (2, fact.at, String::new()),
        Subject::Operation(_) => (3, fact.at, String::new()),
    }
}

/// Description and notes.
type Text = (Option<String>, Option<Value>);

fn told_by(wire: &Wire, subject: &Subject) -> Text {
    let description = subject.description(wire).map(str::to_owned);
    let notes = match subject {
        Subject::Schema(id) => wire.schema(*id).map(|schema| &schema.extensions),
        Subject::Param(id, index) => operation(wire, *id)
            .and_then(|operation| operation.params.get(*index as usize))
            .map(|param| &param.extensions),
        Subject::Property(..) | Subject::Operation(_) => None,
    };
    (description, notes.and_then(|notes| notes.get(noted::KEY)).cloned())
}

/// What the published documents say of every subject.
fn texts(plain: &Wire) -> BTreeMap<Key, Text> {
    let mut texts = BTreeMap::new();
    let facts = |extensions: &indexmap::IndexMap<String, Value>| extensions.get(noted::KEY).cloned();
    for schema in &plain.schemas {
        texts.insert((0, schema.at, String::new()), (schema.description.clone(), facts(&schema.extensions)));
        for (name, used) in &schema.properties {
            texts.insert((1, used.at, name.clone()), (used.description.clone(), None));
        }
    }
    for operation in
        plain.products.iter().flat_map(|product| &product.documents).flat_map(|document| &document.operations)
    {
        for param in &operation.params {
            texts.insert((2, param.at, String::new()), (param.description.clone(), facts(&param.extensions)));
        }
    }
    texts
}
