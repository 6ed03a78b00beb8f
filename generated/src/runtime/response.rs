//! In: an HTTP answer. Out: its parts, untouched ([`RawResponse`]) or with the result typed ([`Full`]).

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName};
use serde_json::{Map, Value};

use super::auth::Token;

/// An answer as it came: neither the status nor the body has been looked at.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    pub(crate) trail: Trail,
}

/// What sending the request was like, as far as it says how to read the answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    /// The token that was sent: to be kept out of what is shown.
    pub(crate) token: Option<Token>,
    /// A token that the service refused is known to be fresh.
    pub(crate) token_is_fresh: bool,
    /// The scopes that the operation asks for.
    pub(crate) scopes: &'static [&'static str],
    /// The thing that was to be deleted does not exist, after a try that may have deleted it.
    pub(crate) deleted_before: bool,
    /// How long all calls of the organisation wait because of this answer.
    pub(crate) pause: Option<Duration>,
    /// How often the request was sent.
    pub(crate) tries: u32,
    /// The body was read from a reader, so that the request could not be sent again.
    pub(crate) is_spent: bool,
}

impl RawResponse {
    pub(crate) fn new(status: u16, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body, trail: Trail::default() }
    }

    /// The text of a header, where it is there and readable.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(HeaderName::try_from(name).ok()?)?.to_str().ok()
    }

    /// The media type without its parameters, in lower case.
    pub fn content_type(&self) -> Option<String> {
        media_type(&self.headers)
    }

    /// How often the request was sent until this answer came.
    pub fn tries(&self) -> u32 {
        self.trail.tries
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The media type without its parameters, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("content-type")?.to_str().ok()?;
    let media = value.split(';').next().unwrap_or(value).trim();
    (!media.is_empty()).then(|| media.to_ascii_lowercase())
}

/// Bodies hold customer data: only their size is shown.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("content_type", &self.content_type())
            .field("bytes", &self.body.len())
            .finish()
    }
}

/// Everything an answer holds: what `send_full` gives back.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Full<T> {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The service's code, 0 for success; `None` where the body has none.
    pub code: Option<i64>,
    /// The service's message; `None` where the body has none.
    pub message: Option<String>,
    /// The result.
    pub payload: T,
    /// Further keys of the body, as they came.
    pub extra: Map<String, Value>,
}
