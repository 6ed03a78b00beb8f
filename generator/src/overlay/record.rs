//! What overlays did. In: actions and the nodes they selected, as they are applied. Out: [`wire::Change`]s, whose
//! pointers are those after all overlays: later actions may move what earlier ones wrote.

use std::collections::{HashMap, HashSet};

use super::read::{Action, Change};
use crate::ir::wire::{self, ChangeKind, Touched};
use crate::tree::{NodeId, Position, Tree, pointer};

/// A node that an action selected.
pub(super) struct Selected {
    pub(super) node: NodeId,
    pub(super) depth: usize,
    /// Where it was before the action.
    before: Position,
    /// Nodes that were added or replaced in it.
    pub(super) written: Vec<NodeId>,
}

impl Selected {
    /// The matches of an action, before it changes anything.
    pub(super) fn of(document: &Tree, matches: &[(NodeId, usize)]) -> Vec<Self> {
        let wanted = matches.iter().map(|(node, _)| *node).collect();
        let mut positions = document.positions(&wanted);
        let selected = matches.iter().filter_map(|&(node, depth)| {
            Some(Self { node, depth, before: positions.remove(&node)?, written: Vec::new() })
        });
        selected.collect()
    }

    /// Every node whose position has to be known at the end.
    fn nodes(&self) -> impl Iterator<Item = NodeId> {
        let parent = self.before.parent.as_ref().map(|(parent, _)| *parent);
        self.written.iter().copied().chain([self.node]).chain(parent)
    }

    fn touched(&self, document: &Tree, now: &HashMap<NodeId, Position>) -> Touched {
        let pointer = match (now.get(&self.node), &self.before.parent) {
            (Some(position), _) => position.pointer.clone(),
            // What is gone was in a collection that may have moved.
            (None, Some((parent, step))) => {
                now.get(parent).map_or_else(|| self.before.pointer.clone(), |held| pointer::join(&held.pointer, step))
            }
            (None, None) => self.before.pointer.clone(),
        };
        let gone = !now.contains_key(&self.node);
        let written = self.written.iter().filter_map(|node| now.get(node)).map(|position| position.pointer.clone());
        let written = if gone { vec![pointer.clone()] } else { written.collect() };
        Touched { file: document.file(), pointer, at: self.before.at, written }
    }
}

/// All actions of one product so far.
#[derive(Default)]
pub(super) struct Record {
    changes: Vec<(wire::Change, Vec<(usize, Selected)>)>,
}

impl Record {
    /// An action is about to be applied.
    pub(super) fn begin(&mut self, action: &Action) {
        let kind = match action.change {
            Change::Update(_) => ChangeKind::Update,
            Change::Remove => ChangeKind::Remove,
            Change::Copy(..) => ChangeKind::Copy,
        };
        let change = wire::Change {
            at: action.at,
            kind,
            target: action.target.clone(),
            reason: action.reason.clone(),
            touched: Vec::new(),
        };
        self.changes.push((change, Vec::new()));
    }

    /// The action begun last touched these nodes of a document.
    pub(super) fn touched(&mut self, document: usize, selected: Vec<Selected>) {
        if let Some((_, touched)) = self.changes.last_mut() {
            touched.extend(selected.into_iter().map(|selected| (document, selected)));
        }
    }

    /// All changes, with pointers into the documents as they are now.
    pub(super) fn finish(self, documents: &[Tree]) -> Vec<wire::Change> {
        let mut wanted: HashMap<usize, HashSet<NodeId>> = HashMap::new();
        for (document, selected) in self.changes.iter().flat_map(|(_, selected)| selected) {
            wanted.entry(*document).or_default().extend(selected.nodes());
        }
        let positions: HashMap<usize, HashMap<NodeId, Position>> = wanted
            .into_iter()
            .filter_map(|(document, nodes)| Some((document, documents.get(document)?.positions(&nodes))))
            .collect();
        let finished = self.changes.into_iter().map(|(mut change, selected)| {
            let touched = selected
                .iter()
                .filter_map(|(index, selected)| Some(selected.touched(documents.get(*index)?, positions.get(index)?)));
            change.touched = touched.collect();
            change
        });
        finished.collect()
    }
}
