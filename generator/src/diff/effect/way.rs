//! From the words about a change to the keys of what is sent and received.
//!
//! In: an index of one side, a method, and the subject of a change. Out: what it is about there: keys of types, of
//! methods or of requests, and the type that stands there.

use crate::diff::subject::About;
use crate::ir::wire::Status;
use crate::lower::krate::{ArgPlace, Ident, Payload, Ty};

use super::index::{Index, Offered, named};
use super::spell;
use super::surface::{key, method_path, request_path};

/// Something that a change is about on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Path of the item that has the key.
    pub(super) owner: String,
    /// The key on the wire.
    pub(super) key: String,
    /// What stands there.
    pub(super) ty: Ty,
    /// The module of the product, in whose words paths are.
    pub(super) product: Ident,
}

/// All that a subject is about in a method.
pub(super) fn spots(index: &Index<'_>, offered: Offered<'_>, about: &About<'_>) -> Vec<Spot> {
    match about {
        About::Parameter { location, name, path } => {
            let is_meant = |place: ArgPlace, wire: &str| match location {
                crate::ir::wire::Location::Path => place == ArgPlace::Path && wire == *name,
                crate::ir::wire::Location::Header => place == ArgPlace::Header && wire.eq_ignore_ascii_case(name),
                _ => place == ArgPlace::Query && wire == *name,
            };
            arguments(index, offered, path, is_meant)
        }
        About::Request { path } => {
            let steps = split(path);
            let parts = |place: ArgPlace, wire: &str| {
                let is_part = matches!(place, ArgPlace::PartText | ArgPlace::FormField | ArgPlace::File);
                is_part && steps.contains(&wire)
            };
            let mut found = arguments(index, offered, "", parts);
            if steps.is_empty() {
                let body = |place: ArgPlace, _: &str| matches!(place, ArgPlace::Body | ArgPlace::Raw);
                found.extend(arguments(index, offered, "", body));
            } else if let Some(body) = offered.body() {
                found.extend(follow(index, body, &steps, &offered.product.module));
            }
            found
        }
        About::Response { status, path } if answers(*status) => answer(index, offered, path),
        About::Response { .. } | About::Header | About::Other => Vec::new(),
    }
}

/// Whether a method may give what is documented for a status.
fn answers(status: Status) -> bool {
    status.is_success() || status == Status::Default
}

/// Arguments and setters of a method.
fn arguments(
    index: &Index<'_>,
    offered: Offered<'_>,
    path: &str,
    is_meant: impl Fn(ArgPlace, &str) -> bool,
) -> Vec<Spot> {
    let Offered { product, resource, method } = offered;
    let owner = method_path(product, resource, method);
    let args = method.args.iter().enumerate().map(|(position, arg)| (owner.clone(), key(arg, position), arg));
    let owner = request_path(product, resource, method);
    let setters = method.setters.iter().map(|arg| (owner.clone(), key(arg, 0), arg));
    let meant = args.chain(setters).filter(|(_, _, arg)| is_meant(arg.place, &arg.wire));
    let spot =
        |owner: String, key: String, ty: &Ty| Spot { owner, key, ty: ty.clone(), product: product.module.clone() };
    let mut found = Vec::new();
    for (owner, key, arg) in meant {
        found.push(spot(owner, key, &arg.ty));
        found.extend(follow(index, &arg.ty, &split(path), &product.module));
    }
    found
}

/// Where a path of an answer leads, the envelope taken off.
fn answer(index: &Index<'_>, offered: Offered<'_>, path: &str) -> Vec<Spot> {
    let Offered { product, resource, method } = offered;
    let whole = || {
        let owner = request_path(product, resource, method);
        vec![Spot { owner, key: "output".to_owned(), ty: method.output.clone(), product: product.module.clone() }]
    };
    let steps = split(path);
    let mut steps: &[&str] = &steps;
    if let Payload::Key(key) | Payload::First(key) | Payload::Items(key) | Payload::List(key) = &method.spec.payload {
        while steps.first().is_some_and(|step| is_composition(step)) {
            steps = steps.get(1..).unwrap_or_default();
        }
        match steps.split_first() {
            Some((first, rest)) if first == key => steps = rest,
            Some(_) => return Vec::new(),
            None => return whole(),
        }
        if matches!(method.spec.payload, Payload::First(_)) && steps.first() == Some(&"[]") {
            steps = steps.get(1..).unwrap_or_default();
        }
    }
    if steps.iter().all(|step| *step == "[]" || is_composition(step)) {
        return whole();
    }
    follow(index, &method.output, steps, &product.module)
}

/// The keys at the end of a path from a type.
fn follow(index: &Index<'_>, ty: &Ty, steps: &[&str], product: &Ident) -> Vec<Spot> {
    let mut found = Vec::new();
    let mut here = vec![ty.clone()];
    for step in steps {
        if is_composition(step) {
            continue;
        }
        if matches!(*step, "[]" | "*") {
            here = here.into_iter().map(inner).collect();
            continue;
        }
        let each = here.iter().flat_map(|ty| with_key(index, ty, step, product, 0));
        found = each.collect();
        here = found.iter().map(|spot: &Spot| spot.ty.clone()).collect();
    }
    found
}

/// What has a key: a struct, or the structs that there are to choose from.
fn with_key(index: &Index<'_>, ty: &Ty, key: &str, product: &Ident, depth: usize) -> Vec<Spot> {
    let Some(path) = named(ty).filter(|_| depth < 8) else { return Vec::new() };
    let owner = spell::path(path, product);
    let mut found = Vec::new();
    for (name, of) in index.contents(path) {
        if name == key {
            found.push(Spot { owner: owner.clone(), key: key.to_owned(), ty: of, product: product.clone() });
        } else if name.is_empty() {
            found.extend(with_key(index, &of, key, product, depth + 1));
        }
    }
    found
}

fn inner(ty: Ty) -> Ty {
    match ty {
        Ty::Boxed(of) => inner(*of),
        Ty::List(of) | Ty::Map(of) | Ty::Page(of) => *of,
        other => other,
    }
}

fn split(path: &str) -> Vec<&str> {
    path.split('/').filter(|step| !step.is_empty()).collect()
}

fn is_composition(step: &str) -> bool {
    ["allOf[", "oneOf[", "anyOf["].iter().any(|keyword| step.starts_with(keyword)) || step == "not"
}
