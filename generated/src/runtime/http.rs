//! In: one HTTP request. Out: its answer as a whole, bounded in size and time. No retries, no redirects, no credentials.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{Request, Response};

use super::error::{Error, TimeoutKind};
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
    pub(crate) async fn exchange(
        &self,
        request: Request,
        operation: &str,
        deadline: Deadline,
    ) -> Result<RawResponse, Error> {
        let response = self.bound(self.client.execute(request), operation, deadline).await?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = self.body(response, operation, deadline).await?;
        Ok(RawResponse::new(status, headers, body))
    }

    async fn body(&self, mut response: Response, operation: &str, deadline: Deadline) -> Result<Bytes, Error> {
        if response.content_length().is_some_and(|length| length > self.limit) {
            return Err(self.too_large(operation));
        }
        let mut body = Body::default();
        while let Some(chunk) = self.bound(response.chunk(), operation, deadline).await? {
            if (body.len() + chunk.len()) as u64 > self.limit {
                return Err(self.too_large(operation));
            }
            body.push(chunk);
        }
        Ok(body.finish())
    }

    /// One step of an exchange: it ends with the deadline, or when the service is silent for too long.
    async fn bound<T>(
        &self,
        step: impl Future<Output = reqwest::Result<T>>,
        operation: &str,
        deadline: Deadline,
    ) -> Result<T, Error> {
        let (end, is_deadline) = deadline.or_after(self.silence);
        match end.bound(step).await {
            Ok(result) => result.map_err(|error| Error::transport(operation, error)),
            Err(_) => {
                let kind = if is_deadline { TimeoutKind::Deadline } else { TimeoutKind::Silence };
                Err(Error::Timeout { operation: operation.to_owned(), kind, sent: true })
            }
        }
    }

    fn too_large(&self, operation: &str) -> Error {
        Error::TooLarge { limit: self.limit, operation: operation.to_owned() }
    }
}

/// A body that comes in chunks. Short ones are one chunk, and not copied.
#[derive(Default)]
struct Body {
    first: Bytes,
    all: BytesMut,
}

impl Body {
    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn push(&mut self, chunk: Bytes) {
        if self.first.is_empty() {
            self.first = chunk;
            return;
        }
        if self.all.is_empty() {
            self.all.extend_from_slice(&self.first);
        }
        self.all.extend_from_slice(&chunk);
    }

    fn finish(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together() {
        for chunks in [&[][..], &["a"], &["", "a"], &["ab", "", "c", "de"]] {
            let mut body = Body::default();
            chunks.iter().for_each(|chunk| body.push(Bytes::from_static(chunk.as_bytes())));
            let expected = chunks.concat();
            assert_eq!(body.len(), expected.len());
            assert_eq!(body.finish(), expected);
        }
    }
}
