//! Numbers that bound values: `minimum` and `maximum`, lengths, items, keys, `multipleOf`, `uniqueItems`.
//!
//! An absent `minLength`, `minItems` or `minProperties` is 0.

use serde_json::Number;

use super::super::collect::Collector;
use super::super::node::Node;
use super::super::subject::Subject;

pub(super) fn check<'a>(node: &Node<'a, '_>, out: &mut Collector<'a>) {
    let (base, revision) = (node.base.inner, node.revision.inner);
    let whole = |value: Option<u64>| value.map(Number::from);
    let from_zero = |value: Option<u64>| Some(Number::from(value.unwrap_or_default()));
    limit(node, "max-length", (whole(base.max_length), whole(revision.max_length)), out);
    limit(node, "min-length", (from_zero(base.min_length), from_zero(revision.min_length)), out);
    limit(node, "max-items", (whole(base.max_items), whole(revision.max_items)), out);
    limit(node, "min-items", (from_zero(base.min_items), from_zero(revision.min_items)), out);
    limit(node, "max-properties", (whole(base.max_properties), whole(revision.max_properties)), out);
    limit(node, "min-properties", (from_zero(base.min_properties), from_zero(revision.min_properties)), out);
    let max = [(&base.maximum, base.exclusive_maximum), (&revision.maximum, revision.exclusive_maximum)];
    bound(node, ["max", "exclusive-max"], max, out);
    let min = [(&base.minimum, base.exclusive_minimum), (&revision.minimum, revision.exclusive_minimum)];
    bound(node, ["min", "exclusive-min"], min, out);
    multiple(node, out);
    unique(node, out);
}

/// A bound, and whether it is itself allowed.
fn bound(
    node: &Node<'_, '_>,
    [name, exclusive]: [&str; 2],
    [(was, was_exclusive), (is, is_exclusive)]: [(&Option<Number>, bool); 2],
    out: &mut Collector<'_>,
) {
    limit(node, name, (was.clone(), is.clone()), out);
    let change = match (was, is) {
        (None, Some(_)) if is_exclusive => "set",
        (Some(_), Some(_)) if is_exclusive && !was_exclusive => "set",
        (Some(_), Some(_)) if was_exclusive && !is_exclusive => "unset",
        _ => return,
    };
    if !node.is_of_others() {
        let said = |number: &Option<Number>| number.as_ref().map(Number::to_string);
        node.report(out, &format!("{exclusive}-{change}"), said(was), said(is));
    }
}

fn limit(node: &Node<'_, '_>, name: &str, (was, is): (Option<Number>, Option<Number>), out: &mut Collector<'_>) {
    let change = match (&was, &is) {
        (None, Some(_)) => "set",
        (Some(_), None) => "unset",
        (Some(one), Some(other)) => match one.as_f64().partial_cmp(&other.as_f64()) {
            Some(std::cmp::Ordering::Less) => "increased",
            Some(std::cmp::Ordering::Greater) => "decreased",
            _ => return,
        },
        (None, None) => return,
    };
    let tightened = matches!(change, "set") || (change == "decreased") == name.contains("max");
    let (before, after) = (was.map(|was| was.to_string()), is.map(|is| is.to_string()));
    if node.is_of_others() {
        // What only the service writes is told where both sides bound it, and breaks nobody.
        match change {
            "set" | "unset" => {}
            _ if !node.is_sent() => {}
            _ if tightened => {
                node.report_as(out, &format!("request-read-only-property-{name}-{change}"), before, after);
            }
            _ => node.report(out, &format!("{name}-{change}"), before, after),
        }
        return;
    }
    match (node.subject, name) {
        // The known check makes no difference between a parameter and its properties.
        (Subject::Parameter { .. }, "max-items") => {
            node.report_as(out, &format!("request-parameter-{name}-{change}"), before, after);
        }
        _ => node.report(out, &format!("{name}-{change}"), before, after),
    }
}

fn multiple(node: &Node<'_, '_>, out: &mut Collector<'_>) {
    let (was, is) = (&node.base.inner.multiple_of, &node.revision.inner.multiple_of);
    let change = match (was, is) {
        (None, Some(_)) => "set",
        (Some(_), None) => "unset",
        (Some(one), Some(other)) if one.as_f64() != other.as_f64() => "changed",
        _ => return,
    };
    let said = |number: &Option<Number>| number.as_ref().map(Number::to_string);
    if !node.is_of_others() {
        node.report(out, &format!("multiple-of-{change}"), said(was), said(is));
    }
}

fn unique(node: &Node<'_, '_>, out: &mut Collector<'_>) {
    match (node.base.inner.unique_items, node.revision.inner.unique_items) {
        (false, true) => node.report(out, "unique-items-set", None, None),
        (true, false) => node.report(out, "unique-items-unset", None, None),
        _ => {}
    }
}
