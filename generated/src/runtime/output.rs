//! In: an answer and what is known of its operation. Out: the result, typed.
//!
//! Every kind of result is an [`Output`]: what can be read from JSON, pages, files, and nothing at all.

use reqwest::header::HeaderMap;

use super::call::Target;
use super::download::{self, Download};
use super::envelope::{self, Envelope};
use super::error::Error;
use super::operation::{OperationSpec, Payload};
use super::page::Page;
use super::page_context::PageContext;
use super::response::{Full, RawResponse};
use super::swift;
use super::wire::FromWire;
#[cfg(feature = "serialize")]
use super::wire::ToWire;
#[cfg(feature = "serialize")]
use super::wire::round_trip::Written;

/// A type that an operation can give back.
pub trait Output: Sized {
    /// Reads the answer, errors that it reports included.
    fn read(raw: RawResponse, spec: &'static OperationSpec) -> Result<Full<Self>, Error>;

    /// The parts of a body that hold the result.
    #[cfg(feature = "serialize")]
    #[doc(hidden)]
    fn write(&self) -> serde_json::Result<Written>;
}

/// What can be read from JSON and, under the feature `serialize`, written again.
#[cfg(not(feature = "serialize"))]
pub trait Json: FromWire {}
#[cfg(not(feature = "serialize"))]
impl<T: FromWire> Json for T {}

/// What can be read from JSON and, under the feature `serialize`, written again.
#[cfg(feature = "serialize")]
pub trait Json: FromWire + ToWire {}
#[cfg(feature = "serialize")]
impl<T: FromWire + ToWire> Json for T {}

impl<T: Json> Output for T {
    fn read(mut raw: RawResponse, spec: &'static OperationSpec) -> Result<Full<T>, Error> {
        if let Some((envelope, payload)) = at_once(&raw, spec) {
            return Ok(whole_of(&mut raw, envelope, payload));
        }
        let envelope = match spec.payload {
            Payload::Whole => {
                envelope::check(&raw, spec.id, spec.envelope)?;
                Envelope::default()
            }
            _ => envelope::open(&raw, spec)?,
        };
        let payload = match spec.payload {
            Payload::First { key } => first(under_key(&envelope, spec.id, key)?, spec.id, key)?,
            Payload::Key { key } | Payload::Items { key } => under_key(&envelope, spec.id, key)?,
            Payload::List { key } => listed(&envelope, spec.id, key)?,
            Payload::Whole => whole(&raw, spec.id)?,
            Payload::Flat | Payload::Json | Payload::None | Payload::Download => {
                whole::<T>(&raw, spec.id)?.without_envelope()
            }
        };
        Ok(full(&raw, envelope, payload))
    }

