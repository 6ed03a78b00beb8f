//! Properties that one side has and the other has not.

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::renames::{self, Named};
use super::super::subject::Subject;
use super::super::view::View;
use super::composition::Turn;
use crate::ir::wire::{Location, SchemaUse, Wire};

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let gone = missing(&node.base, &node.revision, out.revision);
    let new = missing(&node.revision, &node.base, out.base);
    let named = |list: &[(&'a String, &'a SchemaUse)]| -> Vec<Named<'a>> {
        list.iter().map(|(name, used)| (name.as_str(), used.id)).collect()
    };
    let renamed = renames::find(&named(&gone), &named(&new), out.classes);
    for (name, was) in gone {
        if let Some(view) = View::of(out.base, was.id) {
            let now = renamed.iter().find(|(old, _)| old == name).map(|(_, new)| *new);
            removed(node, (name, now), (was, view), out);
        }
    }
    for (name, is) in new {
        if let Some(view) = View::of(out.revision, is.id) {
            let then = renamed.iter().find(|(_, new)| new == name).map(|(old, _)| *old);
            added(node, (name, then), (is, view), out);
        }
    }
}

/// The properties of one side that the other has neither itself nor in a part.
fn missing<'a>(of: &View<'a>, from: &View<'a>, wire: &'a Wire) -> Vec<(&'a String, &'a SchemaUse)> {
    let parts = from.inherited(wire);
    let known = |name: &str| from.inner.properties.contains_key(name) || parts.contains_key(name);
    of.inner.properties.iter().filter(|(name, _)| !known(name)).collect()
}

/// A property's name, and the one that it has on the other side.
type Name<'a> = (&'a str, Option<&'a str>);

fn removed<'a>(
    node: &Node<'a, '_>,
    (name, now): Name<'_>,
    (was, view): (&SchemaUse, View<'a>),
    out: &mut Collector<'a>,
) {
    if matches!(&node.turn, Turn::Wrapped { moved } if moved.contains(&name)) {
        return;
    }
    let id = match (node.subject, node.base.requires(name)) {
        (Subject::RequestBody { .. } | Subject::Parameter { .. }, _) if view.read_only => return,
        (Subject::RequestBody { .. }, _) => "request-property-removed",
        (Subject::Parameter { .. }, _) => "request-parameter-property-removed",
        (Subject::ResponseBody { .. }, true) if view.write_only => "response-required-write-only-property-removed",
        (Subject::ResponseBody { .. }, true) => "response-required-property-removed",
        (Subject::ResponseBody { .. }, false) if view.write_only => "response-optional-write-only-property-removed",
        (Subject::ResponseBody { .. }, false) => "response-optional-property-removed",
        (Subject::ResponseHeader { .. }, _) => return,
    };
    node.report_property(out, id, name, (Some(was.at), Some(node.revision.at)), now);
}

fn added<'a>(node: &Node<'a, '_>, (name, then): Name<'_>, (is, view): (&SchemaUse, View<'a>), out: &mut Collector<'a>) {
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
    node.report_property(out, id, name, (Some(node.base.at), Some(is.at)), then);
}
