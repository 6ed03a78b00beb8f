//! Which operations page.
//!
//! In: operations with their parameters and results. Out: the paging of each. An operation pages if it has `page` or
//! `per_page`, or a `page_context` in its answer, or is the GET of a collection: some products document neither.

use std::collections::BTreeSet;

use crate::ir::model::{Paging, Payload};
use crate::ir::wire::{self, Location, Method};

use super::work::Work;

/// Whether a parameter is one that paging offers.
pub(super) fn is_paging(param: &wire::Param) -> bool {
    is_paging_name(param.location, &param.name)
}

fn is_paging_name(location: Location, name: &str) -> bool {
    location == Location::Query && matches!(name, "page" | "per_page")
}

/// Marks the operations that page.
pub(super) fn mark(work: &mut Work<'_>) {
    let collections = collections(work);
    for operation in &mut work.operations {
        if !matches!(operation.result.payload, Payload::Items { .. }) || operation.wire.method != Method::Get {
            continue;
        }
        let documented = operation.wire.params.iter().any(is_paging);
        let context = operation.result_has_page_context(work.wire);
        let collection =
            !operation.path.ends_in_id() && collections.contains(&(operation.id.product, operation.path.shape()));
        if documented || context || collection {
            operation.paging = Some(Paging { documented });
            // Paging offers them everywhere alike.
            operation.params.retain(|param| !is_paging_name(param.location, &param.wire));
        }
    }
}

/// Shapes of paths that take a POST or have a child that ends in an id.
fn collections(work: &Work<'_>) -> BTreeSet<(u32, String)> {
    work.operations
        .iter()
        .filter(|operation| operation.path.ends_in_id() || operation.wire.method == Method::Post)
        .map(|operation| (operation.id.product, operation.path.collection()))
        .collect()
}
