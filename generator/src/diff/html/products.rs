//! The page of products side by side.

use serde::Serialize;

use super::page::{self, Card, Link, Page};
use crate::diff::products::{Cell, Matrix, Resource, Row};

#[derive(Debug, Serialize)]
struct Main {
    matrix: Vec<Section>,
}

#[derive(Debug, Serialize)]
struct Section {
    title: String,
    tables: Vec<Table>,
}

#[derive(Debug, Serialize)]
struct Table {
    title: String,
    head: &'static str,
    rows: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    level: &'static str,
    /// Those that have it, with spaces between.
    products: String,
    differs: String,
    cells: Vec<Option<Entry>>,
}

#[derive(Debug, Serialize)]
struct Entry {
    facts: Vec<Known>,
    site: Option<Link>,
}

#[derive(Debug, Serialize)]
struct Known {
    aspect: &'static str,
    said: String,
    differs: bool,
}

/// The matrix as a page.
#[must_use]
pub fn products(matrix: &Matrix) -> String {
    let names: Vec<&str> = matrix.products.iter().map(|column| column.name.as_str()).collect();
    let sections: Vec<Section> = matrix.resources.iter().map(|resource| section(resource, &names)).collect();
    let rows = || sections.iter().flat_map(|section| &section.tables).flat_map(|table| &table.rows);
    let card = |level, label| Card { level, count: rows().filter(|row| row.level == level).count(), label };
    let organization = |name: &Option<String>| name.clone().unwrap_or_else(|| "nothing".to_owned());
    let page = Page {
        title: names.join(" and "),
        lines: matrix
            .products
            .iter()
            .map(|column| {
                let by = organization(&column.organization);
                format!("{}: {}, organisation by {by}", column.title, column.base_path)
            })
            .collect(),
        cards: vec![card("differs", "differ"), card("partial", "only in some"), card("same", "the same")],
        products: names.iter().map(|name| (*name).to_owned()).collect(),
        resources: sections.iter().map(|section| section.title.clone()).collect(),
        main: Main { matrix: sections },
    };
    page::render("products.html", &page)
}

fn section(resource: &Resource, names: &[&str]) -> Section {
    let named = resource.members.iter().zip(names).filter_map(|(member, name)| Some((member.as_ref()?, name)));
    let title = named.map(|(member, name)| format!("{name}.{member}")).collect::<Vec<_>>().join(" = ");
    let mut tables = vec![table("Operations".to_owned(), "Operation", &resource.operations, names)];
    for rows in resource.fields.chunk_by(|one, other| one.group == other.group) {
        let group = rows.first().map(|row| row.group.as_str()).unwrap_or_default();
        tables.push(table(format!("Fields {group}"), "Field", rows, names));
    }
    tables.retain(|table| !table.rows.is_empty());
    Section { title, tables }
}

fn table(title: String, head: &'static str, rows: &[Row], names: &[&str]) -> Table {
    Table { title, head, rows: rows.iter().map(|row| line(row, names)).collect() }
}

fn line(row: &Row, names: &[&str]) -> Line {
    let having = row.cells.iter().zip(names).filter(|(cell, _)| cell.is_some()).map(|(_, name)| *name);
    Line {
        name: row.name.clone(),
        level: match (row.differs.is_empty(), row.is_everywhere()) {
            (false, _) => "differs",
            (true, false) => "partial",
            (true, true) => "same",
        },
        products: having.collect::<Vec<_>>().join(" "),
        differs: row.differs.iter().map(|aspect| aspect.as_str()).collect::<Vec<_>>().join(", "),
        cells: row.cells.iter().map(|cell| cell.as_ref().map(|cell| entry(cell, row))).collect(),
    }
}

/// What is known of a cell, empty values left out unless they are what differs.
fn entry(cell: &Cell, row: &Row) -> Entry {
    let known = cell.facts.iter().filter_map(|known| {
        let differs = row.differs.contains(&known.aspect);
        let said = if known.said.is_empty() && differs { "none".to_owned() } else { known.said.clone() };
        (!said.is_empty()).then_some(Known { aspect: known.aspect.as_str(), said, differs })
    });
    Entry { facts: known.collect(), site: Link::parse(&cell.at) }
}
