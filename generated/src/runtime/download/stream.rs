//! In: the body of an answer that is a file. Out: its chunks, as they come.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::header::HeaderMap;

use super::disposition;
use crate::runtime::error::Error;
use crate::runtime::incoming::Incoming;
use crate::runtime::response::media_type;

/// A file that the service sends, chunk by chunk: what `send_stream` gives back.
///
/// It is a [`Stream`], and can be used without further crates. An error ends it. What bounds the request bounds the
/// stream: its time limit, and the limit of bytes. Until its end or until it is dropped, it counts as one of the calls
/// that the organisation may have at the same time.
///
/// ```ignore
/// let mut file = client.books().invoices().get_as(id, InvoiceFormat::Pdf).send_stream().await?;
/// while let Some(chunk) = file.chunk().await? {
///     hasher.update(&chunk);
/// }
/// ```
#[must_use = "a file that is not read is not transferred"]
pub struct DownloadStream {
    headers: HeaderMap,
    state: State,
}

enum State {
    Idle(Incoming),
    Busy(Pin<Box<dyn Future<Output = Step> + Send>>),
    Done,
}

/// The body with what came of asking for a chunk.
type Step = (Incoming, Result<Option<Bytes>, Error>);

impl DownloadStream {
    pub(super) fn new(headers: HeaderMap, body: Incoming) -> Self {
        Self { headers, state: State::Idle(body) }
    }

    /// The media type, such as `application/pdf`, without parameters.
    pub fn content_type(&self) -> Option<String> {
        media_type(&self.headers)
    }

    /// The name that the service gives the file. It never has folders in it.
    pub fn file_name(&self) -> Option<String> {
        disposition::name(&self.headers)
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How many bytes are still to come; `None` where the service does not say.
    pub fn left(&self) -> Option<u64> {
        match &self.state {
            State::Idle(body) => body.left(),
            State::Busy(_) => None,
            State::Done => Some(0),
        }
    }

    /// The next chunk; `None` after the end, and after an error.
    ///
    /// # Errors
    ///
    /// A connection that breaks, silence, the time limit, or [`Error::TooLarge`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl Stream for DownloadStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut step = match std::mem::replace(&mut self.state, State::Done) {
            State::Done => return Poll::Ready(None),
            State::Busy(step) => step,
            State::Idle(mut body) => Box::pin(async move {
                let chunk = body.chunk().await;
                (body, chunk)
            }),
        };
        let Poll::Ready((body, chunk)) = step.as_mut().poll(cx) else {
            self.state = State::Busy(step);
            return Poll::Pending;
        };
        if let Ok(Some(_)) = chunk {
            self.state = State::Idle(body);
        }
        Poll::Ready(chunk.transpose())
    }
}

impl fmt::Debug for DownloadStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadStream")
            .field("content_type", &self.content_type())
            .field("file_name", &self.file_name())
            .field("left", &self.left())
            .finish()
    }
}
