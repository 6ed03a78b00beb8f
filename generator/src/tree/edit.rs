//! Changes to a tree, as overlays make them. In: ids. Out: the changed tree; nodes that stay keep their places.

use std::collections::HashSet;

use super::node::{Entry, Kind, Node, NodeId, Tree};

impl Tree {
    /// How many collections lie within one another from this node on.
    #[must_use]
    pub fn height(&self, id: NodeId) -> usize {
        match self.kind(id) {
            Kind::Scalar(_) => 0,
            Kind::Sequence(items) => 1 + items.iter().map(|item| self.height(*item)).max().unwrap_or_default(),
            Kind::Mapping(entries) => {
                1 + entries.values().map(|entry| self.height(entry.value)).max().unwrap_or_default()
            }
        }
    }

    /// Copies a node of another tree, and all below it, into this one; the copies keep their places and files.
    pub fn graft(&mut self, other: &Self, id: NodeId) -> NodeId {
        let kind = match other.kind(id) {
            Kind::Scalar(scalar) => Kind::Scalar(scalar.clone()),
            Kind::Sequence(items) => Kind::Sequence(items.iter().map(|item| self.graft(other, *item)).collect()),
            Kind::Mapping(entries) => {
                let grafted = entries.iter().map(|(key, entry)| {
                    (key.clone(), Entry { key_at: entry.key_at, value: self.graft(other, entry.value) })
                });
                Kind::Mapping(grafted.collect())
            }
        };
        let new = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { at: other.at(id), kind });
        new
    }

    /// Merges a node of another tree into one of this: objects by key, lists by appending, anything else by replacing.
    /// Gives the nodes that were added or replaced, each with all below it.
    pub fn merge(&mut self, target: NodeId, other: &Self, update: NodeId) -> Vec<NodeId> {
        match (self.kind(target), other.kind(update)) {
            (Kind::Mapping(_), Kind::Mapping(entries)) => {
                entries.iter().flat_map(|(key, entry)| self.merge_entry(target, other, key, *entry)).collect()
            }
            (Kind::Sequence(_), Kind::Sequence(items)) => {
                items.iter().map(|item| self.append(target, other, *item)).collect()
            }
            _ => vec![self.replace(target, other, update)],
        }
    }

    fn merge_entry(&mut self, target: NodeId, other: &Self, key: &str, entry: Entry) -> Vec<NodeId> {
        if let Some(present) = self.child(target, key) {
            return self.merge(present, other, entry.value);
        }
        let value = self.graft(other, entry.value);
        if let Some(Node { kind: Kind::Mapping(entries), .. }) = self.nodes.get_mut(target.0 as usize) {
            entries.insert(key.to_owned(), Entry { key_at: entry.key_at, value });
        }
        vec![value]
    }

    /// Appends a copy of a node of another tree to a sequence, and gives the copy.
    pub fn append(&mut self, target: NodeId, other: &Self, item: NodeId) -> NodeId {
        let item = self.graft(other, item);
        if let Some(Node { kind: Kind::Sequence(items), .. }) = self.nodes.get_mut(target.0 as usize) {
            items.push(item);
        }
        item
    }

    /// Puts a copy of a node of another tree in the place of one of this, whose id it keeps.
    pub fn replace(&mut self, target: NodeId, other: &Self, update: NodeId) -> NodeId {
        let copy = self.graft(other, update);
        let new = self.nodes.get(copy.0 as usize).cloned();
        if let (Some(old), Some(new)) = (self.nodes.get_mut(target.0 as usize), new) {
            *old = new;
        }
        target
    }

    /// Takes nodes out of the collections that hold them.
    pub fn remove(&mut self, gone: &HashSet<NodeId>) {
        for node in &mut self.nodes {
            match &mut node.kind {
                Kind::Scalar(_) => {}
                Kind::Sequence(items) => items.retain(|item| !gone.contains(item)),
                Kind::Mapping(entries) => entries.retain(|_, entry| !gone.contains(&entry.value)),
            }
        }
    }
}
