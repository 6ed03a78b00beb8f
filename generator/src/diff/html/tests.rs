//! Pages: nothing of a document becomes markup, links lead to places only, the policy allows what is there.

use super::page::{Link, pieces};
use super::*;
use crate::diag::{Site, Sites};
use crate::diff::products::{Cell, Column, Matrix, Resource, Row};
use crate::diff::show::Sides;
use crate::diff::{Change, Level, Report};
use crate::ir::{FileId, Place};

const EVIL: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover='alert(3)' {{ 7*7 }}";

fn report() -> Report {
    let change = Change {
        id: "api-tag-added",
        level: Level::Info,
        product: EVIL.to_owned(),
        resource: EVIL.to_owned(),
        method: Some(crate::ir::wire::Method::Get),
        path: format!("/{EVIL}"),
        subject: EVIL.to_owned(),
        before: Some(EVIL.to_owned()),
        after: Some(EVIL.to_owned()),
        text: EVIL.to_owned(),
        base: Some(Place { file: FileId(0), line: 3, column: 1 }),
        revision: None,
    };
    Report { changes: vec![change] }
}

#[test]
fn what_a_document_says_is_text() {
    let sites = Sites::new(vec![EVIL.to_owned()]);
    let changes = versions(&report(), Sides { base: &sites, revision: &sites }, [EVIL, EVIL]);
    let cell = Cell { facts: Vec::new(), at: format!("{EVIL}:1:2") };
    let row = Row { name: EVIL.to_owned(), cells: vec![Some(cell)], ..Row::default() };
    let column =
        Column { name: EVIL.to_owned(), title: EVIL.to_owned(), base_path: EVIL.to_owned(), organization: None };
    let resource = Resource { members: vec![Some(EVIL.to_owned())], operations: vec![row], ..Resource::default() };
    let matrix = products(&Matrix { products: vec![column], resources: vec![resource] });
    for page in [changes, matrix] {
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert_eq!(page.matches("</script").count(), 1);
        assert!(!page.contains("<img") && !page.contains("\" onmouseover") && page.contains("{{ 7*7 }}"));
        assert!(!page.contains("http://") && !page.contains("https://"), "no network");
        assert!(page.contains("default-src &#x27;none&#x27;") || page.contains("default-src 'none'"));
    }
}

#[test]
fn links_are_paths() {
    let link = |file: &str| Link::to(&Site { file: file.to_owned(), line: Some(7), column: Some(2) }).link;
    assert_eq!(link("a b/c.yml"), "./a%20b/c.yml#L7");
    assert_eq!(link("/abs/c.yml"), "/abs/c.yml#L7");
    assert_eq!(link("javascript:alert(1)"), "./javascript%3Aalert%281%29#L7");
    assert_eq!(link("//evil.example/x"), "/evil.example/x#L7");
    assert_eq!(Link::parse("v1:specs/a.yml:3:4").unwrap().link, "./v1%3Aspecs/a.yml#L3");
    assert_eq!(Link::parse("a.yml").unwrap().link, "./a.yml");
    assert_eq!(Link::parse(""), None);
}

#[test]
fn code_stands_in_backticks() {
    let text: Vec<(bool, String)> = pieces("a `b` c").into_iter().map(|piece| (piece.code, piece.text)).collect();
    assert_eq!(text, [(false, "a ".to_owned()), (true, "b".to_owned()), (false, " c".to_owned())]);
    assert!(!pieces("odd ` one").iter().any(|piece| piece.code));
}
