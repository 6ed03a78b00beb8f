//! What changes mean for who uses the crate: verdicts as `cargo semver-checks` gives them, where it sees the change.
//!
//! In: one document and edits of it. Out: for each edit, the verdict and the items that `generator::diff::effect` names;
//! where `cargo-semver-checks` is installed and `SEMVER_CHECKS=1` asks for it, also what it says of the two crates.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::diag::Diagnostics;
use generator::diff::effect::{Effect, Verdict, sides};
use generator::diff::show::changelog;
use generator::diff::{self, Report};
use generator::load::{self, Source};

use crate::support::cargo::xtask;
use crate::support::folders;

/// One edit.
struct Edit {
    name: &'static str,
    /// What is replaced, wherever it stands.
    edits: &'static [(&'static str, &'static str)],
    verdict: Verdict,
    /// One of the items.
    item: &'static str,
    /// Whether `cargo semver-checks` sees what breaks; it compares no types.
    is_seen: bool,
}

const fn edit(
    name: &'static str,
    edits: &'static [(&'static str, &'static str)],
    verdict: Verdict,
    item: &'static str,
    is_seen: bool,
) -> Edit {
    Edit { name, edits, verdict, item, is_seen }
}

#[rustfmt::skip]
const EDITS: &[Edit] = &[
    edit("scope-and-words", &[("summary: Ship an order", "summary: Ship it"), ("maxLength: 90", "maxLength: 80")],
        Verdict::Patch, "shop::CreateOrder::notes", true),
    edit("operation-id", &[("operationId: ship_order", "operationId: dispatch_order")],
        Verdict::Patch, "shop::orders::Orders::ship", true),
    edit("path-parameter-renamed", &[("order_id}", "id}"), ("name: order_id, in: path", "name: id, in: path")],
        Verdict::Patch, "", true),
    edit("deprecated", &[("operationId: ship_order", "operationId: ship_order\n      deprecated: true")],
        Verdict::Minor, "shop::orders::Orders::ship", true),
    edit("fields-added", &[("        total: {", "        currency: { type: string }\n        total: {"), ("                notes: {", "                memo: { type: string }\n                notes: {")],
        Verdict::Minor, "shop::CreateOrder::memo", true),
    edit("value-added", &[("enum: [open, shipped]", "enum: [open, shipped, lost]")],
        Verdict::Minor, "shop::OrderStatus::Lost", true),
    edit("parameter-added", &[("        - { name: reference,", "        - { name: customer, in: query, schema: { type: string } }\n        - { name: reference,")],
        Verdict::Minor, "shop::orders::List::customer", true),
    edit("operation-removed", &[("    delete:\n      operationId: delete_order\n      summary: Delete an order\n", "    x-gone:\n")],
        Verdict::Major, "shop::orders::Orders::delete", true),
    edit("answer-field-removed", &[("        total: { type: number, format: double }\n", "")],
        Verdict::Major, "shop::Order::total", true),
    edit("request-field-removed", &[("                notes: { type: string, maxLength: 90 }\n", "")],
        Verdict::Major, "shop::CreateOrder::notes", true),
    edit("request-field-required", &[("required: [customer_id]", "required: [customer_id, notes]")],
        Verdict::Major, "shop::CreateOrder::new", true),
    edit("value-removed", &[("enum: [open, shipped]", "enum: [open]")],
        Verdict::Major, "shop::OrderStatus::Shipped", true),
    edit("parameter-required", &[("name: reference, in: query", "name: reference, in: query, required: true")],
        Verdict::Major, "shop::orders::Orders::list", true),
    edit("answer-type-changed", &[("total: { type: number, format: double }", "total: { type: string }")],
        Verdict::Major, "shop::Order::total", false),
    edit("argument-type-changed", &[("customer_id: { type: string, example: '460000000026049' }\n                notes", "customer_id: { type: boolean }\n                notes")],
        Verdict::Major, "shop::CreateOrder::new", false),
    edit("output-changed", &[("    delete:\n      operationId: delete_order\n      summary: Delete an order\n      responses:\n        '200':\n          description: fine\n          content:\n            application/json:\n              schema: { type: object, properties: { code: { type: integer }, message: { type: string } } }", "    delete:\n      operationId: delete_order\n      summary: Delete an order\n      responses:\n        '200': { $ref: '#/components/responses/Order' }")],
        Verdict::Major, "shop::orders::Delete", false),
];

