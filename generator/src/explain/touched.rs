//! Which overlays touched a thing. In: the nodes that it was read from. Out: the changes that wrote one of them,
//! something in one of them, or what they stand in; and those that took something out of them.

use crate::ir::FileId;
use crate::ir::wire::{Change, ChangeKind, Touched, Wire};

/// A node of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) file: FileId,
    pub(super) pointer: String,
}

/// The changes of these nodes, each with what it touched there.
pub(super) fn changes<'w>(wire: &'w Wire, nodes: &[Node]) -> Vec<(&'w Change, Vec<&'w Touched>)> {
    let of = |change: &'w Change| {
        let touched = change.touched.iter();
        touched.filter(|touched| nodes.iter().any(|node| concerns(change.kind, touched, node))).collect::<Vec<_>>()
    };
    wire.changes.iter().map(|change| (change, of(change))).filter(|(_, touched)| !touched.is_empty()).collect()
}

fn concerns(kind: ChangeKind, touched: &Touched, node: &Node) -> bool {
    if touched.file != node.file {
        return false;
    }
    match kind {
        // What is gone cannot be asked for; what held it can.
        ChangeKind::Remove => touched.pointer != node.pointer && is_within(&touched.pointer, &node.pointer),
        ChangeKind::Update | ChangeKind::Copy => {
            let near = |written: &String| is_within(written, &node.pointer) || is_within(&node.pointer, written);
            touched.written.iter().any(near)
        }
    }
}

/// Whether a pointer names the outer node or something in it.
fn is_within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
