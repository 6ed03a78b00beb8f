//! The API as released: what later versions are compared with.
//!
//! In: an [`Api`]. Out: the text of `specs/api.lock.json`, one line an element of the long lists, and the API read back
//! from it. No sentence of a document is in it: titles of schemas, descriptions, examples, and what was read from prose
//! as a record of its own stay behind, and nothing that tells versions apart does.

use serde_json::Value;

use crate::ir::Api;
use crate::ir::model::{Body, ModelLayer};
use crate::ir::wire::{Additional, Document, Media, Operation, Schema, SchemaUse, SecurityScheme, Wire};

/// Extensions that say how versions compare; all others stay behind, whatever they say.
const EXTENSIONS: [&str; 3] = ["x-sunset", "x-stability-level", "x-extensible-enum"];

/// Below these keys `null` and `false` are values of the API, and not just absent.
const VALUES: [&str; 3] = ["default", "enumeration", "extensions"];

/// The text of the lock.
///
/// # Errors
/// The API cannot be written as JSON, which is a bug.
pub fn to_text(api: &Api) -> Result<String, serde_json::Error> {
    let mut value = serde_json::to_value(without_prose(api.clone()))?;
    prune(&mut value);
    let schemas = value.pointer_mut("/wire/schemas").and_then(Value::as_array_mut);
    schemas.into_iter().flatten().for_each(prune_schema);
    let mut text = String::new();
    lines(&value, 0, &mut text);
    text.push('\n');
    Ok(text)
}

/// The API that a lock has.
///
/// # Errors
/// The text is no lock.
pub fn parse(text: &str) -> Result<Api, serde_json::Error> {
    serde_json::from_str(text)
}

/// The API without a sentence in it.
#[must_use]
pub fn without_prose(mut api: Api) -> Api {
    wire(&mut api.wire);
    model(&mut api.model);
    api
}

fn wire(wire: &mut Wire) {
    wire.changes.clear();
    wire.products.iter_mut().flat_map(|product| &mut product.documents).for_each(document);
    wire.schemas.iter_mut().for_each(schema);
}

fn document(document: &mut Document) {
    document.description = None;
    document.servers.iter_mut().for_each(|server| server.description = None);
    document.tags.iter_mut().for_each(|tag| tag.description = None);
    for scheme in document.security_schemes.values_mut() {
        if let SecurityScheme::OAuth2 { scopes, .. } = scheme {
            scopes.values_mut().for_each(String::clear);
        }
    }
    document.operations.iter_mut().for_each(operation);
}

fn operation(operation: &mut Operation) {
    operation.summary = None;
    operation.description = None;
    operation.extensions.retain(|key, _| EXTENSIONS.contains(&key.as_str()));
    for param in &mut operation.params {
        param.description = None;
        param.example = None;
        param.extensions.clear();
        param.schema.iter_mut().for_each(used);
    }
    if let Some(body) = &mut operation.body {
        body.description = None;
        body.content.iter_mut().for_each(media);
    }
    for response in &mut operation.responses {
        response.description.clear();
        response.content.iter_mut().for_each(media);
        for header in &mut response.headers {
            header.description = None;
            header.schema.iter_mut().for_each(used);
        }
    }
}

fn media(media: &mut Media) {
    media.example = None;
    media.schema.iter_mut().for_each(used);
}

fn used(used: &mut SchemaUse) {
    used.description = None;
}

fn schema(schema: &mut Schema) {
    schema.title = None;
    schema.description = None;
    schema.example = None;
    schema.extensions.retain(|key, _| EXTENSIONS.contains(&key.as_str()));
    let lists = [&mut schema.all_of, &mut schema.one_of, &mut schema.any_of];
    lists.into_iter().flatten().for_each(used);
    schema.properties.values_mut().chain(&mut schema.items).chain(&mut schema.not).for_each(used);
    if let Some(Additional::Schema(each)) = &mut schema.additional_properties {
        used(each);
    }
}

fn model(layer: &mut ModelLayer) {
    // What documents were read into: for `explain` and `lint`, of what is there now.
    layer.facts.clear();
    for resource in layer.products.iter_mut().flat_map(|product| &mut product.resources) {
        resource.docs = None;
        for operation in &mut resource.operations {
            operation.docs = None;
            operation.summary = None;
            for param in &mut operation.params {
                param.docs = None;
                param.example = None;
            }
            operation.files.iter_mut().for_each(|part| part.docs = None);
            if let Some(Body::Multipart { parts } | Body::Form { parts }) = &mut operation.body {
                parts.iter_mut().for_each(|part| part.docs = None);
            }
        }
    }
    for model in &mut layer.models {
        model.docs = None;
        model.origins.clear();
        model.variants.iter_mut().for_each(|variant| variant.docs = None);
        for field in &mut model.fields {
            field.docs = None;
            field.example = None;
        }
    }
    for item in &mut layer.enums {
        item.docs = None;
        item.origins.clear();
    }
}

/// Takes out what reads back as absent.
fn prune(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(prune),
        Value::Object(entries) => {
            entries.retain(|_, entry| !entry.is_null());
            let inner = entries.iter_mut().filter(|(key, _)| !VALUES.contains(&key.as_str()));
            inner.for_each(|(_, entry)| prune(entry));
        }
        _ => {}
    }
}

