//! Two schemas, compared from the outside in.
//!
//! In: a schema of the base and one of the revision, and what they are the schemas of. Out: what the rules of schemas
//! find in every pair below. Pairs that mean the same are passed over; one that holds itself is compared once.

use crate::ir::wire::{Additional, SchemaId, SchemaUse};

use super::collect::Collector;
use super::node::{Node, join};
use super::pairs::Scope;
use super::rules::{self, composition};
use super::subject::Subject;
use super::view::View;

/// What is compared, and for what.
#[derive(Clone, Copy)]
struct Walk<'a, 's> {
    scope: &'s Scope<'a>,
    subject: &'s Subject<'a>,
}

/// Compares what a subject has on both sides.
pub(super) fn compare<'a>(
    scope: &Scope<'a>,
    subject: &Subject<'a>,
    sides: (&'a SchemaUse, &'a SchemaUse),
    out: &mut Collector<'a>,
) {
    Walk { scope, subject }.step("", sides, None, out);
}

impl<'a> Walk<'a, '_> {
    fn step(
        self,
        path: &str,
        (base, revision): (&'a SchemaUse, &'a SchemaUse),
        required: Option<bool>,
        out: &mut Collector<'a>,
    ) {
        let ids = (base.id, revision.id);
        if out.classes.are_equal(base.id, revision.id) || out.open.contains(&ids) {
            return;
        }
        let Some((base, revision)) = views(ids, out) else { return };
        out.open.push(ids);
        let turn = composition::Turn::of(&base, &revision, out);
        let node = Node { scope: self.scope, subject: self.subject, path, base, revision, required, turn };
        rules::SCHEMA.iter().for_each(|rule| rule(&node, out));
        self.into_parts(&node, out);
        self.into_contents(&node, out);
        out.open.pop();
    }

    /// What a schema is made of: parts and alternatives that both sides have.
    fn into_parts(self, node: &Node<'a, '_>, out: &mut Collector<'a>) {
        let (base, revision) = (node.base.inner, node.revision.inner);
        let lists = [
            ("allOf", &base.all_of, &revision.all_of),
            ("oneOf", &base.one_of, &revision.one_of),
            ("anyOf", &base.any_of, &revision.any_of),
        ];
        for (keyword, was, is) in lists {
            for changed in composition::aligned(was, is, out).changed {
                let label = composition::label(changed.1, is, out.revision);
                self.step(&join(node.path, &format!("{keyword}[{label}]")), changed, None, out);
            }
        }
    }

    /// What a value of a schema contains.
    fn into_contents(self, node: &Node<'a, '_>, out: &mut Collector<'a>) {
        let (base, revision) = (node.base.inner, node.revision.inner);
        if let (Some(was), Some(is)) = (&base.items, &revision.items) {
            self.step(&join(node.path, "[]"), (was, is), None, out);
        }
        // A property that moved into a part, or out of one, is still there.
        let (was_in, is_in) = (node.base.inherited(out.base), node.revision.inherited(out.revision));
        for (name, was) in &base.properties {
            if let Some(is) = revision.properties.get(name).or_else(|| is_in.get(name.as_str()).copied()) {
                self.step(&join(node.path, name), (was, is), Some(node.base.requires(name)), out);
            }
        }
        for (name, is) in revision.properties.iter().filter(|(name, _)| !base.properties.contains_key(*name)) {
            if let Some(was) = was_in.get(name.as_str()) {
                self.step(&join(node.path, name), (was, is), Some(node.base.requires(name)), out);
            }
        }
        let additional = (&base.additional_properties, &revision.additional_properties);
        if let (Some(Additional::Schema(was)), Some(Additional::Schema(is))) = additional {
            self.step(&join(node.path, "*"), (was, is), None, out);
        }
        if let (Some(was), Some(is)) = (&base.not, &revision.not) {
            self.step(&join(node.path, "not"), (was, is), None, out);
        }
    }
}

/// Both schemas without wrappers; but one that is made of parts is compared with the parts of the other.
fn views<'a>((base, revision): (SchemaId, SchemaId), out: &Collector<'a>) -> Option<(View<'a>, View<'a>)> {
    let (was, is) = (View::of(out.base, base)?, View::of(out.revision, revision)?);
    match (was.inner.all_of.is_empty(), is.inner.all_of.is_empty()) {
        (true, false) => Some((View::outer(out.base, base)?, is)),
        (false, true) => Some((was, View::outer(out.revision, revision)?)),
        _ => Some((was, is)),
    }
}
