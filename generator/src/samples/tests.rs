//! Values that satisfy a schema, and values that do not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{Checker, Maker, formats, pattern, shown};
use crate::ir::Place;
use crate::ir::wire::{Schema, SchemaId, SchemaUse, Wire};

/// A wire layer with the schemas of a JSON list; a reference is `{"$at": index}`.
fn wire(schemas: &Value) -> Wire {
    let schemas = schemas.as_array().unwrap().iter().map(|schema| {
        let used = |value: &Value| SchemaUse {
            id: SchemaId(u32::try_from(value.as_u64().unwrap()).unwrap()),
            component: None,
            description: None,
            at: Place::default(),
        };
        let list = |key: &str| schema[key].as_array().into_iter().flatten().map(used).collect();
        let mut plain = schema.clone();
        for key in ["properties", "items", "all_of", "one_of", "any_of"] {
            plain.as_object_mut().unwrap().remove(key);
        }
        let keys = schema["properties"].as_object().into_iter().flatten();
        Schema {
            properties: keys.map(|(name, at)| (name.clone(), used(at))).collect::<IndexMap<_, _>>(),
            items: schema.get("items").map(used),
            all_of: list("all_of"),
            one_of: list("one_of"),
            any_of: list("any_of"),
            ..serde_json::from_value(plain).unwrap()
        }
    });
    Wire { schemas: schemas.collect(), ..Wire::default() }
}

fn made(schemas: Value) -> Value {
    let wire = wire(&schemas);
    let value = Maker::new(&wire).value(SchemaId(0), None);
    assert_eq!(Checker::new(&wire).violation(SchemaId(0), &value), None, "{schemas} {value}");
    value
}

#[test]
fn scalars_keep_their_bounds() {
    for (schema, value) in [
        (json!({"type": "string", "example": "a"}), json!("a")),
        (json!({"type": "string", "example": 7}), json!("7")),
        (json!({"type": "integer", "example": "7"}), json!(7)),
        (json!({"type": "integer", "example": "seven", "minimum": 3}), json!(3)),
        (json!({"type": "integer", "maximum": 4, "exclusive_maximum": true}), json!(3)),
        (json!({"type": "number", "minimum": 1.5, "exclusive_minimum": true}), json!(2)),
        (json!({"type": "integer", "minimum": 7, "multiple_of": 5}), json!(10)),
        (json!({"type": "string", "enumeration": ["x", "y"], "example": "z"}), json!("x")),
        (json!({"type": "string", "format": "date", "example": "31-01-2026"}), json!("2026-01-31")),
        (json!({"type": "string", "min_length": 6}), json!("texttt")),
        (json!({"type": "string", "max_length": 2, "example": "long"}), json!("te")),
        (json!({"type": "string", "pattern": "^[A-Z]{2}-\\d{3}$"}), json!("AA-111")),
        (json!({"type": "boolean", "example": "True"}), json!(true)),
    ] {
        assert_eq!(made(json!([schema])), value, "{schema}");
    }
}

#[test]
fn objects_have_everything_but_what_cannot_be() {
    let schemas = json!([
        {"type": "object", "properties": {"a": 1, "b": 2, "c": 3}, "required": ["a", "d"], "one_of": [4, 5]},
        {"type": "string", "example": "one"},
        {"type": "integer"},
        {"type": "string", "read_only": true},
        {"required": ["b"]},
        {"required": ["e"], "properties": {"e": 1}},
    ]);
    assert_eq!(made(schemas), json!({"a": "one", "b": 10, "d": "text"}));
    let circle = json!([
        {"type": "object", "properties": {"name": 1, "parent": 0, "children": 2}},
        {"type": "string"},
        {"type": "array", "items": 0},
    ]);
    assert_eq!(made(circle), json!({"name": "text", "children": []}));
    let unique = json!([{"type": "array", "items": 1, "min_items": 3, "unique_items": true}, {"type": "string"}]);
    assert_eq!(made(unique), json!(["text", "text1", "text2"]));
}

#[test]
fn violations_name_their_place() {
    let wire = wire(&json!([
        {"type": "object", "properties": {"list": 1}, "required": ["list"]},
        {"type": "array", "items": 2, "max_items": 2},
        {"type": "number", "maximum": 9, "nullable": true},
    ]));
    for (value, violation) in [
        (json!({"list": [1, null]}), None),
        (json!({}), Some("/list: required, and not there")),
        (json!({"list": [1, 10]}), Some("/list/1: too large")),
        (json!({"list": ["1"]}), Some("/list/0: not of type number")),
        (json!({"list": [1, 2, 3]}), Some("/list: 3 elements")),
        (json!([]), Some("/: not of type object")),
    ] {
        assert_eq!(Checker::new(&wire).violation(SchemaId(0), &value).as_deref(), violation, "{value}");
    }
}

#[test]
fn formats_and_patterns() {
    for (format, text, fits) in [
        ("date", "2024-02-29", true),
        ("date", "2023-02-29", false),
        ("date", "2023-2-9", false),
        ("date-time", "2024-02-29T10:00:00Z", true),
        ("date-time", "2024-02-29T10:00:00.5+05:30", true),
        ("date-time", "2013-11-18T02:17:40-0800", false),
        ("email", "a@b.example", true),
        ("email", "a b@c.example", false),
        ("uri", "https://a.example/b", true),
        ("uri", "a.example", false),
        ("uuid", formats::sample(Some("uuid")), true),
        ("no-such-format", "?", true),
    ] {
        assert_eq!(formats::fits(format, text), fits, "{format} {text}");
    }
    for pattern in ["^\\+?[0-9]{6,8}$", "a|b", "(x+)y?", "^(?!a).*$", "[^a]"] {
        let text = pattern::sample(pattern);
        assert!(text.is_none_or(|text| pattern::matches(pattern, &text)), "{pattern}");
    }
    assert_eq!(pattern::sample("^(?!a).*$"), None);
}

#[test]
fn answers_show_examples_as_they_are() {
    let wire = wire(&json!([
        {"type": "object", "properties": {"id": 1, "list": 2, "self": 0}},
        {"type": "integer", "example": "90300"},
        {"type": "array", "items": 1},
    ]));
    assert_eq!(shown(&wire, SchemaId(0)), json!({"id": "90300", "list": ["90300"], "self": {}}));
}
