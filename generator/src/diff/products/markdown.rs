//! The matrix as Markdown: a table of operations and one of fields a resource.

use std::fmt::Write as _;

use super::{Aspect, Matrix, Resource, Row};
use crate::diff::show::{code, escaped};

/// The whole matrix for a page. Rows in which all products agree are counted, not shown.
#[must_use]
pub fn markdown(matrix: &Matrix) -> String {
    let names: Vec<&str> = matrix.products.iter().map(|column| column.name.as_str()).collect();
    let mut text = format!("# {}\n\n| Product | Path | Organisation |\n| --- | --- | --- |\n", names.join(" and "));
    for column in &matrix.products {
        let organization = column.organization.as_deref().map(code).unwrap_or_default();
        let _ = writeln!(text, "| {} | {} | {organization} |", escaped(&column.title), code(&column.base_path));
    }
    let (shared, lone): (Vec<_>, Vec<_>) =
        matrix.resources.iter().partition(|resource| resource.members.iter().flatten().count() > 1);
    for resource in shared {
        section(&mut text, resource, &names);
    }
    if !lone.is_empty() {
        text.push_str("\n## Only in one product\n\n");
        for resource in lone {
            let product = resource.members.iter().zip(&names).find(|(member, _)| member.is_some());
            let product = product.map(|(_, name)| *name).unwrap_or_default();
            let _ = writeln!(
                text,
                "- {}: {} ({} operations)",
                escaped(product),
                code(&resource.name),
                resource.operations.len()
            );
        }
    }
    text
}

fn section(text: &mut String, resource: &Resource, names: &[&str]) {
    let _ = write!(text, "\n## {}\n", escaped(&resource.name));
    let called: Vec<String> = resource
        .members
        .iter()
        .zip(names)
        .filter_map(|(member, name)| Some(format!("{} in {}", code(member.as_ref()?), escaped(name))))
        .collect();
    let _ = write!(text, "\n{}\n", called.join(", "));
    table(text, "Operation", &resource.operations, names);
    for rows in resource.fields.chunk_by(|one, other| one.group == other.group) {
        let group = rows.first().map(|row| row.group.as_str()).unwrap_or_default();
        table(text, &format!("Field, {group}"), rows, names);
    }
}

fn table(text: &mut String, title: &str, rows: &[Row], names: &[&str]) {
    let shown: Vec<&Row> = rows.iter().filter(|row| !row.is_everywhere() || !row.differs.is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    if shown.is_empty() {
        let _ = write!(text, "\n{}: all {} agree.\n", escaped(title), rows.len());
        return;
    }
    let heads: Vec<String> = names.iter().map(|name| escaped(name)).collect();
    let _ = write!(text, "\n| {} | {} |\n|{}\n", escaped(title), heads.join(" | "), " --- |".repeat(names.len() + 1));
    for row in &shown {
        let cells: Vec<String> = row.cells.iter().map(|cell| said(cell.as_ref(), &row.differs)).collect();
        let _ = writeln!(text, "| {} | {} |", code(&row.name), cells.join(" | "));
    }
    let agreeing = rows.len() - shown.len();
    if agreeing > 0 {
        let _ = write!(text, "\n{agreeing} more agree.\n");
    }
}

/// What a product says where they differ; a dash where it has nothing to say at all.
fn said(cell: Option<&super::Cell>, differs: &[Aspect]) -> String {
    let Some(cell) = cell else { return "—".to_owned() };
    let said: Vec<String> = differs
        .iter()
        .map(|aspect| {
            let said = cell.said(*aspect).filter(|said| !said.is_empty()).map_or_else(|| "none".to_owned(), code);
            format!("{}: {said}", aspect.as_str())
        })
        .collect();
    if said.is_empty() { "✓".to_owned() } else { said.join("; ") }
}