/// Takes out keywords that a schema does not have: each has a default.
fn prune_schema(schema: &mut Value) {
    let is_default = |entry: &Value| match entry {
        Value::Bool(set) => !set,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    };
    if let Some(keywords) = schema.as_object_mut() {
        keywords.retain(|key, entry| VALUES.contains(&key.as_str()) || !is_default(entry));
    }
}

/// How deep objects and lists are spread over lines: the layers, their lists, and what products and documents have.
const DEEP: usize = 8;

/// JSON with a line an element, so that version control shows what a release changed.
fn lines(value: &Value, depth: usize, text: &mut String) {
    let (open, close, count) = match value {
        Value::Array(items) => ('[', ']', items.len()),
        Value::Object(entries) => ('{', '}', entries.len()),
        other => return text.push_str(&other.to_string()),
    };
    if depth >= DEEP || count == 0 || !is_long(value) {
        return text.push_str(&value.to_string());
    }
    text.push(open);
    let entries: Vec<(Option<&String>, &Value)> = match value {
        Value::Object(entries) => entries.iter().map(|(key, entry)| (Some(key), entry)).collect(),
        Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
        _ => Vec::new(),
    };
    for (index, (key, entry)) in entries.into_iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        if let Some(key) = key {
            text.push_str(&Value::from(key.as_str()).to_string());
            text.push(':');
        }
        lines(entry, depth + 1, text);
    }
    text.push('\n');
    text.push(close);
}

/// Longest text on a line of its own, in bytes; what has more is spread.
const WIDE: usize = 400;

fn is_long(value: &Value) -> bool {
    value.to_string().len() > WIDE
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diag::Diagnostics;
    use crate::diff::effect::{Effect, sides};
    use crate::load::{Source, load_texts};

    const DOCUMENT: &str = r##"
openapi: 3.0.0
info: { title: things, version: "1", description: A secret sentence. }
servers: [{ url: https://shop.example/api/v1, description: A secret sentence. }]
tags: [{ name: things, description: A secret sentence. }]
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://shop.example/auth
          tokenUrl: https://shop.example/token
          scopes: { things.READ: A secret sentence. }
  schemas:
    thing:
      type: object
      title: A secret sentence.
      description: A secret sentence. Allowed values are `open` and `shut`.
      additionalProperties: false
      properties:
        thing_id: { type: string, description: A secret sentence., example: A secret sentence. }
        state: { type: string, description: A secret sentence., enum: [open, shut, null], nullable: true, default: open }
        parts: { type: array, items: { $ref: '#/components/schemas/thing' } }
paths:
  /things/{thing_id}:
    x-secret: A secret sentence.
    post:
      operationId: change_thing
      summary: A secret sentence.
      description: A secret sentence. Allowed values are `open` and `shut`.
      x-secret: A secret sentence.
      x-stability-level: stable
      parameters:
        - { name: thing_id, in: path, required: true, description: A secret sentence., schema: { type: string }, example: A secret sentence. }
        - { name: sort, in: query, description: "A secret sentence. Allowed values: `name` and `date`.", schema: { type: string } }
      requestBody:
        description: A secret sentence.
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                note: { type: string, description: A secret sentence. }
                file: { type: string, format: binary, description: A secret sentence. }
      responses:
        "200":
          description: A secret sentence.
          headers: { X-Left: { description: A secret sentence., schema: { type: integer } } }
          content:
            application/json:
              schema: { type: object, properties: { code: { type: integer }, message: { type: string }, thing: { $ref: '#/components/schemas/thing' } } }
              example: { code: 0, message: A secret sentence., thing: { thing_id: A secret sentence. } }
"##;

    fn source() -> Source {
        load_texts("shop", &BTreeMap::from([("things.yml".to_owned(), DOCUMENT.to_owned())]))
    }

    #[test]
    fn no_sentence_is_in_it_and_nothing_is_told_as_changed() {
        let mut diagnostics = Diagnostics::default();
        let normalised = crate::normalise_source(source(), &mut diagnostics, &mut ());
        assert!(!diagnostics.has_errors() && normalised.api.model.operations().count() == 1);
        let text = to_text(&normalised.api).unwrap_or_default();
        assert!(!text.contains("secret"), "{text}");
        let released = parse(&text).unwrap_or_default();
        assert_eq!(released, without_prose(normalised.api.clone()));
        let report = crate::diff::versions(&released.wire, &normalised.api.wire);
        assert!(report.changes.is_empty(), "{report:#?}");
        let [was, is] = [&released, &normalised.api];
        let base = sides::Side { wire: &was.wire, model: Some(&was.model), source: &Source::default() };
        let revision = sides::Side { wire: &is.wire, model: None, source: &normalised.source };
        let (was, is) = sides::crates(base, revision, &Source::default(), &mut diagnostics);
        let effect = Effect::of(&was, &is, &report);
        assert!(effect.items.is_empty(), "{:#?}", effect.items);
    }

    #[test]
    fn long_lists_have_a_line_an_element() {
        let normalised = crate::normalise_source(source(), &mut Diagnostics::default(), &mut ());
        let text = to_text(&normalised.api).unwrap_or_default();
        assert!(text.lines().count() > normalised.api.wire.schemas.len(), "{text}");
        assert!(text.lines().all(|line| line.len() < 4_000), "{text}");
    }
}
