//! Changes between versions: every check is hit by a pair, and what is no change is none.
//!
//! In: pairs of documents in `tests/pairs`. Out: what is found between them, as snapshots; laws that hold for all of
//! them; the command as it is called.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use generator::diag::Diagnostics;
use generator::diff::{self, Change, Report, table};
use generator::ir::wire::Wire;
use generator::load;
use serde_json::Value;

use crate::support::cargo::xtask;
use crate::support::folders;

fn pairs() -> Vec<(String, PathBuf)> {
    let folder = folders::own().join("pairs");
    let mut pairs: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    pairs.sort();
    pairs
}

fn wire(text: &str) -> Wire {
    let mut diagnostics = Diagnostics::default();
    let source = load::load_texts("things", &BTreeMap::from([("things.yml".to_owned(), text.to_owned())]));
    let wire = generator::read_source(&source, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    wire
}

fn text(pair: &Path, side: &str) -> String {
    fs::read_to_string(pair.join(side).with_extension("yml")).unwrap()
}

fn between(pair: &Path, base: &str, revision: &str) -> Report {
    diff::versions(&wire(&text(pair, base)), &wire(&text(pair, revision)))
}

fn listed(report: &Report) -> String {
    let mut text = String::new();
    for change in &report.changes {
        let operation = change.operation().unwrap_or_else(|| "(all)".to_owned());
        writeln!(text, "{operation}  {} {}  {}", change.level.as_str(), change.id, change.text).unwrap();
    }
    text
}

#[test]
fn each_pair_gives_what_it_is_for() {
    for (name, pair) in pairs() {
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("pair-{name}"), listed(&between(&pair, "old", "new")));
        });
    }
}

#[test]
fn every_check_is_hit_by_a_pair() {
    let both = |(_, pair): &(String, PathBuf)| [between(pair, "old", "new"), between(pair, "new", "old")];
    let hit: BTreeSet<&str> =
        pairs().iter().flat_map(both).flat_map(|report| report.changes).map(|change| change.id).collect();
    let missed: Vec<&str> = table::CHECKS.iter().map(|check| check.id).filter(|id| !hit.contains(id)).collect();
    assert!(missed.is_empty(), "{} of {} are not hit: {missed:#?}", missed.len(), table::CHECKS.len());
}

#[test]
fn ids_are_in_order_and_each_has_words() {
    let ids: Vec<&str> = table::CHECKS.iter().map(|check| check.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
    assert!(table::CHECKS.iter().all(|check| !check.text.is_empty()));
}

#[test]
fn nothing_changed_between_a_thing_and_itself() {
    for (name, pair) in pairs() {
        for side in ["old", "new"] {
            assert_eq!(listed(&between(&pair, side, side)), "", "{name}/{side}");
        }
    }
}

/// The same document with the keys of all its objects in another order.
fn turned(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            object.into_iter().rev().map(|(key, value)| (key, turned(value))).collect::<serde_json::Map<_, _>>().into()
        }
        Value::Array(list) => list.into_iter().map(turned).collect(),
        other => other,
    }
}

#[test]
fn the_order_of_keys_means_nothing() {
    for (name, pair) in pairs() {
        for side in ["old", "new"] {
            let text = text(&pair, side);
            let value: Value = serde_yaml::from_str(&text).unwrap();
            let other = serde_json::to_string(&turned(value)).unwrap();
            assert_eq!(listed(&diff::versions(&wire(&text), &wire(&other))), "", "{name}/{side}");
        }
    }
}

