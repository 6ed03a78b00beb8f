//! In: a `multipart/form-data` body. Out: its parts, or nothing where it is broken.

use bytes::Bytes;

use super::form::Part;

/// The parts of a body of this media type.
pub(super) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = content_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let delimiter = format!("--{}", boundary.trim_matches('"'));
    let mut parts = Vec::new();
    // Every part begins behind a delimiter and ends with the line break before the next.
    let mut at = find(body, delimiter.as_bytes(), 0)? + delimiter.len();
    while body.get(at..)?.starts_with(b"\r\n") {
        let end = find(body, format!("\r\n{delimiter}").as_bytes(), at)?;
        parts.push(part(&body.slice(at + 2..end.max(at + 2)))?);
        at = end + 2 + delimiter.len();
    }
    body.get(at..)?.starts_with(b"--").then_some(parts)
}

fn part(text: &Bytes) -> Option<Part> {
    let end = find(text, b"\r\n\r\n", 0)?;
    let head = std::str::from_utf8(text.get(..end)?).ok()?;
    let disposition = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let value = |name: &str| {
        let rest = disposition.split_once(&format!("; {name}=\""))?.1;
        Some(rest.split('"').next().unwrap_or_default().to_owned())
    };
    Some(Part { name: value("name")?, file: value("filename").is_some(), bytes: text.slice(end + 4..) })
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len()).position(|window| window == wanted).map(|at| at + from)
}
