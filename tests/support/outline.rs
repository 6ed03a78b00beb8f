//! Documents in short.
//!
//! In: a text with a line an operation. Out: OpenAPI documents, one a `## stem: Title`.
//!
//! `POST /bills/{bill_id}/credits | apply_credits | Apply credits ?dry_run? < {amount!#} > bill{bill_id,tags[]$tag}`:
//! method, path, operationId, summary (either may be `-`), query (`?`) and header (`^`) parameters, request, response.
//! Behind a name `!` is required, `#` a number, `?` a boolean, `[]` a list, `{…}` an object, `$tag` the object of a
//! line `$tag = {…}`, `=(a/b)` an enumeration; `> file` is a file.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

/// The documents of one product, by stem.
pub(crate) type Documents = BTreeMap<String, Value>;

/// Reads an outline.
pub(crate) fn parse(text: &str) -> Documents {
    let mut documents = Documents::new();
    let mut shapes = BTreeMap::new();
    let mut stem = String::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(shape) = line.strip_prefix('$') {
            let (name, shape) = shape.split_once(" = ").unwrap();
            shapes.insert(name.to_owned(), shape.to_owned());
        } else if let Some(head) = line.strip_prefix("## ") {
            let (name, title) = head.split_once(": ").unwrap();
            name.clone_into(&mut stem);
            let servers = json!([{ "url": "https://api.example/v1" }]);
            let info = json!({ "title": title, "version": "1" });
            documents
                .insert(stem.clone(), json!({ "openapi": "3.0.3", "info": info, "servers": servers, "paths": {} }));
        } else {
            let (method, path, operation) = operation(line, &shapes);
            documents.get_mut(&stem).unwrap()["paths"][path][method] = operation;
        }
    }
    documents
}

/// Writes documents where the generator reads them.
pub(crate) fn write(folder: &Path, product: &str, documents: &Documents) {
    let folder = folder.join(product);
    std::fs::create_dir_all(&folder).unwrap();
    for (stem, document) in documents {
        std::fs::write(folder.join(format!("{stem}.json")), format!("{document:#}")).unwrap();
    }
}

fn operation(line: &str, shapes: &BTreeMap<String, String>) -> (String, String, Value) {
    let mut columns = line.splitn(3, " | ");
    let (method, path) = columns.next().unwrap().split_once(' ').unwrap();
    let id = columns.next().unwrap();
    let rest = columns.next().unwrap();
    let (rest, response) = rest.split_once(" > ").unwrap_or((rest, ""));
    let (rest, request) = rest.split_once(" < ").unwrap_or((rest, ""));
    let mut said = Vec::new();
    let mut params: Vec<Value> =
        path.split('{').skip(1).map(|part| part.split('}').next().unwrap()).map(in_path).collect();
    for word in rest.split(' ') {
        match word.split_at_checked(1) {
            Some(("?", param)) => params.push(parameter("query", param, shapes)),
            Some(("^", param)) => params.push(parameter("header", param, shapes)),
            _ => said.push(word),
        }
    }
    let mut operation = json!({ "parameters": params, "responses": { "200": answer(response, shapes) } });
    if id != "-" {
        operation["operationId"] = id.into();
    }
    if said != ["-"] {
        operation["summary"] = said.join(" ").into();
    }
    if !request.is_empty() {
        let (element, list) = request.strip_prefix('[').map_or((request, false), |element| (element, true));
        let (schema, _) = Reader { rest: element, shapes }.suffixes();
        let schema = if list { json!({ "type": "array", "items": schema }) } else { schema };
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    (method.to_lowercase(), path.to_owned(), operation)
}

fn in_path(name: &str) -> Value {
    json!({ "in": "path", "name": name, "required": true, "schema": { "type": "string" } })
}

fn parameter(location: &str, text: &str, shapes: &BTreeMap<String, String>) -> Value {
    let mut reader = Reader { rest: text, shapes };
    let name = reader.name();
    let (schema, required) = reader.suffixes();
    json!({ "in": location, "name": name, "required": required, "schema": schema })
}

/// An answer in the envelope, or a file.
fn answer(text: &str, shapes: &BTreeMap<String, String>) -> Value {
    if text == "file" {
        let schema = json!({ "type": "string", "format": "binary" });
        return json!({ "description": "Ok.", "content": { "application/pdf": { "schema": schema } } });
    }
    let mut reader = Reader { rest: text, shapes };
    let payload = match text.chars().next() {
        None => Map::new(),
        Some('{') => reader.object()["properties"].as_object().unwrap().clone(),
        Some(_) => Map::from_iter([(reader.name(), reader.suffixes().0)]),
    };
    let mut properties = Map::from_iter([
        ("code".to_owned(), json!({ "type": "integer" })),
        ("message".to_owned(), json!({ "type": "string" })),
    ]);
    properties.extend(payload);
    let schema = json!({ "type": "object", "properties": properties });
    json!({ "description": "Ok.", "content": { "application/json": { "schema": schema } } })
}

struct Reader<'t> {
    rest: &'t str,
    shapes: &'t BTreeMap<String, String>,
}

impl Reader<'_> {
    fn take(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn name(&mut self) -> String {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c))).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name.to_owned()
    }

    fn object(&mut self) -> Value {
        assert!(self.take("{"), "{}", self.rest);
        let (mut properties, mut required) = (Map::new(), Vec::new());
        while !self.take("}") {
            let name = self.name();
            let (schema, needed) = self.suffixes();
            required.extend(needed.then(|| name.clone()));
            properties.insert(name, schema);
            self.take(",");
        }
        let mut object = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            object["required"] = required.into();
        }
        object
    }

    /// Type, and whether it is required.
    fn suffixes(&mut self) -> (Value, bool) {
        let (mut schema, mut list, mut required) = (json!({ "type": "string" }), false, false);
        loop {
            if self.take("!") {
                required = true;
            } else if self.take("#") {
                schema = json!({ "type": "number" });
            } else if self.take("?") {
                schema = json!({ "type": "boolean" });
            } else if self.take("[]") {
                list = true;
            } else if self.take("$") {
                let shape = self.shapes[&self.name()].clone();
                schema = Reader { rest: &shape, shapes: self.shapes }.object();
            } else if self.take("=(") {
                let (values, rest) = self.rest.split_once(')').unwrap();
                schema = json!({ "type": "string", "enum": values.split('/').collect::<Vec<_>>() });
                self.rest = rest;
            } else if self.rest.starts_with('{') {
                schema = self.object();
            } else {
                let schema = if list { json!({ "type": "array", "items": schema }) } else { schema };
                return (schema, required);
            }
        }
    }
}
