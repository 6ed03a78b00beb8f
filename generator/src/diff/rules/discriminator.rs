//! `discriminator`.

use super::super::collect::Collector;
use super::super::node::Node;
use super::composition::Turn;
use crate::ir::wire::Discriminator;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    // What became a choice is told as that; the key that tells the alternatives apart is a part of it.
    if !matches!(node.turn, Turn::None) {
        return;
    }
    let said = |name: &str| Some(format!("`{name}`"));
    match (&node.base.inner.discriminator, &node.revision.inner.discriminator) {
        (None, Some(is)) => node.report(out, "discriminator-added", None, said(&is.property)),
        (Some(was), None) => node.report(out, "discriminator-removed", said(&was.property), None),
        (Some(was), Some(is)) => {
            if was.property != is.property {
                let (before, after) = (said(&was.property), said(&is.property));
                node.report(out, "discriminator-property-name-changed", before, after);
            }
            mapping(node, was, is, out);
        }
        (None, None) => {}
    }
}

fn mapping<'a>(node: &Node<'a, '_>, was: &Discriminator, is: &Discriminator, out: &mut Collector<'a>) {
    let only = |of: &Discriminator, from: &Discriminator| {
        let mut names: Vec<String> = of
            .mapping
            .keys()
            .filter(|name| !from.mapping.contains_key(*name))
            .map(|name| format!("`{name}`"))
            .collect();
        names.sort();
        (!names.is_empty()).then(|| names.join(", "))
    };
    if let Some(added) = only(is, was) {
        node.report(out, "discriminator-mapping-added", None, Some(added));
    }
    if let Some(removed) = only(was, is) {
        node.report(out, "discriminator-mapping-deleted", Some(removed), None);
    }
    for (value, before) in &was.mapping {
        if let Some(after) = is.mapping.get(value).filter(|after| component(after) != component(before)) {
            let (before, after) = (Some(format!("`{before}`")), Some(format!("`{after}`")));
            node.report(out, "discriminator-mapping-changed", before, after);
        }
    }
}

/// The name of a component, which may be written as a reference.
fn component(text: &str) -> &str {
    text.strip_prefix("#/components/schemas/").unwrap_or(text)
}
