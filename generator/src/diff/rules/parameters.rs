//! Parameters in all places. Those in the path are known by their position: their names are nobody's business.

use super::super::collect::{Collector, Found};
use super::super::pairs::Scope;
use super::super::renames::{self, Named};
use super::super::subject::{Subject, parameter};
use super::super::walk;
use super::sent::{Sent, Writing};
use crate::ir::Place;
use crate::ir::wire::{DeclaredBy, Location, Operation};
use crate::normalise::path_parameters;

/// What a parameter is known by: where it travels, and its name or its position.
type Key = (Location, String);

pub(super) fn check<'a>(scope: &Scope<'a>, (was, is): (&'a Operation, &'a Operation), out: &mut Collector<'a>) {
    let base = keyed(was, Sent::all(was, out.base, is));
    let revision = keyed(is, Sent::all(is, out.revision, was));
    let renamed = renamed(&base, &revision, out);
    let other = |param: &Sent<'_>, old: bool| {
        let pair = renamed.iter().find(|(was, is)| if old { *was == param.name } else { *is == param.name });
        pair.map(|(was, is)| if old { (*is).to_owned() } else { (*was).to_owned() })
    };
    for (key, param) in &base {
        match revision.iter().find(|(other, _)| other == key) {
            Some((_, other)) => changed(scope, (param, other), out),
            None => {
                let id = if param.param.deprecated {
                    "request-parameter-removed-with-deprecation"
                } else {
                    "request-parameter-removed"
                };
                let found = Found { renamed: other(param, true), ..found(Some(param.param.at), Some(is.at)) };
                out.add(id, scope, &said(param), found);
            }
        }
    }
    for (_, param) in revision.iter().filter(|(key, _)| !base.iter().any(|(other, _)| other == key)) {
        let found = Found { renamed: other(param, false), ..found(Some(was.at), Some(param.param.at)) };
        out.add(added(param), scope, &said(param), found);
    }
}

/// Parameters that travel in the same place under another name.
fn renamed<'a>(base: &[(Key, Sent<'a>)], revision: &[(Key, Sent<'a>)], out: &Collector<'a>) -> Vec<(&'a str, &'a str)> {
    let only = |of: &[(Key, Sent<'a>)], from: &[(Key, Sent<'a>)], location: Location| -> Vec<Named<'a>> {
        let missing = of.iter().filter(|(key, _)| key.0 == location && !from.iter().any(|(other, _)| other == key));
        missing.filter_map(|(_, param)| Some((param.name, param.schema?.id))).collect()
    };
    let places = [Location::Query, Location::Header, Location::Cookie];
    let find = |location: Location| {
        renames::find(&only(base, revision, location), &only(revision, base, location), out.classes)
    };
    places.into_iter().flat_map(find).collect()
}

fn keyed<'a>(operation: &Operation, all: Vec<Sent<'a>>) -> Vec<(Key, Sent<'a>)> {
    let order = path_parameters(&operation.path);
    let key = |sent: &Sent<'_>| match sent.param.location {
        Location::Path => {
            let position = order.iter().position(|name| *name == sent.name);
            position.map_or_else(|| sent.name.to_owned(), |position| format!("{{{position}}}"))
        }
        Location::Header => sent.name.to_ascii_lowercase(),
        Location::Query | Location::Cookie => sent.name.to_owned(),
    };
    all.into_iter().map(|sent| ((sent.param.location, key(&sent)), sent)).collect()
}

fn added(sent: &Sent<'_>) -> &'static str {
    match (sent.param.location, sent.param.declared_by, sent.required) {
        (Location::Path, _, _) => "new-request-path-parameter",
        (_, DeclaredBy::Path, true) => "new-required-request-default-parameter-to-existing-path",
        (_, DeclaredBy::Path, false) => "new-optional-request-default-parameter-to-existing-path",
        (_, DeclaredBy::Operation, true) => "new-required-request-parameter",
        (_, DeclaredBy::Operation, false) => "new-optional-request-parameter",
    }
}

fn changed<'a>(scope: &Scope<'a>, (old, new): (&Sent<'a>, &Sent<'a>), out: &mut Collector<'a>) {
    let subject = said(new);
    let (was, is) = (old.param, new.param);
    let switches = [
        (old.required, new.required, "became-required", "became-optional"),
        (was.deprecated, is.deprecated, "deprecated", "reactivated"),
        (was.allow_empty_value, is.allow_empty_value, "empty-value-allowed", "empty-value-forbidden"),
    ];
    for (was_on, is_on, on, off) in switches {
        if was_on != is_on {
            let change = if is_on { on } else { off };
            out.add(&format!("request-parameter-{change}"), scope, &subject, found(Some(was.at), Some(is.at)));
        }
    }
    let (before, after) = (Writing::of(was), Writing::of(is));
    let ways = [
        ("style", before.style.to_owned(), after.style.to_owned()),
        ("explode", before.explode.to_string(), after.explode.to_string()),
        ("media-type", before.media_type.to_owned(), after.media_type.to_owned()),
    ];
    for (what, one, other) in ways.into_iter().filter(|(_, one, other)| one != other) {
        let (before, after) = (Some(format!("`{one}`")), Some(format!("`{other}`")));
        let found = Found { before, after, ..found(Some(was.at), Some(is.at)) };
        out.add(&format!("request-parameter-{what}-changed"), scope, &subject, found);
    }
    // Where the whole value is written in another way, what is written cannot be compared.
    let comparable = before.media_type == after.media_type;
    if let (Some(base), Some(revision), true) = (old.schema, new.schema, comparable) {
        let exploded = after.style == "form" && after.explode;
        let required = old.required || new.required;
        let subject = Subject::Parameter { location: is.location, name: new.name, required, exploded };
        walk::compare(scope, &subject, (base, revision), out);
    }
}

fn said(sent: &Sent<'_>) -> String {
    format!("{} `{}`", parameter(sent.param.location), sent.name)
}

fn found(base: Option<Place>, revision: Option<Place>) -> Found {
    Found { base, revision, ..Found::default() }
}
