//! In: the body of an answer. Out: code, message, the unread payload and the further keys; or the error that they mean.
//!
//! The payload stays text until the code is known to be 0, so that an error is reported as such whatever else is there.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::error::{AuthError, AuthErrorKind, Error};
use super::operation::{OperationSpec, Payload};
use super::policy::classify::{self, Kind};
use super::policy::{quota, wait_for};
use super::response::RawResponse;
use super::wire::from_wire::Seed;
use super::wire::model::Key;
use super::wire::{path, walk};

/// An envelope with its payload unread.
#[derive(Default)]
pub(crate) struct Envelope<'a> {
    pub(crate) code: Option<i64>,
    pub(crate) message: Option<String>,
    pub(crate) payload: Option<&'a RawValue>,
    pub(crate) page_context: Option<Value>,
    pub(crate) extra: Map<String, Value>,
}

/// What to look for in an envelope.
#[derive(Clone, Copy, Default)]
struct Reader {
    key: Option<&'static str>,
    page_context: bool,
    keep_rest: bool,
    /// There is no envelope: `code` and `message` are keys like any other.
    plain: bool,
}

impl Reader {
    fn of(spec: &OperationSpec) -> Self {
        let payload = spec.payload;
        Self {
            plain: !spec.envelope,
            key: payload.key(),
            page_context: matches!(payload, Payload::Items { .. }),
            keep_rest: payload.key().is_some() || payload == Payload::None,
        }
    }

    fn read<'de>(self, text: &'de str) -> Result<Envelope<'de>, serde_json::Error> {
        let mut de = serde_json::Deserializer::from_str(text);
        let envelope = self.deserialize(&mut de)?;
        de.end()?;
        Ok(envelope)
    }

    fn entry<'de, A: MapAccess<'de>>(
        self,
        envelope: &mut Envelope<'de>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            payload if self.key == Some(payload) => envelope.payload = Some(map.next_value()?),
            "code" if !self.plain => envelope.code = map.next_value_seed(Seed::new())?,
            "message" if !self.plain => envelope.message = map.next_value_seed(Seed::new())?,
            "page_context" if self.page_context => envelope.page_context = Some(map.next_value()?),
            other if self.keep_rest => {
                envelope.extra.insert(other.to_owned(), map.next_value()?);
            }
            _ => {
                map.next_value::<serde::de::IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Envelope<'de>;

    fn deserialize<D: Deserializer<'de>>(self, de: D) -> Result<Envelope<'de>, D::Error> {
        de.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Envelope<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with code and message")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope<'de>, A::Error> {
        let mut envelope = Envelope::default();
        while let Some(key) = map.next_key_seed(Key)? {
            self.entry(&mut envelope, &key, &mut map).map_err(|error| path::at_key(&key, error))?;
        }
        Ok(envelope)
    }
}

/// The body as text; not every body is.
pub(crate) fn text<'a>(raw: &'a RawResponse, operation: &str) -> Result<&'a str, Error> {
    let text = std::str::from_utf8(&raw.body).map_err(|_| unexpected(raw, operation, "the body is not UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The envelope of a successful answer.
pub(crate) fn open<'a>(raw: &'a RawResponse, spec: &OperationSpec) -> Result<Envelope<'a>, Error> {
    if !raw.is_success() || !spec.envelope {
        check(raw, spec.id, spec.envelope || !raw.is_success())?;
    }
    let text = json_text(raw, spec.id)?;
    let mut envelope = Reader::of(spec).read(text).map_err(|error| decode(spec.id, &error))?;
    match envelope.code {
        Some(code) if code != 0 && !raw.trail.deleted_before => {
            Err(reported(raw, spec.id, Some(code), envelope.message.take().unwrap_or_default()))
        }
        _ => Ok(envelope),
    }
}

/// The body as text that may be JSON: HTML pages and empty bodies are told apart from broken JSON.
pub(crate) fn json_text<'a>(raw: &'a RawResponse, operation: &str) -> Result<&'a str, Error> {
    let text = text(raw, operation)?;
    match text.trim_start().chars().next() {
        None => Err(unexpected(raw, operation, "the body is empty")),
        Some('<') => Err(unexpected(raw, operation, "the body is HTML or XML, not JSON")),
        Some(_) => Ok(text),
    }
}

