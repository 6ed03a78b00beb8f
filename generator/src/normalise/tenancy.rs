//! How a product's requests say which organisation they are about.
//!
//! In: the parameters of all operations. Out: per product the one query parameter or header that names the
//! organisation, and per operation whether it declares it. Found in the documents: a parameter whose words are
//! "organization id" (the last two, for a header with a vendor's prefix).

use std::collections::BTreeMap;

use crate::ir::model::Tenancy;
use crate::ir::wire::{Location, Operation, Param, Product};

/// The product's tenancy, the placement that most operations declare.
pub(super) fn of_product(product: &Product) -> Option<Tenancy> {
    let mut found: BTreeMap<(Location, &str), usize> = BTreeMap::new();
    for param in
        product.documents.iter().flat_map(|document| &document.operations).flat_map(|operation| &operation.params)
    {
        if names_organisation(param) {
            *found.entry((param.location, &param.name)).or_default() += 1;
        }
    }
    let ((location, name), _) = found.into_iter().max_by_key(|(_, count)| *count)?;
    Some(Tenancy { location, name: name.to_owned() })
}

/// Whether the operation declares it.
pub(super) fn declared(tenancy: Option<&Tenancy>, operation: &Operation) -> bool {
    operation.params.iter().any(|param| is_tenancy(tenancy, param))
}

/// Whether a parameter is the organisation's, in the product's placement.
pub(super) fn is_tenancy(tenancy: Option<&Tenancy>, param: &Param) -> bool {
    tenancy.is_some_and(|tenancy| tenancy.location == param.location && tenancy.name.eq_ignore_ascii_case(&param.name))
}

fn names_organisation(param: &Param) -> bool {
    let letters: String = param.name.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    ["organizationid", "organisationid"].iter().any(|name| match param.location {
        Location::Query => letters == *name,
        Location::Header => letters.ends_with(name),
        Location::Path | Location::Cookie => false,
    })
}
