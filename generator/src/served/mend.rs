//! Defects that keep another server from serving a document as it is meant.
//!
//! In: a document as JSON. Out: the same, mended by the rules of the generator, and a line for each thing that was
//! mended. What only makes the document say less is left as it is.
//!
//! - A file in the query is a part of a multipart body (ZG030).
//! - A path parameter that is declared by another name is the one that the path lacks; any other that the path does not
//!   name is none (ZG023, ZG024).
//! - An example, or a default, that cannot be read as what its schema declares says nothing (ZG044, ZG045).
//! - A number of the format `double` or `float` that shows nothing shows one: servers of documents would show the least
//!   number of that format, which no amount of money is.
//! - A reference that leads nowhere is replaced by what says nothing (ZG020, ZG021).
//! - A success without a documented body has the envelope that every call is answered with; a file is a text.
//! - The schema of a body that is neither JSON nor a form is left out: it is sent as it is.
//! - Lists and objects in parts of a form travel as JSON texts, which servers of documents do not read.

use serde_json::{Map, Value, json};

use crate::normalise::read_as;

/// Mends a document.
pub(super) fn mend(document: &mut Value, mended: &mut Vec<String>) {
    let whole = document.clone();
    references(document, &whole, mended);
    examples(document, mended);
    let components = document.get("components").cloned().unwrap_or_default();
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return };
    for (path, item) in paths {
        let Value::Object(item) = item else { continue };
        let wanted = named(path);
        if let Some(Value::Array(shared)) = item.get_mut("parameters") {
            // One that the path does not name is for the operations to say.
            shared.retain(|param| {
                let param = followed(param, &components);
                text(param, "in") != "path" || wanted.contains(&text(param, "name"))
            });
        }
        let shared = item.get("parameters").cloned();
        for (method, operation) in item.iter_mut().filter(|(_, operation)| operation.get("responses").is_some()) {
            let mut tell = |what: String| mended.push(format!("{} {path}: {what}", method.to_ascii_uppercase()));
            let Value::Object(operation) = operation else { continue };
            path_parameters(operation, path, &components, shared.as_ref(), &mut tell);
            files(operation, &components, &mut tell);
            forms(operation, &components, &mut tell);
            answers(operation, &components);
        }
    }
}

/// Leaves out examples and defaults that say nothing of the declared kind.
fn examples(value: &mut Value, mended: &mut Vec<String>) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| examples(element, mended)),
        Value::Object(keys) => {
            let kind = keys.get("type").and_then(Value::as_str).map(str::to_owned);
            if kind.is_none() {
                show(keys, mended);
            }
            if let Some(kind) = kind.filter(|kind| matches!(kind.as_str(), "integer" | "number" | "boolean")) {
                for name in ["example", "default"] {
                    let unreadable = |value: &Value| value.is_string() && read_as(Some(&kind), value).is_none();
                    if keys.get(name).is_some_and(unreadable) && keys.remove(name).is_some() {
                        mended.push(format!("the {name} of a value of type {kind} that is none was left out"));
                    }
                }
                show(keys, mended);
            }
            keys.values_mut().for_each(|value| examples(value, mended));
        }
        _ => {}
    }
}

/// Gives an example to a floating point number that has none.
fn show(schema: &mut Map<String, Value>, mended: &mut Vec<String>) {
    let floating = schema.get("format").is_some_and(|format| format == "double" || format == "float");
    if !floating || ["example", "default", "enum"].iter().any(|name| schema.contains_key(*name)) {
        return;
    }
    let shown = schema.get("minimum").or_else(|| schema.get("maximum")).cloned().unwrap_or_else(|| json!(1));
    schema.insert("example".to_owned(), shown);
    mended.push("a floating point number without an example got one".to_owned());
}

/// Takes out references that lead nowhere.
fn references(value: &mut Value, whole: &Value, mended: &mut Vec<String>) {
    match value {
        Value::Array(elements) => {
            // Neither a parameter nor an alternative can say nothing.
            elements.retain(|element| !is_lost(element, whole, mended));
            elements.iter_mut().for_each(|element| references(element, whole, mended));
        }
        Value::Object(keys) => {
            for value in keys.values_mut() {
                if is_lost(value, whole, mended) {
                    *value = json!({ "description": "" });
                }
                references(value, whole, mended);
            }
        }
        _ => {}
    }
}

