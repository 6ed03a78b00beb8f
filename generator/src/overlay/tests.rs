//! Overlays: what they change, where things then stand, and how strict they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::json;

use super::*;
use crate::ir::FileId;
use crate::load::{ProductSource, SourceFile};

fn run(files: &[(&str, &str)]) -> (Vec<Tree>, Vec<String>) {
    let (products, found) = products(files);
    (products.into_iter().flat_map(|product| product.documents).collect(), found)
}

/// What the overlays changed: kind, reason, and where they touched what.
fn changes(files: &[(&str, &str)]) -> Vec<String> {
    let (products, found) = products(files);
    assert_eq!(found, Vec::<String>::new());
    let told = products[0].changes.iter().flat_map(|change| {
        change.touched.iter().map(move |touched| {
            let at = format!("{}:{}", touched.file.0, touched.at.line);
            format!(
                "{:?} {} at {} {at} {}: {}",
                change.kind,
                change.reason,
                change.at.line,
                touched.pointer,
                touched.written.join(" ")
            )
        })
    });
    told.collect()
}

fn products(files: &[(&str, &str)]) -> (Vec<ProductTrees>, Vec<String>) {
    let mut source = Source::default();
    let mut product = ProductSource { name: "p".to_owned(), ..ProductSource::default() };
    for (index, (name, text)) in files.iter().enumerate() {
        let file = SourceFile { path: format!("p/{name}"), text: (*text).to_owned(), ..SourceFile::default() };
        source.files.push(file);
        let list = if name.contains(".overlay.") { &mut product.overlays } else { &mut product.documents };
        list.push(FileId(u32::try_from(index).unwrap()));
    }
    source.products.push(product);
    let mut out = Diagnostics::default();
    let trees = crate::tree::parse(&source, &mut out);
    let trees = apply(trees, &source, &mut out);
    let found = out.sorted().into_iter().map(|finding| {
        let at = finding.at.unwrap_or_default();
        assert!(finding.help.is_some());
        format!("{} {}:{} {}", finding.code.id(), at.line, at.column, finding.message)
    });
    (trees, found.collect())
}

fn overlay(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: t, version: 1}}\nactions:\n{actions}")
}

const DOC: &str = "info: {title: a}\ntags: [{name: x}, {name: y}]\npaths:\n  /a:\n    get: {deprecated: true}\n";

#[test]
fn updates_merge_and_keep_places() {
    let actions =
        "- target: $\n  description: why\n  update:\n    info: {title: b, version: '1'}\n    tags:\n    - {name: z}\n";
    let (trees, found) = run(&[("d.yml", DOC), ("d.overlay.yaml", &overlay(actions))]);
    assert_eq!(found, Vec::<String>::new());
    let tree = &trees[0];
    let value = tree.value(tree.root());
    assert_eq!(value["info"], json!({"title": "b", "version": "1"}));
    assert_eq!(value["tags"], json!([{"name": "x"}, {"name": "y"}, {"name": "z"}]));
    let place = |pointer: &str| tree.place(pointer).map(|at| (at.file.0, at.line, at.column));
    assert_eq!(place("/info"), Some((0, 1, 1)));
    assert_eq!(place("/info/version"), Some((1, 7, 22)));
    assert_eq!(place("/tags/2"), Some((1, 9, 7)));
}

#[test]
fn removes_what_matches() {
    let actions = "- target: $.tags[?@.name == 'x']\n  description: why\n  remove: true\n- target: $.paths['/a'].get.deprecated\n  description: why\n  remove: true\n- target: $.tags\n  description: why\n  update: {name: w}\n";
    let (trees, found) = run(&[("d.yml", DOC), ("d.overlay.yaml", &overlay(actions))]);
    assert_eq!(found, Vec::<String>::new());
    let value = trees[0].value(trees[0].root());
    assert_eq!(value["tags"], json!([{"name": "y"}, {"name": "w"}]));
    assert_eq!(value["paths"], json!({"/a": {"get": {}}}));
}

#[test]
fn a_match_of_nothing_is_an_error() {
    let actions = "- target: $.nope\n  description: why\n  remove: true\n";
    let (_, found) = run(&[("d.yml", DOC), ("d.overlay.yaml", &overlay(actions))]);
    assert_eq!(found, ["ZG006 4:11 the target `$.nope` matches nothing"]);
}

