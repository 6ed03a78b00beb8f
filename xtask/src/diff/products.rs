//! Products side by side, for people at a terminal or for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use generator::diag::{Diagnostics, Sites};
use generator::diff::html;
use generator::diff::products::{self, Matrix, Resource, Row};
use generator::load;

use super::{FAILED, Format, operand};
use crate::paths;
use crate::progress::Progress;
use crate::stages::Stages;
use crate::style::{Style, counted};

/// Compares products of the specs folder.
pub(super) fn run(names: &[String], specs: &Path, format: Format, summary: bool, progress: Progress) -> ExitCode {
    let mut diagnostics = Diagnostics::default();
    let source = load::load_operand(specs, &mut diagnostics);
    let normalised = generator::normalise_source(source, &mut diagnostics, &mut Stages::new(progress));
    let files = normalised.source.files.iter();
    let sites = Sites::new(files.map(|file| paths::shown(&specs.join(&file.path))).collect());
    if diagnostics.has_errors() {
        let side = operand::Side { source: normalised.source, sites, ..operand::Side::default() };
        operand::report(&side, &diagnostics);
        return ExitCode::from(FAILED);
    }
    for name in products::unknown_aliases(&normalised.api, &normalised.config) {
        eprintln!("warning: products.toml calls `{name}` the same as something, but there is no such thing");
    }
    let Some(matrix) = products::compare(&normalised.api, names, &normalised.config, &sites) else {
        return ExitCode::from(FAILED);
    };
    let text = match (format, summary) {
        (Format::Json, _) => serde_json::to_string_pretty(&matrix).map(|text| text + "\n"),
        (Format::Markdown, _) => Ok(products::markdown(&matrix)),
        (Format::Html, _) => Ok(html::products(&matrix)),
        (Format::Human, true) => Ok(counts(&matrix)),
        (Format::Human, false) => Ok(listing(&matrix, Style::stdout())),
        (Format::Github | Format::Junit, _) => {
            eprintln!("error: products are compared for people (`human`, `markdown`, `html`) or programs (`json`)");
            return ExitCode::from(FAILED);
        }
    };
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.unwrap_or_default().as_bytes());
    ExitCode::SUCCESS
}

fn names(matrix: &Matrix) -> Vec<&str> {
    matrix.products.iter().map(|column| column.name.as_str()).collect()
}

/// How much is shared: a line a resource.
fn counts(matrix: &Matrix) -> String {
    let mut text = String::new();
    for resource in &matrix.resources {
        let shares = |rows: &[Row]| {
            let shared = rows.iter().filter(|row| row.cells.iter().flatten().count() > 1);
            let differing = shared.clone().filter(|row| !row.differs.is_empty()).count();
            format!("{} of {} shared, {differing} of them differ", shared.count(), rows.len())
        };
        let members = members(resource, &names(matrix));
        let _ = writeln!(
            text,
            "{members}\n  operations: {}\n  fields: {}",
            shares(&resource.operations),
            shares(&resource.fields)
        );
    }
    text
}

fn members(resource: &Resource, names: &[&str]) -> String {
    let named = resource.members.iter().zip(names).filter_map(|(member, name)| Some((member.as_ref()?, name)));
    named.map(|(member, name)| format!("{name}.{member}")).collect::<Vec<_>>().join(" = ")
}

fn listing(matrix: &Matrix, style: Style) -> String {
    let names = names(matrix);
    let mut text = String::new();
    for column in &matrix.products {
        let organization = column.organization.as_deref().unwrap_or("nothing");
        let _ = writeln!(text, "{}  {}, organisation by {organization}", style.title(&column.name), column.base_path);
    }
    for resource in &matrix.resources {
        let _ = writeln!(text, "\n{}", style.title(&members(resource, &names)));
        if resource.members.iter().flatten().count() < 2 {
            let _ = writeln!(text, "  in no other product; {}", counted(resource.operations.len(), "operation"));
            continue;
        }
        rows(&mut text, "operations", &resource.operations, &names, style);
        for group in resource.fields.chunk_by(|one, other| one.group == other.group) {
            let title = group.first().map(|row| format!("fields {}", row.group)).unwrap_or_default();
            rows(&mut text, &title, group, &names, style);
        }
    }
    text
}

fn rows(text: &mut String, title: &str, rows: &[Row], names: &[&str], style: Style) {
    let everywhere = rows.iter().filter(|row| row.is_everywhere()).count();
    let _ = writeln!(text, "  {title}: {everywhere} of {} in all", rows.len());
    let mut partial: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.is_everywhere()) {
        let who: Vec<&str> =
            row.cells.iter().zip(names).filter(|(cell, _)| cell.is_some()).map(|(_, name)| *name).collect();
        partial.entry(who.join(" and ")).or_default().push(&row.name);
    }
    for (who, what) in partial {
        let _ = writeln!(text, "    only in {who}: {}", what.join(", "));
    }
    for row in rows.iter().filter(|row| !row.differs.is_empty()) {
        for aspect in &row.differs {
            let said = row.cells.iter().zip(names).filter_map(|(cell, name)| {
                let said = cell.as_ref()?.said(*aspect).filter(|said| !said.is_empty()).unwrap_or("none");
                Some(format!("{name} {}", style.aside(said)))
            });
            let said = said.collect::<Vec<_>>().join("; ");
            let _ = writeln!(text, "    differs: {} in {}: {said}", row.name, aspect.as_str());
        }
    }
}
