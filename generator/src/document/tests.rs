//! Documents: what is mended, what is cut out, and that the rest stays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

fn read(text: &str) -> (Option<Document>, Vec<String>) {
    let mut out = Diagnostics::default();
    let tree = crate::tree::parse_text(FileId(0), "p/d.yml", text, &mut out).unwrap();
    let document = read_tree(tree, "p/d.yml".to_owned(), &mut out);
    let found = out.sorted().into_iter().map(|finding| {
        let at = finding.at.unwrap_or_default();
        assert!(finding.help.is_some());
        format!("{} {}:{} {}", finding.code.id(), at.line, at.column, finding.message)
    });
    (document, found.collect())
}

/// Reads one component schema in flow style.
fn schema(text: &str) -> (SchemaPart, Vec<String>) {
    let text = format!(
        "openapi: 3.0.0\ninfo: {{title: t, version: 1}}\npaths: {{}}\ncomponents:\n  schemas:\n    A: {text}\n"
    );
    let (document, found) = read(&text);
    let document = document.unwrap();
    let Some(Slot::Item(part)) = document.parts.schemas.get(&document.schemas["A"]) else { panic!("no schema") };
    (part.as_ref().clone(), found)
}

/// Reads one operation.
fn operation(text: &str) -> (Document, Vec<String>) {
    let text = format!("openapi: 3.0.0\ninfo: {{title: t, version: 1}}\npaths: {{/a: {{get: {text}}}}}\n");
    let (document, found) = read(&text);
    (document.unwrap(), found)
}

#[test]
fn other_versions_are_refused_with_advice() {
    for (text, code) in [
        ("openapi: 3.1.0\n", "ZG003 1:10 this is OpenAPI `3.1.0`; only 3.0 is read"),
        ("swagger: '2.0'\n", "ZG003 1:10 this is Swagger `2.0`; only OpenAPI 3.0 is read"),
        ("a: 1\n", "ZG003 0:0 this is no OpenAPI document: it has no `openapi`"),
        ("[1]\n", "ZG003 0:0 this is no OpenAPI document: it has no `openapi`"),
        ("openapi: [3]\n", "ZG003 1:10 this is OpenAPI ``; only 3.0 is read"),
    ] {
        let (document, found) = read(text);
        assert!(document.is_none());
        assert_eq!(found, [code]);
    }
    assert!(read("openapi: 3.0\n").0.is_some());
}

#[test]
fn missing_heads_are_mended() {
    let (document, found) = read("openapi: 3.0.0\n");
    assert_eq!(found, ["ZG015 0:0 the document has no `info`", "ZG015 0:0 the document has no `paths`"]);
    assert_eq!(document.unwrap().stem, "d");
    let (document, found) = read("openapi: 3.0.0\ninfo: {title: 12}\npaths: {}\n");
    assert_eq!(found, ["ZG015 2:1 /info: `version` is missing"]);
    assert_eq!(document.unwrap().info.title, "12");
}

#[test]
fn texts_keep_their_source() {
    let text = "openapi: 3.0.0\ninfo: {title: yes, version: 1.0}\npaths: {}\nservers:\n- url: https://x:{port}\n  variables: {port: {enum: [80, 0443], default: 80}}\ntags: [{name: 1.50}]\n";
    let (document, found) = read(text);
    let document = document.unwrap();
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(document.info.version, "1.0");
    assert_eq!(document.tags[0].name, "1.50");
    let variables = document.servers[0].variables.as_ref().unwrap();
    assert_eq!(variables["port"].enumeration, ["80", "0443"]);
}

#[test]
fn a_bad_part_costs_itself_alone() {
    let (document, found) = operation(
        "{parameters: [{name: a, in: nowhere}, {name: b, in: query, schema: {type: string}}], responses: {'200': {description: x}, '99': {}, oops: 1, default: 7}}",
    );
    assert_eq!(document.operations.len(), 1);
    assert_eq!(document.parts.params.len(), 1);
    assert_eq!(document.parts.responses.len(), 1);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].contains("/paths/~1a/get/parameters/0: `nowhere` is not known here; a parameter can have"));
    assert!(found[1].contains("`99` is no status"));
    assert!(found[3].contains("/paths/~1a/get/responses/default: a response needs an object, found a number"));
}

#[test]
fn operations_are_mended() {
    let (document, found) = operation("{tags: x, deprecated: 'true', security: {k: null}, operationId: 7}");
    let read = &document.operations[0].operation;
    assert_eq!(read.tags, ["x"]);
    assert!(read.deprecated);
    assert_eq!(read.operation_id.as_deref(), Some("7"));
    assert_eq!(read.security.as_ref().unwrap()[0]["k"], Vec::<String>::new());
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().all(|one| one.starts_with("ZG015")));
}

