//! Trees: places, typing, defects, limits; and agreement with the readers of record.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};

use super::*;

fn tree(path: &str, text: &str) -> (Option<Tree>, Vec<String>) {
    let mut out = Diagnostics::default();
    let tree = parse_text(FileId(0), path, text, &mut out);
    let found = out.sorted().into_iter().map(|finding| {
        let at = finding.at.unwrap_or_default();
        assert!(finding.help.is_some(), "{finding:?}");
        format!("{} {}:{}", finding.code.id(), at.line, at.column)
    });
    (tree, found.collect())
}

fn yaml(text: &str) -> (Value, Vec<String>) {
    let (tree, found) = tree("x.yml", text);
    (tree.map(|tree| tree.value(tree.root())).unwrap_or_default(), found)
}

fn json_text(text: &str) -> (Value, Vec<String>) {
    let (tree, found) = tree("x.json", text);
    (tree.map(|tree| tree.value(tree.root())).unwrap_or_default(), found)
}

#[test]
fn places_are_those_of_keys_and_items() {
    let (tree, found) = tree("x.yml", "a:\n  b/c:\n    - x\n    - {d: é, e: 1}\n");
    let tree = tree.unwrap();
    assert_eq!(found, Vec::<String>::new());
    let place = |pointer: &str| tree.place(pointer).map(|at| (at.line, at.column));
    assert_eq!(place("/a"), Some((1, 1)));
    assert_eq!(place("/a/b~1c"), Some((2, 3)));
    assert_eq!(place("/a/b~1c/1"), Some((4, 7)));
    assert_eq!(place("/a/b~1c/1/e"), Some((4, 14)));
    assert_eq!(place("/a/b~1c/01"), None);
    assert_eq!(place("/a/x"), None);
    assert_eq!(place("a"), None);
}

#[test]
fn scalars_are_typed_as_serde_yaml_types_them() {
    let words = [
        "1",
        "0",
        "-1",
        "+1",
        "01",
        "-01",
        "0x1F",
        "0o17",
        "0b11",
        "1.0",
        "1.50",
        "1e3",
        ".5",
        "5.",
        "-.5",
        "1_000",
        "12:30",
        "2016-06-05",
        "1.0.0",
        "true",
        "True",
        "tRue",
        "yes",
        "no",
        "on",
        "null",
        "~",
        "Null",
        "nUll",
        "''",
        "'1'",
        "\"1\"",
        "+",
        ".",
        "18446744073709551615",
        "-9223372036854775808",
        "e5",
        "0x",
        "1e",
        "--1",
        "+-1",
        "0xfg",
        "9030000079467",
        "1e400",
        "<",
        "=",
        "!!str 1",
        "!!int 1",
        "-0",
        "0.0",
        "...x",
        "20.00%",
    ];
    for word in words {
        let text = format!("a: {word}\n");
        let expected: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(yaml(&text).0, expected, "{word}");
    }
    assert_eq!(yaml("a: .inf\nb: .nan").0, json!({"a": ".inf", "b": ".nan"}));
    assert_eq!(yaml("a: 982000000567001982000000567001").0["a"].as_f64(), Some(9.82000000567002e29));
}

#[test]
fn source_text_survives_typing() {
    let (tree, _) = tree("x.yml", "version: 1.0\nnothing:\n");
    let tree = tree.unwrap();
    assert_eq!(tree.text(tree.get("/version").unwrap()), Some("1.0"));
    assert_eq!(tree.text(tree.get("/nothing").unwrap()), None);
}

#[test]
fn defects_of_keys_are_mended() {
    assert_eq!(yaml("a: 1\na: 2\n"), (json!({"a": 1}), vec!["ZG010 2:1".to_owned()]));
    assert_eq!(json_text("{\"a\": 1,\n \"a\": 2}"), (json!({"a": 1}), vec!["ZG010 2:2".to_owned()]));
    let (value, found) = yaml("1: a\ntrue: b\n~: c\n[x]: d\n");
    assert_eq!(value, json!({"1": "a", "true": "b", "~": "c"}));
    assert_eq!(found, ["ZG012 1:1", "ZG012 2:1", "ZG012 3:1", "ZG012 4:1"]);
    assert_eq!(yaml("responses:\n  200: a\n"), (json!({"responses": {"200": "a"}}), vec![]));
}

#[test]
fn merge_keys_are_put_in_place() {
    let (value, found) = yaml("base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nboth:\n  y: 0\n  <<: [*b, *m]\n");
    assert_eq!(value["both"], json!({"y": 0, "x": 1, "z": 4}));
    assert_eq!(found, ["ZG011 5:3"]);
    let (value, found) = yaml("a:\n  <<: 1\n  b: 2\n");
    assert_eq!((value, found), (json!({"a": {"b": 2}}), vec!["ZG011 2:3".to_owned()]));
    assert_eq!(yaml("a: {'<<': 1}").0, json!({"a": {"<<": 1}}));
}

#[test]
fn aliases_are_copied_within_limits() {
    assert_eq!(yaml("a: &x [1, {b: 2}]\nc: *x\n").0["c"], json!([1, {"b": 2}]));
    assert_eq!(yaml("&k a: 1\nb: *k\n").0, json!({"a": 1, "b": "a"}));
    assert_eq!(yaml("a: &a\n  b: *a\n").1, ["ZG007 2:6"]);
    assert_eq!(yaml("a: *nobody\n").1, ["ZG002 1:4"]);
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}, ", level - 1).repeat(10);
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    assert_eq!(yaml(&bomb).1, ["ZG007 6:20"]);
    let mut chain = format!("a0: &a0 {}x{}\n", "[".repeat(60), "]".repeat(60));
    chain.push_str(&format!("a1: {}*a0{}\n", "[".repeat(70), "]".repeat(70)));
    assert_eq!(yaml(&chain).1, ["ZG007 2:75"]);
}

