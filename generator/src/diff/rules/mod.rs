//! The rules, one subject or keyword a file.
//!
//! In: a product on both sides, or one schema on both sides. Out: findings, each by the id of its check.

mod access;
mod additional;
mod bodies;
mod components;
pub(super) mod composition;
mod defaults;
mod deprecation;
mod discriminator;
mod enums;
mod headers;
mod limits;
mod media;
mod nullability;
mod operations;
mod parameters;
mod paths;
mod patterns;
mod properties;
mod required;
mod responses;
mod security;
mod sent;
mod servers;
mod types;

use super::collect::Collector;
use super::node::Node;
use super::pairs::{Aligned, Pair, Scope};

pub(super) use enums::EXTENSIBLE;

/// A rule of schemas.
pub(super) type SchemaRule = for<'a> fn(&Node<'a, '_>, &mut Collector<'a>);

/// What is looked at in every pair of schemas.
pub(super) const SCHEMA: [SchemaRule; 13] = [
    types::check,
    nullability::check,
    enums::check,
    defaults::check,
    limits::check,
    patterns::check,
    required::check,
    properties::check,
    additional::check,
    access::check,
    deprecation::check,
    composition::check,
    discriminator::check,
];

/// Looks at a product.
pub(super) fn run<'a>(pair: &Pair<'a>, out: &mut Collector<'a>) {
    servers::check(pair, out);
    security::check_documents(pair, out);
    components::check(pair, out);
    for aligned in pair.operations.iter().filter(|aligned| !operations::is_unstable(aligned)) {
        paths::check(pair, aligned, out);
        if let (Some(base), Some(revision)) = (aligned.base, aligned.revision) {
            let scope = scope(pair, aligned);
            operations::check(&scope, (base.operation, revision.operation), out);
            parameters::check(&scope, (base.operation, revision.operation), out);
            bodies::check(&scope, (base.operation, revision.operation), out);
            responses::check(&scope, (base.operation, revision.operation), out);
            security::check_operation(&scope, (base, revision), out);
        }
    }
}

/// What changes of an operation are about.
fn scope<'a>(pair: &Pair<'a>, aligned: &Aligned<'a>) -> Scope<'a> {
    let spot = aligned.revision.or(aligned.base);
    Scope {
        product: pair.product,
        resource: spot.map_or("", |spot| &spot.document.stem),
        method: spot.map(|spot| spot.operation.method),
        path: spot.map_or("", |spot| &spot.operation.path),
    }
}
