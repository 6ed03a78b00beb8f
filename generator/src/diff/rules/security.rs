//! Security schemes, and what operations ask for.
//!
//! A requirement of the document is compared once, not for every operation that leaves it to the document.

use indexmap::IndexMap;

use super::super::collect::{Collector, Found};
use super::super::pairs::{Pair, Scope, Spot};
use crate::ir::Place;
use crate::ir::wire::{Document, SecurityRequirement, SecurityScheme};

/// What ids begin with that are about a whole document. That nothing is asked for (`{}`) is an alternative only there.
const GLOBAL: &str = "api-global-security";

/// Compares what documents say of security.
pub(super) fn check_documents<'a>(pair: &Pair<'a>, out: &mut Collector<'a>) {
    if pair.base.is_empty() || pair.revision.is_empty() {
        return;
    }
    schemes(pair, out);
    let lone = pair.base.len() == 1 && pair.revision.len() == 1;
    for is in &pair.revision {
        let same = |was: &&&'a Document| lone || was.stem == is.stem;
        let Some(was) = pair.base.iter().find(same) else { continue };
        let scope = Scope { product: pair.product, resource: &is.stem, method: None, path: "" };
        let places = (Place::file(was.file), Place::file(is.file));
        requirements(&scope, GLOBAL, (&was.security, &is.security), places, out);
    }
}

/// Compares what an operation asks for.
pub(super) fn check_operation<'a>(scope: &Scope<'a>, (was, is): (Spot<'a>, Spot<'a>), out: &mut Collector<'a>) {
    if was.operation.security.is_none() && is.operation.security.is_none() {
        return;
    }
    let asked = |spot: Spot<'a>| spot.operation.security.as_ref().unwrap_or(&spot.document.security);
    let places = (was.operation.at, is.operation.at);
    requirements(scope, "api-security", (asked(was), asked(is)), places, out);
}

/// Alternatives are the same if they ask for the same; of what is left, one with the same schemes asks for other scopes.
fn requirements<'a>(
    scope: &Scope<'a>,
    prefix: &str,
    (was, is): (&'a [SecurityRequirement], &'a [SecurityRequirement]),
    (base, revision): (Place, Place),
    out: &mut Collector<'a>,
) {
    let found = |before: Option<String>, after: Option<String>| Found {
        before,
        after,
        base: Some(base),
        revision: Some(revision),
        renamed: None,
    };
    let rest = |of: &'a [SecurityRequirement], from: &'a [SecurityRequirement]| -> Vec<&'a SecurityRequirement> {
        let told = |one: &&SecurityRequirement| !one.schemes.is_empty() || prefix == GLOBAL;
        of.iter().filter(told).filter(|one| !from.iter().any(|other| asks_alike(one, other))).collect()
    };
    let (left, mut new) = (rest(was, is), rest(is, was));
    let mut gone = Vec::new();
    for one in &left {
        let alike = |other: &&&SecurityRequirement| names(one) == names(other);
        let lone = left.iter().filter(alike).count() == 1 && new.iter().filter(alike).count() == 1;
        match new.iter().position(|other| alike(&other)) {
            Some(index) if lone => {
                scopes(scope, prefix, (one, new.remove(index)), &found, out);
            }
            _ => gone.push(*one),
        }
    }
    for one in gone {
        out.add(&format!("{prefix}-removed"), scope, "", found(Some(said(one)), None));
    }
    for one in new {
        out.add(&format!("{prefix}-added"), scope, "", found(None, Some(said(one))));
    }
}

fn scopes<'a>(
    scope: &Scope<'a>,
    prefix: &str,
    (was, is): (&SecurityRequirement, &SecurityRequirement),
    found: &impl Fn(Option<String>, Option<String>) -> Found,
    out: &mut Collector<'a>,
) {
    for (scheme, before) in &was.schemes {
        let Some(after) = is.schemes.get(scheme) else { continue };
        let subject = format!("security scheme `{scheme}`");
        for one in after.iter().filter(|one| !before.contains(one)) {
            out.add(&format!("{prefix}-scope-added"), scope, &subject, found(None, Some(format!("`{one}`"))));
        }
        for one in before.iter().filter(|one| !after.contains(one)) {
            out.add(&format!("{prefix}-scope-removed"), scope, &subject, found(Some(format!("`{one}`")), None));
        }
    }
}

