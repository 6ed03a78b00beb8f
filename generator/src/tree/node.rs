//! The tree itself. In: nodes of the builder. Out: reading by id, by key and by order.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::pointer;
use super::scalar::Typed;
use crate::ir::{FileId, Place};

/// Index of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// One file as a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    pub(super) file: FileId,
    pub(super) nodes: Vec<Node>,
    pub(super) root: NodeId,
}

/// A node and where its text begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) at: Place,
    pub(super) kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Text, number, truth value or null.
    Scalar(Scalar),
    /// Nodes in order.
    Sequence(Vec<NodeId>),
    /// Nodes by key in order.
    Mapping(IndexMap<String, Entry>),
}

/// One entry of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where the key stands.
    pub key_at: Place,
    /// The value.
    pub value: NodeId,
}

/// A scalar as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text, quotes and escapes undone.
    pub text: String,
    /// How it was written.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: typed by its text.
    Plain,
    /// In single or double quotes, or tagged `!!str`: always text.
    Quoted,
    /// A block, literal or folded: always text.
    Block,
}

static NOTHING: Kind = Kind::Scalar(Scalar { text: String::new(), style: Style::Plain });

impl Tree {
    /// The file it was read from.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The node that holds all others.
    #[must_use]
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// How many nodes there are, those included that were cut off.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node; a parsed tree has at least one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Where the text of a node begins; the whole file for an unknown id.
    #[must_use]
    pub fn at(&self, id: NodeId) -> Place {
        self.nodes.get(id.0 as usize).map_or(Place::file(self.file), |node| node.at)
    }

    /// What a node is; null for an unknown id.
    #[must_use]
    pub fn kind(&self, id: NodeId) -> &Kind {
        self.nodes.get(id.0 as usize).map_or(&NOTHING, |node| &node.kind)
    }

    /// The entries of a mapping in order; of anything else none.
    pub fn entries(&self, id: NodeId) -> impl Iterator<Item = (&str, Entry)> {
        let mapping = match self.kind(id) {
            Kind::Mapping(mapping) => Some(mapping),
            _ => None,
        };
        mapping.into_iter().flatten().map(|(key, entry)| (key.as_str(), *entry))
    }

    /// The items of a sequence in order; of anything else none.
    #[must_use]
    pub fn items(&self, id: NodeId) -> &[NodeId] {
        match self.kind(id) {
            Kind::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The entry of a mapping with this key.
    #[must_use]
    pub fn entry(&self, id: NodeId, key: &str) -> Option<Entry> {
        match self.kind(id) {
            Kind::Mapping(mapping) => mapping.get(key).copied(),
            _ => None,
        }
    }

    /// The value of a mapping with this key.
    #[must_use]
    pub fn child(&self, id: NodeId, key: &str) -> Option<NodeId> {
        self.entry(id, key).map(|entry| entry.value)
    }

    /// The scalar that a node is, if it is one.
    #[must_use]
    pub fn scalar(&self, id: NodeId) -> Option<&Scalar> {
        match self.kind(id) {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The source text of a scalar that is not null.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        self.scalar(id).filter(|scalar| scalar.typed() != Typed::Null).map(|scalar| scalar.text.as_str())
    }

    /// Whether a node is null.
    #[must_use]
    pub fn is_null(&self, id: NodeId) -> bool {
        self.scalar(id).is_some_and(|scalar| scalar.typed() == Typed::Null)
    }

    /// What a node is, in words for a message.
    #[must_use]
    pub fn describe(&self, id: NodeId) -> &'static str {
        match self.kind(id) {
            Kind::Sequence(_) => "a list",
            Kind::Mapping(_) => "an object",
            Kind::Scalar(scalar) => scalar.typed().describe(),
        }
    }

    /// The node at a JSON pointer (`""` is the root).
    #[must_use]
    pub fn get(&self, pointer: &str) -> Option<NodeId> {
        self.locate(pointer).map(|(id, _)| id)
    }

    /// Where the node at a JSON pointer stands: its key, where it has one.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Option<Place> {
        self.locate(pointer).map(|(_, at)| at)
    }

    /// The node at a JSON pointer, and where it stands.
    #[must_use]
    pub fn locate(&self, pointer: &str) -> Option<(NodeId, Place)> {
        let mut found = (self.root, self.at(self.root));
        for step in pointer::steps(pointer)? {
            found = match self.kind(found.0) {
                Kind::Mapping(mapping) => mapping.get(step.as_ref()).map(|entry| (entry.value, entry.key_at))?,
                Kind::Sequence(items) => {
                    let id = *items.get(pointer::index(&step)?)?;
                    (id, self.at(id))
                }
                Kind::Scalar(_) => return None,
            };
        }
        Some(found)
    }

    /// A node and all below it as a JSON value, keys in order.
    #[must_use]
    pub fn value(&self, id: NodeId) -> Value {
        match self.kind(id) {
            Kind::Scalar(scalar) => scalar.value(),
            Kind::Sequence(items) => Value::Array(items.iter().map(|item| self.value(*item)).collect()),
            Kind::Mapping(mapping) => Value::Object(
                mapping.iter().map(|(key, entry)| (key.clone(), self.value(entry.value))).collect::<Map<_, _>>(),
            ),
        }
    }
}
