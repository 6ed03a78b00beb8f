//! In: bytes, and whether all of them are sent. Out: the body of an answer, as the HTTP library takes it.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

/// The body of an answer.
pub(super) struct Sent {
    bytes: Option<Bytes>,
    /// How many bytes were announced and never come.
    missing: u64,
}

impl Sent {
    pub(super) fn whole(bytes: Bytes) -> Self {
        Self { bytes: Some(bytes), missing: 0 }
    }

    /// The first half; then the connection breaks.
    pub(super) fn half(bytes: &Bytes) -> Self {
        let half = bytes.len() / 2;
        // At least one byte must be missing for the breaking to be noticed.
        Self { bytes: Some(bytes.slice(..half)), missing: (bytes.len() - half).max(1) as u64 }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let next = self.bytes.take().filter(|bytes| !bytes.is_empty());
        Poll::Ready(match next {
            Some(bytes) => Some(Ok(Frame::data(bytes))),
            None if self.missing > 0 => Some(Err(std::io::ErrorKind::ConnectionReset.into())),
            None => None,
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64) + self.missing)
    }
}

/// Reads the body of a request.
pub(super) async fn read(mut incoming: Incoming) -> Result<Bytes, hyper::Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut incoming).poll_frame(cx)).await {
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.into())
}
