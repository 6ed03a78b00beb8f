//! `default`.

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::subject::Subject;
use super::enums::said;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    // What has to be sent is never left to its default.
    if matches!(node.subject, Subject::Parameter { required: true, .. }) {
        return;
    }
    let (before, after) = (node.base.default.map(said), node.revision.default.map(said));
    match (&before, &after) {
        (None, Some(_)) => node.report(out, "default-value-added", before, after),
        (Some(_), None) => node.report(out, "default-value-removed", before, after),
        (Some(was), Some(is)) if was != is => node.report(out, "default-value-changed", before, after),
        _ => {}
    }
}
