//! In: what a request carries. Out: its body, piece by piece, with a length where it is known.
//!
//! - [`upload`]: a file to be sent, from a path, from bytes or from a reader; `multipart`: files and texts in one body.
//! - `source`: where the bytes of a piece come from, and whether they can be had twice.
//! - `outgoing`: one try's way through the pieces; never more than a few chunks are in memory.
//! - `progress`: how far that has come, so that sending is not taken for silence.

pub(crate) mod multipart;
mod outgoing;
pub(crate) mod progress;
pub(crate) mod source;
pub mod upload;

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::error::Error;
use outgoing::Outgoing;
use progress::Progress;
use source::Source;
use upload::Upload;

/// Bodies in memory up to this size are handed over as a whole; others go in chunks of this size.
const CHUNK: usize = 64 * 1024;

/// The body of a request that has not been sent.
///
/// It is made from bytes, from a text, or from an [`Upload`], whose name and media type do not count: what a method takes as
/// its whole body has a documented media type.
#[derive(Clone)]
pub struct Content {
    pieces: Arc<[Source]>,
}

impl Content {
    pub(crate) fn new(pieces: Vec<Source>) -> Self {
        Self { pieces: pieces.into() }
    }

    /// How many bytes it has; `None` where that shows only while a reader is read.
    pub fn length(&self) -> Option<u64> {
        self.pieces.iter().map(Source::length).sum()
    }

    /// The bytes; `None` where a part of them is read from a file or a reader while the request is sent.
    pub fn bytes(&self) -> Option<Bytes> {
        if let [Source::Bytes(bytes)] = &*self.pieces {
            return Some(bytes.clone());
        }
        let mut all = BytesMut::new();
        for piece in &*self.pieces {
            let Source::Bytes(bytes) = piece else { return None };
            all.extend_from_slice(bytes);
        }
        Some(all.freeze())
    }

    /// Whether a part of it has been read from where it cannot be read again.
    pub(crate) fn is_spent(&self) -> bool {
        self.pieces.iter().any(Source::is_spent)
    }

    /// What one try sends, and how to see how far it has come. Files are opened, and nothing has been sent if that fails.
    pub(crate) async fn open(&self) -> Result<(reqwest::Body, Option<Arc<Progress>>), Error> {
        if let [Source::Bytes(bytes)] = &*self.pieces
            && bytes.len() <= CHUNK
        {
            return Ok((bytes.clone().into(), None));
        }
        let progress = Arc::new(Progress::default());
        let outgoing = Outgoing::open(&self.pieces, self.length(), Arc::clone(&progress)).await?;
        Ok((reqwest::Body::wrap(outgoing), Some(progress)))
    }
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self::new(vec![Source::Bytes(bytes)])
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Content {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<&'static [u8]> for Content {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<Upload> for Content {
    fn from(file: Upload) -> Self {
        let (_, _, source) = file.into_parts();
        Self::new(vec![source])
    }
}

/// Values are customer data, and not shown.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").field("length", &self.length()).finish_non_exhaustive()
    }
}
