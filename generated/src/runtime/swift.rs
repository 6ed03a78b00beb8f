//! In: a successful answer with its result under a key. Out: envelope and result, read in one pass.
//!
//! What is not as it should be is left to the careful way of [`envelope`](super::envelope), which finds the words for it.

use serde_json::Value;

use super::envelope::{self, Envelope};
use super::operation::{OperationSpec, Payload};
use super::response::RawResponse;
use super::wire::FromWire;
use super::wire::walk::{OnWire, Walk};

/// An answer of the usual kind.
pub(crate) struct Swift<T> {
    pub(crate) envelope: Envelope<'static>,
    /// What stands under the key; `None` where no value does.
    pub(crate) payload: Option<T>,
    /// The text of the first element of a page.
    pub(crate) first: Option<String>,
}

/// Reads an answer, if it is of the usual kind: the key is there, the code 0, everything in order.
pub(crate) fn read<T: FromWire>(raw: &RawResponse, spec: &OperationSpec) -> Option<Swift<T>> {
    let key = spec.payload.key().filter(|_| raw.is_success() && spec.envelope)?;
    let text = envelope::text(raw, spec.id).ok()?;
    let is_page = matches!(spec.payload, Payload::Items { .. });
    let mut payload = None;
    let envelope = walk(text, key, is_page, &mut |walk| {
        payload = Some(walk.value::<OnWire<T>>()?);
        Some(())
    })?;
    let (payload, place) = payload?;
    let first = if is_page { text.get(place).and_then(envelope::first_item) } else { None };
    Some(Swift { envelope, payload: payload.0, first })
}

/// The envelope, its payload read by the one who knows its type.
fn walk<'a>(
    text: &'a str,
    key: &str,
    is_page: bool,
    payload: &mut dyn FnMut(&mut Walk<'a>) -> Option<()>,
) -> Option<Envelope<'static>> {
    let (mut walk, mut envelope) = (Walk::new(text)?, Envelope::default());
    while let Some(name) = walk.key()? {
        match &*name {
            name if name == key => payload(&mut walk)?,
            "code" => envelope.code = walk.value::<OnWire<i64>>()?.0.0,
            "message" => envelope.message = walk.value::<OnWire<String>>()?.0.0,
            "page_context" if is_page => envelope.page_context = Some(walk.value::<Value>()?.0),
            _ => {
                let (value, _) = walk.value::<Value>()?;
                envelope.extra.insert(name.into_owned(), value);
            }
        }
    }
    Some(envelope).filter(|envelope| envelope.code.is_none_or(|code| code == 0))
}