#[test]
fn params_are_mended() {
    let text = "{responses: {}, parameters: [{name: a, in: query, required: 'true', type: integer, style: simple}, {name: b, in: query, content: {a/b: {schema: {type: object}}}}, {in: query}]}";
    let (document, found) = operation(text);
    let part = |index: usize| match document.parts.params.get(&document.operations[0].params[index].0) {
        Some(Slot::Item(part)) => part.as_ref().clone(),
        other => panic!("{other:?}"),
    };
    assert!(part(0).param.parameter_data_ref().required);
    assert!(part(0).schema.is_some() && part(0).style.is_none());
    assert_eq!(part(1).media_type.as_deref(), Some("a/b"));
    assert!(found.iter().any(|one| one.contains("`type` stands where `schema` belongs")));
    assert!(found.iter().any(|one| one.contains("the style `simple` does not go")));
    assert!(found.iter().any(|one| one.contains("a parameter needs `name`")));
}

#[test]
fn schemas_of_other_dialects_are_mended() {
    let (part, found) = schema("{type: [string, 'null'], exclusiveMinimum: 3, const: a, examples: [b]}");
    assert_eq!(part.ty.as_deref(), Some("string"));
    assert!(part.schema.schema_data.nullable);
    assert_eq!(part.minimum.unwrap().as_u64(), Some(3));
    assert_eq!(part.enumeration.unwrap(), ["a"]);
    assert_eq!(part.example.unwrap(), "b");
    assert_eq!(found.len(), 3, "{found:?}");
    let (part, found) =
        schema("{properties: {a: {required: true, type: string}, b: {required: false}, c: true}, items: [{}]}");
    assert_eq!(part.required, ["a"]);
    assert!(part.items.is_some());
    assert_eq!(found.len(), 4, "{found:?}");
    let (part, _) = schema("{discriminator: kind, type: object, required: a, additionalProperties: 'false'}");
    assert_eq!(part.schema.schema_data.discriminator.unwrap().property_name, "kind");
    assert_eq!(part.additional, Some(AdditionalPart::Any(false)));
}

#[test]
fn values_stay_exact() {
    let (part, found) = schema(
        "{type: number, minimum: 1, maximum: 9007199254740993, multipleOf: 0.01, enum: [1, 2.5, a, null], default: 1}",
    );
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(part.maximum.unwrap().to_string(), "9007199254740993");
    assert_eq!(serde_json::to_string(&part.enumeration).unwrap(), "[1,2.5,\"a\",null]");
}

/// Each of these makes a plain `openapiv3` panic or fail as a whole.
#[test]
fn nothing_makes_openapiv3_panic() {
    for text in [
        "{type: integer, minimum: 1.5}",
        "{type: integer, maximum: 99999999999999999999}",
        "{type: integer, multipleOf: 0.1, enum: [1.5, 18446744073709551615]}",
        "{type: string, enum: [1, true, {a: b}]}",
        "{type: boolean, enum: [maybe]}",
        "{type: number, minimum: abc, maximum: [], multipleOf: {}}",
        "{type: string, minLength: -1, maxLength: 1e30}",
        "{type: object, properties: {a: {}, a: {}}}",
        "{type: array, items: [], minItems: x}",
        "{allOf: {}, oneOf: x, anyOf: null, not: 7}",
        "{$ref: [7]}",
        "{discriminator: [], additionalProperties: 12, required: {}}",
        "{title: {}, description: [], nullable: x, format: {}, pattern: []}",
        "7",
        "[]",
        "null",
    ] {
        let (_, found) = schema(text);
        assert!(found.iter().all(|one| !one.contains("untagged")), "{text}: {found:?}");
        assert!(
            found.iter().all(|one| one.contains("/components/schemas/A") || one.starts_with("ZG010")),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn siblings_of_a_reference_are_reported() {
    let (document, found) = read(
        "openapi: 3.0.0\ninfo: {title: t, version: 1}\npaths: {}\ncomponents:\n  schemas:\n    A: {type: object, properties: {b: {$ref: '#/components/schemas/B', description: d, nullable: true}}}\n    B: {}\n",
    );
    assert_eq!(found, ["ZG013 6:40 /components/schemas/A/properties/b: `nullable` beside `$ref` has no effect"]);
    let document = document.unwrap();
    let node = document.tree.get("/components/schemas/A/properties/b").unwrap();
    assert!(
        matches!(document.parts.schemas.get(&node), Some(Slot::Ref(Reference { description: Some(d), .. })) if d == "d")
    );
}

#[test]
fn a_property_may_be_named_like_a_reference() {
    let (part, found) = schema("{type: object, properties: {$ref: {type: string}}}");
    assert_eq!(part.properties[0].0, "$ref");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn serde_speaks_plainly() {
    assert_eq!(human::explain("a tag", "missing field `name`"), "a tag needs `name`");
    assert_eq!(
        human::explain("a tag", "invalid type: map, expected a string at line 1 column 2"),
        "a tag needs text, found an object"
    );
    assert_eq!(
        human::explain("a header", "data did not match any variant of untagged enum ReferenceOr"),
        "a header has none of the forms that OpenAPI knows"
    );
}
