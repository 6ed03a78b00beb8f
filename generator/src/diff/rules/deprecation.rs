//! `deprecated` of properties.

use super::super::collect::Collector;
use super::super::node::Node;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    match (node.base.deprecated, node.revision.deprecated) {
        _ if node.is_whole() => {}
        (false, true) => node.report(out, "deprecated", None, None),
        (true, false) => node.report(out, "reactivated", None, None),
        _ => {}
    }
}
