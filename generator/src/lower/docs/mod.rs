//! Documentation as rustdoc wants it.
//!
//! In: text of documents, which may hold HTML and Markdown. Out: Markdown without broken links, HTML or code blocks:
//! `html` takes tags apart, `read` makes paragraphs, `prose` holds them, `write` spells them. Nothing that a document
//! says may become a code block, because rustdoc compiles and runs those.

pub(super) mod composed;
mod html;
mod prose;
mod read;
mod sentences;
mod write;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests;

use crate::ir::fact::Editions;
use crate::ir::model::Type;

pub(crate) use write::code;

/// What a document says of a field or argument, every paragraph ended by a stop; empty where it says nothing.
pub(super) fn sentence(text: &str) -> String {
    write::markdown(&sentences::ended(read::blocks(text)))
}

/// What a document says of a type or module: its first sentence stands alone, as a summary.
pub(crate) fn item(text: &str) -> String {
    write::markdown(&sentences::summarised(sentences::ended(read::blocks(text))))
}

/// What a document says of an operation: a summary and a description, which often begins with the same words.
pub(super) fn operation(summary: Option<&str>, description: Option<&str>) -> String {
    let read = |text: Option<&str>| text.map(read::blocks).map(sentences::ended).unwrap_or_default();
    let (summary, description) = (read(summary), sentences::summarised(read(description)));
    let blocks = if sentences::says(&description, &summary) { description } else { [summary, description].concat() };
    write::markdown(&blocks)
}

/// What a document says of a field or argument, or what its name and type tell where it says nothing.
pub(super) fn or_named(docs: Option<&str>, wire: &str, ty: &Type) -> String {
    let said = docs.map(sentence).filter(|docs| !docs.is_empty());
    said.unwrap_or_else(|| composed::field(wire, ty))
}

/// Which editions have something; nothing where all do.
pub(super) fn editions(editions: &Editions) -> Option<String> {
    let named = |names: &[String]| names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ");
    match (editions.only.as_slice(), editions.except.as_slice()) {
        ([], []) => None,
        ([], except) => Some(format!("Not in the editions {}.", named(except))),
        (only, []) => Some(format!("Editions: {}.", named(only))),
        (only, except) => Some(format!("Editions: {}, not {}.", named(only), named(except))),
    }
}

/// Whether a character may stand in documentation: it is seen, and does not turn the direction of text.
pub(crate) fn is_readable(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let hides = matches!(c, '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}');
    c == '\n' || c == '\t' || (!c.is_control() && !turns && !hides)
}
