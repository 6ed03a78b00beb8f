//! Properties that one side has and the other has not.

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::subject::Subject;
use super::super::view::View;
use super::composition::Turn;
use crate::ir::wire::{Location, Schema, SchemaUse};

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let (base, revision) = (node.base.inner, node.revision.inner);
    for (name, was) in missing(base, revision) {
        if let Some(view) = View::of(out.base, was.id) {
            removed(node, name, (was, view), out);
        }
    }
    for (name, is) in missing(revision, base) {
        if let Some(view) = View::of(out.revision, is.id) {
            added(node, name, (is, view), out);
        }
    }
}

fn missing<'a>(of: &'a Schema, from: &'a Schema) -> impl Iterator<Item = (&'a String, &'a SchemaUse)> {
    of.properties.iter().filter(|(name, _)| !from.properties.contains_key(*name))
}

fn removed<'a>(node: &Node<'a, '_>, name: &str, (was, view): (&SchemaUse, View<'a>), out: &mut Collector<'a>) {
    if matches!(&node.turn, Turn::Wrapped { moved } if moved.contains(&name)) {
        return;
    }
    let id = match (node.subject, node.base.requires(name)) {
        (Subject::RequestBody { .. }, _) if view.read_only => return,
        (Subject::RequestBody { .. }, _) => "request-property-removed",
        (Subject::Parameter { .. }, _) => "request-parameter-property-removed",
        (Subject::ResponseBody { .. }, true) if view.write_only => "response-required-write-only-property-removed",
        (Subject::ResponseBody { .. }, true) => "response-required-property-removed",
        (Subject::ResponseBody { .. }, false) if view.write_only => "response-optional-write-only-property-removed",
        (Subject::ResponseBody { .. }, false) => "response-optional-property-removed",
        (Subject::ResponseHeader { .. }, _) => return,
    };
    node.report_property(out, id, name, (Some(was.at), Some(node.revision.at)));
}

fn added<'a>(node: &Node<'a, '_>, name: &str, (is, view): (&SchemaUse, View<'a>), out: &mut Collector<'a>) {
    let id = match (node.subject, node.revision.requires(name)) {
        (Subject::RequestBody { .. } | Subject::Parameter { .. }, _) if view.read_only => return,
        (Subject::RequestBody { .. }, true) if view.default.is_some() => "new-required-request-property-with-default",
        (Subject::RequestBody { .. }, true) => "new-required-request-property",
        (Subject::RequestBody { .. }, false) => "new-optional-request-property",
        (Subject::Parameter { location: Location::Header, .. }, true) => "new-required-request-header-property",
        (Subject::Parameter { .. }, true) => "new-required-request-parameter-property",
        (Subject::Parameter { .. }, false) => "new-optional-request-parameter-property",
        (Subject::ResponseBody { .. }, true) if view.write_only => "response-required-write-only-property-added",
        (Subject::ResponseBody { .. }, true) => "response-required-property-added",
        (Subject::ResponseBody { .. }, false) if view.write_only => "response-optional-write-only-property-added",
        (Subject::ResponseBody { .. }, false) => "response-optional-property-added",
        (Subject::ResponseHeader { .. }, _) => return,
    };
    node.report_property(out, id, name, (Some(node.base.at), Some(is.at)));
}
