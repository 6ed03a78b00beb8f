//! Showing findings: places, long lines, hostile text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::diag::Code;

fn shown(at: Option<Place>, message: &str, text: &str) -> String {
    let mut findings = Diagnostics::default();
    findings.push(Diagnostic::new(Code::Syntax, at, message).help("mend it"));
    human(&findings, &[FileText { path: "books/x.yml", text }], "specs/", false)
}

fn at(line: u32, column: u32) -> Option<Place> {
    Some(Place { file: FileId(0), line, column })
}

#[test]
fn a_line_with_a_caret() {
    let expected =
        "error[ZG002]: bad\n --> specs/books/x.yml:2:6\n  |\n2 |   é: [x\n  |      ^\n  |\n  = help: mend it\n\n";
    assert_eq!(shown(at(2, 6), "bad", "a: 1\n  é: [x\n"), expected);
}

#[test]
fn places_that_have_no_line() {
    let expected = "error[ZG002]: bad\n--> specs/books/x.yml\n |\n = help: mend it\n\n";
    assert_eq!(shown(at(0, 0), "bad", "a"), expected);
    assert!(shown(at(9, 9), "bad", "a").contains("specs/books/x.yml:9:9"));
    assert!(shown(at(1, 99), "bad", "a").contains("1 | a"));
    assert!(shown(Some(Place::file(FileId(7))), "bad", "a").starts_with("error[ZG002]: bad\n"));
    assert_eq!(shown(None, "bad", ""), "error[ZG002]: bad\n |\n = help: mend it\n\n");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!("{}HERE {}", "x ".repeat(50_000), "y".repeat(50_000));
    let shown = shown(at(1, 100_001), "bad", &text);
    assert!(shown.contains("specs/books/x.yml:1:100001"), "{shown}");
    assert!(shown.contains("HERE") && shown.contains("^^^^") && shown.len() < 600, "{shown}");
}

#[test]
fn text_cannot_steer_the_terminal() {
    let shown = shown(at(1, 1), "bad \u{1b}[31m\nline", "\u{1b}]0;x\u{7}\tz\u{202e}");
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
    assert!(shown.contains("[31m line"));
}

#[test]
fn colour_is_optional() {
    let mut findings = Diagnostics::default();
    findings.push(Diagnostic::new(Code::Mended, at(1, 1), "x"));
    assert!(human(&findings, &[FileText { path: "a", text: "b" }], "", true).contains('\u{1b}'));
}

#[test]
fn one_json_object_a_line() {
    let mut findings = Diagnostics::default();
    findings.push(Diagnostic::new(Code::Mended, at(3, 4), "a \"b\"\n").help("h"));
    findings.push(Diagnostic::new(Code::Io, None, "x"));
    let text = json_lines(&findings, &[FileText { path: "p/x.yml", text: "" }], "specs/");
    assert_eq!(
        text,
        "{\"code\":\"ZG001\",\"severity\":\"error\",\"message\":\"x\",\"file\":null,\"line\":null,\"column\":null,\"help\":null}\n\
         {\"code\":\"ZG015\",\"severity\":\"warning\",\"message\":\"a \\\"b\\\"\\n\",\"file\":\"specs/p/x.yml\",\"line\":3,\"column\":4,\"help\":\"h\"}\n"
    );
}
