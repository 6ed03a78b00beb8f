//! `pattern`.

use super::super::collect::Collector;
use super::super::node::Node;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let said = |pattern: &Option<String>| pattern.as_ref().map(|pattern| format!("`{pattern}`"));
    let (was, is) = (&node.base.inner.pattern, &node.revision.inner.pattern);
    let change = match (was.as_deref(), is.as_deref()) {
        (None, Some(_)) => "added",
        (Some(_), None) => "removed",
        (Some(_), Some(".*")) if node.is_sent() && was != is => "generalized",
        (Some(one), Some(other)) if one != other => "changed",
        _ => return,
    };
    node.report(out, &format!("pattern-{change}"), said(was), said(is));
}
