//! What an operation says of itself: operationId, tags, deprecation.

use serde_json::Value;

use super::super::collect::{Collector, Found};
use super::super::pairs::{Aligned, Scope};
use super::deprecation::sunset;
use crate::ir::wire::Operation;

/// Whether nothing is promised: `x-stability-level` says `alpha` or `draft`, on the side that callers are to follow now,
/// or followed where the operation is gone. That an operation is new is told in any case.
pub(super) fn is_unstable(aligned: &Aligned<'_>) -> bool {
    let spot = aligned.base.map(|base| aligned.revision.unwrap_or(base));
    let level = spot.and_then(|spot| spot.operation.extensions.get("x-stability-level"));
    level.and_then(Value::as_str).is_some_and(|level| matches!(level, "alpha" | "draft"))
}

pub(super) fn check<'a>(scope: &Scope<'a>, sides: (&'a Operation, &'a Operation), out: &mut Collector<'a>) {
    let (was, is) = sides;
    let said = |text: &str| Some(format!("`{text}`"));
    let found = |before: Option<String>, after: Option<String>| Found {
        before,
        after,
        base: Some(was.at),
        revision: Some(is.at),
        renamed: None,
    };
    match (was.operation_id.as_deref().unwrap_or_default(), is.operation_id.as_deref().unwrap_or_default()) {
        ("", "") => {}
        ("", id) => out.add("api-operation-id-added", scope, "", found(None, said(id))),
        (old, "") => {
            let none = Some("nothing".to_owned());
            out.add("api-operation-id-removed", scope, "", found(said(old), none));
        }
        (old, id) if old != id => out.add("api-operation-id-removed", scope, "", found(said(old), said(id))),
        _ => {}
    }
    for tag in was.tags.iter().filter(|tag| !is.tags.contains(tag)) {
        out.add("api-tag-removed", scope, "", found(said(tag), None));
    }
    for tag in is.tags.iter().filter(|tag| !was.tags.contains(tag)) {
        out.add("api-tag-added", scope, "", found(None, said(tag)));
    }
    match (was.deprecated, is.deprecated) {
        (false, true) => match sunset(&is.extensions) {
            Some(date) => out.add("endpoint-deprecated-with-sunset", scope, "", found(None, Some(date))),
            None => out.add("endpoint-deprecated", scope, "", found(None, None)),
        },
        (true, false) => out.add("endpoint-reactivated", scope, "", found(None, None)),
        _ => {}
    }
}
