//! In: a body that is a form, of either encoding. Out: its parts.

use bytes::Bytes;

use super::multipart;
use super::received::Received;

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file: bool,
    pub(super) bytes: Bytes,
}

/// The parts of a body; nothing where it is no form, or a broken one.
pub(super) fn parts(received: &Received) -> Option<Vec<Part>> {
    match received.content_type().as_str() {
        "multipart/form-data" => multipart::parts(received.header("content-type")?, &received.body),
        "application/x-www-form-urlencoded" => {
            let pairs = pairs(std::str::from_utf8(&received.body).ok()?).into_iter();
            Some(pairs.map(|(name, value)| Part { name, file: false, bytes: value.into() }).collect())
        }
        _ => None,
    }
}

/// The decoded pairs of a query or form.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))).collect()
}

/// Undoes percent-encoding; what is none stays.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| *byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