fn names(requirement: &SecurityRequirement) -> Vec<&str> {
    let mut names: Vec<&str> = requirement.schemes.keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn sorted(scopes: &[String]) -> Vec<&str> {
    let mut scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
    scopes.sort_unstable();
    scopes
}

fn asks_alike(one: &SecurityRequirement, other: &SecurityRequirement) -> bool {
    names(one) == names(other)
        && one
            .schemes
            .iter()
            .all(|(name, scopes)| other.schemes.get(name).is_some_and(|others| sorted(scopes) == sorted(others)))
}

fn said(requirement: &SecurityRequirement) -> String {
    if requirement.schemes.is_empty() {
        return "nothing (`{}`)".to_owned();
    }
    let each = names(requirement).into_iter().map(|name| {
        let scopes = requirement.schemes.get(name).map(|scopes| sorted(scopes)).unwrap_or_default();
        if scopes.is_empty() { format!("`{name}`") } else { format!("`{name}` ({})", scopes.join(", ")) }
    });
    each.collect::<Vec<_>>().join(" with ")
}

/// Compares the security schemes of a product.
fn schemes<'a>(pair: &Pair<'a>, out: &mut Collector<'a>) {
    let (was, is) = (pooled(&pair.base), pooled(&pair.revision));
    let scope = Scope { product: pair.product, resource: "", method: None, path: "" };
    let found = |base: Option<Place>, revision: Option<Place>| Found { base, revision, ..Found::default() };
    for (name, (base, before)) in &was {
        let subject = format!("security scheme `{name}`");
        match is.get(name) {
            None => out.add("api-security-component-removed", &scope, &subject, found(Some(*base), None)),
            Some((revision, after)) => {
                let found = found(Some(*base), Some(*revision));
                scheme(&scope, &subject, (before, after), &found, out);
            }
        }
    }
    for (name, (revision, _)) in is.iter().filter(|(name, _)| !was.contains_key(*name)) {
        let subject = format!("security scheme `{name}`");
        out.add("api-security-component-added", &scope, &subject, found(None, Some(*revision)));
    }
}

type Schemes<'a> = IndexMap<&'a str, (Place, &'a SecurityScheme)>;

fn pooled<'a>(documents: &[&'a Document]) -> Schemes<'a> {
    let mut all = IndexMap::new();
    for document in documents {
        for (name, scheme) in &document.security_schemes {
            all.entry(name.as_str()).or_insert((Place::file(document.file), scheme));
        }
    }
    all
}

fn scheme<'a>(
    scope: &Scope<'a>,
    subject: &str,
    (was, is): (&SecurityScheme, &SecurityScheme),
    found: &Found,
    out: &mut Collector<'a>,
) {
    let prefix = "api-security-component";
    let mut add = |id: &str, before: Option<&str>, after: Option<&str>| {
        let said = |text: Option<&str>| text.map(|text| format!("`{text}`"));
        let found = Found { before: said(before), after: said(after), ..found.clone() };
        out.add(&format!("{prefix}-{id}"), scope, subject, found);
    };
    match (was, is) {
        (
            SecurityScheme::OAuth2 { authorization_url: was_at, token_url: was_token, scopes: was },
            SecurityScheme::OAuth2 { authorization_url: is_at, token_url: is_token, scopes: is },
        ) => {
            if was_at != is_at {
                add("oauth-url-changed", was_at.as_deref(), is_at.as_deref());
            }
            if was_token != is_token {
                add("oauth-token-url-changed", was_token.as_deref(), is_token.as_deref());
            }
            was.keys().filter(|one| !is.contains_key(*one)).for_each(|one| add("oauth-scope-removed", Some(one), None));
            is.keys().filter(|one| !was.contains_key(*one)).for_each(|one| add("oauth-scope-added", None, Some(one)));
            for (name, before) in was {
                // A side without words, such as the lock of a release, says nothing of a scope.
                let said = |text: &&String| !text.is_empty() && !before.is_empty();
                if let Some(after) = is.get(name).filter(|after| *after != before).filter(said) {
                    add("oauth-scope-changed", Some(before), Some(after));
                }
            }
        }
        (was, is) if was != is => add("type-changed", Some(&kind(was)), Some(&kind(is))),
        _ => {}
    }
}

/// What a scheme is, in a word or two.
fn kind(scheme: &SecurityScheme) -> String {
    match scheme {
        SecurityScheme::ApiKey { location, name } => format!("apiKey in {location:?} {name}").to_lowercase(),
        SecurityScheme::Http { scheme } => format!("http {scheme}"),
        SecurityScheme::OAuth2 { .. } => "oauth2".to_owned(),
        SecurityScheme::OpenIdConnect { url } => format!("openIdConnect {url}"),
    }
}
