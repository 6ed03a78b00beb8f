//! In: an answer that is a file. Out: the file: in memory ([`Download`]), in a writer or a file of the caller's
//! (`sink`), or chunk by chunk ([`stream`]).
//!
//! Errors come as JSON with HTTP 200, too: nothing is written before it is known that this is none.

mod disposition;
pub(crate) mod sink;
pub mod stream;

use std::fmt;
use std::fs::OpenOptions;
use std::path::Path;

use bytes::Bytes;
use reqwest::header::HeaderMap;

use super::auth::BoxFuture;
use super::call::{Call, Name, Target};
use super::envelope::{self, Envelope};
use super::error::Error;
use super::incoming::{Bounds, Incoming, may_report};
use super::pending;
use super::policy::clock::Deadline;
use super::replace;
use super::response::{RawResponse, media_type};
use super::send;
use sink::{Hold, Sink, ToFile, ToWriter, Writer};
use stream::DownloadStream;

/// A file that the service sent.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    about: DownloadInfo,
    bytes: Bytes,
}

impl Download {
    pub(crate) fn from_response(raw: &RawResponse) -> Self {
        Self { about: DownloadInfo::new(&raw.headers, raw.body.len() as u64), bytes: raw.body.clone() }
    }

    /// The media type, such as `application/pdf`, without parameters.
    pub fn content_type(&self) -> Option<&str> {
        self.about.content_type.as_deref()
    }

    /// The name that the service gives the file. It never has folders in it.
    pub fn file_name(&self) -> Option<&str> {
        self.about.file_name.as_deref()
    }

    /// The content.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The content, by value.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Writes the content to a file, replacing what is there in one step.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the file cannot be written.
    pub async fn save(&self, path: impl AsRef<Path> + Send) -> Result<(), Error> {
        let path = path.as_ref().to_owned();
        let (target, bytes) = (path.clone(), self.bytes.clone());
        let done = sink::work(move || replace::replace(&target, &bytes, &mut OpenOptions::new())).await;
        done.map_err(|error| Error::io(path, error))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.about.content_type)
            .field("file_name", &self.about.file_name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// What the service said of a file that was written elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DownloadInfo {
    /// The media type, such as `application/pdf`, without parameters.
    pub content_type: Option<String>,
    /// The name that the service gives the file. It never has folders in it.
    pub file_name: Option<String>,
    /// How many bytes it has.
    pub length: u64,
}

impl DownloadInfo {
    fn new(headers: &HeaderMap, length: u64) -> Self {
        Self { content_type: media_type(headers), file_name: disposition::name(headers), length }
    }
}

/// The envelope of an answer that is a file: an empty one, unless the file looks like an envelope.
pub(crate) fn check<'a>(raw: &'a RawResponse, target: &Target) -> Result<Envelope<'a>, Error> {
    let operation = target.name();
    let may_report = may_report(&raw.content_type().unwrap_or_default(), &raw.body);
    envelope::check(raw, &operation, may_report)?;
    if raw.body.is_empty() {
        return Err(envelope::unexpected(raw, &operation, "expected a file, found an empty body"));
    }
    // An envelope where a file was expected says so by its message; the file is then the body as it came.
    match target {
        Target::Operation(spec) if may_report => Ok(envelope::open(raw, spec).unwrap_or_default()),
        _ => Ok(Envelope::default()),
    }
}

/// Sends a call whose answer goes to a writer.
#[doc(hidden)]
pub fn to_writer<'a>(call: Call, writer: &'a mut Writer<'a>) -> BoxFuture<'a, Result<DownloadInfo, Error>> {
    Box::pin(async move {
        let mut sink = ToWriter { writer, written: 0 };
        let headers = receive(call, &mut sink).await?;
        Ok(DownloadInfo::new(&headers, sink.written))
    })
}

/// Sends a call whose answer goes to a file.
#[doc(hidden)]
pub fn to_path(call: Call, path: impl AsRef<Path>) -> BoxFuture<'static, Result<DownloadInfo, Error>> {
    let path = path.as_ref().to_owned();
    Box::pin(async move {
        let mut sink = ToFile { path: &path, written: 0 };
        let headers = receive(call, &mut sink).await?;
        Ok(DownloadInfo::new(&headers, sink.written))
    })
}

/// Sends a call whose answer is read by the caller.
#[doc(hidden)]
pub fn to_stream(call: Call) -> BoxFuture<'static, Result<DownloadStream, Error>> {
    Box::pin(async move {
        let operation = call.operation();
        let mut sink = Hold::default();
        let headers = receive(call, &mut sink).await?;
        let body = sink.body.unwrap_or_else(|| complete(Bytes::new(), operation));
        Ok(DownloadStream::new(headers, body))
    })
}

/// Sends a call, and gives its answer to the sink unless it reports an error.
async fn receive(mut call: Call, sink: &mut dyn Sink) -> Result<HeaderMap, Error> {
    call.take_any_media();
    let target = call.target.clone();
    let (raw, received) = send::execute_into(call, sink).await?;
    if received {
        return Ok(raw.headers);
    }
    let raw = pending::read(raw, |raw| {
        check(&raw, &target)?;
        Ok(raw)
    })?;
    sink.receive(complete(raw.body, target.name())).await?;
    Ok(raw.headers)
}

/// A body that has come as a whole: nothing bounds it any more.
fn complete(body: Bytes, operation: Name) -> Incoming {
    let never = std::time::Duration::MAX;
    let bounds = Bounds { operation, deadline: Deadline::after(never), silence: never, limit: u64::MAX };
    Incoming::complete(body, bounds)
}
