//! Names of fields and parameters.
//!
//! In: the model layer. Out: the same with words that run together taken apart: `salesorder_id` is `sales_order_id`.
//! What would then be called like its neighbour keeps the spelling that it has on the wire.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::model::{Body, ModelLayer, Operation};
use crate::ir::name::Name;
use crate::ir::wire::Location;

use super::vocabulary::Vocabulary;

/// Names all fields, parameters and parts.
pub(super) fn assign(layer: &mut ModelLayer, vocabulary: &Vocabulary) {
    for model in &mut layer.models {
        rename(model.fields.iter_mut().map(|field| &mut field.name).collect(), vocabulary);
    }
    let resources = layer.products.iter_mut().flat_map(|product| &mut product.resources);
    for operation in resources.flat_map(|resource| &mut resource.operations) {
        rename(names(operation), vocabulary);
        tell_apart(operation);
    }
}

/// What stands in the path keeps its name; its namesake in the query is a `query_…`.
fn tell_apart(operation: &mut Operation) {
    let path = operation.params.iter().filter(|param| param.location == Location::Path);
    let path: BTreeSet<Name> = path.map(|param| param.name.clone()).collect();
    for param in operation.params.iter_mut().filter(|param| param.location != Location::Path) {
        if path.contains(&param.name) {
            let place = if param.location == Location::Header { "header" } else { "query" };
            param.name = Name::from_words([place, param.name.as_str()]);
        }
    }
}

fn names(operation: &mut Operation) -> Vec<&mut Name> {
    let parts = match &mut operation.body {
        Some(Body::Multipart { parts } | Body::Form { parts }) => parts.as_mut_slice(),
        _ => &mut [],
    };
    let parts = operation.files.iter_mut().chain(parts).map(|part| &mut part.name);
    operation.params.iter_mut().map(|param| &mut param.name).chain(parts).collect()
}

fn rename(names: Vec<&mut Name>, vocabulary: &Vocabulary) {
    let mut counts: BTreeMap<Name, usize> = BTreeMap::new();
    for name in &names {
        *counts.entry(vocabulary.words(name.as_str())).or_default() += 1;
    }
    for name in names {
        let split = vocabulary.words(name.as_str());
        if counts.get(&split) == Some(&1) {
            *name = split;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::wire::Wire;

    #[test]
    fn words_are_taken_apart_unless_names_would_meet() {
        let vocabulary = Vocabulary::of(&Wire::default(), &["sales order".to_owned()], &BTreeMap::new());
        let renamed = |names: &[&str]| {
            let mut names: Vec<Name> = names.iter().map(|name| Name::parse(name)).collect();
            rename(names.iter_mut().collect(), &vocabulary);
            names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(renamed(&["salesorder_id", "total"]), ["sales_order_id", "total"]);
        assert_eq!(renamed(&["salesorder_id", "sales_order_id"]), ["salesorder_id", "sales_order_id"]);
    }
}
