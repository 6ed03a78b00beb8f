//! `type` and `format`.
//!
//! What is sent may be taken in more ways than before, what is received may come in fewer. Where a value is text on
//! the wire, as in a query, a string takes everything.

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::subject::Subject;
use super::composition::Turn;
use crate::ir::wire::Schema;

/// A type with its format.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind<'a> {
    ty: Option<&'a str>,
    format: Option<&'a str>,
}

impl<'a> Kind<'a> {
    fn of(schema: &'a Schema) -> Self {
        Self { ty: schema.ty.as_deref(), format: schema.format.as_deref() }
    }

    fn said(self) -> String {
        match (self.ty, self.format) {
            (Some(ty), Some(format)) => format!("`{ty}` ({format})"),
            (Some(ty), None) => format!("`{ty}`"),
            (None, Some(format)) => format!("anything ({format})"),
            (None, None) => "anything".to_owned(),
        }
    }
}

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let (base, revision) = (Kind::of(node.base.inner), Kind::of(node.revision.inner));
    if base == revision || !matches!(node.turn, Turn::None) || (node.is_sent() && node.is_of_others()) {
        return;
    }
    let strong = node.subject.is_strongly_typed();
    let verdict = match node.subject {
        Subject::Parameter { exploded, .. } if node.is_whole() => {
            if breaks(base, revision, false) && !(*exploded && is_list_of(node, out)) {
                "changed"
            } else {
                "generalized"
            }
        }
        Subject::Parameter { .. } => match (breaks(base, revision, true), breaks(base, revision, false)) {
            (true, true) => "specialized",
            (false, false) => "generalized",
            _ => "changed",
        },
        Subject::RequestBody { .. } => sent(base, revision, strong),
        Subject::ResponseBody { .. } | Subject::ResponseHeader { .. } => received(base, revision, strong),
    };
    node.report(out, &format!("type-{verdict}"), Some(base.said()), Some(revision.said()));
}

fn sent(base: Kind<'_>, revision: Kind<'_>, strong: bool) -> &'static str {
    let widened = is_within(base.ty, revision.ty);
    let same_type = Kind { ty: revision.ty, ..base };
    let breaking = match revision.ty {
        None if base.ty.is_some() => false,
        _ => breaks(if widened { same_type } else { base }, revision, strong),
    };
    match (breaking, is_swap(base, revision) && !widened) {
        (true, _) => "changed",
        (false, true) => "compatible",
        (false, false) => "generalized",
    }
}

fn received(base: Kind<'_>, revision: Kind<'_>, strong: bool) -> &'static str {
    let narrowed = is_within(revision.ty, base.ty);
    let same_type = Kind { ty: base.ty, ..revision };
    let breaking = match base.ty {
        None if revision.ty.is_some() => false,
        _ => breaks(if narrowed { same_type } else { revision }, base, strong),
    };
    match (breaking, is_swap(base, revision) && !narrowed) {
        (true, _) if is_within(base.ty, revision.ty) && base.ty != revision.ty => "generalized",
        (true, _) => "changed",
        (false, true) => "compatible",
        (false, false) => "specialized",
    }
}

/// Whether values of `from` are not taken where `to` is asked for.
fn breaks(from: Kind<'_>, to: Kind<'_>, strong: bool) -> bool {
    let type_breaks = from.ty != to.ty && !takes(to.ty, from.ty, strong);
    let format_breaks = from.format != to.format && !takes_format(to, from.format);
    type_breaks || format_breaks
}

fn takes(to: Option<&str>, from: Option<&str>, strong: bool) -> bool {
    is_within(from, to) || (!strong && matches!(to, None | Some("string")))
}

/// Whether every value of one type is one of the other.
fn is_within(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other || (one == "integer" && other == "number"),
        _ => false,
    }
}

/// Whether every text of the format `from` is one of the kind `to`.
fn takes_format(to: Kind<'_>, from: Option<&str>) -> bool {
    let Some(format) = to.format else { return true };
    match to.ty {
        Some("number") => format == "double" && from == Some("float"),
        Some("integer") => match format {
            "int64" => from == Some("int32"),
            "bigint" => matches!(from, Some("int32" | "int64")),
            _ => false,
        },
        Some("string") => format == "date-time" && matches!(from, Some("date" | "time")),
        _ => false,
    }
}

fn is_swap(base: Kind<'_>, revision: Kind<'_>) -> bool {
    base.ty.is_some() && revision.ty.is_some() && base.ty != revision.ty
}

/// Whether a single value became a list whose elements take it: in a query they are written alike.
fn is_list_of(node: &Node<'_, '_>, out: &Collector<'_>) -> bool {
    let (base, revision) = (node.base.inner, node.revision.inner);
    let Some(items) = &revision.items else { return false };
    revision.ty.as_deref() == Some("array")
        && base.ty.as_deref().is_some_and(|ty| ty != "array")
        && out
            .revision
            .schema(items.id)
            .is_some_and(|item| takes(item.ty.as_deref(), base.ty.as_deref(), false) && asks_alike(base, item))
}

/// Whether two schemas of single values ask for the same but for their types.
fn asks_alike(one: &Schema, other: &Schema) -> bool {
    let lengths = |schema: &Schema| (schema.min_length.unwrap_or_default(), schema.max_length);
    let bounds = |schema: &Schema| (schema.exclusive_minimum, schema.exclusive_maximum);
    one.enumeration == other.enumeration
        && one.pattern == other.pattern
        && one.format == other.format
        && lengths(one) == lengths(other)
        && (&one.minimum, &one.maximum, &one.multiple_of) == (&other.minimum, &other.maximum, &other.multiple_of)
        && bounds(one) == bounds(other)
        && one.one_of.is_empty() == other.one_of.is_empty()
        && one.any_of.is_empty() == other.any_of.is_empty()
}
