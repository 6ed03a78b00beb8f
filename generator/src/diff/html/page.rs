//! What both pages have: cards, filters, style, script, and links to places.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diag::Site;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// A number at the top of a page, which also switches what it counts.
#[derive(Debug, Serialize)]
pub(super) struct Card {
    pub(super) level: &'static str,
    pub(super) count: usize,
    pub(super) label: &'static str,
}

/// The page around the report.
#[derive(Debug, Serialize)]
pub(super) struct Page<T> {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) cards: Vec<Card>,
    pub(super) products: Vec<String>,
    pub(super) resources: Vec<String>,
    #[serde(flatten)]
    pub(super) main: T,
}

/// The page with its style and script, and what allows those.
#[derive(Debug, Serialize)]
struct Framed<'a, T> {
    style: &'static str,
    style_hash: String,
    script: &'static str,
    script_hash: String,
    #[serde(flatten)]
    page: &'a Page<T>,
}

/// Renders a page. The templates are part of the program, so an error is one of the program; it is told in the page.
pub(super) fn render<T: Serialize>(template: &str, page: &Page<T>) -> String {
    let framed = Framed { style: STYLE, style_hash: hash(STYLE), script: SCRIPT, script_hash: hash(SCRIPT), page };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let sources = [
        ("shell.html", include_str!("shell.html")),
        ("versions.html", include_str!("versions.html")),
        ("products.html", include_str!("products.html")),
    ];
    let added = sources.into_iter().try_for_each(|(name, source)| environment.add_template(name, source));
    let rendered = added
        .and_then(|()| environment.get_template(template))
        .and_then(|template| template.render(minijinja::value::Serde(&framed)));
    rendered.unwrap_or_else(|error| {
        format!("<!doctype html><title>Failed</title><pre>{}</pre>", html_escape::encode_text(&error.to_string()))
    })
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// A place to go to.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) link: String,
}

impl Link {
    /// A path relative to the page, or absolute, with the line as the fragment.
    pub(super) fn to(site: &Site) -> Self {
        let line = site.line.map(|line| format!("#L{line}")).unwrap_or_default();
        // A path must not be read as a scheme or a host: `javascript:x` and `//host` are paths like any other.
        let start = if site.file.starts_with('/') { "" } else { "./" };
        let path = site.file.trim_start_matches('/');
        let root = if site.file.starts_with('/') { "/" } else { "" };
        Self { text: site.to_string(), link: format!("{start}{root}{}{line}", encoded(path)) }
    }

    /// The same for a place that is written `file:line:column`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let mut parts = text.rsplitn(3, ':');
        let (column, line, file) = (parts.next(), parts.next(), parts.next());
        let number = |part: Option<&str>| part.and_then(|part| part.parse().ok());
        let site = match (file, number(line), number(column)) {
            (Some(file), Some(line), Some(column)) => {
                Site { file: file.to_owned(), line: Some(line), column: Some(column) }
            }
            _ => Site { file: text.to_owned(), line: None, column: None },
        };
        Some(Self::to(&site))
    }
}

fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            other => {
                use std::fmt::Write as _;
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// A piece of text, which may be code.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    pub(super) code: bool,
    pub(super) text: String,
}

/// Text with what stands in backticks as code.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let parts: Vec<&str> = text.split('`').collect();
    let paired = parts.len() % 2 == 1;
    let piece = |(index, part): (usize, &&str)| Piece { code: paired && index % 2 == 1, text: (*part).to_owned() };
    parts.iter().enumerate().map(piece).filter(|piece| !piece.text.is_empty()).collect()
}