fn base() -> String {
    fs::read_to_string(folders::own().join("effects/orders.yml")).unwrap()
}

fn edited(edit: &Edit) -> String {
    let mut text = base();
    for (from, to) in edit.edits {
        assert!(text.contains(from), "{}: `{from}` is not there", edit.name);
        text = text.replace(from, to);
    }
    text
}

fn source(text: &str) -> Source {
    load::load_texts("shop", &BTreeMap::from([("orders.yml".to_owned(), text.to_owned())]))
}

fn effect(old: &str, new: &str) -> (Report, Effect) {
    let mut diagnostics = Diagnostics::default();
    let sources = [source(old), source(new)];
    let wires = sources.each_ref().map(|source| generator::read_source(source, &mut diagnostics));
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    let report = diff::versions(&wires[0], &wires[1]);
    let side = |index: usize| sides::Side { wire: &wires[index], model: None, source: &sources[index] };
    let (was, is) = sides::crates(side(0), side(1), &Source::default(), &mut diagnostics);
    let effect = Effect::of(&was, &is, &report);
    (report, effect)
}

#[test]
fn each_edit_has_its_verdict_and_its_items() {
    for edit in EDITS {
        let (report, effect) = effect(&base(), &edited(edit));
        assert_eq!(effect.verdict(), edit.verdict, "{}: {:#?}", edit.name, effect.items);
        let named = report.changes.iter().filter_map(|change| effect.touched(change));
        let named: Vec<_> = named.filter(|touched| touched.verdict == edit.verdict).collect();
        let is_named = named.iter().any(|touched| touched.items.iter().any(|item| item == edit.item));
        assert!(edit.item.is_empty() || is_named, "{}: {named:#?} of {report:#?}", edit.name);
        let unexplained: Vec<_> = effect.unexplained().collect();
        assert!(unexplained.is_empty(), "{}: {unexplained:#?}", edit.name);
    }
}

#[test]
fn sides_that_are_equal_have_no_effect_and_swapped_sides_mirror() {
    let (_, same) = effect(&base(), &base());
    assert!(same.items.is_empty(), "{:#?}", same.items);
    for edit in EDITS {
        let (_, here) = effect(&base(), &edited(edit));
        let (_, back) = effect(&edited(edit), &base());
        let is_there =
            |path: &str| back.items.iter().any(|item| item.path == path || item.now.as_deref() == Some(path));
        let fates = [diff::effect::Fate::Added, diff::effect::Fate::Removed];
        let missed: Vec<_> =
            here.items.iter().filter(|item| fates.contains(&item.fate) && !is_there(&item.path)).collect();
        assert!(missed.is_empty(), "{}: {missed:#?}", edit.name);
    }
}

#[test]
fn a_changelog_tells_what_people_want_to_know() {
    let all = ["operation-removed", "fields-added", "deprecated", "answer-type-changed", "request-field-required"];
    let mut text = base();
    for edit in EDITS.iter().filter(|edit| all.contains(&edit.name)) {
        edit.edits.iter().for_each(|(from, to)| text = text.replace(from, to));
    }
    let (report, effect) = effect(&base(), &text);
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("changelog", changelog(&report, &effect));
    });
}

