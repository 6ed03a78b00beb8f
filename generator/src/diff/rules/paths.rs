//! Operations that one side has and the other has not.

use super::super::collect::{Collector, Found};
use super::super::pairs::{Aligned, Pair, Spot};
use super::scope;
use crate::ir::wire::Operation;

pub(super) fn check<'a>(pair: &Pair<'a>, aligned: &Aligned<'a>, out: &mut Collector<'a>) {
    let scope = scope(pair, aligned);
    match (aligned.base, aligned.revision) {
        (None, Some(is)) => {
            let then = moved(pair, is.operation, |other| other.base.filter(|_| other.revision.is_none()));
            let found = Found { revision: Some(is.operation.at), renamed: then, ..Found::default() };
            out.add("endpoint-added", &scope, "", found);
        }
        (Some(was), None) => {
            let whole = !pair.has_path(&aligned.shape);
            let what = if whole { "api-path" } else { "api" };
            let how = if was.operation.deprecated { "with" } else { "without" };
            let now = moved(pair, was.operation, |other| other.revision.filter(|_| other.base.is_none()));
            let found = Found { base: Some(was.operation.at), renamed: now, ..Found::default() };
            out.add(&format!("{what}-removed-{how}-deprecation"), &scope, "", found);
        }
        _ => {}
    }
}

/// The operation of the other side alone that has the same operationId and method: it only moved.
fn moved<'a>(
    pair: &Pair<'a>,
    operation: &Operation,
    other: impl Fn(&Aligned<'a>) -> Option<Spot<'a>>,
) -> Option<String> {
    let id = operation.operation_id.as_ref().filter(|id| !id.is_empty())?;
    let same =
        |spot: &Spot<'a>| spot.operation.operation_id.as_ref() == Some(id) && spot.operation.method == operation.method;
    let mut found = pair.operations.iter().filter_map(other).filter(same);
    let only = found.next().filter(|_| found.next().is_none())?;
    Some(format!("{} {}", only.operation.method.as_str(), only.operation.path))
}