#[test]
fn whatever_is_wrong_is_an_error() {
    for (actions, expected) in [
        ("- target: $\n  update: {}\n", "gives no reason"),
        ("- target: $\n  description: why\n  update: {}\n  why: x\n", "`why` is not known"),
        ("- target: $[\n  description: why\n  update: {}\n", "is no JSONPath"),
        ("- target: $\n  description: why\n", "does one thing"),
        ("- target: $\n  description: why\n  update: {}\n  remove: true\n", "does one thing"),
        ("- target: $\n  description: why\n  remove: true\n", "whole document"),
        ("- target: $.info.title\n  description: why\n  update: x\n", "neither an object nor a list"),
        ("- target: $.info\n  description: why\n  update: x\n", "updated with an object"),
        ("- target: $.info\n  description: why\n  copy: $.tags\n", "`copy` is not known"),
        ("- description: why\n", "no `target`"),
        ("  []\n", "no actions"),
    ] {
        let (_, found) = run(&[("d.yml", DOC), ("d.overlay.yaml", &overlay(actions))]);
        assert!(found.iter().any(|one| one.starts_with("ZG006") && one.contains(expected)), "{actions}: {found:?}");
    }
    let (_, found) = run(&[("d.yml", DOC), ("d.overlay.yaml", "overlay: 2.0.0\nactions: 1\nmore: 1\n")]);
    assert_eq!(found.len(), 4, "{found:?}");
    let (_, found) = run(&[("d.yml", DOC), ("d.overlay.yaml", "- 1\n")]);
    assert_eq!(found, ["ZG006 1:1 an overlay needs an object"]);
}

#[test]
fn overlays_find_their_documents() {
    let action = "- target: $.info\n  description: why\n  update: {x: 1}\n";
    let changed = |files: &[(&str, &str)]| {
        let (trees, found) = run(files);
        (trees.iter().map(|tree| tree.get("/info/x").is_some()).collect::<Vec<_>>(), found)
    };
    let text = overlay(action);
    let extended = format!("extends: ./b.yml\n{text}");
    let wrong = format!("extends: ../b.yml\n{text}");
    let two = [("a.yml", DOC), ("b.yml", DOC)];
    assert_eq!(changed(&[two[0], two[1], ("a.overlay.yaml", &text)]), (vec![true, false], vec![]));
    assert_eq!(changed(&[two[0], two[1], ("all.overlay.yaml", &text)]), (vec![true, true], vec![]));
    assert_eq!(changed(&[two[0], two[1], ("a.overlay.yaml", &extended)]), (vec![false, true], vec![]));
    assert_eq!(changed(&[two[0], two[1], ("a.overlay.yaml", &wrong)]).1.len(), 1);
    assert_eq!(changed(&[("a.yml", "["), two[1], ("a.overlay.yaml", &text)]).0, [false]);
}

#[test]
fn version_1_1_copies_and_replaces() {
    let actions = "- target: $.paths['/a']\n  description: why\n  update: {put: {}}\n- target: $.paths['/a'].put\n  description: why\n  copy: $.paths['/a'].get\n- target: $.info.title\n  description: why\n  update: c\n";
    let text = overlay(actions).replace("1.0.0", "1.1.0");
    let (trees, found) = run(&[("d.yml", DOC), ("d.overlay.yaml", &text)]);
    assert_eq!(found, Vec::<String>::new());
    let value = trees[0].value(trees[0].root());
    assert_eq!(value["paths"]["/a"]["put"], json!({"deprecated": true}));
    assert_eq!(value["info"]["title"], "c");
    assert_eq!(trees[0].place("/paths/~1a/put/deprecated").map(|at| at.file.0), Some(0));
}

#[test]
fn updates_cannot_nest_without_end() {
    let nested = format!("{}1{}", "{x: ".repeat(62), "}".repeat(62));
    let deep = format!("$.info{}", ".x".repeat(60));
    let actions = format!(
        "- target: $.info\n  description: why\n  update: {nested}\n- target: {}\n  description: why\n  update: {nested}\n",
        &deep[..deep.len() - 2]
    );
    let (_, found) = run(&[("d.yml", DOC), ("d.overlay.yaml", &overlay(&actions))]);
    assert!(found.len() == 1 && found[0].starts_with("ZG007"), "{found:?}");
}

#[test]
fn what_was_touched_is_told_as_it_is_in_the_end() {
    let doc = "info: {title: a}\npaths:\n  /a:\n    get:\n      parameters:\n      - {name: x}\n      - {name: y}\n";
    let list = "$.paths['/a'].get.parameters";
    let actions = format!(
        "- target: {list}[1]\n  description: why\n  update: {{in: query}}\n- target: {list}[0]\n  description: gone\n  remove: true\n- target: $\n  \
         description: more\n  update: {{info: {{title: b, version: '1'}}, tags: []}}\n"
    );
    assert_eq!(
        changes(&[("d.yml", doc), ("d.overlay.yaml", &overlay(&actions))]),
        [
            "Update why at 4 0:7 /paths/~1a/get/parameters/0: /paths/~1a/get/parameters/0/in",
            "Remove gone at 7 0:6 /paths/~1a/get/parameters/0: /paths/~1a/get/parameters/0",
            "Update more at 10 0:1 : /info/title /info/version /tags",
        ]
    );
}