#[test]
fn the_command_says_it_as_well() {
    let scratch = tempfile::tempdir().unwrap();
    let [old, new] = ["old", "new"].map(|side| scratch.path().join(side).join("shop"));
    let removed = EDITS.iter().find(|edit| edit.name == "answer-field-removed").unwrap();
    for (folder, text) in [(&old, base()), (&new, edited(removed))] {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("orders.yml"), text).unwrap();
    }
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let ended = xtask(&["diff", old, new, "--rust", "--fail-on", "none"]).expect(0);
    assert!(ended.stdout.contains("rust: major  zoho_finance::shop::Order::total"), "{}", ended.stdout);
    assert!(ended.stdout.ends_with("zoho-finance: major (1 removed)\n"), "{}", ended.stdout);
    let ended = xtask(&["diff", old, new, "--rust", "--fail-on", "none", "--format", "json"]).expect(0);
    let changes: Vec<serde_json::Value> = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(changes[0]["rust"]["items"][0], "zoho_finance::shop::Order::total");
    let mut diagnostics = Diagnostics::default();
    let locked = scratch.path().join("old.lock.json");
    let api = generator::normalise_source(source(&base()), &mut diagnostics, &mut ()).api;
    fs::write(&locked, serde_json::to_string(&api).unwrap()).unwrap();
    let ended = xtask(&["diff", locked.to_str().unwrap(), new, "--rust", "--fail-on", "none"]).expect(0);
    assert!(ended.stdout.ends_with("zoho-finance: major (1 removed)\n"), "{}", ended.stdout);
    let ended = xtask(&["diff", old, new, "--changelog", "--fail-on", "none"]).expect(0);
    assert!(ended.stdout.contains("#### Removed"), "{}", ended.stdout);
}

#[test]
fn verdicts_are_those_of_cargo_semver_checks() {
    let installed = Command::new("cargo").args(["semver-checks", "--version"]).output();
    let is_installed = installed.is_ok_and(|output| output.status.success());
    if !is_installed || std::env::var_os("SEMVER_CHECKS").is_none() {
        println!("skipped: needs cargo-semver-checks and SEMVER_CHECKS=1");
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let specs = scratch.path().join("specs");
    let was = described(scratch.path(), &specs, "base", &base());
    for edit in EDITS {
        let is = described(scratch.path(), &specs, edit.name, &edited(edit));
        let asks_for = |release: &str| {
            let mut command = Command::new("cargo");
            command.args(["semver-checks", "--release-type", release, "--baseline-rustdoc"]).arg(&was);
            let output = command.arg("--current-rustdoc").arg(&is).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains("Checked"), "{}: {said}", edit.name);
            !output.status.success()
        };
        let is_major = asks_for("minor");
        println!(
            "{}: ours {}, theirs {}",
            edit.name,
            edit.verdict.as_str(),
            if is_major { "major" } else { "no major" }
        );
        assert_eq!(is_major, edit.verdict == Verdict::Major && edit.is_seen, "{}", edit.name);
    }
}

/// The rustdoc JSON of the crate that a document gives. Names stay from one to the next, as in a workspace.
fn described(scratch: &Path, specs: &Path, name: &str, text: &str) -> PathBuf {
    fs::create_dir_all(specs.join("shop")).unwrap();
    fs::write(specs.join("shop/orders.yml"), text).unwrap();
    let krate = scratch.join("crate");
    if krate.exists() {
        fs::remove_dir_all(&krate).unwrap();
    }
    let lock = specs.join("names.lock");
    if !lock.exists() {
        let mut diagnostics = Diagnostics::default();
        let names = generator::normalise_source(source(text), &mut diagnostics, &mut ()).lock;
        fs::write(&lock, names.to_text().unwrap()).unwrap();
    }
    xtask(&["generate", "--specs", specs.to_str().unwrap(), "--out", krate.to_str().unwrap()]).expect(0);
    let target = scratch.join("target");
    let mut command = Command::new("cargo");
    command.current_dir(&krate).env("CARGO_TARGET_DIR", &target).env("RUSTC_BOOTSTRAP", "1");
    command.args(["rustdoc", "--lib", "--all-features", "--"]);
    let output = command.args(["-Zunstable-options", "--output-format", "json"]).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let described = scratch.join(name).with_extension("json");
    fs::copy(target.join("doc/zoho_finance.json"), &described).unwrap();
    described
}
