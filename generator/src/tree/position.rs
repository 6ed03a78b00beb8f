//! Where nodes are in their tree. In: ids. Out: for each its pointer, place and the collection that holds it.

use std::collections::{HashMap, HashSet};

use super::node::{Kind, NodeId, Tree};
use super::pointer;
use crate::ir::Place;

/// Where a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Its JSON pointer.
    pub pointer: String,
    /// Where it stands: its key, where it has one.
    pub at: Place,
    /// The mapping or sequence that holds it, with its key or index there; nothing for the root.
    pub parent: Option<(NodeId, String)>,
}

impl Tree {
    /// Positions of the wanted nodes; those that are no longer in the tree are left out.
    #[must_use]
    pub fn positions(&self, wanted: &HashSet<NodeId>) -> HashMap<NodeId, Position> {
        let parents = self.parents(wanted);
        let known = wanted.iter().filter_map(|node| Some((*node, self.position(*node, &parents)?)));
        known.collect()
    }

    /// What holds each node, as far down as it takes to meet all that are wanted.
    fn parents(&self, wanted: &HashSet<NodeId>) -> HashMap<NodeId, NodeId> {
        let mut parents = HashMap::new();
        let mut missing = wanted.len();
        let mut open = vec![self.root()];
        while let Some(node) = open.pop().filter(|_| missing > 0) {
            missing -= usize::from(wanted.contains(&node));
            let mut hold = |inner: NodeId| {
                parents.insert(inner, node);
                open.push(inner);
            };
            match self.kind(node) {
                Kind::Scalar(_) => {}
                Kind::Sequence(items) => items.iter().for_each(|item| hold(*item)),
                Kind::Mapping(entries) => entries.values().for_each(|entry| hold(entry.value)),
            }
        }
        parents
    }

    fn position(&self, node: NodeId, parents: &HashMap<NodeId, NodeId>) -> Option<Position> {
        let mut steps = Vec::new();
        let mut at = self.at(node);
        let mut inner = node;
        while inner != self.root() {
            let parent = *parents.get(&inner)?;
            let (step, place) = self.step(parent, inner)?;
            if inner == node {
                at = place;
            }
            steps.push((parent, step));
            inner = parent;
        }
        let pointer = steps.iter().rev().fold(String::new(), |pointer, (_, step)| pointer::join(&pointer, step));
        Some(Position { pointer, at, parent: steps.into_iter().next() })
    }

    /// The key or index of a node in what holds it, and where that stands.
    fn step(&self, parent: NodeId, node: NodeId) -> Option<(String, Place)> {
        match self.kind(parent) {
            Kind::Scalar(_) => None,
            Kind::Sequence(items) => {
                let index = items.iter().position(|item| *item == node)?;
                Some((index.to_string(), self.at(node)))
            }
            Kind::Mapping(entries) => {
                let (key, entry) = entries.iter().find(|(_, entry)| entry.value == node)?;
                Some((key.clone(), entry.key_at))
            }
        }
    }
}
