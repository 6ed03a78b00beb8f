//! In: files and texts. Out: the body of a `multipart/form-data` request and its media type.

use bytes::Bytes;

use super::error::Error;
use super::upload::Upload;

/// One part of a multipart body.
#[derive(Clone)]
pub(crate) struct Part {
    name: &'static str,
    file_name: Option<String>,
    content_type: Option<String>,
    bytes: Bytes,
}

impl Part {
    pub(crate) fn file(name: &'static str, file: Upload) -> Self {
        let (file_name, content_type, bytes) = file.into_parts();
        Self { name, file_name: Some(file_name), content_type: Some(content_type), bytes }
    }

    pub(crate) fn text(name: &'static str, value: String) -> Self {
        Self { name, file_name: None, content_type: None, bytes: value.into() }
    }

    pub(crate) fn json(name: &'static str, value: String) -> Self {
        Self { content_type: Some("application/json".to_owned()), ..Self::text(name, value) }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.name == name
    }

    pub(crate) fn is_file(&self) -> bool {
        self.file_name.is_some()
    }

    /// A JSON body that files travel beside.
    pub(crate) fn object(name: &'static str, json: Bytes) -> Self {
        Self { name, file_name: None, content_type: Some("application/json".to_owned()), bytes: json }
    }

    fn head(&self, boundary: &str) -> Result<String, Error> {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(self.name));
        if let Some(file_name) = &self.file_name {
            head += &format!("; filename=\"{}\"", quoted(file_name));
        }
        if let Some(content_type) = &self.content_type {
            if content_type.chars().any(char::is_control) {
                return Err(Error::invalid(self.name, "the media type has a line break"));
            }
            head += &format!("\r\nContent-Type: {content_type}");
        }
        Ok(head + "\r\n\r\n")
    }
}

/// A quoted text as browsers write it in a form.
fn quoted(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => "%22".to_owned(),
            c if c.is_control() => "%0A".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

/// The body and its media type.
pub(crate) fn encode(parts: &[Part]) -> Result<(Bytes, String), Error> {
    let boundary = boundary(parts);
    let mut body = Vec::with_capacity(parts.iter().map(|part| part.bytes.len() + 256).sum());
    for part in parts {
        body.extend_from_slice(part.head(&boundary)?.as_bytes());
        body.extend_from_slice(&part.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((body.into(), format!("multipart/form-data; boundary={boundary}")))
}

/// A boundary that is in none of the parts.
fn boundary(parts: &[Part]) -> String {
    let mut number = 0_u64;
    loop {
        let boundary = format!("zoho-finance-{number:016x}");
        let taken =
            parts.iter().any(|part| part.bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes()));
        if !taken {
            return boundary;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boundary_is_in_no_part() {
        let part = Part::text("a", "zoho-finance-0000000000000000".to_owned());
        assert_eq!(boundary(&[part]), "zoho-finance-0000000000000001");
    }

    #[test]
    fn names_cannot_break_out() {
        let part = Part::file("a", Upload::bytes("x\"\r\nEvil: 1.pdf", "1"));
        let head = part.head("b").unwrap();
        assert!(head.contains("filename=\"x%22%0A%0AEvil: 1.pdf\""), "{head}");
    }

    #[test]
    fn media_types_cannot_break_out() {
        let part = Part::file("a", Upload::bytes("x", "1").content_type("text/plain\r\nEvil: 1"));
        assert!(encode(&[part]).is_err());
    }
}
