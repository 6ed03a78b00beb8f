//! In: one HTTP request. Out: its answer, bounded in size and time. No retries, no redirects, no credentials.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use reqwest::{Request, Response};

use super::body::progress::Progress;
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
    silence: Duration,
    limit: u64,
}

/// What the stack is set up with.
pub(crate) struct HttpConfig {
    pub(crate) connect_timeout: Duration,
    /// How long the service may be silent.
    pub(crate) read_timeout: Duration,
    pub(crate) limit: u64,
    pub(crate) user_agent: String,
    /// Whether any host is reached by TLS.
    pub(crate) tls: bool,
}

impl Http {
    pub(crate) fn new(config: HttpConfig) -> Result<Self, Error> {
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
        let client = client.map_err(|error| Error::invalid("http", error.to_string()))?;
        Ok(Self { client, silence: config.read_timeout, limit: config.limit })
    }

    /// Sends a request and reads its answer, up to the deadline.
    pub(crate) async fn exchange(&self, request: Request, bounds: Bounds) -> Result<RawResponse, Error> {
        let (mut raw, mut incoming) = self.open(request, None, bounds).await?;
        raw.body = incoming.collect().await?;
        Ok(raw)
    }

    /// Sends a request and waits for the head of its answer; the body comes through [`Incoming`].
    pub(crate) async fn open(
        &self,
        request: Request,
        progress: Option<&Progress>,
        bounds: Bounds,
    ) -> Result<(RawResponse, Incoming), Error> {
        let response = match progress {
            Some(progress) => self.upload(request, progress, &bounds).await?,
            None => bounds.step(self.client.execute(request)).await?,
        };
        let raw = RawResponse::new(response.status().as_u16(), response.headers().clone(), Bytes::new());
        Ok((raw, Incoming::new(response, bounds)?))
    }

    /// A long body on its way is a sign of life, as long as the service takes it.
    async fn upload(&self, request: Request, progress: &Progress, bounds: &Bounds) -> Result<Response, Error> {
        let mut response = pin!(self.client.execute(request));
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

    /// What bounds an exchange of this operation; the limit is the client's where none is given.
    pub(crate) fn bounds(&self, operation: &str, deadline: Deadline, limit: Option<u64>) -> Bounds {
        let limit = limit.unwrap_or(self.limit);
        Bounds { operation: operation.to_owned(), deadline, silence: self.silence, limit }
    }
}
