//! Operations of resources that are the same: by method name, then by HTTP method and what follows the collection.

use super::align::{self, Score};
use super::resources::Members;
use super::{Aspect, Cell, Row};
use crate::config::Config;
use crate::diag::Sites;
use crate::ir::Api;
use crate::ir::model::{Operation, Payload, Product};
use crate::ir::wire::Location;
use crate::normalise::path_shape;

/// Operations that are the same, with what is said of them.
pub(super) struct Aligned<'a> {
    pub(super) operations: Vec<Option<&'a Operation>>,
    pub(super) row: Row,
}

#[derive(Clone, Copy)]
struct Known<'a> {
    product: &'a Product,
    resource: &'a str,
    operation: &'a Operation,
}

pub(super) fn align<'a>(
    api: &'a Api,
    products: &[&'a Product],
    members: &Members<'a>,
    config: &Config,
    sites: &Sites,
) -> Vec<Aligned<'a>> {
    let lists: Vec<Vec<Known<'a>>> = products
        .iter()
        .zip(members)
        .map(|(product, member)| {
            let member = member.iter().flat_map(|member| {
                let known = |operation| Known { product, resource: member.name.as_str(), operation };
                member.operations.iter().map(known)
            });
            member.collect()
        })
        .collect();
    let rows = align::align(&lists, |one, other| score(config, one, other));
    let aligned = rows.into_iter().map(|row| {
        let cells = row.iter().map(|known| known.map(|known| cell(api, known, sites))).collect();
        let name = row.iter().flatten().next().map(|known| known.operation.verb.to_string()).unwrap_or_default();
        Aligned {
            operations: row.into_iter().map(|known| known.map(|known| known.operation)).collect(),
            row: Row::new(name, "", cells),
        }
    });
    aligned.collect()
}

fn score(config: &Config, one: Known<'_>, other: Known<'_>) -> Score {
    let name = |known: Known<'_>| format!("{}.{}.{}", known.product.name, known.resource, known.operation.verb);
    if config.are_the_same(&name(one), &name(other)) {
        return Some(3);
    }
    if one.operation.verb == other.operation.verb {
        return Some(2);
    }
    let tail = |operation: &Operation| {
        let shape = path_shape(&operation.path);
        let mut segments: Vec<String> = shape.split('/').skip(2).map(str::to_owned).collect();
        segments.insert(0, operation.method.as_str().to_owned());
        segments
    };
    // Of the collection itself every operation is alike.
    let tails = (tail(one.operation), tail(other.operation));
    (tails.0 == tails.1 && tails.0.len() > 2).then_some(1)
}

fn cell(api: &Api, known: Known<'_>, sites: &Sites) -> Cell {
    let operation = known.operation;
    let path = format!("{} {}", operation.method.as_str(), operation.path);
    let shape = format!("{} {}", operation.method.as_str(), path_shape(&operation.path));
    // Scopes begin with the names of product and resource, which differ anyway.
    let scopes: Vec<&str> = operation.scopes.iter().filter_map(|scope| scope.rsplit('.').next()).collect();
    let mut filters: Vec<&str> = operation
        .params
        .iter()
        .filter(|param| param.location == Location::Query)
        .map(|param| param.wire.as_str())
        .filter(|name| !matches!(*name, "page" | "per_page"))
        .collect();
    filters.sort_unstable();
    let paging = if operation.paging.is_some() { "in pages" } else { "at once" };
    Cell::new(sites.of(operation.at).to_string())
        .with(Aspect::Name, operation.verb.to_string())
        .compared_by(Aspect::Path, path, shape)
        .compared_by(Aspect::Scope, operation.scopes.join(", "), scopes.join(", "))
        .with(Aspect::Organization, if operation.tenant { "sent" } else { "not sent" })
        .with(Aspect::Paging, paging)
        .with(Aspect::Filters, filters.join(", "))
        .compared_by(Aspect::Result, result(api, operation), result_kind(operation))
}

fn result(api: &Api, operation: &Operation) -> String {
    let model = operation.result.payload.ty().and_then(|ty| ty.model()).and_then(|id| api.model.model(id));
    let kind = result_kind(operation);
    model.map_or_else(|| kind.to_owned(), |model| format!("{kind}: {}", model.name))
}

/// What comes back, without what it is called.
fn result_kind(operation: &Operation) -> &'static str {
    match operation.result.payload {
        Payload::None => "nothing",
        Payload::Key { .. } | Payload::First { .. } | Payload::Flat { .. } | Payload::Whole { .. } => "one thing",
        Payload::Items { .. } => "many things",
        Payload::Json => "any JSON",
        Payload::Download => "a file",
    }
}
