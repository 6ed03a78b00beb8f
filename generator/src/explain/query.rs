//! From a name to the thing. In: what somebody typed. Out: the one thing it means, or what they may have meant.
//!
//! A name is `Type`, `Type.field`, `resource::method` (or with a dot), each with `product::` in front where it is
//! ambiguous, or a method and path. Case and underscores do not matter, so both the wire's and Rust's spelling do.

use thiserror::Error;

use super::index::{Index, Named, method_name};
use crate::near;
use crate::normalise::operation_identity;

/// How many names are suggested.
const SUGGESTIONS: usize = 5;

/// A name that means nothing, or several things.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct Unknown {
    /// What is the matter.
    pub message: String,
    /// What to type instead.
    pub help: String,
}

/// Finds what a name means, and the product that it was asked for in.
pub(super) fn find(index: &Index<'_>, name: &str) -> Result<(Named, Option<u32>), Unknown> {
    let name = name.trim();
    let found = if name.contains('/') { by_path(index, name) } else { by_words(index, name) };
    match found.as_slice() {
        [one] => Ok((*one, product_of(index, name))),
        [] => Err(unknown(index, name)),
        several => Err(Unknown {
            message: format!("`{name}` may be several things"),
            help: format!("say one of {}", listed(several.iter().map(|named| index.name(named, None)))),
        }),
    }
}

/// The product that a name begins with, if any.
fn product_of(index: &Index<'_>, name: &str) -> Option<u32> {
    let parts = parts(name);
    let product = split_product(index, &parts).0?;
    (0_u32..).zip(index.products()).find(|(_, known)| is(product, known)).map(|(index, _)| index)
}

/// Nothing has this name; some have one like it.
pub(super) fn unknown(index: &Index<'_>, name: &str) -> Unknown {
    Unknown { message: format!("nothing is called `{name}`"), help: suggest(index, name) }
}

/// `books GET /invoices/{}`: names of parameters do not matter.
fn by_path(index: &Index<'_>, name: &str) -> Vec<Named> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (product, call) = match words.as_slice() {
        [product, method, path] => (Some(*product), Some((Some(*method), *path))),
        [method, path] => (None, Some((Some(*method), *path))),
        [path] => (None, Some((None, *path))),
        _ => (None, None),
    };
    let Some((method, path)) = call else { return Vec::new() };
    let wanted = shape(path);
    let matches = |of: u32, identity: &str| {
        let (own_method, own_path) = identity.split_once(' ').unwrap_or_default();
        product.is_none_or(|product| is(product, index.product(of)))
            && method.is_none_or(|method| method.eq_ignore_ascii_case(own_method))
            && own_path == wanted
    };
    let found = index.operations().filter(|(_, of, _, operation)| {
        let wire = crate::lint::Subjects::of(&index.api.wire).operation(operation.wire);
        wire.is_some_and(|wire| matches(*of, &operation_identity(wire)))
    });
    found.map(|(named, ..)| named).collect()
}

/// A path with the names between braces forgotten, and without a slash at its end.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut inside = false;
    for sign in path.trim_end_matches('/').chars() {
        inside = sign == '{' || (inside && sign != '}');
        if !inside || sign == '{' {
            shape.push(sign);
        }
    }
    shape
}

fn by_words(index: &Index<'_>, name: &str) -> Vec<Named> {
    let parts = parts(name);
    let (product, rest) = split_product(index, &parts);
    let belongs =
        |products: &[u32]| product.is_none_or(|product| products.iter().any(|own| is(product, index.product(*own))));
    let types = || index.types().filter(|(_, products, _)| belongs(products));
    let mut found = Vec::new();
    match rest {
        [name] => found.extend(types().filter(|(.., own)| is(name, own)).map(|(named, ..)| named)),
        [first, second] => {
            let models = types().filter(|(.., own)| is(first, own));
            found.extend(models.filter_map(|(named, ..)| field(index, named, second)));
            let operations = index.operations().filter(|(_, of, resource, operation)| {
                belongs(&[*of]) && is(first, resource.name.as_str()) && is(second, operation.verb.as_str())
            });
            found.extend(operations.map(|(named, ..)| named));
        }
        _ => {}
    }
    found
}

/// A field of a model by its wire name, or its name in Rust.
fn field(index: &Index<'_>, named: Named, name: &str) -> Option<Named> {
    let Named::Model(id) = named else { return None };
    let fields = &index.model(id)?.fields;
    let exact = fields.iter().position(|field| field.wire == name);
    let spelled = || fields.iter().position(|field| is(name, field.name.as_str()) || is(name, &field.wire));
    exact.or_else(spelled).map(|field| Named::Field(id, field))
}

/// The words between `::` and `.`.
fn parts(name: &str) -> Vec<&str> {
    name.split("::").flat_map(|part| part.split('.')).filter(|part| !part.is_empty()).collect()
}

/// The product that a name begins with, if it does.
fn split_product<'n, 'p>(index: &Index<'_>, parts: &'p [&'n str]) -> (Option<&'n str>, &'p [&'n str]) {
    match parts.split_first() {
        Some((first, rest)) if !rest.is_empty() && index.products().any(|product| is(first, product)) => {
            (Some(first), rest)
        }
        _ => (None, parts),
    }
}

/// Whether two spellings have the same letters; `r#type`, `type_` and `Type` do.
fn is(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}

fn letters(text: &str) -> String {
    let text = text.strip_prefix("r#").unwrap_or(text);
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn suggest(index: &Index<'_>, name: &str) -> String {
    let near = if name.is_empty() || name.contains('/') { Vec::new() } else { near_names(index, name) };
    if near.is_empty() {
        return "name a type (`books::Invoice`), a field (`books::Invoice.status`), a method \
                (`books::invoices::create`) or a call (`GET /invoices`); `cargo xtask api` lists them"
            .to_owned();
    }
    format!("did you mean {}?", listed(near))
}

/// Full names of what is spelled almost like `name`, its product aside.
fn near_names(index: &Index<'_>, name: &str) -> Vec<String> {
    let parts = parts(name);
    let (product, rest) = split_product(index, &parts);
    let mut known: Vec<(String, Named)> = Vec::new();
    for (named, products, own) in index.types() {
        if product.is_some_and(|product| !products.iter().any(|own| is(product, index.product(*own)))) {
            continue;
        }
        if let (Named::Model(id), [first, _]) = (named, rest)
            && is(first, own)
        {
            let fields = index.model(id).map(|model| model.fields.as_slice()).unwrap_or_default();
            known.extend(
                fields.iter().enumerate().map(|(at, field)| (format!("{own}.{}", field.wire), Named::Field(id, at))),
            );
        }
        known.push((own.to_owned(), named));
    }
    for (named, of, resource, operation) in index.operations() {
        if product.is_none_or(|product| is(product, index.product(of))) {
            known.push((method_name(resource, operation).replace("::", "."), named));
        }
    }
    let wanted = rest.join(".");
    let near = near::ranked(&wanted, known.iter().map(|(name, _)| name.as_str()));
    let named = near.into_iter().flat_map(|near| known.iter().filter(move |(name, _)| name == near));
    named.map(|(_, named)| index.name(named, None)).take(SUGGESTIONS).collect()
}

fn listed(names: impl IntoIterator<Item = String>) -> String {
    names.into_iter().take(SUGGESTIONS).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
