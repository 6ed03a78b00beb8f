//! `required` of properties that both sides have.

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::subject::Subject;
use super::super::view::View;
use crate::ir::wire::Location;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    for (name, was) in &node.base.inner.properties {
        let Some(is) = node.revision.inner.properties.get(name) else { continue };
        let (required, requires) = (node.base.requires(name), node.revision.requires(name));
        let views = (View::of(out.base, was.id), View::of(out.revision, is.id));
        let (Some(before), Some(after)) = views else { continue };
        if required == requires || (node.is_sent() && after.read_only) {
            continue;
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
            (Subject::ResponseHeader { .. }, _) => continue,
        };
        node.report_property(out, id, name, (Some(was.at), Some(is.at)), None);
    }
}