    #[cfg(feature = "serialize")]
    fn write(&self) -> serde_json::Result<Written> {
        Written::value(self)
    }
}

/// An answer of the usual kind, read in one pass.
fn at_once<T: FromWire>(raw: &RawResponse, spec: &OperationSpec) -> Option<(Envelope<'static>, T)> {
    if let Payload::First { .. } = spec.payload {
        let answer = swift::read::<Vec<T>>(raw, spec)?;
        return Some((answer.envelope, answer.payload?.into_iter().next()?));
    }
    let answer = swift::read::<T>(raw, spec)?;
    Some((answer.envelope, T::when_absent_or(answer.payload)?))
}

fn under_key<T: FromWire>(envelope: &Envelope<'_>, operation: &str, key: &str) -> Result<T, Error> {
    let value = match envelope.payload {
        Some(payload) => envelope::read(payload.get()).map_err(|error| envelope::decode_at(operation, key, error))?,
        None => return Err(envelope::missing(operation, key, envelope)),
    };
    T::when_absent_or(value).ok_or_else(|| envelope::missing(operation, key, envelope))
}

/// The one thing that is returned as a list.
fn first<T>(list: Vec<T>, operation: &str, key: &str) -> Result<T, Error> {
    list.into_iter().next().ok_or_else(|| Error::Decode {
        path: key.to_owned(),
        problem: "expected a list with one element, found an empty list".to_owned(),
        operation: operation.to_owned(),
    })
}

/// A list that did not come is empty, unless another list stands beside: then the key is not the right one.
pub(crate) fn listed<T: FromWire>(envelope: &Envelope<'_>, operation: &str, key: &str) -> Result<T, Error> {
    let other = || envelope.extra.values().any(|value| value.as_array().is_some_and(|list| !list.is_empty()));
    match envelope.payload {
        None if !other() => T::when_absent().ok_or_else(|| envelope::missing(operation, key, envelope)),
        _ => under_key(envelope, operation, key),
    }
}

fn whole<T: FromWire>(raw: &RawResponse, operation: &str) -> Result<T, Error> {
    let text = envelope::json_text(raw, operation)?;
    let value = envelope::read(text).map_err(|error| envelope::decode(operation, &error))?;
    T::when_absent_or(value).ok_or_else(|| envelope::unexpected(raw, operation, "expected the result, found no value"))
}

/// The same without a copy of the headers.
fn whole_of<T>(raw: &mut RawResponse, envelope: Envelope<'_>, payload: T) -> Full<T> {
    let headers = std::mem::take(&mut raw.headers);
    with_headers(raw.status, headers, envelope, payload)
}

pub(crate) fn full<T>(raw: &RawResponse, envelope: Envelope<'_>, payload: T) -> Full<T> {
    with_headers(raw.status, raw.headers.clone(), envelope, payload)
}

fn with_headers<T>(status: u16, headers: HeaderMap, envelope: Envelope<'_>, payload: T) -> Full<T> {
    Full { status, headers, code: envelope.code, message: envelope.message, payload, extra: envelope.extra }
}

/// No result: code and status are looked at, and a body may be missing altogether. What was deleted before is deleted.
impl Output for () {
    fn read(raw: RawResponse, spec: &'static OperationSpec) -> Result<Full<()>, Error> {
        let blank = raw.body.iter().all(u8::is_ascii_whitespace);
        if raw.is_success() && (blank || !spec.envelope) {
            return Ok(full(&raw, Envelope::default(), ()));
        }
        let envelope = envelope::open(&raw, spec)?;
        Ok(full(&raw, envelope, ()))
    }

    #[cfg(feature = "serialize")]
    fn write(&self) -> serde_json::Result<Written> {
        Ok(Written::default())
    }
}

impl<T: Json> Output for Page<T> {
    fn read(mut raw: RawResponse, spec: &'static OperationSpec) -> Result<Full<Self>, Error> {
        if let Some(swift::Swift { mut envelope, payload, first }) = swift::read::<Vec<T>>(&raw, spec) {
            let page_context = envelope.page_context.take().map(PageContext::new);
            let page = Page { items: payload.unwrap_or_default(), page_context, first };
            return Ok(whole_of(&mut raw, envelope, page));
        }
        let mut envelope = envelope::open(&raw, spec)?;
        let key = spec.payload.key().unwrap_or_default();
        let items = listed(&envelope, spec.id, key)?;
        let first = envelope.payload.and_then(|payload| envelope::first_item(payload.get()));
        let page_context = envelope.page_context.take().map(PageContext::new);
        Ok(full(&raw, envelope, Page { items, page_context, first }))
    }

    #[cfg(feature = "serialize")]
    fn write(&self) -> serde_json::Result<Written> {
        let page_context = self.page_context.as_ref().map(|context| context.as_value().clone());
        Ok(Written { page_context, ..Written::value(&self.items)? })
    }
}

impl Output for Download {
    fn read(raw: RawResponse, spec: &'static OperationSpec) -> Result<Full<Self>, Error> {
        let envelope = download::check(&raw, &Target::Operation(spec))?;
        let file = Download::from_response(&raw);
        Ok(full(&raw, envelope, file))
    }

    #[cfg(feature = "serialize")]
    fn write(&self) -> serde_json::Result<Written> {
        Ok(Written::default())
    }
}
