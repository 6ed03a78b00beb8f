//! `readOnly` and `writeOnly` of properties.

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::subject::Subject;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let Some(required) = node.required else { return };
    let side = match node.subject {
        Subject::RequestBody { .. } => "request",
        Subject::ResponseBody { .. } => "response",
        Subject::Parameter { .. } | Subject::ResponseHeader { .. } => return,
    };
    let asked = if required { "required" } else { "optional" };
    let kinds = [
        ("write-only", node.base.write_only, node.revision.write_only),
        ("read-only", node.base.read_only, node.revision.read_only),
    ];
    for (kind, _, is) in kinds.into_iter().filter(|(_, was, is)| was != is) {
        let became = if is { "" } else { "not-" };
        node.report_as(out, &format!("{side}-{asked}-property-became-{became}{kind}"), None, None);
    }
}
