//! `cargo xtask lint` as it is called.
//!
//! In: specs folders, sound and with defects. Out: what is printed for people and for programs, and the exit status.

use std::fs;

use serde_json::Value;

use crate::command::{Place, SOUND, WITH_WARNING};
use crate::support::cargo::{Ended, xtask};

fn lint(place: &Place, more: &[&str]) -> Ended {
    let specs = place.specs();
    let mut arguments = vec!["lint", "--specs", specs.to_str().unwrap()];
    arguments.extend(more);
    xtask(&arguments)
}

fn json(ended: &Ended) -> Value {
    assert!(ended.stderr.is_empty(), "{}", ended.stderr);
    serde_json::from_str(&ended.stdout).unwrap()
}

#[test]
fn findings_stand_by_file_and_code_with_a_table_of_codes() {
    let ended = lint(&Place::new(WITH_WARNING), &[]).expect(0);
    let lines: Vec<&str> = ended.stdout.lines().collect();
    assert!(lines[0].ends_with("shop/things.yml"), "{}", ended.stdout);
    assert_eq!(lines[1], "  warning ZG023  The path names a parameter that nobody declares.");
    assert!(lines[2].starts_with("    5:5  `/things/{thing_id}` names"), "{}", ended.stdout);
    assert!(lines[3].starts_with("    help: declare a parameter"), "{}", ended.stdout);
    assert!(lines.contains(&"ZG023  warning  1  The path names a parameter that nobody declares."), "{}", ended.stdout);
    assert_eq!(lines.last(), Some(&"0 errors, 1 warning, 0 notes; 1 document and 1 operation read"));
    assert!(!ended.stdout.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn the_exit_status_says_whether_a_finding_is_an_error() {
    let place = Place::new(WITH_WARNING);
    lint(&place, &["--deny", "warnings"]).expect(1);
    lint(&place, &["--format", "json", "--deny", "warnings"]).expect(1);
    let ended = lint(&Place::new(SOUND), &["--deny", "warnings"]).expect(0);
    assert!(ended.stdout.contains("nothing to say"), "{}", ended.stdout);
    fs::write(place.specs().join("shop/things.yml"), "openapi: 3.1.0\n").unwrap();
    for more in [&[][..], &["--merges"], &["--mined"]] {
        let ended = lint(&place, more).expect(1);
        assert!(ended.stdout.contains("error ZG003"), "{more:?}: {}", ended.stdout);
    }
    for wrong in ["--no-such-option", "--format=xml", "--deny=notes"] {
        lint(&place, &[wrong]).expect(2);
    }
}

#[test]
fn the_project_has_no_warning() {
    xtask(&["lint", "--deny", "warnings"]).expect(0);
}

#[test]
fn json_is_one_document() {
    let face = json(&lint(&Place::new(WITH_WARNING), &["--format", "json"]).expect(0));
    let keys: Vec<&String> = face.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["documents", "operations", "totals", "codes", "findings"]);
    assert_eq!(face["totals"], serde_json::json!({"errors": 0, "warnings": 1, "notes": 0}));
    assert_eq!((&face["codes"][0]["code"], &face["codes"][0]["count"]), (&"ZG023".into(), &1.into()));
    let finding = face["findings"][0].as_object().unwrap();
    assert_eq!(finding.keys().collect::<Vec<_>>(), ["file", "line", "column", "code", "severity", "message", "help"]);
    assert!(finding["file"].as_str().unwrap().ends_with("shop/things.yml"));
    assert_eq!((&finding["line"], &finding["column"]), (&5.into(), &5.into()));
}

#[test]
fn merges_are_told_with_reasons_and_figures() {
    let ended = xtask(&["lint", "--merges", "--product", "books"]).expect(0);
    let place = |line: &str| line.trim_start().starts_with("specs/books/") && line.contains(".yml:");
    assert!(ended.stdout.lines().any(|line| place(line) && line.ends_with("  the first")), "{}", ended.stdout);
    for told in
        ["also given by operations of `", "schemas", "object nodes  distinct shapes  response structs  request structs"]
    {
        assert!(ended.stdout.contains(told), "{told}: {}", ended.stdout);
    }
    let face = json(&xtask(&["lint", "--merges", "--format", "json"]).expect(0));
    let merged = &face["merges"]["products"][0]["types"][0];
    for key in ["name", "side", "products", "schemas", "origins"] {
        assert!(merged.get(key).is_some(), "{key}: {merged}");
    }
    for key in ["product", "identities", "schema", "file", "line", "column", "joined"] {
        assert!(merged["origins"][0].get(key).is_some(), "{key}: {merged}");
    }
    let figures = face["merges"]["figures"].as_array().unwrap();
    let sum = figures.last().unwrap();
    assert_eq!((figures.len(), &sum["product"]), (4, &Value::Null));
    assert!(sum["response_structs"].as_u64().unwrap() < sum["shapes"].as_u64().unwrap(), "{sum}");
}

#[test]
fn mined_facts_have_their_own_section() {
    let face = json(&xtask(&["lint", "--mined", "--format", "json"]).expect(0));
    assert!(face["mined"]["facts"].is_array() && face["mined"]["counts"].is_array(), "{face}");
    xtask(&["lint", "--mined"]).expect(0);
}
