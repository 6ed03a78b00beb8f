//! `deprecated` of properties, and the day on which what is deprecated ends.

use indexmap::IndexMap;
use serde_json::Value;

use super::super::collect::Collector;
use super::super::node::Node;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    match (node.base.deprecated, node.revision.deprecated) {
        _ if node.is_whole() => {}
        (false, true) => match sunset(&node.revision.inner.extensions) {
            Some(date) => node.report(out, "deprecated-with-sunset", None, Some(date)),
            None => node.report(out, "deprecated", None, None),
        },
        (true, false) => node.report(out, "reactivated", None, None),
        _ => {}
    }
}

/// The day that `x-sunset` names, in words.
pub(super) fn sunset(extensions: &IndexMap<String, Value>) -> Option<String> {
    extensions.get("x-sunset").and_then(Value::as_str).map(|date| format!("`{date}`"))
}
