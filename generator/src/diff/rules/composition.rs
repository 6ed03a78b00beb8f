//! `allOf`, `oneOf` and `anyOf`.
//!
//! Parts are aligned by what they mean, then by the component they refer to, then by title; of what is left over, one
//! against one is the same part, changed.

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::view::{View, asks_for_nothing};
use crate::ir::wire::{Schema, SchemaUse, Wire};

/// What became of a schema as a whole.
#[derive(Clone, Debug)]
pub(in crate::diff) enum Turn<'a> {
    /// Nothing that has a name.
    None,
    /// An object became a choice of objects, which have these of its properties.
    Wrapped {
        /// Properties that an alternative has.
        moved: Vec<&'a str>,
    },
    /// One plain type became a choice of such, or the other way round.
    Types {
        /// Types that are new.
        added: Vec<&'a str>,
        /// Types that are gone.
        removed: Vec<&'a str>,
    },
}

impl<'a> Turn<'a> {
    pub(in crate::diff) fn of(base: &View<'a>, revision: &View<'a>, out: &Collector<'a>) -> Self {
        let (was, is) = (base.inner, revision.inner);
        if let (Some((one, single)), Some((other, alone))) = (types(was, out.base), types(is, out.revision))
            && !(single && alone)
        {
            let only = |of: &[&'a str], from: &[&'a str]| {
                let mut only: Vec<&'a str> = of.iter().filter(|ty| !from.contains(ty)).copied().collect();
                only.sort_unstable();
                only.dedup();
                only
            };
            let (added, removed) = (only(&other, &one), only(&one, &other));
            if !added.is_empty() || !removed.is_empty() {
                return Self::Types { added, removed };
            }
        }
        let wraps = was.one_of.is_empty() && !was.properties.is_empty() && is.properties.is_empty() && is.ty.is_none();
        let alternatives: Vec<&Schema> = is.one_of.iter().filter_map(|used| out.revision.schema(used.id)).collect();
        let within = |name: &&str| alternatives.iter().any(|schema| schema.properties.contains_key(*name));
        let moved: Vec<&str> = was.properties.keys().map(String::as_str).filter(within).collect();
        if wraps && !moved.is_empty() { Self::Wrapped { moved } } else { Self::None }
    }
}

/// The plain types that a schema takes, and whether it says so by `type`.
fn types<'w>(schema: &'w Schema, wire: &'w Wire) -> Option<(Vec<&'w str>, bool)> {
    if schema.not.is_some() || !schema.all_of.is_empty() || !schema.properties.is_empty() {
        return None;
    }
    if let Some(ty) = &schema.ty {
        return Some((vec![ty], true));
    }
    let list = [&schema.one_of, &schema.any_of].into_iter().find(|list| !list.is_empty())?;
    let plain = |used: &'w SchemaUse| {
        let schema = wire.schema(used.id)?;
        let composed = !schema.one_of.is_empty() || !schema.any_of.is_empty() || !schema.all_of.is_empty();
        schema.ty.as_deref().filter(|_| schema.properties.is_empty() && !composed)
    };
    list.iter().map(plain).collect::<Option<Vec<_>>>().map(|types| (types, false))
}

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    match &node.turn {
        Turn::Types { added, removed } => return list_of_types(node, added, removed, out),
        Turn::Wrapped { .. } if node.is_whole() => return node.report(out, "wrapped-in-one-of", None, None),
        Turn::Wrapped { .. } => {
            return parts(node, "one-of", (&node.base.inner.one_of, &node.revision.inner.one_of), out);
        }
        Turn::None => {}
    }
    let (base, revision) = (node.base.inner, node.revision.inner);
    parts(node, "one-of", (&base.one_of, &revision.one_of), out);
    parts(node, "any-of", (&base.any_of, &revision.any_of), out);
    parts(node, "all-of", (&base.all_of, &revision.all_of), out);
}

