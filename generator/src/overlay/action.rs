//! Applying an action. In: the action and a document's tree. Out: how many nodes it matched; the tree is changed.

use std::collections::HashSet;

use super::read::{Action, Change, Overlay};
use crate::diag::{Code, Diagnostic};
use crate::tree::{Kind, MAX_DEPTH, NodeId, Tree};

/// Applies one action to one document.
pub(super) fn apply(
    action: &Action,
    overlay: &Overlay,
    source: &Tree,
    document: &mut Tree,
) -> Result<usize, Box<Diagnostic>> {
    let matches = action.path.find(document);
    match &action.change {
        Change::Remove => remove(action, document, &matches)?,
        Change::Update(update) => merge(action, overlay, document, &matches, source, *update)?,
        Change::Copy(path, at) => {
            if matches.is_empty() {
                return Ok(0);
            }
            let copied = path.find(document);
            let [(copied, _)] = copied.as_slice() else {
                let message = format!("`copy` must match one node; it matches {}", copied.len());
                return Err(Box::new(Diagnostic::new(Code::Overlay, *at, message).help("name exactly one node")));
            };
            let copied = *copied;
            let before = document.clone();
            merge(action, overlay, document, &matches, &before, copied)?;
        }
    }
    Ok(matches.len())
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
    matches: &[(NodeId, usize)],
    source: &Tree,
    update: NodeId,
) -> Result<(), Box<Diagnostic>> {
    let height = source.height(update);
    if matches.iter().any(|(_, depth)| depth + height > MAX_DEPTH) {
        let message = format!("with this update the document would be more than {MAX_DEPTH} deep");
        return Err(Box::new(
            Diagnostic::new(Code::Limit, action.target_at, message).help("refer to parts with `$ref`"),
        ));
    }
    for (target, _) in matches {
        match (document.kind(*target), source.kind(update)) {
            (Kind::Mapping(_), Kind::Mapping(_)) => document.merge(*target, source, update),
            (Kind::Sequence(_), Kind::Sequence(_)) if overlay.is_newer => document.merge(*target, source, update),
            (Kind::Sequence(_), _) => document.append(*target, source, update),
            (Kind::Scalar(_), Kind::Scalar(_)) if overlay.is_newer => document.replace(*target, source, update),
            (Kind::Scalar(_), _) => {
                let message = "the target is neither an object nor a list";
                return Err(error(action, message, "target the object around it and update the key there"));
            }
            (Kind::Mapping(_), _) => {
                return Err(error(action, "an object is updated with an object", "write `update` as an object"));
            }
        }
    }
    Ok(())
}

fn error(action: &Action, message: &str, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::Overlay, action.target_at, message).help(help))
}
