//! In: the body of an answer. Out: code, message, the unread payload and the further keys; or the error that they mean.
//!
//! The payload stays text until the code is known to be 0, so that an error is reported as such whatever else is there.

use std::fmt;
use std::time::Duration;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::error::{AuthError, AuthErrorKind, Error, RateLimit};
use super::operation::{OperationSpec, Payload};
use super::response::RawResponse;
use super::wire::from_wire::Seed;
use super::wire::model::Key;
use super::wire::path;

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
        Some(code) if code != 0 => Err(reported(raw, spec.id, Some(code), envelope.message.take().unwrap_or_default())),
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
    let text = std::str::from_utf8(&raw.body).unwrap_or_default();
    let head = Reader::default().read(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    if !envelope && raw.is_success() && head.message.is_none() {
        return Ok(());
    }
    match head.code {
        Some(code) if code != 0 => Err(reported(raw, operation, Some(code), head.message.unwrap_or_default())),
        code if matches!(raw.status, 401 | 429) => {
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
    let operation = operation.to_owned();
    match (code, raw.status) {
        (_, 429) | (Some(44 | 45 | 1070), _) => {
            Error::RateLimit { limit: RateLimit::from_code(code), message, retry_after: retry_after(raw), operation }
        }
        (_, 401) | (Some(14 | 57), _) => AuthError { kind: AuthErrorKind::Rejected, message, code, operation }.into(),
        (code, status) => Error::Api { code: code.unwrap_or_default(), message, status, operation },
    }
}

fn retry_after(raw: &RawResponse) -> Option<Duration> {
    raw.header("retry-after")?.trim().parse().ok().map(Duration::from_secs)
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

/// The elements of a list, unread; one object is a list of one.
fn elements(payload: &RawValue) -> Vec<&RawValue> {
    if payload.get().starts_with('{') {
        return vec![payload];
    }
    serde_json::from_str(payload.get()).unwrap_or_default()
}

/// The first element of a page as text: what tells a page from the one before.
pub(crate) fn first_item(payload: &RawValue) -> Option<String> {
    elements(payload).first().map(|item| item.get().to_owned())
}