fn list_of_types<'a>(node: &Node<'a, '_>, added: &[&str], removed: &[&str], out: &mut Collector<'a>) {
    if node.is_sent() && node.is_of_others() {
        return;
    }
    let said = |types: &[&str]| Some(types.iter().map(|ty| format!("`{ty}`")).collect::<Vec<_>>().join(", "));
    let widened = if node.is_sent() { removed.is_empty() } else { !added.is_empty() };
    let change = if widened { "list-of-types-widened" } else { "list-of-types-narrowed" };
    node.report(out, change, said(removed), said(added));
}

fn parts<'a>(node: &Node<'a, '_>, name: &str, (was, is): (&'a [SchemaUse], &'a [SchemaUse]), out: &mut Collector<'a>) {
    let aligned = aligned(was, is, out);
    let sides = [("added", aligned.added, is, out.revision), ("removed", aligned.removed, was, out.base)];
    for (change, found, list, wire) in sides {
        let notes = |used: &&SchemaUse| name == "all-of" && wire.schema(used.id).is_some_and(asks_for_nothing);
        let (notes, asking): (Vec<_>, Vec<_>) = found.into_iter().partition(notes);
        for (found, end) in [(asking, ""), (notes, "-annotation-only")] {
            if found.is_empty() {
                continue;
            }
            let said = Some(found.iter().map(|used| label(used, list, wire)).collect::<Vec<_>>().join(", "));
            let (before, after) = if change == "added" { (None, said) } else { (said, None) };
            node.report(out, &format!("{name}-{change}{end}"), before, after);
        }
    }
}

/// What a part is called: its component, its title, or its number.
pub(in crate::diff) fn label(used: &SchemaUse, list: &[SchemaUse], wire: &Wire) -> String {
    let title = || wire.schema(used.id).and_then(|schema| schema.title.clone());
    let number = || list.iter().position(|other| other == used).map(|index| format!("#{}", index + 1));
    used.component.clone().or_else(title).or_else(number).unwrap_or_default()
}

/// Parts of both sides.
#[derive(Debug, Default)]
pub(in crate::diff) struct Parts<'a> {
    pub(in crate::diff) added: Vec<&'a SchemaUse>,
    pub(in crate::diff) removed: Vec<&'a SchemaUse>,
    /// Parts that are the same, but not alike.
    pub(in crate::diff) changed: Vec<(&'a SchemaUse, &'a SchemaUse)>,
}

/// Aligns the parts of both sides.
pub(in crate::diff) fn aligned<'a>(was: &'a [SchemaUse], is: &'a [SchemaUse], out: &Collector<'a>) -> Parts<'a> {
    let mut parts = Parts { added: is.iter().collect(), removed: was.iter().collect(), changed: Vec::new() };
    parts.take(|one, other| out.classes.are_equal(one.id, other.id), false);
    parts.take(|one, other| one.component.is_some() && one.component == other.component, true);
    let title = |wire: &'a Wire, used: &SchemaUse| wire.schema(used.id).and_then(|schema| schema.title.as_deref());
    let inline = |one: &SchemaUse, other: &SchemaUse| one.component.is_none() && other.component.is_none();
    parts.take(
        |one, other| {
            let titles = (title(out.base, one), title(out.revision, other));
            inline(one, other) && titles.0.is_some() && titles.0 == titles.1
        },
        true,
    );
    if let ([one], [other]) = (parts.removed.as_slice(), parts.added.as_slice())
        && inline(one, other)
        && title(out.base, one).is_none()
        && title(out.revision, other).is_none()
    {
        parts.changed.push((one, other));
        (parts.removed, parts.added) = (Vec::new(), Vec::new());
    }
    parts
}

impl<'a> Parts<'a> {
    /// Takes out parts that are the same on both sides.
    fn take(&mut self, same: impl Fn(&SchemaUse, &SchemaUse) -> bool, changed: bool) {
        for one in std::mem::take(&mut self.removed) {
            match self.added.iter().position(|other| same(one, other)) {
                Some(index) => {
                    let other = self.added.remove(index);
                    if changed {
                        self.changed.push((one, other));
                    }
                }
                None => self.removed.push(one),
            }
        }
    }
}
