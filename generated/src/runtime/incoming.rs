//! In: an answer whose head has come. Out: its body, chunk by chunk, bounded in size and time.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use reqwest::Response;

use super::call::Name;
use super::error::{Error, TimeoutKind};
use super::policy::clock::{Deadline, Passed};
use super::policy::governor::Permit;

/// A body that begins like an object may report an error. One that is longer than this does not.
const LONGEST_ERROR: usize = 64 * 1024;

/// What bounds an exchange.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    /// For errors.
    pub(crate) operation: Name,
    pub(crate) deadline: Deadline,
    /// How long the service may be silent.
    pub(crate) silence: Duration,
    /// How many bytes an answer may have.
    pub(crate) limit: u64,
}

impl Bounds {
    /// The head of an answer: waiting for it ends with the deadline, or when the service is silent for too long.
    pub(crate) async fn head(&self, head: impl Future<Output = reqwest::Result<Response>>) -> Result<Response, Error> {
        let (end, is_deadline) = self.deadline.or_after(self.silence);
        self.came(end.bound_slow(head).await, is_deadline)
    }

    /// A part of the body, within the same limits. It has often come already.
    async fn part<T>(&self, part: impl Future<Output = reqwest::Result<T>>) -> Result<T, Error> {
        let (end, is_deadline) = self.deadline.or_after(self.silence);
        self.came(end.bound(part).await, is_deadline)
    }

    fn came<T>(&self, result: Result<reqwest::Result<T>, Passed>, is_deadline: bool) -> Result<T, Error> {
        match result {
            Ok(result) => result.map_err(|error| Error::transport(&self.operation, error)),
            Err(Passed) => Err(self.late(is_deadline)),
        }
    }

    pub(crate) fn late(&self, is_deadline: bool) -> Error {
        let kind = if is_deadline { TimeoutKind::Deadline } else { TimeoutKind::Silence };
        Error::Timeout { operation: self.operation.to_string(), kind, sent: true }
    }

    fn too_large(&self) -> Error {
        Error::TooLarge { limit: self.limit, operation: self.operation.to_string() }
    }
}

/// The body of an answer on its way.
pub(crate) struct Incoming {
    /// What has come already, and was looked at.
    ahead: Bytes,
    /// What comes; `None` after the end.
    rest: Option<reqwest::Body>,
    /// All bytes that came.
    count: u64,
    bounds: Bounds,
    permit: Option<Permit>,
}

impl Incoming {
    /// The body of an answer. One that says it is too large is not read.
    ///
    /// `length`: as the answer gives it; `head`: how many bytes came before the body, which are bounded by themselves.
    pub(crate) fn new(response: Response, length: Option<u64>, head: u64, bounds: Bounds) -> Result<Self, Error> {
        if length.unwrap_or_default().max(head) > bounds.limit {
            return Err(bounds.too_large());
        }
        Ok(Self { ahead: Bytes::new(), rest: Some(response.into()), count: 0, bounds, permit: None })
    }

    /// A body that has come already.
    pub(crate) fn complete(body: Bytes, bounds: Bounds) -> Self {
        Self { count: body.len() as u64, ahead: body, rest: None, bounds, permit: None }
    }

    /// Keeps the permit until the end of the body.
    pub(crate) fn hold(&mut self, permit: Permit) {
        self.permit = Some(permit);
    }

    pub(crate) fn deadline(&self) -> Deadline {
        self.bounds.deadline
    }

    /// The deadline has passed while the body was put somewhere.
    pub(crate) fn late(&self) -> Error {
        self.bounds.late(true)
    }

    /// How many bytes are still to come, where the service said so.
    pub(crate) fn left(&self) -> Option<u64> {
        let rest = self.rest.as_ref().map_or(Some(0), |rest| rest.size_hint().exact());
        rest.map(|rest| rest + self.ahead.len() as u64)
    }

    /// The next chunk; `None` after the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if !self.ahead.is_empty() {
            return Ok(Some(std::mem::take(&mut self.ahead)));
        }
        self.fresh().await
    }

    /// The next chunk that comes, empty ones left out.
    async fn fresh(&mut self) -> Result<Option<Bytes>, Error> {
        let Some(rest) = &mut self.rest else { return Ok(None) };
        let next = self.bounds.part(std::future::poll_fn(|cx| poll_data(rest, cx))).await;
        let next = next.and_then(|chunk| match chunk {
            Some(chunk) if self.count + chunk.len() as u64 > self.bounds.limit => Err(self.bounds.too_large()),
            other => Ok(other),
        });
        match &next {
            Ok(Some(chunk)) => self.count += chunk.len() as u64,
            // Connection and permit are of no more use, even where the caller keeps what is left of the stream.
            Ok(None) | Err(_) => drop((self.rest.take(), self.permit.take())),
        }
        next
    }

    /// The whole body. Short ones are one chunk, and not copied.
    pub(crate) async fn collect(&mut self) -> Result<Bytes, Error> {
        let first = self.chunk().await?.unwrap_or_default();
        let Some(second) = self.chunk().await? else { return Ok(first) };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(chunk) = self.chunk().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// Whether this is a file, and no report of an error: known by the media type, or from the first bytes on.
    ///
    /// `false` means that the whole body is here, and is empty or may report something.
    pub(crate) async fn is_file(&mut self, media_type: &str) -> Result<bool, Error> {
        let Some(first) = self.fresh().await? else { return Ok(false) };
        self.ahead = first;
        while may_report(media_type, &self.ahead) && self.ahead.len() <= LONGEST_ERROR {
            let Some(next) = self.fresh().await? else { return Ok(false) };
            let mut all = BytesMut::from(std::mem::take(&mut self.ahead));
            all.extend_from_slice(&next);
            self.ahead = all.freeze();
        }
        Ok(true)
    }
}

/// Errors come as JSON, now and then under the media type of a text. As long as there are only blanks, nobody knows.
pub(crate) fn may_report(media_type: &str, body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let is_text = media_type.is_empty()
        || media_type == "application/json"
        || media_type.ends_with("+json")
        || media_type.starts_with("text/");
    is_text && matches!(body.first(), None | Some(b'{'))
}

/// The next data of a body; trailers are passed over.
fn poll_data(body: &mut reqwest::Body, cx: &mut Context<'_>) -> Poll<reqwest::Result<Option<Bytes>>> {
    loop {
        let Some(frame) = ready!(Pin::new(&mut *body).poll_frame(cx)) else { return Poll::Ready(Ok(None)) };
        match frame?.into_data() {
            Ok(data) if !data.is_empty() => return Poll::Ready(Ok(Some(data))),
            _ => {}
        }
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("operation", &self.bounds.operation)
            .field("came", &self.count)
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_report_an_error() {
        for (media_type, body, expected) in [
            ("application/json", "{", true),
            ("application/problem+json", "\u{feff} {", true),
            ("text/html", " \r\n", true),
            ("", "", true),
            ("text/html", "<html>", false),
            ("application/pdf", "{", false),
            ("application/json", "[1]", false),
        ] {
            assert_eq!(may_report(media_type, body.as_bytes()), expected, "{media_type} {body:?}");
        }
    }
}
