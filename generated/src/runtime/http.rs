//! In: one HTTP request. Out: its answer, bounded in size and time. No retries, no redirects, no credentials.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Request, Response, Url};

use super::body::progress::Progress;
use super::call::Name;
use super::error::Error;
use super::incoming::{Bounds, Incoming};
use super::policy::clock::Deadline;
use super::response::RawResponse;
use super::tls;

/// Connections that rest for longer are not used again: the far side may be closing them just then.
const IDLE: Duration = Duration::from_secs(20);

/// The HTTP stack with its limits. A clone shares the connections.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    /// Nobody here knows how it was set up.
    foreign: bool,
    silence: Duration,
    limit: u64,
}

/// What the stack is set up with.
pub(crate) struct HttpConfig {
    /// The caller's own.
    pub(crate) client: Option<reqwest::Client>,
    pub(crate) connect_timeout: Duration,
    /// How long the service may be silent.
    pub(crate) read_timeout: Duration,
    pub(crate) limit: u64,
    pub(crate) user_agent: String,
    /// Whether any host is reached by TLS.
    pub(crate) tls: bool,
}

impl Http {
    pub(crate) fn new(mut config: HttpConfig) -> Result<Self, Error> {
        let (silence, limit) = (config.read_timeout, config.limit);
        let (client, foreign) = match config.client.take() {
            Some(client) => (client, true),
            None => (Self::own(config)?, false),
        };
        Ok(Self { client, foreign, silence, limit })
    }

    fn own(config: HttpConfig) -> Result<reqwest::Client, Error> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(config.connect_timeout)
            .pool_idle_timeout(IDLE)
            .user_agent(config.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false);
        if !config.tls {
            builder = builder.no_proxy();
        }
        let client = tls::configure(builder, config.tls)?.build();
        client.map_err(|error| Error::invalid("http", error.to_string()))
    }

    /// A client that nobody here set up may follow redirects. It does not send a body again that it cannot copy, and an
    /// answer that came from elsewhere is told by its URL, which is given back.
    fn guard(&self, request: &mut Request) -> Option<Url> {
        if !self.foreign {
            return None;
        }
        if let Some(body) = request.body_mut().take() {
            *request.body_mut() = Some(reqwest::Body::wrap(body));
        }
        Some(request.url().clone())
    }

    /// Sends a request and reads its answer, up to the deadline.
    pub(crate) async fn exchange(&self, request: Request, bounds: Bounds) -> Result<RawResponse, Error> {
        let (mut raw, mut incoming) = self.start(request).open(None, bounds).await?;
        raw.body = incoming.collect().await?;
        Ok(raw)
    }

    /// Hands a request over; it goes out when its answer is waited for. Not `async`, so that no future holds the request.
    pub(crate) fn start(
        &self,
        mut request: Request,
    ) -> Started<impl Future<Output = reqwest::Result<Response>> + use<>> {
        let asked = self.guard(&mut request).map(Box::new);
        Started { response: self.client.execute(request), asked }
    }

    /// What bounds an exchange of this operation; the limit is the client's where none is given.
    pub(crate) fn bounds(&self, operation: &Name, deadline: Deadline, limit: Option<u64>) -> Bounds {
        let limit = limit.unwrap_or(self.limit);
        Bounds { operation: operation.clone(), deadline, silence: self.silence, limit }
    }
}

/// A request on its way.
pub(crate) struct Started<R> {
    response: R,
    /// Where the answer is to come from, if a client may follow redirects.
    asked: Option<Box<Url>>,
}

impl<R: Future<Output = reqwest::Result<Response>>> Started<R> {
    /// Waits for the head of the answer; the body comes through [`Incoming`].
    pub(crate) async fn open(
        self,
        progress: Option<&Progress>,
        bounds: Bounds,
    ) -> Result<(RawResponse, Incoming), Error> {
        let mut response = match progress {
            Some(progress) => upload(self.response, progress, &bounds).await?,
            None => bounds.head(self.response).await?,
        };
        if self.asked.is_some_and(|asked| *asked != *response.url()) {
            return Err(redirected(&response, &bounds.operation));
        }
        let length = response.content_length();
        let headers = std::mem::take(response.headers_mut());
        let head = size(&headers);
        let raw = RawResponse::new(response.status().as_u16(), headers, Bytes::new());
        Ok((raw, Incoming::new(response, length, head, bounds)?))
    }
}

/// A long body on its way is a sign of life, as long as the service takes it.
async fn upload(
    response: impl Future<Output = reqwest::Result<Response>>,
    progress: &Progress,
    bounds: &Bounds,
) -> Result<Response, Error> {
    let mut response = pin!(response);
    loop {
        let silent = progress.silent_since().elapsed();
        let (end, is_deadline) = bounds.deadline.or_after(bounds.silence.saturating_sub(silent));
        match end.bound(&mut response).await {
            Ok(Ok(response)) => return Ok(response),
            Ok(Err(error)) => {
                let cause = progress.take_failure();
                return Err(cause.unwrap_or_else(|| Error::transport(&bounds.operation, error)));
            }
            Err(_) if !is_deadline && progress.silent_since().elapsed() < bounds.silence => {}
            Err(_) => return Err(bounds.late(is_deadline)),
        }
    }
}

fn redirected(response: &Response, operation: &str) -> Error {
    Error::UnexpectedBody {
        status: response.status().as_u16(),
        content_type: None,
        problem: "the HTTP client followed a redirect, and the answer came from elsewhere: set its policy to none"
            .into(),
        operation: operation.to_owned(),
    }
}

/// How many bytes the headers have.
fn size(headers: &HeaderMap) -> u64 {
    headers.iter().map(|(name, value)| (name.as_str().len() + value.len() + 4) as u64).sum()
}
