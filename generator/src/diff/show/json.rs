//! JSON: an array of changes.

use serde_json::{Value, json as object};

use super::Sides;
use crate::diff::Report;

/// The changes as an array; described in ARCHITECTURE.md.
#[must_use]
pub fn json(report: &Report, sides: Sides<'_>) -> Value {
    let change = |change: &crate::diff::Change| {
        object!({
            "id": change.id,
            "level": change.level,
            "product": change.product,
            "resource": change.resource,
            "operation": change.method.map(crate::ir::wire::Method::as_str),
            "path": change.path,
            "subject": change.subject,
            "before": change.before,
            "after": change.after,
            "source": {
                "base": sides.base(change).map(|site| site.to_string()),
                "revision": sides.revision(change).map(|site| site.to_string()),
            },
            "text": change.text,
        })
    };
    report.changes.iter().map(change).collect()
}
