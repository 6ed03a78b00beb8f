//! Operations that one side has and the other has not.

use super::super::collect::{Collector, Found};
use super::super::pairs::{Aligned, Pair};
use super::scope;

pub(super) fn check<'a>(pair: &Pair<'a>, aligned: &Aligned<'a>, out: &mut Collector<'a>) {
    let scope = scope(pair, aligned);
    match (aligned.base, aligned.revision) {
        (None, Some(is)) => {
            let found = Found { revision: Some(is.operation.at), ..Found::default() };
            out.add("endpoint-added", &scope, "", found);
        }
        (Some(was), None) => {
            let whole = !pair.has_path(&aligned.shape);
            let what = if whole { "api-path" } else { "api" };
            let how = if was.operation.deprecated { "with" } else { "without" };
            let found = Found { base: Some(was.operation.at), ..Found::default() };
            out.add(&format!("{what}-removed-{how}-deprecation"), &scope, "", found);
        }
        _ => {}
    }
}
