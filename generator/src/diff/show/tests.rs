//! Formats: what a document says never becomes markup or a command.

use super::*;
use crate::diff::{Level, Report};
use crate::ir::wire::Method;
use crate::ir::{FileId, Place};

fn report() -> Report {
    let change = |id, level, text: &str| Change {
        id,
        level,
        product: "shop".to_owned(),
        resource: "things".to_owned(),
        method: Some(Method::Get),
        path: "/things/{id}".to_owned(),
        subject: "request field `a`".to_owned(),
        before: None,
        after: None,
        text: text.to_owned(),
        base: Some(Place { file: FileId(0), line: 3, column: 5 }),
        revision: Some(Place { file: FileId(0), line: 4, column: 5 }),
    };
    Report {
        changes: vec![
            change("request-property-removed", Level::Error, "request field `a|b<i>`: it is gone"),
            change("api-tag-added", Level::Info, "the tag `50%,\n::error::x` is <b>new</b> & *bold*"),
        ],
    }
}

fn shown(show: impl Fn(&Report, Sides<'_>) -> String) -> String {
    let (base, revision) = (Sites::new(vec!["old/a,b.yml".to_owned()]), Sites::new(vec!["new/a,b.yml".to_owned()]));
    show(&report(), Sides { base: &base, revision: &revision })
}

#[test]
fn markdown_holds_no_markup_of_the_document() {
    let text = shown(markdown);
    assert!(text.starts_with("**1 breaking**, 0 possibly breaking, 1 other changes\n"), "{text}");
    assert!(
        text.contains("| **error** | request field `a\\|b<i>`: it is gone (`request-property-removed`) |"),
        "{text}"
    );
    assert!(text.contains("is &lt;b&gt;new&lt;/b&gt; &amp; \\*bold\\*"), "{text}");
    let cells = |line: &&str| line.replace("\\|", "").matches('|').count();
    assert!(text.lines().filter(|line| line.starts_with('|')).all(|line| cells(&line) == 5), "{text}");
}

#[test]
fn annotations_are_one_line_each() {
    let text = shown(github);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(
        lines[0].starts_with("::error file=new/a%2Cb.yml,line=4,col=5,title=request-property-removed::GET /things")
    );
    assert!(lines[1].contains("50%25,%0A::error::x"), "{text}");
}

#[test]
fn junit_fails_at_the_level_asked_for() {
    for (level, failures) in [(Some(Level::Error), 1), (Some(Level::Info), 2), (None, 0)] {
        let text = shown(|report, sides| junit(report, sides, level));
        assert_eq!(text.matches("<failure ").count(), failures, "{text}");
        assert!(text.contains(&format!("tests=\"1\" failures=\"{}\"", failures.min(1))), "{text}");
        assert!(!text.contains("<b>") && text.contains("&lt;b&gt;"), "{text}");
    }
}

#[test]
fn json_has_both_places() {
    let text = shown(|report, sides| json(report, sides, None).to_string());
    assert!(text.contains(r#""source":{"base":"old/a,b.yml:3:5","revision":"new/a,b.yml:4:5"}"#), "{text}");
}
