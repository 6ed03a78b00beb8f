//! `nullable`.

use super::super::collect::Collector;
use super::super::node::Node;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    match (node.base.nullable, node.revision.nullable) {
        (false, true) => node.report(out, "became-nullable", None, None),
        (true, false) => node.report(out, "became-not-nullable", None, None),
        _ => {}
    }
}
