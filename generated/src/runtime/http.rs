//! In: one HTTP request. Out: its answer as a whole, bounded in size and time. No retries, no redirects, no credentials.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{Request, Response};

use super::error::Error;
use super::response::RawResponse;
use super::tls;

/// The HTTP stack with its limits.
pub(crate) struct Http {
    client: reqwest::Client,
    limit: u64,
}

/// What the stack is set up with.
pub(crate) struct HttpConfig {
    pub(crate) timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) limit: u64,
    pub(crate) user_agent: String,
    /// Whether any host is reached by TLS.
    pub(crate) tls: bool,
}

impl Http {
    pub(crate) fn new(config: HttpConfig) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .timeout(config.timeout)
            .connect_timeout(config.connect_timeout)
            .user_agent(config.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false);
        if !config.tls {
            builder = builder.no_proxy();
        }
        let client = tls::configure(builder, config.tls)?.build();
        let client = client.map_err(|error| Error::invalid("http", error.to_string()))?;
        Ok(Self { client, limit: config.limit })
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn exchange(&self, request: Request, operation: &str) -> Result<RawResponse, Error> {
        let response = self.client.execute(request).await.map_err(|error| Error::transport(operation, error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = self.body(response, operation).await?;
        Ok(RawResponse { status, headers, body })
    }

    async fn body(&self, mut response: Response, operation: &str) -> Result<Bytes, Error> {
        if response.content_length().is_some_and(|length| length > self.limit) {
            return Err(self.too_large(operation));
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| Error::transport(operation, error))? {
            if (body.len() + chunk.len()) as u64 > self.limit {
                return Err(self.too_large(operation));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    fn too_large(&self, operation: &str) -> Error {
        Error::TooLarge { limit: self.limit, operation: operation.to_owned() }
    }
}
