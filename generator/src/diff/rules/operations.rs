//! What an operation says of itself: operationId, tags, deprecation.

use serde_json::Value;

use super::super::collect::{Collector, Found};
use super::super::pairs::{Aligned, Scope};
use crate::ir::wire::Operation;

/// Whether nothing was promised: `x-stability-level` of the base says `alpha` or `draft`.
pub(super) fn is_unstable(aligned: &Aligned<'_>) -> bool {
    let level = aligned.base.and_then(|spot| spot.operation.extensions.get("x-stability-level"));
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
        (false, true) => out.add("endpoint-deprecated", scope, "", found(None, None)),
        (true, false) => out.add("endpoint-reactivated", scope, "", found(None, None)),
        _ => {}
    }
}
