//! In: a request and the operation that it calls. Out: the first thing that is wrong with it, and all that the documents
//! do not have.

use serde_json::Value;

use super::form::{self, Part};
use super::keys;
use super::problem::Problem;
use super::received::Received;
use super::shape;
use super::table::{Body, Operation, Table, Use};
use crate::runtime::call::JSON_PART;

/// Parameters that every list takes.
const PAGING: [&str; 2] = ["page", "per_page"];

/// Checks organisation, parameters and body.
pub(super) fn check(
    table: &Table,
    operation: &Operation,
    organizations: &[String],
    received: &Received,
) -> Result<(), Problem> {
    organization(operation, organizations, received)?;
    for (name, _) in operation.query.iter().filter(|(_, required)| **required) {
        received.query(name).ok_or_else(|| Problem::value(format!("The parameter {name} is missing.")))?;
    }
    for (name, _) in operation.headers.iter().filter(|(_, required)| **required) {
        received.header(name).ok_or_else(|| Problem::value(format!("The header {name} is missing.")))?;
    }
    match &operation.body {
        Some(body) => check_body(table, body, received),
        None => Ok(()),
    }
}

fn organization(operation: &Operation, organizations: &[String], received: &Received) -> Result<(), Problem> {
    let Some((place, name)) = &operation.organization else { return Ok(()) };
    let given = if place == "header" { received.header(name) } else { received.query(name) };
    let given = given.filter(|id| !id.trim().is_empty());
    let given = given.ok_or_else(|| Problem::value(format!("The organisation is missing: {name}.")))?;
    if organizations.is_empty() || organizations.iter().any(|known| known == given) {
        return Ok(());
    }
    Err(Problem::value(format!("The organisation in {name} is not one of this user.")))
}

fn check_body(table: &Table, body: &Body, received: &Received) -> Result<(), Problem> {
    if received.body.is_empty() {
        let needed = body.required || body.parts.iter().any(|part| part.required);
        return if needed { Err(Problem::value("The body is missing.")) } else { Ok(()) };
    }
    if let Some(media) = &body.media {
        let same = received.content_type() == media.split(';').next().unwrap_or_default().to_ascii_lowercase();
        return if same { Ok(()) } else { Err(Problem::value(format!("The body is not of the type {media}."))) };
    }
    let parts = form::parts(received);
    let in_form = received.content_type().contains("form");
    match (parts, &body.json) {
        (Some(parts), json) => check_parts(table, body, json.as_ref(), &parts),
        (None, _) if in_form => Err(Problem::value("The form cannot be read.")),
        (None, Some(json)) if body.parts.iter().all(|part| !part.required) => check_json(table, json, &received.body),
        (None, _) => Err(Problem::value("A form is expected.")),
    }
}

fn check_parts(table: &Table, body: &Body, json: Option<&Use>, parts: &[Part]) -> Result<(), Problem> {
    for wanted in body.parts.iter().filter(|part| part.required) {
        let mut found = parts.iter().filter(|part| part.name == wanted.name);
        found.next().ok_or_else(|| Problem::value(format!("The part {} is missing.", wanted.name)))?;
    }
    let is_file = |part: &&Part| body.parts.iter().any(|known| known.file && known.name == part.name);
    if let Some(text) = parts.iter().filter(is_file).find(|part| !part.file) {
        return Err(Problem::value(format!("The part {} is no file.", text.name)));
    }
    let object = parts.iter().find(|part| part.name == JSON_PART);
    match (json, object) {
        (Some(json), Some(object)) => check_json(table, json, &object.bytes),
        (Some(_), None) if body.required => Err(Problem::value(format!("The part {JSON_PART} is missing."))),
        _ => Ok(()),
    }
}

fn check_json(table: &Table, json: &Use, bytes: &[u8]) -> Result<(), Problem> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Problem::json())?;
    match shape::problem(&table.shapes, json, &value, "body") {
        Some(problem) => Err(Problem::value(format!("Invalid value: {problem}."))),
        None => Ok(()),
    }
}

/// What came that the documents do not have.
pub(super) fn undocumented(table: &Table, operation: &Operation, received: &Received) -> Vec<String> {
    let own = |name: &str| {
        let organization = operation.organization.as_ref().is_some_and(|(_, known)| known == name);
        let in_path = operation.path.contains(&format!("?{name}=")) || operation.path.contains(&format!("&{name}="));
        let paging = operation.list.is_some() && PAGING.contains(&name);
        organization || in_path || paging || operation.format.as_deref() == Some(name)
    };
    let names = received.query.iter().map(|(name, _)| name);
    let unknown = names.filter(|name| !operation.query.contains_key(*name) && !own(name));
    let mut found: Vec<String> = unknown.map(|name| format!("query {name}")).collect();
    let Some(body) = &operation.body else {
        found.extend((!received.body.is_empty()).then(|| "body".to_owned()));
        return found;
    };
    for part in form::parts(received).into_iter().flatten() {
        let json = body.json.is_some() && part.name == JSON_PART;
        if !json && !body.parts.iter().any(|known| known.name == part.name) {
            found.push(format!("part {}", part.name));
        }
    }
    if let (Some(json), Some(value)) = (&body.json, received.json()) {
        keys::undocumented(&table.shapes, json, &value, "body", &mut found);
    }
    // The order of keys is that of the JSON, or of the alphabet, as other crates of the program have it.
    found.sort();
    found
}