#[test]
fn nesting_is_limited_without_a_deep_stack() {
    for depth in [1_000, 100_000] {
        assert_eq!(yaml(&format!("a: {}", "[".repeat(depth))).1, ["ZG007 1:259"]);
        assert_eq!(json_text(&"[".repeat(depth)).1, ["ZG007 1:121"]);
        assert_eq!(json_text(&"{\"a\":".repeat(depth)).1, ["ZG007 1:601"]);
        assert!(yaml(&"- ".repeat(depth)).1.iter().all(|found| found.starts_with("ZG00")));
        assert!(yaml(&"? ".repeat(depth)).1.iter().all(|found| found.starts_with("ZG00")));
    }
    let at_limit = format!("{}1{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert!(json_text(&at_limit).1.is_empty());
}

#[test]
fn several_documents_and_none() {
    assert_eq!(yaml("a: 1\n---\nb: 2\n"), (json!({"a": 1}), vec!["ZG015 2:1".to_owned()]));
    assert_eq!(yaml("---\na: 1\n...\n"), (json!({"a": 1}), vec![]));
    for empty in ["", " \n", "# only words\n", "---\n"] {
        let (value, found) = yaml(empty);
        assert!(value.is_null() && (found == ["ZG002 0:0"] || empty == "---\n"), "{empty:?} {found:?}");
    }
}

#[test]
fn syntax_errors_are_located() {
    assert_eq!(yaml("a:\n  b: [1, 2\nc: 3\n").1.len(), 1);
    assert_eq!(yaml("a: b: c\n").1, ["ZG002 1:5"]);
    for (text, place) in [
        ("{\"a\": 1,}", "1:9"),
        ("[1, 2", "1:6"),
        ("{\"a\" 1}", "1:6"),
        ("{a: 1}", "1:2"),
        ("{\"a\": 01}", "1:7"),
        ("{\"a\": nul}", "1:7"),
        ("{} x", "1:4"),
        ("{\"a\": \"\\q\"}", "1:8"),
        ("{\"a\": \"\n\"}", "1:8"),
        ("[1}", "1:3"),
        ("\n {\"é\": \"\\u12\"}", "2:9"),
    ] {
        assert_eq!(json_text(text).1, [format!("ZG002 {place}")], "{text}");
    }
}

#[test]
fn json_reads_what_yaml_readers_refuse() {
    let text = r#"{"a": "\u0000\ud83d\ude00\u007f", "b": 123456789012345678901234567890, "c": [], "d": {}, "e": "\/\b", "f": -1.5e3}"#;
    let expected: Value = serde_json::from_str(text).unwrap();
    assert_eq!(json_text(text), (expected, vec![]));
    assert_eq!(json_text(r#"["\ud800x"]"#).0, json!(["\u{fffd}x"]));
    assert_eq!(
        tree("x.yml", "{a: 1, b: [c]}").0.map(|tree| tree.value(tree.root())),
        Some(json!({"a": 1, "b": ["c"]}))
    );
    assert_eq!(tree("x.yml", "{\"a\": \"\\/\"}").0.map(|tree| tree.value(tree.root())), Some(json!({"a": "/"})));
}

#[test]
fn pointers_round_trip() {
    assert_eq!(pointer::join("/a", "b/c~d"), "/a/b~1c~0d");
    assert_eq!(pointer::last("/a/b~1c~0d").as_deref(), Some("b/c~d"));
    assert_eq!(pointer::from_fragment("/paths/~1%7Bid%7D"), "/paths/~1{id}");
    assert_eq!(pointer::from_fragment("/100%/%zz/%"), "/100%/%zz/%");
    assert_eq!(pointer::from_fragment("/%ff"), "/%ff");
}

/// Mutated documents: whatever comes out, nothing panics.
#[test]
fn no_text_makes_it_panic() {
    let seeds = [
        "openapi: 3.0.0\npaths:\n  /a/{b}: &x\n    get: {responses: {200: {description: 'x'}}}\nc: *x\n<<: *x\n",
        "{\"openapi\": \"3.0.0\", \"paths\": {\"/a\": [1, 2.5e3, true, null, \"\\u00e9\\n\"]}}",
        "a: |\n  text\n   more\nb: >-\n  folded\n\n  x\nc: !!int '3'\nd: ? [k] : v\n",
    ];
    let signs: Vec<char> = "\n\t\r :,-?[]{}&*!|>'\"%@`#~<=\\\u{0}\u{85}\u{feff}é😀x1".chars().collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    for round in 0..6_000 {
        let mut text: Vec<char> = seeds[round % seeds.len()].chars().collect();
        for _ in 0..=random(6) {
            let at = random(text.len());
            match random(3) {
                0 => text.insert(at, signs[random(signs.len())]),
                1 => {
                    text.remove(at);
                }
                _ => text[at] = signs[random(signs.len())],
            }
        }
        let text: String = text.into_iter().collect();
        for path in ["x.yml", "x.json"] {
            let mut out = Diagnostics::default();
            if let Some(tree) = parse_text(FileId(0), path, &text, &mut out) {
                let _ = tree.value(tree.root());
            }
        }
    }
}