fn is_lost(value: &Value, whole: &Value, mended: &mut Vec<String>) -> bool {
    let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return false };
    let mut found = Some(value);
    for _ in 0..32 {
        let Some(next) = found.and_then(|found| found.get("$ref")).and_then(Value::as_str) else { break };
        found = next.strip_prefix('#').and_then(|pointer| whole.pointer(pointer));
    }
    let lost = found.is_none_or(|found| found.get("$ref").is_some_and(Value::is_string));
    if lost {
        mended.push(format!("the reference `{reference}`, which leads nowhere, was taken out"));
    }
    lost
}

/// Gives every success a body to answer with: the envelope where none is documented, a text for a file.
fn answers(operation: &mut Map<String, Value>, components: &Value) {
    let envelope = || json!({"example": {"code": 0, "message": "success"}});
    let Some(Value::Object(responses)) = operation.get_mut("responses") else { return };
    if !responses.keys().any(|status| status.starts_with('2') || status == "default") {
        responses.insert("200".to_owned(), json!({"description": ""}));
    }
    let is_answer = |status: &str| status.starts_with('2') && status != "204";
    for (_, response) in responses.iter_mut().filter(|(status, _)| is_answer(status)) {
        let mut own = followed(response, components).clone();
        let Value::Object(keys) = &mut own else { continue };
        let content = keys.entry("content").or_insert_with(|| json!({}));
        if content.as_object().is_none_or(Map::is_empty) {
            *content = json!({ "application/json": {} });
        }
        for (media, body) in content.as_object_mut().into_iter().flatten() {
            let says = |key: &str| body.get(key).is_some();
            if !crate::normalise::is_json(media) {
                *body = json!({"schema": {"type": "string"}, "example": "text"});
            } else if !says("schema") && !says("example") && !says("examples") {
                *body = envelope();
            }
        }
        *response = own;
    }
}

