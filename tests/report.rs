//! Reports in a real browser: filters, search, keyboard, widths, colours, and that nothing of a document runs.
//!
//! In: reports over the pairs and over the project's products, opened by `tests/services/report.mjs` in Chromium. Out:
//! what the page did. The tests are left out of a plain `cargo test`; CONTRIBUTING.md says how to run them.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::cargo::xtask;
use crate::support::folders;

/// What the browser made of a report.
fn opened(html: &str, search: &str, place: &Path) -> Value {
    let file = place.join("report.html");
    fs::write(&file, html).unwrap();
    let output = Command::new("node")
        .arg(folders::root().join("tests/services/report.mjs"))
        .args([&file, place])
        .env("SEARCH", search)
        .output()
        .expect("Node is installed");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "is Chromium installed, and `npm ci --prefix tests/services` run?\n{told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn works(said: &Value) {
    assert_eq!(said["errors"], json!([]), "{said:#}");
    assert_eq!(said["requests"], json!([]), "no network");
    let all = said["all"].as_u64().unwrap();
    assert_eq!(said["status"], format!("{all} of {all} shown"));
    let counted: u64 = said["cards"].as_array().unwrap().iter().map(|card| card[1].as_u64().unwrap()).sum();
    assert_eq!(counted, all, "cards count what is shown");
    let first = &said["cards"][0];
    assert_eq!(said["first"], json!({ "shown": first[1], "levels": [first[0]], "emptyGroups": 0 }));
    assert_eq!(said["pressed"], json!(["true", "false", "false"]));
    assert_eq!(said["again"], first[1], "the address keeps what is chosen");
    assert_eq!(said["reset"], all);
    assert_eq!(said["focused"], "search");
    let searched = said["searched"]["shown"].as_u64().unwrap();
    assert!(searched > 0 && searched < all && said["matching"] == true, "{said:#}");
    assert_eq!(said["searched"]["status"], format!("{searched} of {all} shown"));
    assert_eq!(said["nothing"], 0);
    assert_eq!(said["resource"].as_array().unwrap().len(), 1);
    assert_eq!(said["product"], true, "{said:#}");
    for (width, needed) in said["widths"].as_object().unwrap() {
        let width: u64 = width.split(' ').next().unwrap().parse().unwrap();
        assert!(needed.as_u64().unwrap() <= width, "{said:#}");
    }
    assert!(said["contrast"].as_f64().unwrap() >= 4.5, "text has to be read: {}", said["contrast"]);
    assert_eq!(said["printed"], false, "filters are not printed");
    assert_eq!(said["unlabelled"], 0);
}

#[test]
#[ignore = "needs Node and Chromium"]
fn changes_can_be_filtered_and_searched() {
    let place = tempfile::tempdir().unwrap();
    let pair = folders::own().join("pairs/values");
    let [old, new] = ["old.yml", "new.yml"].map(|side| pair.join(side).to_str().unwrap().to_owned());
    let ended = xtask(&["diff", &old, &new, "--fail-on", "none", "--format", "html"]).expect(0);
    works(&opened(&ended.stdout, "pattern", place.path()));
}

#[test]
#[ignore = "needs Node and Chromium"]
fn products_can_be_filtered_and_searched() {
    let place = tempfile::tempdir().unwrap();
    let ended = xtask(&["diff", "books", "inventory", "billing", "--format", "html"]).expect(0);
    let said = opened(&ended.stdout, "customer_id", place.path());
    works(&said);
    assert!(said["ofProduct"].as_u64() < said["all"].as_u64(), "not everything is in every product");
}

#[test]
#[ignore = "needs Node and Chromium"]
fn what_a_document_says_never_runs() {
    const EVIL: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
    let place = tempfile::tempdir().unwrap();
    let document = |kind: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get:\n      tags: ['{EVIL}', invoice]\n      \
             parameters: [{{in: query, name: '{EVIL}', schema: {{type: {kind}}}}}, {{in: query, name: plain, schema: \
             {{type: {kind}, default: '{EVIL}'}}}}]\n      responses: {{'200': {{description: D.}}}}\n"
        )
    };
    let [old, new] = ["old.yml", "new.yml"].map(|name| place.path().join(name));
    fs::write(&old, document("boolean").replace("tags: ['", "tags: ['x")).unwrap();
    fs::write(&new, document("integer")).unwrap();
    let [old, new] = [&old, &new].map(|path| path.to_str().unwrap());
    let ended = xtask(&["diff", old, new, "--fail-on", "none", "--format", "html"]).expect(0);
    let said = opened(&ended.stdout, "invoice", place.path());
    assert_eq!(said["errors"], json!([]), "{said:#}");
    assert_eq!(said["requests"], json!([]));
    assert!(said["all"].as_u64().unwrap() >= 4, "{said:#}");
}
