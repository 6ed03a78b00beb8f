//! `cargo xtask explain` as it is called.
//!
//! In: names of the project's own API, and of a small one with an overlay. Out: what is printed, and the exit status.

use serde_json::Value;

use crate::command::{Place, WITH_WARNING};
use crate::support::cargo::xtask;
use crate::support::folders;

#[test]
fn a_field_is_told_with_every_place_and_who_uses_it() {
    let ended = xtask(&["explain", "books::Invoice.status"]).expect(0);
    let lines: Vec<&str> = ended.stdout.lines().collect();
    assert_eq!(lines[0], "books::Invoice.status  field of a response model");
    for told in ["documented at", "  specs/books/invoices.yml:", "used by", "  books::invoices::get gives"] {
        assert!(lines.iter().any(|line| line.starts_with(told)), "{told}: {}", ended.stdout);
    }
    assert!(!ended.stdout.contains('\u{1b}') && ended.stderr.is_empty(), "{}", ended.stderr);
}

#[test]
fn several_names_are_told_in_one_document() {
    let names = ["books::Invoice", "PaymentMode", "books.invoices.mark_sent", "books GET /invoices/{}"];
    let arguments = [&["explain", "--format", "json"][..], &names].concat();
    let ended = xtask(&arguments).expect(0);
    let face: Value = serde_json::from_str(&ended.stdout).unwrap();
    let kinds: Vec<&str> = face.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["model", "enum", "operation", "operation"]);
    for one in face.as_array().unwrap() {
        for key in ["name", "origins", "facts", "findings", "overlays", "uses", "lock"] {
            assert!(one.get(key).is_some(), "{key}: {one}");
        }
        let origin = &one["origins"][0];
        assert!(origin["file"].as_str().unwrap().starts_with("specs/") && origin["line"].is_number(), "{origin}");
        assert_eq!(one["lock"][0]["kept"], true, "{one}");
    }
}

#[test]
fn findings_and_overlays_are_told() {
    let place = Place::new(WITH_WARNING);
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.paths['/things/{thing_id}'].delete\n  \
                   description: It asks why.\n  update: {parameters: [{name: why, in: query, schema: {type: string}}]}\n";
    folders::put(&place.specs().join("shop/things.overlay.yaml"), overlay);
    let ended = xtask(&["explain", "things.delete", "--specs", place.specs().to_str().unwrap()]).expect(0);
    for told in [
        "takes        why (query): text",
        "warning ZG023",
        "update: It asks why.",
        "things.overlay.yaml:4:3",
        "not in the file yet",
    ] {
        assert!(ended.stdout.contains(told), "{told}: {}", ended.stdout);
    }
}

#[test]
fn unknown_names_are_errors_with_suggestions() {
    let ended = xtask(&["explain", "books::Invoise", "books::Invoice.statsu"]).expect(1);
    assert!(ended.stdout.is_empty(), "{}", ended.stdout);
    assert!(ended.stderr.contains("error: nothing is called `books::Invoise`"), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("`books::Invoice`") && ended.stderr.contains("`books::Invoice.status`"),
        "{}",
        ended.stderr
    );
    let ended = xtask(&["explain", "--format", "json", "nothing"]).expect(1);
    let failed: Value = serde_json::from_str(&ended.stderr).unwrap();
    assert!(failed["help"].as_str().unwrap().contains("cargo xtask api"), "{failed}");
    xtask(&["explain"]).expect(2);
}