#[test]
fn swapped_sides_mirror() {
    // What one direction alone has to say: operations that promise nothing are told only once they do, nobody misses a
    // schema that is new, and an object that becomes one of several has a word of its own.
    let one_way = |change: &Change| {
        change.id.contains("extensible")
            || change.id == "api-schema-removed"
            || ["/unstable", "/promised", "/wrapped", "/wrapped-with-tag", "/enum-of-the-service"]
                .contains(&change.path.as_str())
    };
    let subjects = |report: Report, swapped: bool| -> BTreeSet<(String, String, Option<String>, Option<String>)> {
        let what = |change: Change| {
            // Parameters of a path are called as the revision calls them.
            let place = format!("{:?} {}", change.method, change.path.split('{').next().unwrap());
            let sides = if swapped { (change.revision, change.base) } else { (change.base, change.revision) };
            let said =
                |side: Option<generator::ir::Place>| side.map(|place| format!("{}:{}", place.line, place.column));
            (place, change.subject.to_lowercase(), said(sides.0), said(sides.1))
        };
        report.changes.into_iter().filter(|change| !one_way(change)).map(what).collect()
    };
    for (name, pair) in pairs() {
        let here = subjects(between(&pair, "old", "new"), false);
        let back = subjects(between(&pair, "new", "old"), true);
        let only: Vec<_> = here.symmetric_difference(&back).collect();
        assert!(only.is_empty(), "{name}: {only:#?}");
    }
}

#[test]
fn the_command_says_by_its_status_what_it_found() {
    let pair = folders::own().join("pairs/values");
    let (old, new) = (pair.join("old.yml"), pair.join("new.yml"));
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    xtask(&["diff", old, new]).expect(1);
    xtask(&["diff", old, new, "--fail-on", "none"]).expect(0);
    let same = xtask(&["diff", old, old, "--fail-on", "info"]).expect(0);
    assert_eq!(same.stdout, "nothing changed\n");
    for wrong in [&["diff", old][..], &["diff", old, "no-such-thing"], &["diff", old, "HEAD:no-such-thing"]] {
        xtask(wrong).expect(2);
    }
    let ended = xtask(&["diff", old, new, "--fail-on", "none"]).expect(0);
    assert!(ended.stdout.contains("pairs/values/old.yml:8:"), "{}", ended.stdout);
    assert!(!ended.stdout.contains('\u{1b}'), "no colours in a pipe");
    let ended = xtask(&["diff", old, new, "--fail-on", "none", "--format", "json"]).expect(0);
    let changes: Vec<Value> = serde_json::from_str(&ended.stdout).unwrap();
    assert!(changes.iter().all(|change| change["id"].is_string() && change["source"]["base"].is_string()));
    let ended = xtask(&["diff", old, new, "--fail-on", "none", "--summary"]).expect(0);
    assert_eq!(ended.stdout.lines().count(), 1, "{}", ended.stdout);
}

#[test]
fn what_a_document_says_does_not_reach_the_terminal_as_it_is() {
    let scratch = tempfile::tempdir().unwrap();
    let file = |name: &str, operation: &str| {
        let path = scratch.path().join(name);
        let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {operation}}}}}\n");
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let old = file("old.yml", r#"{tags: ["a\u001b[31mb\n::error::c"], responses: {"200": {description: Done.}}}"#);
    let new = file("a new.yml", "{responses: {'200': {$ref: '#/components/responses/Gone'}}}");
    let ended = xtask(&["diff", &old, &new, "--fail-on", "none"]).expect(0);
    assert!(ended.stdout.contains("the tag `a\u{fffd}[31mb ::error::c` is gone"), "{}", ended.stdout);
    assert!(ended.stderr.contains("a new.yml`: 1 reference to nothing"), "{}", ended.stderr);
}

#[test]
fn accepted_changes_and_levels_stand_in_a_file() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = folders::own().join("pairs/unchanged");
    let old = pair.join("old.yml");
    let new = scratch.path().join("new.yml");
    fs::write(&new, text(&pair, "old").replace("maxLength: 9", "maxLength: 5")).unwrap();
    let config = scratch.path().join("diff.toml");
    let run = |settings: &str| {
        fs::write(&config, settings).unwrap();
        let [old, new, config] = [&old, &new, &config].map(|path| path.to_str().unwrap());
        xtask(&["diff", old, new, "--config", config])
    };
    run("").expect(1);
    let ended = run("[[ignore]]\nreason = 'all of it'\nuntil = 2999-01-01\n").expect(0);
    assert!(ended.stdout.contains("nothing changed; ") && ended.stdout.contains("ignored by diff.toml"));
    let ended = run("[[ignore]]\nreason = 'all of it'\nuntil = 2001-01-01\n").expect(1);
    assert!(ended.stderr.contains("ended on 2001-01-01 (all of it)"), "{}", ended.stderr);
    let ended = run("[[level]]\nid = 'request-body-max-lenght-decreased'\nlevel = 'info'\nreason = 'r'\n").expect(2);
    assert!(ended.stderr.contains("diff.toml:2:6") && ended.stderr.contains("did you mean"), "{}", ended.stderr);
}

