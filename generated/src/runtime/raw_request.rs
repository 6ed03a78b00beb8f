//! In: method and path by hand. Out: a request with the client's credentials.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::call::{Call, Target};
use super::client::Client;
use super::envelope;
use super::param::Param;
use super::pending::Pending;
use super::policy::retry::RetryPolicy;
use super::response::RawResponse;

/// A request by hand: what [`Client::request`] gives back.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest {
    call: Call,
}

impl RawRequest {
    pub(crate) fn new(client: &Client, method: String, path: String) -> Self {
        Self { call: Call::to(client, Target::Path { method, path }) }
    }

    /// Adds a query parameter. The organisation is not added by itself.
    pub fn query(mut self, name: impl Into<String>, value: impl Param) -> Self {
        self.call.add_query(name.into(), value.into_param());
        self
    }

    /// Sets a header. `Authorization` and the like are refused when sending.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call.put_header(name.into(), value.into());
        self
    }

    /// Sets the JSON body.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.call.put_json(serde_json::to_vec(body));
        self
    }

    /// How long the request may take as a whole, with all tries and waits.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call.set_timeout(timeout);
        self
    }

    /// How often and how fast the request is sent again where it fails.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.call.set_retry(policy);
        self
    }

    /// The largest answer to be read, in bytes, in place of the client's.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.call.set_limit(bytes);
        self
    }

    /// Says that doing it twice does no harm, so that it is sent again whatever its method is.
    pub fn retry_unsafe(mut self) -> Self {
        self.call.set_repeatable();
        self
    }

    /// Sends the request; the result is the body as JSON. Errors that it reports are errors.
    pub fn send(self) -> Pending<Value> {
        Pending::new(self.call, |raw, target| {
            let operation = target.name();
            envelope::check(&raw, &operation, true)?;
            let text = envelope::json_text(&raw, &operation)?;
            serde_json::from_str(text).map_err(|error| envelope::decode(&operation, &error))
        })
    }

    /// Sends the request; the result is the answer as it came, errors that it reports included.
    pub fn send_raw(self) -> Pending<RawResponse> {
        Pending::raw(self.call)
    }
}

super::download!(RawRequest);
