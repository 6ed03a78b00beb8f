//! Applying an action. In: the action and a document's tree. Out: the nodes it selected; the tree is changed.

use std::collections::HashSet;

use super::read::{Action, Change, Overlay};
use super::record::Selected;
use crate::diag::{Code, Diagnostic};
use crate::tree::{Kind, MAX_DEPTH, NodeId, Tree};

/// Applies one action to one document.
pub(super) fn apply(
    action: &Action,
    overlay: &Overlay,
    source: &Tree,
    document: &mut Tree,
) -> Result<Vec<Selected>, Box<Diagnostic>> {
    let matches = action.path.find(document);
    let mut selected = Selected::of(document, &matches);
    match &action.change {
        Change::Remove => remove(action, document, &matches)?,
        Change::Update(update) => merge(action, overlay, document, &mut selected, source, *update)?,
        Change::Copy(path, at) => {
            if matches.is_empty() {
                return Ok(selected);
            }
            let copied = path.find(document);
            let [(copied, _)] = copied.as_slice() else {
                let message = format!("`copy` must match one node; it matches {}", copied.len());
                return Err(Box::new(Diagnostic::new(Code::Overlay, *at, message).help("name exactly one node")));
            };
            let copied = *copied;
            let before = document.clone();
            merge(action, overlay, document, &mut selected, &before, copied)?;
        }
    }
    Ok(selected)
}

fn remove(action: &Action, document: &mut Tree, matches: &[(NodeId, usize)]) -> Result<(), Box<Diagnostic>> {
    let gone: HashSet<NodeId> = matches.iter().map(|(node, _)| *node).collect();
    if gone.contains(&document.root()) {
        return Err(error(action, "the whole document cannot be removed", "remove the file"));
    }
    if !gone.is_empty() {
        document.remove(&gone);
    }
    Ok(())
}

fn merge(
    action: &Action,
    overlay: &Overlay,
    document: &mut Tree,
    selected: &mut [Selected],
    source: &Tree,
    update: NodeId,
) -> Result<(), Box<Diagnostic>> {
    let height = source.height(update);
    if selected.iter().any(|target| target.depth + height > MAX_DEPTH) {
        let message = format!("with this update the document would be more than {MAX_DEPTH} deep");
        return Err(Box::new(
            Diagnostic::new(Code::Limit, action.target_at, message).help("refer to parts with `$ref`"),
        ));
    }
    for target in selected {
        let node = target.node;
        target.written = match (document.kind(node), source.kind(update)) {
            (Kind::Mapping(_), Kind::Mapping(_)) => document.merge(node, source, update),
            (Kind::Sequence(_), Kind::Sequence(_)) if overlay.is_newer => document.merge(node, source, update),
            (Kind::Sequence(_), _) => vec![document.append(node, source, update)],
            (Kind::Scalar(_), Kind::Scalar(_)) if overlay.is_newer => vec![document.replace(node, source, update)],
            (Kind::Scalar(_), _) => {
                let message = "the target is neither an object nor a list";
                return Err(error(action, message, "target the object around it and update the key there"));
            }
            (Kind::Mapping(_), _) => {
                return Err(error(action, "an object is updated with an object", "write `update` as an object"));
            }
        };
    }
    Ok(())
}

fn error(action: &Action, message: &str, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::Overlay, action.target_at, message).help(help))
}
