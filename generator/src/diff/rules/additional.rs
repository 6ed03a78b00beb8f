//! `additionalProperties` and `not`. Keys that are not documented are allowed unless a document forbids them.

use super::super::collect::Collector;
use super::super::node::Node;
use crate::ir::wire::{Additional, Schema};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Allowed {
    Nothing,
    Described,
    Anything,
}

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let (base, revision) = (node.base.inner, node.revision.inner);
    let change = match (allowed(base), allowed(revision)) {
        (was, is) if was == is => None,
        (_, Allowed::Nothing) => Some("forbidden"),
        (Allowed::Nothing, _) => Some("allowed"),
        (_, Allowed::Described) => Some("specialized"),
        (_, Allowed::Anything) => Some("generalized"),
    };
    if let Some(change) = change {
        node.report(out, &format!("additional-properties-{change}"), None, None);
    }
    match (&base.not, &revision.not) {
        (None, Some(_)) => node.report(out, "not-added", None, None),
        (Some(_), None) => node.report(out, "not-removed", None, None),
        _ => {}
    }
}

fn allowed(schema: &Schema) -> Allowed {
    match schema.additional_properties {
        Some(Additional::Any(false)) => Allowed::Nothing,
        Some(Additional::Schema(_)) => Allowed::Described,
        Some(Additional::Any(true)) | None => Allowed::Anything,
    }
}
