//! In: a request. Out: what a test can ask about it.

use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::form;

/// A request that the fake service received, and what became of it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The HTTP method.
    pub method: String,
    /// The path, percent-encoded as it came.
    pub path: String,
    /// The query parameters, decoded, in the order in which they came.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The stable name of the operation, where it is one.
    pub operation: Option<String>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What the service found wrong: its code and message.
    pub problem: Option<(i64, String)>,
    /// What it came with that the documents do not have: `query colour`, `body.colour`. The service ignores it, so a
    /// misspelt name goes unnoticed.
    pub undocumented: Vec<String>,
}

impl Received {
    pub(super) fn new(method: &str, uri: &hyper::Uri, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            method: method.to_owned(),
            path: uri.path().to_owned(),
            query: form::pairs(uri.query().unwrap_or_default()),
            headers,
            body,
            operation: None,
            status: 0,
            problem: None,
            undocumented: Vec::new(),
        }
    }

    /// The first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The text of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The JSON body, also where it travelled beside files.
    pub fn json(&self) -> Option<Value> {
        let parts = form::parts(self).unwrap_or_default();
        let json = parts.into_iter().find(|part| part.name == crate::runtime::call::JSON_PART);
        serde_json::from_slice(json.as_ref().map_or(&self.body, |part| &part.bytes)).ok()
    }

    /// The media type of the body, in lower case and without its parameters.
    pub(super) fn content_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

/// Values are customer data, and headers hold the token: neither is shown.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("problem", &self.problem)
            .field("undocumented", &self.undocumented)
            .finish_non_exhaustive()
    }
}
