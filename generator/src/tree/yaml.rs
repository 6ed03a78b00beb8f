//! YAML. In: a text. Out: events to the builder, or a located syntax error.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Tag};

use super::build::{Builder, Built, too_deep};
use super::node::{Scalar, Style, Tree};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{FileId, Place};

/// Parses the first YAML document of `text`.
pub(super) fn parse(file: FileId, text: &str, out: &mut Diagnostics) -> Built<Tree> {
    let mut builder = Builder::new(file, text.len(), out);
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| syntax(file, &error))?;
        let at = builder.place(span.start.line(), span.start.col() + 1);
        if matches!(event, Event::DocumentStart(_)) && builder.is_complete() {
            let message = "the file holds several YAML documents; only the first is read";
            builder.report(Diagnostic::new(Code::Mended, at, message).help("give each document a file of its own"));
            break;
        }
        feed(&mut builder, event, at)?;
    }
    builder.finish().ok_or_else(|| {
        let help = "put an OpenAPI 3.0 document into it, or remove it";
        Box::new(Diagnostic::new(Code::Syntax, Place::file(file), "the file is empty").help(help))
    })
}

fn feed(builder: &mut Builder<'_>, event: Event<'_>, at: Place) -> Built<()> {
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            let style = style_of(style, tag.as_deref());
            builder.scalar(Scalar { text: text.into_owned(), style }, at, anchor)
        }
        Event::SequenceStart(anchor, _) => builder.begin_sequence(at, anchor),
        Event::MappingStart(anchor, _) => builder.begin_mapping(at, anchor),
        Event::SequenceEnd | Event::MappingEnd => builder.end(),
        Event::Alias(anchor) => builder.alias(anchor, at),
        Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => Ok(()),
    }
}

/// The style that decides the type: a tag of YAML's core schema has the last word.
fn style_of(style: ScalarStyle, tag: Option<&Tag>) -> Style {
    match (tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str()), style) {
        (Some("str"), _) => Style::Quoted,
        (Some("int" | "float" | "bool" | "null"), _) | (_, ScalarStyle::Plain) => Style::Plain,
        (_, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) => Style::Quoted,
        (_, ScalarStyle::Literal | ScalarStyle::Folded) => Style::Block,
    }
}

fn syntax(file: FileId, error: &ScanError) -> Box<Diagnostic> {
    let marker = error.marker();
    let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let at = Place { file, line: clamp(marker.line().max(1)), column: clamp(marker.col() + 1) };
    if error.info().contains("recursion limit") {
        // The scanner reads ahead and has a limit of its own, beyond ours.
        return too_deep(at);
    }
    let message = format!("this is not YAML: {}", error.info());
    Box::new(Diagnostic::new(Code::Syntax, at, message).help(advice(error.info())))
}

/// What to look for, by the parser's words.
fn advice(info: &str) -> &'static str {
    if info.contains("tab") {
        "indent with spaces"
    } else if info.contains("unknown anchor") {
        "define the anchor (`&name`) before the alias (`*name`)"
    } else if info.contains("quoted scalar") || info.contains("quote") {
        "close the quotes, and double a single quote within single quotes"
    } else if info.contains("mapping values") || info.contains("':'") || info.contains("simple key") {
        "quote text that holds `: `, and give every key of an object the same indentation"
    } else {
        "check indentation, quotes and brackets here and on the line above"
    }
}
