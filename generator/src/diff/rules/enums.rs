//! `enum`, and `x-extensible-enum`, whose values are known but not all.

use serde_json::Value;

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::subject::Subject;
use crate::ir::wire::{Location, Schema};

/// The extension that lists values without excluding others.
pub(in crate::diff) const EXTENSIBLE: &str = "x-extensible-enum";

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    extensible(node, out);
    let (base, revision) = (&node.base.inner.enumeration, &node.revision.inner.enumeration);
    match (base, revision) {
        (None, Some(values)) => became(node, values, out),
        (Some(_), None) => node.report(out, "enum-lifted", None, None),
        (Some(was), Some(is)) => {
            removed(node, was, is, out);
            added(node, was, is, out);
        }
        (None, None) => {}
    }
}

fn became<'a>(node: &Node<'a, '_>, values: &'a [Value], out: &mut Collector<'a>) {
    let said = values.iter().map(said).collect::<Vec<_>>().join(", ");
    if let Subject::Parameter { location: Location::Header, .. } = node.subject {
        node.report_as(out, "request-header-property-became-enum", None, Some(said.clone()));
        if !node.is_whole() {
            return added(node, &[], values, out);
        }
    }
    node.report(out, "became-enum", None, Some(said));
    if node.is_sent() && !matches!((node.subject, node.is_whole()), (Subject::RequestBody { .. }, true)) {
        added(node, &[], values, out);
    }
}

fn removed<'a>(node: &Node<'a, '_>, was: &[Value], is: &[Value], out: &mut Collector<'a>) {
    for value in was.iter().filter(|value| !is.contains(value)) {
        let before = Some(said(value));
        match (node.subject, node.is_whole()) {
            (Subject::RequestBody { .. }, false) if node.revision.read_only => {
                node.report_as(out, "request-read-only-property-enum-value-removed", before, None);
            }
            (Subject::ResponseBody { .. }, true) => {
                node.report_as(out, "response-mediatype-enum-value-removed", before, None);
            }
            _ => node.report(out, "enum-value-removed", before, None),
        }
    }
}

fn added<'a>(node: &Node<'a, '_>, was: &[Value], is: &[Value], out: &mut Collector<'a>) {
    for value in is.iter().filter(|value| !was.contains(value)) {
        let after = Some(said(value));
        match node.subject {
            Subject::ResponseBody { .. } if !node.is_whole() && node.revision.write_only => {
                node.report_as(out, "response-write-only-property-enum-value-added", None, after);
            }
            _ => node.report(out, "enum-value-added", None, after),
        }
    }
}

fn extensible<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let values = |schema: &'a Schema| schema.extensions.get(EXTENSIBLE).and_then(Value::as_array);
    let (Some(was), Some(is)) = (values(node.base.inner), values(node.revision.inner)) else { return };
    if node.is_of_others() {
        return;
    }
    for value in was.iter().filter(|value| !is.contains(value)) {
        node.report(out, "x-extensible-enum-value-removed", Some(said(value)), None);
    }
}

/// A value as it stands in a document.
pub(super) fn said(value: &Value) -> String {
    format!("`{}`", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}
