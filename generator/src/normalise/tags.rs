//! Keys that tell the variants of a choice apart.
//!
//! In: the variants of a choice and its `discriminator`. Out: the key, each variant with the value that it has there,
//! and without the key itself: who sends a variant sends its value. Without a `discriminator`, a key that has exactly
//! one documented value in each variant, another one in every variant, does the same.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::ir::wire::{Schema, Wire};

use super::choices::Variant;

/// Finds the key and marks the variants; where there is none they stay as they are.
pub(super) fn find(schema: &Schema, variants: &mut Vec<Variant<'_>>, wire: &Wire) -> Option<String> {
    let (key, tagged) = by_discriminator(schema, variants, wire).or_else(|| by_values(variants, wire))?;
    *variants = tagged;
    for variant in variants {
        variant.flat.properties.shift_remove(key.as_str());
        variant.flat.required.retain(|name| *name != key);
        variant.flat.named.retain(|name| *name != key);
        variant.changed = true;
    }
    Some(key)
}

/// A variant that several values map to is there once for each of them.
fn by_discriminator<'w>(schema: &Schema, variants: &[Variant<'w>], wire: &Wire) -> Option<(String, Vec<Variant<'w>>)> {
    let discriminator = schema.discriminator.as_ref()?;
    let mut tagged = Vec::new();
    for variant in variants {
        let component = variant.used.component.as_deref();
        let leads_here = |target: &str| component.is_some() && target.rsplit('/').next() == component;
        let mapped = discriminator.mapping.iter().filter(|(_, target)| leads_here(target));
        let mut values: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
        if values.is_empty() {
            let only = only_value(variant, &discriminator.property, wire);
            values.push(only.or_else(|| component.map(str::to_owned))?);
        }
        tagged.extend(values.into_iter().map(|value| Variant { tag: Some(value), ..variant.clone() }));
    }
    distinct(&tagged).then(|| (discriminator.property.clone(), tagged))
}

fn by_values<'w>(variants: &[Variant<'w>], wire: &Wire) -> Option<(String, Vec<Variant<'w>>)> {
    let first = variants.first()?;
    first.flat.properties.keys().find_map(|key| {
        let tagged: Option<Vec<Variant<'w>>> = variants
            .iter()
            .map(|variant| Some(Variant { tag: Some(only_value(variant, key, wire)?), ..variant.clone() }))
            .collect();
        tagged.filter(|tagged| tagged.len() > 1 && distinct(tagged)).map(|tagged| ((*key).to_owned(), tagged))
    })
}

/// The text that a key of a variant must have.
fn only_value(variant: &Variant<'_>, key: &str, wire: &Wire) -> Option<String> {
    let values = wire.schema(variant.flat.properties.get(key)?.id)?.enumeration.as_ref()?;
    match values.as_slice() {
        [Value::String(text)] => Some(text.clone()),
        _ => None,
    }
}

fn distinct(variants: &[Variant<'_>]) -> bool {
    let mut seen = BTreeSet::new();
    variants.iter().all(|variant| seen.insert(&variant.tag))
}