#[test]
fn a_revision_of_git_is_a_side() {
    if !folders::root().join(".git").exists() {
        println!("skipped: the project is not under version control here");
        return;
    }
    let ended = xtask(&["diff", "HEAD:specs", "HEAD:specs", "--fail-on", "info"]).expect(0);
    assert_eq!(ended.stdout, "nothing changed\n");
    xtask(&["diff", "HEAD:specs/books", "HEAD:specs/books/invoices.yml", "--fail-on", "none"]).expect(0);
}

#[test]
fn the_last_release_is_a_side() {
    let place = tempfile::tempdir().unwrap();
    let specs = place.path().to_str().unwrap();
    fs::create_dir(place.path().join("things")).unwrap();
    let pair = folders::own().join("pairs/unchanged");
    fs::write(place.path().join("things/things.yml"), text(&pair, "old")).unwrap();
    let since = |more: &[&str]| xtask(&[&["diff", "--since-lock", "--specs", specs], more].concat());
    assert!(since(&[]).expect(2).stderr.contains("a release writes it"));
    let mut diagnostics = Diagnostics::default();
    let source = load::load_operand(place.path(), &mut diagnostics);
    let normalised = generator::normalise_source(source, &mut diagnostics, &mut ());
    fs::write(place.path().join("api.lock.json"), serde_json::to_string(&normalised.api).unwrap()).unwrap();
    assert_eq!(since(&["--fail-on", "info"]).expect(0).stdout, "nothing changed\n");
    fs::write(place.path().join("things/things.yml"), text(&pair, "old").replace("maxLength: 9", "maxLength: 5"))
        .unwrap();
    let ended = since(&[]).expect(1);
    assert!(ended.stdout.contains("request-body-max-length-decreased"), "{}", ended.stdout);
    xtask(&["diff", "--since-lock", "books", "inventory"]).expect(2);
    for products in [&["--product", "things"][..], &["--product", "things", "--product", "things"]] {
        since(products).expect(1);
    }
    since(&["--product", "no-such-product"]).expect(2);
}

#[test]
fn products_stand_side_by_side() {
    let ended = xtask(&["diff", "books", "inventory", "billing"]).expect(0);
    assert!(ended.stdout.contains("books.customer_payments = inventory.customer_payments = billing.payments"));
    assert!(ended.stdout.contains("organisation by header X-com-zoho-subscriptions-organizationid"));
    let ended = xtask(&["diff", "books", "inventory", "--format", "json"]).expect(0);
    let matrix: Value = serde_json::from_str(&ended.stdout).unwrap();
    let resources = matrix["resources"].as_array().unwrap();
    assert!(resources.iter().all(|resource| resource["members"].as_array().unwrap().len() == 2));
    let ended = xtask(&["diff", "books", "inventory", "--format", "markdown"]).expect(0);
    assert!(ended.stdout.starts_with("# books and inventory\n"), "{}", ended.stdout);
    for wrong in
        [&["diff", "books", "inventory", "no-such-product"][..], &["diff", "books", "billing", "--format", "junit"]]
    {
        xtask(wrong).expect(2);
    }
}

#[test]
fn a_case_is_begun_once() {
    let place = tempfile::tempdir().unwrap();
    let begin = || xtask(&["new-case", "headers", "--into", place.path().to_str().unwrap()]);
    begin().expect(0);
    assert_eq!(listed(&between(&place.path().join("headers"), "old", "new")), "");
    begin().expect(1);
    xtask(&["new-case", "../elsewhere"]).expect(2);
}

#[test]
fn what_another_tool_finds_is_found() {
    let folder = folders::own().join("../../shared/diff-pairs");
    if !folder.exists() {
        println!("skipped: there is no folder `shared` beside the project");
        return;
    }
    let ended = xtask(&["diff-suite", folder.to_str().unwrap()]).expect(0);
    assert!(ended.stdout.contains("of 77 expected findings"), "{}", ended.stdout);
}
