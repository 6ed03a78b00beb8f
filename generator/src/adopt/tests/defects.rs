//! Defective documents become clean ones.

use serde_json::{Value, json};

use super::{adopted, api, at, codes, document, holds, source, text};

const DEFECTS: &str = r#"
tags: [plain, {name: more, description: What more there is.}]
paths:
  things:
    get:
      operationId: list_things
      operationId: list_things_again
      parameters:
        - {name: size, in: query, required: 'yes', schema: {type: int, maximum: '9', default: '3', enum: 3}}
        - {name: lost, in: query, schema: {$ref: '#/components/schemas/nowhere'}}
        - {$ref: '#/components/parameters/nowhere'}
        - just text
        - {name: odd, in: nowhere}
      responses:
        '200': {content: {application/json: {schema: {$ref: '#/definitions/Old'}}}}
        fine: {description: No status}
  '/broken/{': {get: {responses: {}}}
definitions:
  Old: {type: object, required: true, properties: {name: {type: [string, 'null'], required: true}, list: {type: array}, when: {type: datetime}}}
"#;

#[test]
fn bad_parts_are_left_out_and_others_mended() {
    let once = holds(&source(&[("shop/things.yml", &document(DEFECTS))]), &["What more"]);
    let params = at(&once, "/paths/~1things/get/parameters");
    assert_eq!(params.as_array().map(Vec::len), Some(2), "{params}");
    assert_eq!(
        params[0],
        json!({"name": "size", "in": "query", "required": true,
        "schema": {"type": "integer", "enum": [3], "default": 3, "maximum": 9}})
    );
    assert_eq!(params[1]["schema"], json!({}));
    assert_eq!(at(&once, "/tags"), json!([{"name": "plain"}, {"name": "more"}]));
    assert_eq!(at(&once, "/definitions/Old/required"), json!(["name"]));
    assert_eq!(at(&once, "/definitions/Old/properties/name"), json!({"type": "string", "nullable": true}));
    assert_eq!(at(&once, "/definitions/Old/properties/list/items"), json!({}));
    assert_eq!(at(&once, "/definitions/Old/properties/when"), json!({"type": "string", "format": "date-time"}));
    let (_, diagnostics) = api(&once);
    for code in ["ZG010", "ZG013", "ZG014", "ZG015", "ZG020"] {
        assert_eq!(codes(&diagnostics).get(code), None, "{:?}", diagnostics.sorted());
    }
}

#[test]
fn what_cannot_be_read_is_reported_and_not_adopted() {
    let mut diagnostics = crate::diag::Diagnostics::default();
    let files = [("shop/a.yml", "openapi: 3.1.0\n"), ("shop/b.yml", "a: [\n"), ("shop/c.yml", "")];
    let texts = super::adopt(&source(&files), &mut diagnostics);
    assert!(texts.is_empty());
    assert!(diagnostics.has_errors());
}

#[test]
fn json_becomes_yaml_and_texts_stay_texts() {
    let odd = [
        "no",
        "on",
        "2020-01-01",
        "0123",
        "1e3",
        "~",
        "null",
        " x ",
        "a: b",
        "# c",
        "'",
        "\"",
        "- d",
        "ü",
        "12:30",
        "yes",
    ];
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "Odd", "version": "1.0"}, "servers": [{"url": "https://api.example"}],
        "paths": {"/odd": {"get": {"operationId": "list_odd", "responses": {"200": {"description": "x"}},
            "parameters": [{"name": "no", "in": "query", "schema": {"type": "string", "enum": odd, "default": "no"}}]}}},
    });
    let files = source(&[("shop/odd.json", &document.to_string())]);
    let once = adopted(&files);
    assert_eq!(once.files[0].path, "shop/odd.yml");
    assert_eq!(at(&once, "/paths/~1odd/get/parameters/0/schema/enum"), json!(odd));
    assert_eq!(at(&once, "/info/version"), json!("1.0"));
    let (api, _) = api(&once);
    let read: Vec<Value> = api.wire.schemas[0].enumeration.clone().unwrap();
    assert_eq!(Value::from(read), json!(odd));
    // Readers of YAML 1.1 take some plain words for other things.
    for word in ["- no\n", "- on\n", "- yes\n", "- 0123\n", "- 2020-01-01\n", "- 12:30\n", ": no\n"] {
        assert!(!text(&once).contains(word), "{word}: {}", text(&once));
    }
}
