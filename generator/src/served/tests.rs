//! What is served, of documents with every defect that is mended.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::{Value, json};

use super::change;

fn served(operation: Value) -> (Value, Vec<String>) {
    let document = json!({
        "openapi": "3.0.3",
        "servers": [{"url": "https://api.example/v1"}],
        "security": [{"oauth": []}],
        "paths": {"/things/{thing_id}": {"post": operation}},
        "components": {
            "schemas": {
                "File": {"type": "string", "format": "binary"},
                "Body": {"type": "object", "properties": {"scan": {"$ref": "#/components/schemas/File"}}},
            },
        },
    });
    let (document, mended) = change(document, "/v1");
    assert_eq!(document["servers"], json!([{"url": "/"}]));
    assert!(document.get("security").is_none());
    (document["paths"]["/v1/things/{thing_id}"]["post"].clone(), mended)
}

fn answer() -> Value {
    json!({"200": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}})
}

#[test]
fn what_is_in_order_stays() {
    let (operation, mended) = served(json!({
        "security": [{"oauth": ["x"]}],
        "parameters": [{"name": "thing_id", "in": "path", "schema": {"type": "integer", "example": "7"}}],
        "responses": answer(),
    }));
    assert_eq!(mended, Vec::<String>::new());
    assert!(operation.get("security").is_none());
    assert_eq!(operation["parameters"][0]["schema"]["example"], "7");
}

#[test]
fn files_become_parts() {
    let (operation, mended) = served(json!({
        "parameters": [{"name": "file", "in": "query", "required": true, "schema": {"$ref": "#/components/schemas/File"}}],
        "responses": answer(),
    }));
    let form = &operation["requestBody"]["content"]["multipart/form-data"]["schema"];
    assert_eq!(form["required"], json!(["file"]));
    assert_eq!(form["properties"]["file"]["format"], "binary");
    assert_eq!((operation["parameters"].as_array().unwrap().len(), mended.len()), (0, 1));

    let body = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}});
    let (operation, _) = served(json!({ "requestBody": body, "responses": answer() }));
    let form = &operation["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"];
    assert!(form.get("scan").is_some() && form.get("JSONString").is_some(), "{form}");
}

#[test]
fn path_parameters_are_those_of_the_path() {
    let path = |names: &[&str]| -> Vec<Value> {
        names.iter().map(|name| json!({"name": name, "in": "path", "schema": {"type": "string"}})).collect()
    };
    let names = |names: &[&str]| {
        let (operation, _) = served(json!({ "parameters": path(names), "responses": answer() }));
        let params = operation["parameters"].as_array().unwrap().clone();
        params.iter().map(|param| param["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["id"]), ["thing_id"]);
    assert_eq!(names(&["thing_id", "other_id"]), ["thing_id"]);
    assert_eq!(names(&["a", "b"]), Vec::<String>::new());
}

#[test]
fn examples_that_say_nothing_go_and_lost_references_too() {
    let schema = json!({"type": "object", "properties": {
        "rate": {"type": "number", "format": "double", "example": "as agreed"},
        "plain": {"type": "number", "example": "1.5"},
        "lost": {"$ref": "#/components/schemas/None"},
        "other": {"$ref": "other.yml#/A"},
    }});
    let responses = json!({"200": {"description": "", "content": {"application/json": {"schema": schema}}}});
    let (operation, mended) = served(json!({ "responses": responses }));
    let keys = &operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"];
    assert_eq!((&keys["rate"]["example"], &keys["plain"]["example"]), (&json!(1), &json!("1.5")));
    assert!(keys["lost"].get("$ref").is_none() && keys["other"].get("$ref").is_none());
    assert_eq!(mended.len(), 4, "{mended:?}");
}

#[test]
fn every_success_has_a_body() {
    let example = |responses: Value| {
        let (operation, _) = served(json!({ "responses": responses }));
        operation["responses"]["200"]["content"].clone()
    };
    let envelope = json!({"application/json": {"example": {"code": 0, "message": "success"}}});
    assert_eq!(example(json!({"200": {"description": "Done."}})), envelope);
    assert_eq!(example(json!({"400": {"description": "Wrong."}})), envelope);
    assert_eq!(example(json!({"200": {"description": "", "content": {"application/json": {}}}})), envelope);
    let file = example(json!({"200": {"description": "", "content": {"application/pdf": {}}}}));
    assert_eq!(file["application/pdf"]["example"], "text");
}

#[test]
fn parts_are_texts_and_other_bodies_bytes() {
    let form = json!({"type": "object", "properties": {"ids": {"type": "array", "items": {"type": "string"}}}});
    let content = json!({"multipart/form-data": {"schema": form, "encoding": {"ids": {"style": "form"}}}});
    let (operation, _) = served(json!({"requestBody": { "content": content }, "responses": answer()}));
    let form = &operation["requestBody"]["content"]["multipart/form-data"];
    assert_eq!((form.get("encoding"), &form["schema"]["properties"]["ids"]), (None, &json!({})));
    let body = json!({"required": true, "content": {"text/xml": {"schema": {"type": "object"}}}});
    let (operation, _) = served(json!({ "requestBody": body, "responses": answer() }));
    assert_eq!(operation["requestBody"], json!({"content": {"text/xml": {}}}));
}

#[test]
fn what_was_seen_is_shown() {
    let schema = json!({"type": "object", "x-facts": {"fields": {"scan": ["number"], "gone": ["text"]}}, "properties": {
        "scan": {"$ref": "#/components/schemas/File"},
        "other": {"$ref": "#/components/schemas/File"},
        "count": {"type": "string", "x-facts": {"shown": "integer"}},
        "list": {"type": "array", "items": {"type": "string"}, "x-facts": {"shown": ["integer"]}},
        "known": {"type": "string", "example": "A", "x-facts": {"shown": "integer"}},
        "odd": {"type": "string", "x-facts": {"shown": "sentence"}},
    }});
    let responses = json!({"200": {"description": "", "content": {"application/json": {"schema": schema}}}});
    let (operation, mended) = served(json!({ "responses": responses, "x-facts": {"shown": "object"} }));
    assert_eq!(mended, Vec::<String>::new());
    assert!(operation.get("example").is_none());
    let keys = &operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"];
    assert_eq!(keys["scan"], json!({"type": "string", "format": "binary", "example": 0.5}));
    assert_eq!(keys["other"], json!({"$ref": "#/components/schemas/File"}));
    let shown = ["count", "list", "known", "odd"].map(|name| keys[name].get("example").cloned());
    assert_eq!(shown, [Some(json!(2)), Some(json!([2])), Some(json!("A")), None]);
}
