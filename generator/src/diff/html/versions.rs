//! The page of changes between versions.

use serde::Serialize;

use super::page::{self, Card, Link, Page, Piece, pieces};
use crate::diff::show::{Sides, groups};
use crate::diff::{Change, Level, Report};

#[derive(Debug, Serialize)]
struct Main {
    sections: Vec<Section>,
}

#[derive(Debug, Serialize)]
struct Section {
    title: String,
    product: String,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    operation: Option<String>,
    changes: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    level: &'static str,
    id: &'static str,
    text: Vec<Piece>,
    before: Vec<Piece>,
    after: Vec<Piece>,
    base: Option<Link>,
    revision: Option<Link>,
}

/// The report as a page; `names` say what was compared.
#[must_use]
pub fn versions(report: &Report, sides: Sides<'_>, names: [&str; 2]) -> String {
    let counts = report.counts();
    let card = |level: Level, label| Card {
        level: level.as_str(),
        count: counts.get(&level).copied().unwrap_or_default(),
        label,
    };
    let mut sections: Vec<Section> = Vec::new();
    for group in groups(&report.changes) {
        let product = group.changes.first().map(|change| change.product.clone()).unwrap_or_default();
        let changes = group.changes.iter().map(|change| row(change, sides)).collect();
        let new = Group { operation: group.operation, changes };
        match sections.last_mut().filter(|section| section.title == group.resource) {
            Some(section) => section.groups.push(new),
            None => sections.push(Section { title: group.resource, product, groups: vec![new] }),
        }
    }
    let mut products: Vec<String> = sections.iter().map(|section| section.product.clone()).collect();
    products.dedup();
    let [base, revision] = names;
    let page = Page {
        title: "What changed".to_owned(),
        lines: vec![format!("From {base} to {revision}")],
        cards: vec![
            card(Level::Error, "break callers"),
            card(Level::Warning, "may break callers"),
            card(Level::Info, "break nobody"),
        ],
        products,
        resources: sections.iter().map(|section| section.title.clone()).collect(),
        main: Main { sections },
    };
    page::render("versions.html", &page)
}

fn row(change: &Change, sides: Sides<'_>) -> Row {
    let said = |text: &Option<String>| text.as_deref().map(pieces).unwrap_or_default();
    Row {
        level: change.level.as_str(),
        id: change.id,
        text: pieces(&change.text),
        before: said(&change.before),
        after: said(&change.after),
        base: sides.base(change).as_ref().map(Link::to),
        revision: sides.revision(change).as_ref().map(Link::to),
    }
}
