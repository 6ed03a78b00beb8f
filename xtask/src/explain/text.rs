//! An explanation for people. In: an [`Explanation`]. Out: a few short blocks; long lists are cut, `--format json` has
//! them whole.

use generator::diag::render::printable;
use generator::explain::{Explanation, FieldLine, Locked, OperationLine, Origin, Overlay, ParamLine, Use, What};
use generator::ir::model::{Constraints, Joined, Many, Side};
use generator::lint::Finding;

use crate::lint::{because, fact};
use crate::style::{Style, counted, table, word};

/// Lines of one list that are shown.
const SHOWN: usize = 12;

/// The whole explanation.
pub(super) fn explanation(found: &Explanation, style: Style) -> String {
    let mut text = format!("{}  {}\n", style.title(&printable(&found.name)), about(&found.what));
    text.push_str(&indented(&table(&details(&found.what))));
    let several = found.origins.len() > 1;
    let origins = found.origins.iter().map(|one| origin(one, several, style));
    text.push_str(&section("documented at", origins, style));
    text.push_str(&section("mined", found.facts.iter().map(|one| fact(one, style)), style));
    text.push_str(&section("findings", found.findings.iter().map(|one| finding(one, style)), style));
    text.push_str(&section("overlays", found.overlays.iter().map(|one| overlay(one, style)), style));
    text.push_str(&section("used by", found.uses.iter().map(used), style));
    text.push_str(&section("names.lock", found.lock.iter().map(locked), style));
    text
}

/// What it is, in a few words.
fn about(what: &What) -> String {
    match what {
        What::Model { side, products, .. } => format!("{} model of {}", side_word(*side), products.join(" and ")),
        What::Field { side, .. } => format!("field of a {} model", side_word(*side)),
        What::Enum { products, .. } => format!("enum of {}", products.join(" and ")),
        What::Operation(operation) => printable(&format!("{} {}", operation.method, operation.path)),
    }
}

const fn side_word(side: Side) -> &'static str {
    match side {
        Side::Request => "request",
        Side::Response => "response",
    }
}

/// Its properties as rows of a table.
fn details(what: &What) -> Vec<Vec<String>> {
    match what {
        What::Model { fields, alternatives, .. } => {
            let mut rows: Vec<Vec<String>> = fields.iter().take(3 * SHOWN).map(field_row).collect();
            rows.extend(alternatives.iter().map(|alternative| row("one of", alternative)));
            rows.extend(more(fields.len(), 3 * SHOWN).map(|more| vec![more]));
            rows
        }
        What::Field { field, .. } => {
            let mut rows = vec![row("wire name", &field.wire), row("type", &field.ty)];
            rows.extend(field.required.then(|| row("required", "yes")));
            rows.extend(constraints(&field.constraints).iter().map(|(name, value)| row(name, value)));
            rows
        }
        What::Enum { values, .. } => vec![row("values", &values.join(", "))],
        What::Operation(operation) => method(operation),
    }
}

/// What a method takes, sends and gives.
fn method(method: &OperationLine) -> Vec<Vec<String>> {
    let mut rows = vec![row("operationId", method.operation_id.as_deref().unwrap_or("none"))];
    rows.extend(method.params.iter().map(|param| row("takes", &taken(param))));
    rows.extend(method.request.iter().map(|request| row("sends", request)));
    let ty = method.result.ty.as_ref().map_or_else(String::new, |ty| format!(" {ty}"));
    rows.push(row("gives", &format!("{}{ty}", method.result.kind)));
    let pages = method.paging.map(|paging| if paging.documented { "as documented" } else { "added" });
    let lists = [
        ("scopes", method.scopes.join(" ")),
        ("organisation", if method.tenant { "sent" } else { "" }.to_owned()),
        ("pages", pages.unwrap_or_default().to_owned()),
        ("only in", method.editions.only.join(", ")),
        ("not in", method.editions.except.join(", ")),
        ("deprecated", if method.deprecated { "yes" } else { "" }.to_owned()),
    ];
    rows.extend(lists.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| row(name, value)));
    rows
}

