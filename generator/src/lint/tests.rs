//! Findings, merges and mined facts of small documents.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::json;

use super::*;
use crate::Normalised;
use crate::diag::{Diagnostics, Sites};
use crate::ir::FileId;
use crate::ir::fact::{Fact, State, Stated, Subject};
use crate::ir::model::Joined;
use crate::load::{ProductSource, Source, SourceFile};

/// One document of the product `shop`, from its line 4 on.
fn run(text: &str) -> (Normalised, Diagnostics, Sites) {
    let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: https://api.example/v1}]\n";
    let path = "shop/things.yml".to_owned();
    let file = SourceFile { path: path.clone(), text: format!("{head}{text}"), ..SourceFile::default() };
    let product = ProductSource { name: "shop".to_owned(), documents: vec![FileId(0)], overlays: Vec::new() };
    let source = Source { files: vec![file], products: vec![product], ..Source::default() };
    let mut diagnostics = Diagnostics::default();
    let normalised = crate::normalise_source(source, &mut diagnostics, &mut ());
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    (normalised, diagnostics, Sites::new(vec![path]))
}

/// An operation that gives an envelope with these further properties.
fn operation(id: &str, properties: &str) -> String {
    format!(
        "{{operationId: {id}, responses: {{'200': {{description: Ok., content: {{application/json: {{schema: {{type: object, \
         properties: {{code: {{type: integer}}, message: {{type: string}}, {properties}}}}}}}}}}}}}}}"
    )
}

const THING: &str =
    "{type: object, properties: {thing_id: {type: string}, home: {type: object, properties: {city: {type: string}}}}}";

#[test]
fn merges_name_every_origin_with_its_own_identity_and_reason() {
    let one = operation("get_thing", &format!("thing: {THING}"));
    let other = operation("update_thing", &format!("thing: {THING}"));
    let (normalised, _, sites) = run(&format!("paths:\n  /things/{{thing_id}}:\n    get: {one}\n    put: {other}\n"));
    let merges = Merges::of(&normalised.api, &sites);
    let types = &merges.products[0].types;
    assert_eq!(
        types.iter().map(|merged| (merged.name.as_str(), merged.schemas)).collect::<Vec<_>>(),
        [("Thing", 2), ("ThingHome", 2)]
    );
    let told = types.iter().flat_map(|merged| &merged.origins);
    let told: Vec<_> =
        told.map(|origin| (origin.identities[0].as_str(), origin.at.line, origin.joined.clone())).collect();
    let (get, put) = ("GET /things/{} response /thing", "PUT /things/{} response /thing");
    assert_eq!(
        told,
        [
            (get, Some(6), Joined::First),
            (put, Some(7), Joined::Collection("/things".to_owned())),
            (format!("{get}/home").as_str(), Some(6), Joined::First),
            (format!("{put}/home").as_str(), Some(7), Joined::Field("home".to_owned())),
        ]
    );
    assert!(
        types[0].origins[1].schema.as_ref().unwrap().starts_with("shop/things.yml#/paths/~1things~1{thing_id}/put/")
    );
    let figures = &merges.figures[0];
    assert_eq!((figures.object_nodes, figures.shapes), (6, 3));
    assert_eq!((figures.response_structs, figures.request_structs), (2, 0));
    assert_eq!(merges.figures[1].object_nodes, 6);
}

#[test]
fn enums_name_their_origins_as_well() {
    let param =
        |values: &str| format!("parameters: [{{name: state, in: query, schema: {{type: string, enum: {values}}}}}], ");
    let with =
        |id: &str, values: &str| operation(id, "x: {type: string}").replacen('{', &format!("{{{}", param(values)), 1);
    let text = format!(
        "paths:\n  /things/a:\n    post: {}\n  /things/b:\n    post: {}\n",
        with("a", "[on, off]"),
        with("b", "[on, none]")
    );
    let (normalised, _, sites) = run(&text);
    let merges = Merges::of(&normalised.api, &sites);
    let merged = merges.products[0].types.iter().find(|merged| merged.side == "enum");
    let Some(merged) = merged else { return assert_eq!(normalised.api.model.enums.len(), 2) };
    assert!(merged.origins[1].identities[0].ends_with("?state"));
    assert!(matches!(merged.origins[1].joined, Joined::Name(_)));
}

#[test]
fn findings_are_counted_by_code() {
    let text = "paths:\n  /things:\n    delete: {responses: {'200': {description: Ok.}}}\n    post: {responses: {'200': {description: Ok.}}}\n";
    let (_, diagnostics, sites) = run(text);
    let findings = Findings::of(&diagnostics, &sites);
    let codes: Vec<_> = findings.codes.iter().map(|line| (line.code.id(), line.count)).collect();
    assert_eq!(codes, [("ZG026", 2)]);
    assert_eq!((findings.totals.errors, findings.totals.warnings, findings.totals.notes), (0, 2, 0));
    let first = json!(findings.findings[0]);
    assert_eq!(first["file"], "shop/things.yml");
    assert_eq!((&first["line"], &first["column"], &first["code"]), (&json!(6), &json!(5), &json!("ZG026")));
}

#[test]
fn mined_facts_are_listed_with_subject_sentence_and_sums() {
    let text = format!(
        "paths:\n  /things:\n    get: {}\ncomponents: {{schemas: {{state: {{type: string}}}}}}\n",
        operation(
            "list",
            "things: {type: array, items: {type: object, properties: {state: {$ref: '#/components/schemas/state'}}}}"
        )
        .replacen('{', "{description: 'Only  in\n      India.', ", 1)
    );
    let (mut normalised, _, sites) = run(&text);
    let api = &mut normalised.api;
    let schema = api.wire.products[0].documents[0].components["state"];
    let at = api.wire.schema(schema).unwrap().at;
    let wire = api.model.operations().next().unwrap().2.wire;
    let fact = |subject, stated, range, state| Fact { subject, identity: "it".to_owned(), stated, range, at, state };
    api.model.facts = vec![
        fact(Subject::Schema(schema), Stated::Length(None, Some(100)), None, State::Passed("too long".to_owned())),
        fact(Subject::Operation(wire), Stated::Values(vec!["a".to_owned()]), Some((0, 15)), State::Applied),
        fact(Subject::Operation(wire), Stated::Values(vec!["b".to_owned()]), Some((0, 999)), State::Applied),
    ];
    let mined = Mined::of(&normalised.api, &sites);
    let lines: Vec<String> =
        mined.facts.iter().map(|fact| format!("{} {} {}", fact.kind, fact.subject, fact.value)).collect();
    assert_eq!(lines, ["length it {\"min\":null,\"max\":100}", "values it [\"a\"]", "values it [\"b\"]",]);
    assert_eq!(mined.facts[0].reason.as_deref(), Some("too long"));
    assert_eq!(mined.facts[1].sentence.as_deref(), Some("Only in India."));
    assert_eq!(mined.facts[2].sentence, None);
    let counts: Vec<_> = mined.counts.iter().map(|line| (line.kind, line.state, line.count)).collect();
    assert_eq!(counts, [("length", "passed", 1), ("values", "applied", 2)]);
}