/// A part of the document, references to components followed.
pub(super) fn followed<'d>(mut value: &'d Value, components: &'d Value) -> &'d Value {
    // A chain of more references is a circle.
    for _ in 0..8 {
        let Some(pointer) = value.get("$ref").and_then(Value::as_str) else { break };
        let Some(found) = pointer.strip_prefix("#/components").and_then(|pointer| components.pointer(pointer)) else {
            break;
        };
        value = found;
    }
    value
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The names between braces.
fn named(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

fn path_parameters(
    operation: &mut Map<String, Value>,
    path: &str,
    components: &Value,
    shared: Option<&Value>,
    tell: &mut dyn FnMut(String),
) {
    let wanted = named(path);
    let of_path = |param: &Value| {
        let param = followed(param, components);
        (text(param, "in") == "path").then(|| text(param, "name").to_owned())
    };
    let inherited: Vec<String> = shared.and_then(Value::as_array).into_iter().flatten().filter_map(of_path).collect();
    let Some(Value::Array(params)) = operation.get_mut("parameters") else { return };
    let declared: Vec<String> = params.iter().filter_map(of_path).chain(inherited).collect();
    let lacking: Vec<&str> = wanted.iter().filter(|name| !declared.iter().any(|own| own == *name)).copied().collect();
    let strangers: Vec<&String> = declared.iter().filter(|name| !wanted.contains(&name.as_str())).collect();
    let only = match (lacking.as_slice(), strangers.as_slice()) {
        ([lacking], [_]) => Some((*lacking).to_owned()),
        _ => None,
    };
    let is_stranger = |param: &Value| of_path(param).filter(|name| !wanted.contains(&name.as_str()));
    params.retain_mut(|param| {
        let Some(name) = is_stranger(param) else { return true };
        let Some(meant) = &only else {
            tell(format!("the path parameter `{name}`, which the path does not name, was left out"));
            return false;
        };
        let mut own = followed(param, components).clone();
        if let Value::Object(keys) = &mut own {
            keys.insert("name".to_owned(), json!(meant));
        }
        *param = own;
        tell(format!("the path parameter `{name}` was taken for `{meant}`"));
        true
    });
}

/// Takes files out of the query.
fn files(operation: &mut Map<String, Value>, components: &Value, tell: &mut dyn FnMut(String)) {
    let mut parts = Map::new();
    let mut required = Vec::new();
    let mut none = Vec::new();
    let params = operation.get_mut("parameters").and_then(Value::as_array_mut).unwrap_or(&mut none);
    params.retain(|param| {
        let param = followed(param, components);
        let schema = param.get("schema").map(|schema| followed(schema, components));
        let file = schema.filter(|schema| text(param, "in") == "query" && is_file(schema, components));
        let Some(schema) = file else { return true };
        let name = text(param, "name").to_owned();
        tell(format!("the file `{name}` in the query was made a part of a multipart body"));
        required.extend(param.get("required").and_then(Value::as_bool).unwrap_or_default().then(|| json!(name)));
        parts.insert(name, schema.clone());
        false
    });
    files_of_json(operation, components, &mut parts, tell);
    if parts.is_empty() {
        return;
    }
    let body = operation.entry("requestBody").or_insert_with(|| json!({ "content": {} }));
    // A body that is a reference is copied, so that others keep theirs.
    *body = followed(body, components).clone();
    let Some(Value::Object(content)) = body.get_mut("content") else { return };
    if content.keys().any(|media| crate::normalise::is_json(media)) {
        // With a file the JSON body travels as a part.
        parts.insert("JSONString".to_owned(), json!({ "type": "string" }));
    }
    let media = content.entry("multipart/form-data").or_insert_with(|| json!({ "schema": { "type": "object" } }));
    let mut schema = media.get("schema").map_or_else(|| json!({}), |schema| followed(schema, components).clone());
    if let Value::Object(schema) = &mut schema {
        for (key, more) in [("properties", Value::Object(parts)), ("required", Value::Array(required))] {
            let known = schema.remove(key);
            let all = match (known, more) {
                (Some(Value::Object(mut known)), Value::Object(more)) => {
                    known.extend(more);
                    Value::Object(known)
                }
                (Some(Value::Array(mut known)), Value::Array(more)) => {
                    known.extend(more);
                    Value::Array(known)
                }
                (_, more) => more,
            };
            if all.as_array().is_none_or(|list| !list.is_empty()) {
                schema.insert(key.to_owned(), all);
            }
        }
    }
    if let Value::Object(media) = media {
        media.insert("schema".to_owned(), schema);
    }
}

/// Files cannot stand in JSON either.
fn files_of_json(
    operation: &Map<String, Value>,
    components: &Value,
    parts: &mut Map<String, Value>,
    tell: &mut dyn FnMut(String),
) {
    let body = operation.get("requestBody").map(|body| followed(body, components));
    let content = body.and_then(|body| body.get("content")).and_then(Value::as_object);
    for (_, content) in content.into_iter().flatten().filter(|(media, _)| crate::normalise::is_json(media)) {
        let schema = content.get("schema").map(|schema| followed(schema, components));
        let keys = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
        for (name, file) in keys.into_iter().flatten() {
            let file = followed(file, components);
            if is_file(file, components) {
                tell(format!("the file `{name}` in the JSON body was made a part of a multipart body"));
                parts.insert(name.clone(), file.clone());
            }
        }
    }
}

/// A file, or a list of files.
fn is_file(schema: &Value, components: &Value) -> bool {
    let items = schema.get("items").map(|items| followed(items, components));
    text(schema, "format") == "binary" || items.is_some_and(|items| text(items, "format") == "binary")
}

/// Takes the kind of lists and objects off the parts of forms.
fn forms(operation: &mut Map<String, Value>, components: &Value, tell: &mut dyn FnMut(String)) {
    let Some(body) = operation.get_mut("requestBody") else { return };
    let mut own = followed(body, components).clone();
    let (mut changed, mut raw) = (false, false);
    for (media, content) in own.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
        if !media.contains("form") {
            if !crate::normalise::is_json(media) {
                raw = true;
                changed |= content.as_object_mut().is_some_and(|own| own.remove("schema").is_some());
            }
            continue;
        }
        // What it says of parts is about their kinds.
        changed |= content.as_object_mut().is_some_and(|own| own.remove("encoding").is_some());
        let Some(schema) = content.get_mut("schema") else { continue };
        let mut whole = followed(schema, components).clone();
        for (name, part) in whole.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
            let part_of = followed(part, components);
            let composed = ["allOf", "oneOf", "anyOf", "properties"].iter().any(|key| part_of.get(key).is_some());
            let kind = if composed { "object".to_owned() } else { text(part_of, "type").to_owned() };
            if matches!(kind.as_str(), "array" | "object") {
                *part = json!({});
                changed = true;
                tell(format!("the part `{name}`, of type {kind}, was made one of any type: it is a JSON text"));
            }
        }
        *schema = whole;
    }
    if raw {
        // Bytes of other kinds are not read, and would count as missing.
        changed |= own.as_object_mut().is_some_and(|own| own.remove("required").is_some());
    }
    if changed {
        *body = own;
    }
}
