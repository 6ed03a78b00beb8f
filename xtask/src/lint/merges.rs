//! Merges for people. In: what became one. Out: one block a type with the place and reason of each origin, and a table
//! of figures.

use generator::diag::render::printable;
use generator::ir::model::Joined;
use generator::lint::{Figures, Merged, MergedOrigin, Merges};

use crate::style::{Style, counted, table};

/// Identities of one origin that are shown.
const SHOWN: usize = 2;

/// All merges and their figures.
pub(super) fn listing(merges: &Merges, style: Style) -> String {
    let mut text = String::new();
    for product in merges.products.iter().filter(|product| !product.types.is_empty()) {
        text.push_str(&format!("{}\n", style.title(&printable(&product.product))));
        product.types.iter().for_each(|merged| text.push_str(&block(merged, style)));
        text.push('\n');
    }
    let head = ["", "object nodes", "distinct shapes", "response structs", "request structs"];
    let head = head.map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(merges.figures.iter().map(row)).collect();
    text + &table(&rows)
}

fn row(figures: &Figures) -> Vec<String> {
    vec![
        figures.product.clone().unwrap_or_else(|| "all".to_owned()),
        figures.object_nodes.to_string(),
        figures.shapes.to_string(),
        figures.response_structs.to_string(),
        figures.request_structs.to_string(),
    ]
}

fn block(merged: &Merged, style: Style) -> String {
    let shared =
        if merged.products.len() > 1 { format!(", of {}", merged.products.join(" and ")) } else { String::new() };
    let head = format!("{} ({}{shared})", style.title(&merged.name), merged.side);
    let mut text = format!("  {head}: {}\n", counted(merged.schemas, "schema"));
    for origin in &merged.origins {
        let why = reason(origin);
        text.push_str(&format!("    {}  {}\n", origin.at, style.aside(&why)));
        for identity in origin.identities.iter().take(SHOWN) {
            text.push_str(&format!("      {} {}\n", printable(&origin.product), printable(identity)));
        }
        let more = origin.identities.len().saturating_sub(SHOWN);
        if more > 0 {
            text.push_str(&format!("      and {more} more\n"));
        }
    }
    text
}

fn reason(origin: &MergedOrigin) -> String {
    printable(&because(&origin.joined))
}

/// Why a schema became one with the others, in words.
pub(crate) fn because(joined: &Joined) -> String {
    match joined {
        Joined::First => "the first".to_owned(),
        Joined::Collection(path) => format!("also given by operations of `{path}`"),
        Joined::Key(key) => format!("also under the envelope key `{key}`"),
        Joined::Field(field) => format!("also under the field `{field}` of what became one"),
        Joined::Shape(noun) => format!("the same fields, under another name that ends in `{noun}`"),
        Joined::Name(name) => format!("also called `{name}`, with a value in common"),
        Joined::Product => "the same in another product".to_owned(),
    }
}