/// Errors that an answer reports, by its code whatever the HTTP status, or by the status.
///
/// In the body of a successful answer without envelope a `code` is data, unless a `message` stands beside it: so the
/// service says that a call failed, whatever was documented.
pub(crate) fn check(raw: &RawResponse, operation: &str, envelope: bool) -> Result<(), Error> {
    if raw.trail.deleted_before || (raw.is_success() && begins_with_code_0(raw.body.trim_ascii_start())) {
        return Ok(());
    }
    let text = std::str::from_utf8(&raw.body).unwrap_or_default();
    let head = Reader::default().read(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    if !envelope && raw.is_success() && head.message.is_none() {
        return Ok(());
    }
    match head.code {
        Some(code) if code != 0 => Err(reported(raw, operation, Some(code), head.message.unwrap_or_default())),
        code if classify::kind(raw.status, code) != Kind::Other => {
            Err(reported(raw, operation, code, head.message.unwrap_or_default()))
        }
        _ if raw.is_success() => Ok(()),
        _ => Err(unexpected(
            raw,
            operation,
            &head.message.unwrap_or_else(|| "the service answered with an error".into()),
        )),
    }
}

fn reported(raw: &RawResponse, operation: &str, code: Option<i64>, message: String) -> Error {
    let (operation, status) = (operation.to_owned(), raw.status);
    match classify::kind(status, code) {
        Kind::Limit(limit) => {
            let retry_after = wait_for(raw, Some(limit)).or(raw.trail.pause);
            Error::RateLimit { limit, message, retry_after, quota: quota(raw), operation }
        }
        Kind::Token => {
            let kind = match code {
                Some(57) if raw.trail.token_is_fresh => AuthErrorKind::ScopeMissing,
                Some(57) => AuthErrorKind::TokenOrScope,
                _ => AuthErrorKind::TokenRejected,
            };
            let message = if raw.trail.is_spent { message + SPENT } else { message };
            let scopes = raw.trail.scopes.iter().map(|scope| (*scope).to_owned()).collect();
            AuthError { code, operation, scopes, ..AuthError::new(kind, message) }.into()
        }
        Kind::Other => Error::Api { code: code.unwrap_or_default(), message, status, operation },
    }
}

/// The hint where a request would have been sent again with a new token.
const SPENT: &str =
    " (the request was not sent again, because its body was read from a reader; a new one has a new token)";

/// A successful answer that is longer than this is no error.
const LONGEST_ERROR: usize = 4096;

/// The code by which an answer reports an error, by the rule of [`check`]. Answers that begin by reporting none are not
/// read, so that the usual ones cost nothing here.
pub(crate) fn failure(raw: &RawResponse, envelope: bool) -> Option<i64> {
    let body = raw.body.trim_ascii_start();
    if !body.starts_with(b"{") && !body.starts_with(b"\xef\xbb\xbf") {
        return None;
    }
    if raw.is_success() && (raw.body.len() > LONGEST_ERROR || begins_with_code_0(body)) {
        return None;
    }
    let text = std::str::from_utf8(&raw.body).ok()?;
    let head = Reader::default().read(text.trim_start_matches('\u{feff}')).ok()?;
    let is_data = !envelope && raw.is_success() && head.message.is_none();
    head.code.filter(|code| *code != 0 && !is_data)
}

/// `{"code":0,`, with or without spaces.
fn begins_with_code_0(body: &[u8]) -> bool {
    let mut rest = body;
    for token in [&b"{"[..], b"\"code\"", b":", b"0"] {
        match rest.trim_ascii_start().strip_prefix(token) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.trim_ascii_start().starts_with(b",")
}

/// Excerpts of bodies are at most this many characters.
const EXCERPT: usize = 120;

pub(crate) fn unexpected(raw: &RawResponse, operation: &str, problem: &str) -> Error {
    let excerpt: String = String::from_utf8_lossy(raw.body.get(..EXCERPT * 4).unwrap_or(&raw.body))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(EXCERPT)
        .collect();
    let problem = if excerpt.is_empty() { problem.to_owned() } else { format!("{problem}: {excerpt}") };
    Error::UnexpectedBody {
        status: raw.status,
        content_type: raw.content_type(),
        problem,
        operation: operation.to_owned(),
    }
}

pub(crate) fn decode(operation: &str, error: &serde_json::Error) -> Error {
    let (path, problem) = path::split(error);
    Error::Decode { path, problem, operation: operation.to_owned() }
}

/// The error of a value under a key of the envelope.
pub(crate) fn decode_at(operation: &str, key: &str, error: serde_json::Error) -> Error {
    decode(operation, &path::at_key(key, error))
}

pub(crate) fn missing(operation: &str, key: &str, envelope: &Envelope<'_>) -> Error {
    let keys: Vec<&str> = envelope.extra.keys().map(String::as_str).collect();
    let found =
        if keys.is_empty() { "no value".to_owned() } else { format!("no value, but the keys {}", keys.join(", ")) };
    Error::Decode {
        path: key.to_owned(),
        problem: format!("expected the result, found {found}"),
        operation: operation.to_owned(),
    }
}

/// Reads a text as a type.
pub(crate) fn read<T: super::wire::FromWire>(text: &str) -> Result<Option<T>, serde_json::Error> {
    let mut de = serde_json::Deserializer::from_str(text);
    let value = T::from_wire(&mut de)?;
    de.end()?;
    Ok(value)
}

/// The first element of a page as text: what tells a page from the one before. One object is a list of one.
pub(crate) fn first_item(payload: &str) -> Option<String> {
    match payload.strip_prefix('[') {
        Some(elements) => walk::prefix::<&RawValue>(elements).map(|(first, _)| first.get().to_owned()),
        None => payload.starts_with('{').then(|| payload.to_owned()),
    }
}
