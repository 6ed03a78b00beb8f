//! `required` of properties that both sides have.

use std::collections::BTreeSet;

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::subject::Subject;
use super::super::view::View;
use crate::ir::wire::{Location, SchemaUse};

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let (base, revision) = (node.base.inner, node.revision.inner);
    for (name, was) in &base.properties {
        if let Some(is) = revision.properties.get(name) {
            judge(node, name, (was, is), (node.base.requires(name), node.revision.requires(name)), out);
        }
    }
    if base.required == revision.required || (base.all_of.is_empty() && revision.all_of.is_empty()) {
        return;
    }
    // A schema may require what its parts describe.
    let (was_in, is_in) = (node.base.inherited(out.base), node.revision.inherited(out.revision));
    let names: BTreeSet<&str> = base.required.iter().chain(&revision.required).map(String::as_str).collect();
    for name in names.into_iter().filter(|name| node.base.requires(name) != node.revision.requires(name)) {
        let (own, other) = (base.properties.get(name), revision.properties.get(name));
        if own.is_some() && other.is_some() {
            continue;
        }
        let was = own.or_else(|| was_in.get(name).copied());
        let is = other.or_else(|| is_in.get(name).copied());
        let (Some(was), Some(is)) = (was, is) else { continue };
        let required = node.base.requires_in_all(name, out.base);
        judge(node, name, (was, is), (required, node.revision.requires_in_all(name, out.revision)), out);
    }
}

/// Tells that a property is required on one side only.
fn judge<'a>(
    node: &Node<'a, '_>,
    name: &str,
    (was, is): (&SchemaUse, &SchemaUse),
    (required, requires): (bool, bool),
    out: &mut Collector<'a>,
) {
    let views = (View::of(out.base, was.id), View::of(out.revision, is.id));
    let (Some(before), Some(after)) = views else { return };
    if required == requires || (node.is_sent() && after.read_only) {
        return;
    }
    let id = match (node.subject, requires) {
        (Subject::RequestBody { .. }, true) if after.default.is_some() => {
            "request-property-became-required-with-default"
        }
        (Subject::RequestBody { .. }, true) => "request-property-became-required",
        (Subject::RequestBody { .. }, false) => "request-property-became-optional",
        (Subject::Parameter { location: Location::Header, .. }, true) => "request-header-property-became-required",
        (Subject::Parameter { .. }, true) => "request-parameter-property-became-required",
        (Subject::Parameter { .. }, false) => "request-parameter-property-became-optional",
        (Subject::ResponseBody { .. }, true) if before.write_only => "response-write-only-property-became-required",
        (Subject::ResponseBody { .. }, true) => "response-property-became-required",
        (Subject::ResponseBody { .. }, false) if after.write_only => "response-write-only-property-became-optional",
        (Subject::ResponseBody { .. }, false) => "response-property-became-optional",
        (Subject::ResponseHeader { .. }, _) => return,
    };
    node.report_property(out, id, name, (Some(was.at), Some(is.at)), None);
}
