//! Resources of several products that are about the same.
//!
//! Those that `products.toml` calls the same are; then those of one name; then those of which one is called as the other
//! ends (`payments`, `customer_payments`) or that give nearly the same fields.

use std::collections::BTreeSet;

use super::align::{self, Score};
use super::fields;
use crate::config::Config;
use crate::ir::Api;
use crate::ir::model::{Product, Resource};

/// A resource of each product, where it has one.
pub(super) type Members<'a> = Vec<Option<&'a Resource>>;

/// Shares of fields, of 100, from which on resources with names that are alike, or with any names, are the same.
const ALIKE: usize = 30;
const NEARLY_EQUAL: usize = 60;
/// Fewer fields than this prove nothing.
const ENOUGH: usize = 5;

#[derive(Clone, Copy)]
struct Known<'a> {
    product: &'a Product,
    resource: &'a Resource,
}

pub(super) fn align<'a>(api: &'a Api, products: &[&'a Product], config: &Config) -> Vec<Members<'a>> {
    let known = |product: &'a Product| product.resources.iter().map(move |resource| Known { product, resource });
    let lists: Vec<Vec<Known<'a>>> = products.iter().map(|product| known(product).collect()).collect();
    let rows = align::align(&lists, |one, other| score(api, config, one, other));
    rows.into_iter().map(|row| row.into_iter().map(|cell| cell.map(|known| known.resource)).collect()).collect()
}

fn score(api: &Api, config: &Config, one: Known<'_>, other: Known<'_>) -> Score {
    let name = |known: Known<'_>| format!("{}.{}", known.product.name, known.resource.name);
    if config.are_the_same(&name(one), &name(other)) {
        return Some(1000);
    }
    // What is called the same as something else is not this.
    if config.is_aliased(&name(one)) && config.is_aliased(&name(other)) {
        return None;
    }
    if one.resource.name == other.resource.name {
        return Some(500);
    }
    let overlap = overlap(&fields::names(api, one.resource), &fields::names(api, other.resource))?;
    let share = u32::try_from(overlap).unwrap_or_default();
    let needed = if ends_alike(one.resource, other.resource) { ALIKE } else { NEARLY_EQUAL };
    let bonus = if needed == ALIKE { 100 } else { 0 };
    (overlap >= needed && !has_namesake(one, other)).then_some(share + bonus)
}

/// Whether either has a namesake in the other's product.
fn has_namesake(one: Known<'_>, other: Known<'_>) -> bool {
    let within = |of: Known<'_>, product: &Product| product.resources.iter().any(|item| item.name == of.resource.name);
    within(one, other.product) || within(other, one.product)
}

/// Whether one name ends as the other: `payments` and `customer_payments`.
fn ends_alike(one: &Resource, other: &Resource) -> bool {
    let (one, other) = (one.name.words(), other.name.words());
    !one.is_empty() && !other.is_empty() && (one.ends_with(&other) || other.ends_with(&one))
}

/// The share of common names in the smaller set, of 100.
fn overlap(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> Option<usize> {
    let smaller = one.len().min(other.len());
    (smaller >= ENOUGH).then(|| one.intersection(other).count() * 100 / smaller)
}
