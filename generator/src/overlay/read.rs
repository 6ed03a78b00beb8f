//! Reading an overlay. In: its tree. Out: an [`Overlay`], or findings about everything that is wrong with it.

use super::find::Finder;
use super::report;
use crate::diag::Diagnostics;
use crate::ir::Place;
use crate::tree::{Kind, NodeId, Tree};

/// One overlay.
pub(super) struct Overlay {
    /// Whether it is of version 1.1.
    pub(super) is_newer: bool,
    /// `extends`, and where it stands.
    pub(super) extends: Option<(String, Place)>,
    /// Its actions in order.
    pub(super) actions: Vec<Action>,
}

/// One action.
pub(super) struct Action {
    /// `target` as written.
    pub(super) target: String,
    /// Where `target` stands.
    pub(super) target_at: Place,
    /// `description`: which defect it mends.
    pub(super) reason: String,
    /// Where the action stands.
    pub(super) at: Place,
    /// `target`, parsed.
    pub(super) path: Finder,
    /// What to do.
    pub(super) change: Change,
}

/// What an action does.
pub(super) enum Change {
    /// `update`: merges this node.
    Update(NodeId),
    /// `remove: true`.
    Remove,
    /// `copy`: merges what this path finds in the same document.
    Copy(Finder, Place),
}

/// Reads an overlay; nothing if any part of it is wrong.
pub(super) fn overlay(tree: &Tree, out: &mut Diagnostics) -> Option<Overlay> {
    let root = tree.root();
    if !matches!(tree.kind(root), Kind::Mapping(_)) {
        report(tree.at(root), "an overlay needs an object".to_owned(), "begin it with `overlay: 1.0.0`", out);
        return None;
    }
    let mut sound = check_keys(tree, root, &["overlay", "info", "extends", "actions"], out);
    let version = tree.child(root, "overlay").and_then(|version| tree.text(version)).unwrap_or_default();
    let is_newer = version == "1.1" || version.starts_with("1.1.");
    if !is_newer && version != "1.0" && !version.starts_with("1.0.") {
        let at = tree.entry(root, "overlay").map_or(tree.at(root), |entry| tree.at(entry.value));
        report(at, format!("`overlay: {version}` is no known version"), "write `overlay: 1.0.0`", out);
        sound = false;
    }
    sound &= check_info(tree, root, out);
    let (actions, all_sound) = actions(tree, root, is_newer, out);
    let extends = tree
        .entry(root, "extends")
        .map(|entry| (tree.text(entry.value).unwrap_or_default().to_owned(), tree.at(entry.value)));
    (sound && all_sound).then_some(Overlay { is_newer, extends, actions })
}

fn check_keys(tree: &Tree, node: NodeId, known: &[&str], out: &mut Diagnostics) -> bool {
    let mut sound = true;
    for (key, entry) in tree.entries(node).filter(|(key, _)| !known.contains(key) && !key.starts_with("x-")) {
        let message = format!("`{key}` is not known here");
        report(entry.key_at, message, &format!("use {}, or begin it with `x-`", known.join(", ")), out);
        sound = false;
    }
    sound
}

fn check_info(tree: &Tree, root: NodeId, out: &mut Diagnostics) -> bool {
    let Some(info) = tree.entry(root, "info") else {
        report(tree.at(root), "the overlay has no `info`".to_owned(), "add `info` with `title` and `version`", out);
        return false;
    };
    let mut sound = check_keys(tree, info.value, &["title", "version", "description"], out);
    for key in ["title", "version"] {
        if tree.child(info.value, key).and_then(|value| tree.text(value)).is_none() {
            report(info.key_at, format!("`info` has no `{key}`"), &format!("add `{key}`"), out);
            sound = false;
        }
    }
    sound
}

fn actions(tree: &Tree, root: NodeId, is_newer: bool, out: &mut Diagnostics) -> (Vec<Action>, bool) {
    let items = tree.child(root, "actions").map(|actions| tree.items(actions)).unwrap_or_default();
    if items.is_empty() {
        let at = tree.entry(root, "actions").map_or(tree.at(root), |entry| entry.key_at);
        report(at, "the overlay has no actions".to_owned(), "list at least one below `actions`", out);
        return (Vec::new(), false);
    }
    let read: Vec<Option<Action>> = items.iter().map(|item| action(tree, *item, is_newer, out)).collect();
    let sound = read.iter().all(Option::is_some);
    (read.into_iter().flatten().collect(), sound)
}

fn action(tree: &Tree, node: NodeId, is_newer: bool, out: &mut Diagnostics) -> Option<Action> {
    let at = tree.at(node);
    let known: &[&str] = if is_newer {
        &["target", "description", "update", "remove", "copy"]
    } else {
        &["target", "description", "update", "remove"]
    };
    let sound = check_keys(tree, node, known, out);
    let reason = tree.child(node, "description").and_then(|reason| tree.text(reason)).unwrap_or_default();
    let has_reason = !reason.trim().is_empty();
    if !has_reason {
        report(at, "the action gives no reason".to_owned(), "say in `description` which defect it mends", out);
    }
    let Some(target) = tree.entry(node, "target") else {
        report(at, "the action has no `target`".to_owned(), "add a JSONPath such as `$.info`", out);
        return None;
    };
    let path = parse_path(tree, target.value, out);
    let change = change(tree, node, out);
    let (path, change) = (path?, change?);
    (sound && has_reason).then(|| Action {
        target: tree.text(target.value).unwrap_or_default().to_owned(),
        target_at: tree.at(target.value),
        reason: reason.trim().to_owned(),
        at,
        path,
        change,
    })
}

fn parse_path(tree: &Tree, node: NodeId, out: &mut Diagnostics) -> Option<Finder> {
    let text = tree.text(node).unwrap_or_default();
    match Finder::parse(text) {
        Ok(path) => Some(path),
        Err(error) => {
            let message = format!("`{text}` is no JSONPath: {error}");
            report(tree.at(node), message, "see RFC 9535; quote keys with other signs: `$.paths['/a/{id}']`", out);
            None
        }
    }
}

fn change(tree: &Tree, node: NodeId, out: &mut Diagnostics) -> Option<Change> {
    let update = tree.entry(node, "update");
    let copy = tree.entry(node, "copy");
    let remove = tree.entry(node, "remove").filter(|remove| tree.text(remove.value) != Some("false"));
    match (update, remove, copy) {
        (Some(update), None, None) => Some(Change::Update(update.value)),
        (None, Some(remove), None) if tree.text(remove.value) == Some("true") => Some(Change::Remove),
        (None, None, Some(copy)) => {
            parse_path(tree, copy.value, out).map(|path| Change::Copy(path, tree.at(copy.value)))
        }
        (None, Some(remove), None) => {
            report(remove.key_at, "`remove` needs true or false".to_owned(), "write `remove: true`", out);
            None
        }
        _ => {
            let message = "an action does one thing".to_owned();
            report(tree.at(node), message, "give it either `update` or `remove: true`", out);
            None
        }
    }
}