fn taken(param: &ParamLine) -> String {
    let location = format!("{:?}", param.location).to_lowercase();
    let many = if param.many == Many::No { "" } else { ", many" };
    let required = if param.required { ", required" } else { "" };
    let limits = constraints(&param.constraints).into_iter().map(|(name, value)| format!(", {name} {value}"));
    format!("{} ({location}): {}{many}{required}{}", param.wire, param.ty, limits.collect::<String>())
}

fn row(name: &str, value: &str) -> Vec<String> {
    vec![name.to_owned(), printable(value)]
}

fn field_row(field: &FieldLine) -> Vec<String> {
    let required = if field.required { "required" } else { "" };
    vec![printable(&field.wire), printable(&field.ty), required.to_owned()]
}

fn constraints(constraints: &Constraints) -> Vec<(String, String)> {
    let value = serde_json::to_value(constraints).unwrap_or_default();
    let entries = value.as_object().into_iter().flatten();
    entries.map(|(name, value)| (name.replace('_', " "), value.to_string())).collect()
}

fn origin(origin: &Origin, several: bool, style: Style) -> String {
    let documented = origin.documented.as_ref().map(|text| format!("  {}", printable(text))).unwrap_or_default();
    let why = (several && origin.joined != Joined::First).then(|| because(&origin.joined));
    let mut text = format!("  {}{documented}\n", origin.at);
    text.extend(origin.refers_to.as_ref().map(|site| format!("    refers to {site}\n")));
    if let Some(identity) = origin.identities.first() {
        let uses = origin.identities.len() - 1;
        let uses = if uses > 0 { format!(" and {}", counted(uses, "more use")) } else { String::new() };
        text.push_str(&format!("    {}{uses}\n", style.aside(&printable(&format!("{} {identity}", origin.product)))));
    }
    text.extend(why.map(|why| format!("    {}\n", style.aside(&printable(&why)))));
    text
}

fn finding(finding: &Finding, style: Style) -> String {
    let head = style.severity(finding.severity, &format!("{} {}", word(finding.severity), finding.code.id()));
    let numbers = [finding.line, finding.column].into_iter().flatten().map(|number| format!(":{number}"));
    let site = format!("{}{}", finding.file.as_deref().unwrap_or_default(), numbers.collect::<String>());
    format!("  {head}  {}\n    {}\n", printable(&finding.message), printable(&site))
}

fn overlay(overlay: &Overlay, style: Style) -> String {
    let action = format!("{:?}", overlay.action).to_lowercase();
    let mut text = format!("  {}  {action}: {}\n", overlay.at, printable(&overlay.reason));
    for touched in overlay.touched.iter().take(SHOWN) {
        text.push_str(&format!("    {}\n", style.aside(&printable(touched))));
    }
    text
}

fn used(one: &Use) -> String {
    let through = if one.through.is_empty() { String::new() } else { format!(" in {}", one.through) };
    format!("  {} {}{}\n", printable(&one.operation), printable(&one.role), printable(&through))
}

fn locked(lock: &Locked) -> String {
    let state = if lock.kept { "" } else { " (not in the file yet)" };
    format!("  {} of {}: {}{state}\n", lock.section, printable(&lock.product), printable(&lock.name))
}

/// A list under its name, cut where it is long; nothing for an empty one.
fn section(name: &str, items: impl Iterator<Item = String>, style: Style) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return String::new();
    }
    let mut text = format!("{}\n{}", style.title(name), items.iter().take(SHOWN).cloned().collect::<String>());
    text.extend(more(items.len(), SHOWN).map(|more| format!("  {more}\n")));
    text
}

fn more(count: usize, shown: usize) -> Option<String> {
    let rest = count.saturating_sub(shown);
    (rest > 0).then(|| format!("and {rest} more"))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
