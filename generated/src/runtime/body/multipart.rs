//! In: files and texts. Out: the pieces of a `multipart/form-data` body, and its media type.

use std::hash::{BuildHasher, Hasher, RandomState};

use bytes::Bytes;
use reqwest::header::HeaderValue;

use super::source::Source;
use super::upload::Upload;
use crate::runtime::call::Name;
use crate::runtime::error::Error;

/// One part of a multipart body.
#[derive(Clone)]
pub(crate) struct Part {
    name: Name,
    file_name: Option<String>,
    content_type: Option<String>,
    source: Source,
}

impl Part {
    pub(crate) fn file(name: impl Into<Name>, file: Upload) -> Self {
        let (file_name, content_type, source) = file.into_parts();
        Self { name: name.into(), file_name: Some(file_name), content_type: Some(content_type), source }
    }

    pub(crate) fn text(name: impl Into<Name>, value: String) -> Self {
        Self { name: name.into(), file_name: None, content_type: None, source: Source::Bytes(value.into()) }
    }

    pub(crate) fn json(name: impl Into<Name>, value: String) -> Self {
        Self { content_type: Some("application/json".to_owned()), ..Self::text(name, value) }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.name == name
    }

    pub(crate) fn is_file(&self) -> bool {
        self.file_name.is_some()
    }

    /// A JSON body that files travel beside.
    pub(crate) fn object(name: impl Into<Name>, json: Bytes) -> Self {
        let content_type = Some("application/json".to_owned());
        Self { name: name.into(), file_name: None, content_type, source: Source::Bytes(json) }
    }

    fn head(&self, boundary: &str) -> Result<String, Error> {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(&self.name));
        if let Some(file_name) = &self.file_name {
            if file_name.is_empty() {
                return Err(Error::invalid(&*self.name, "a file has a name"));
            }
            head += &format!("; filename=\"{}\"", quoted(file_name));
        }
        if let Some(content_type) = &self.content_type {
            if HeaderValue::from_str(content_type).is_err() || !content_type.contains('/') {
                return Err(Error::invalid(&*self.name, "the file's media type is none"));
            }
            head += &format!("\r\nContent-Type: {content_type}");
        }
        Ok(head + "\r\n\r\n")
    }
}

/// A quoted text as browsers write it in a form: UTF-8, with what could end the text or the line percent-encoded. RFC 7578
/// forbids `filename*` here. A backslash goes too, because some readers take it for an escape.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out += &format!("%{:02X}", u32::from(c)),
            c if c.is_ascii_control() => out += &format!("%{:02X}", u32::from(c)),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The pieces of the body, and its media type.
pub(crate) fn encode(parts: &[Part]) -> Result<(Vec<Source>, String), Error> {
    let boundary = boundary();
    let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
    let mut text = String::new();
    for part in parts {
        text += &part.head(&boundary)?;
        pieces.push(Source::Bytes(std::mem::take(&mut text).into()));
        pieces.push(part.source.clone());
        "\r\n".clone_into(&mut text);
    }
    text += &format!("--{boundary}--\r\n");
    pieces.push(Source::Bytes(text.into()));
    Ok((pieces, format!("multipart/form-data; boundary={boundary}")))
}

/// A boundary that no content has, by chance of 1 in 2^128: contents are not known before they are sent.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("zoho-finance-{:016x}{:016x}", random(), random())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_differ() {
        let boundaries: std::collections::BTreeSet<String> = (0..1000).map(|_| boundary()).collect();
        assert_eq!(boundaries.len(), 1000);
        assert!(boundaries.iter().all(|boundary| boundary.len() <= 70));
    }

    #[test]
    fn names_cannot_break_out() {
        for (name, expected) in [
            ("x\"\r\nEvil: 1.pdf", "x%22%0D%0AEvil: 1.pdf"),
            ("a\\", "a%5C"),
            ("Bücher 東京.pdf", "Bücher 東京.pdf"),
            ("a\u{0}b\u{85}c", "a%00bc"),
            ("100%.pdf", "100%.pdf"),
        ] {
            let head = Part::file("a", Upload::bytes(name, "1")).head("b").unwrap();
            assert!(head.contains(&format!("; filename=\"{expected}\"\r\n")), "{head}");
        }
        assert!(Part::file("a", Upload::bytes("", "1")).head("b").is_err());
    }

    #[test]
    fn media_types_cannot_break_out() {
        for media_type in ["text/plain\r\nEvil: 1", "text/plain\u{0}", "", "text"] {
            let part = Part::file("a", Upload::bytes("x", "1").content_type(media_type));
            assert!(encode(&[part]).is_err(), "{media_type:?}");
        }
    }
}
