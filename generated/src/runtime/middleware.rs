//! In: hooks that a caller registers. Out: the same hooks around each try of each request, with what they may know.
//!
//! They see everything of a try but its credentials, and none of the requests to the accounts server.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, Request, Url};

use super::auth::BoxFuture;
use super::call::{Call, Name, Target};
use super::envelope;
use super::error::{Error, TimeoutKind};
use super::id::Id;
use super::policy::clock::{Deadline, Instant};
use super::prepare;
use super::response::RawResponse;

/// Any error: what [`Middleware::before`] refuses with.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Something around each try of each request: measures it, adds headers, or refuses it.
///
/// It is registered with [`ClientBuilder::middleware`](crate::ClientBuilder::middleware); of several, `before` is called
/// in the order in which they were registered, and `after` in the other order. A request that is sent again is several
/// tries. It never sees the `Authorization` header or another secret, and nothing of the requests for tokens. What
/// `before` refuses is an [`Error::Refused`], which is not tried again.
///
/// Both run within the time limit of the request, while the try takes its place among the calls at the same time. Where
/// the future of a request is dropped, `after` is not called.
///
/// ```
/// use zoho_finance::{Attempt, Attempted, BoxError, BoxFuture, Middleware};
///
/// /// Marks requests, and prints how long they take.
/// struct Timing;
///
/// impl Middleware for Timing {
///     fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
///         Box::pin(async {
///             attempt.set_header("X-Request-Source", "nightly-sync")?;
///             Ok(())
///         })
///     }
///
///     fn after<'a>(&'a self, attempt: &'a Attempt, result: &'a Attempted<'a>) -> BoxFuture<'a, ()> {
///         Box::pin(async {
///             let how = result.status().map_or_else(|| "no answer".to_owned(), |status| status.to_string());
///             println!("{} try {}: {how} in {:?}", attempt.operation(), attempt.number(), result.duration());
///         })
///     }
/// }
///
/// # fn f() -> zoho_finance::Result<()> {
/// let client = zoho_finance::Client::builder().middleware(Timing).build()?;
/// # Ok(())
/// # }
/// ```
pub trait Middleware: Send + Sync {
    /// Called before a try is sent. An error ends the request, and nothing is sent.
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        let _ = attempt;
        Box::pin(std::future::ready(Ok(())))
    }

    /// Called after a try, also after one that a later middleware refused.
    fn after<'a>(&'a self, attempt: &'a Attempt, result: &'a Attempted<'a>) -> BoxFuture<'a, ()> {
        let _ = (attempt, result);
        Box::pin(std::future::ready(()))
    }
}

/// Clients can share one.
impl<T: Middleware + ?Sized> Middleware for Arc<T> {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        (**self).before(attempt)
    }

    fn after<'a>(&'a self, attempt: &'a Attempt, result: &'a Attempted<'a>) -> BoxFuture<'a, ()> {
        (**self).after(attempt, result)
    }
}

/// One try of a request, as a [`Middleware`] sees it.
pub struct Attempt {
    operation: Name,
    product: Option<&'static str>,
    template: Name,
    method: Method,
    url: Url,
    headers: HeaderMap,
    added: HeaderMap,
    organization: Option<Id>,
    number: u32,
}

impl Attempt {
    /// The name of the operation, such as `list_invoices`; for requests by hand it is the method and the path as given.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The product, such as `books`; `None` for requests by hand.
    pub fn product(&self) -> Option<&'static str> {
        self.product
    }

    /// The path without values, such as `/books/v3/invoices/{invoice_id}`: there are few of them, which is what metrics
    /// need. For requests by hand it is the path as given.
    pub fn path_template(&self) -> &str {
        &self.template
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Where the request goes. Credentials are never part of it, but path and query have what the caller asked for.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// All headers but `Authorization`, those that middleware added included.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Sets a header, for this try.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for `Authorization` and what else belongs to the client, and for what no header can hold.
    pub fn set_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        prepare::custom(&mut self.added, name, value)?;
        prepare::custom(&mut self.headers, name, value)
    }

    /// The organisation of the request, or else of the client.
    pub fn organization(&self) -> Option<&Id> {
        self.organization.as_ref()
    }

    /// Which try it is, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }
}

/// Values are customer data, and not shown.
impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.operation)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// What became of a try, as a [`Middleware`] sees it.
#[derive(Debug)]
pub struct Attempted<'a> {
    result: Result<&'a RawResponse, &'a Error>,
    code: Option<i64>,
    duration: Duration,
}

impl Attempted<'_> {
    /// The HTTP status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        self.result.ok().map(|raw| raw.status)
    }

    /// The headers, where an answer came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.result.ok().map(|raw| &raw.headers)
    }

    /// The service's code, where the answer reports an error by one.
    pub fn code(&self) -> Option<i64> {
        self.code
    }

    /// Why no answer came. [`Error::kind`] names it in a word.
    pub fn error(&self) -> Option<&Error> {
        self.result.err()
    }

    /// From sending to the end of the answer; without the wait for a turn or a token, and without middleware.
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

/// The hooks around one try.
pub(crate) struct Chain<'a> {
    middleware: &'a [Arc<dyn Middleware>],
    /// Made only where there is somebody to see it.
    attempt: Option<Box<Attempt>>,
    /// How many have been told of the beginning.
    begun: usize,
    since: Option<Instant>,
    envelope: bool,
}

impl<'a> Chain<'a> {
    /// The hooks of a client around this request, its credentials left out.
    pub(crate) fn new(call: &'a Call, request: &Request, number: u32) -> Self {
        let middleware = &call.client.inner.middleware[..];
        let attempt = (!middleware.is_empty()).then(|| Box::new(attempt(call, request, number)));
        Self { middleware, attempt, begun: 0, since: None, envelope: call.target.has_envelope() }
    }

    /// Calls `before` of each one, and gives the request the headers that they add.
    pub(crate) async fn before(&mut self, request: &mut Request, deadline: Deadline) -> Result<(), Error> {
        let Some(attempt) = &mut self.attempt else { return Ok(()) };
        for middleware in self.middleware {
            let operation = attempt.operation.to_string();
            let error = match deadline.bound(middleware.before(attempt)).await {
                Ok(Ok(())) => {
                    self.begun += 1;
                    continue;
                }
                Ok(Err(source)) => Error::Refused { operation, sent: false, source },
                Err(_) => Error::Timeout { operation, kind: TimeoutKind::Deadline, sent: false },
            };
            self.tell(Err(&error), Duration::ZERO, deadline).await;
            return Err(error);
        }
        for (name, value) in &attempt.added {
            request.headers_mut().insert(name, value.clone());
        }
        self.since = Some(Instant::now());
        Ok(())
    }

    /// Calls `after` of each one whose `before` was called, the last one first.
    pub(crate) async fn after(&self, result: &Result<RawResponse, Error>, deadline: Deadline) {
        let Some(since) = self.since else { return };
        self.tell(result.as_ref(), since.elapsed(), deadline).await;
    }

    async fn tell(&self, result: Result<&RawResponse, &Error>, duration: Duration, deadline: Deadline) {
        let Some(attempt) = &self.attempt else { return };
        let code = result.ok().and_then(|raw| envelope::failure(raw, self.envelope));
        let result = Attempted { result, code, duration };
        for middleware in self.middleware.iter().take(self.begun).rev() {
            // One that takes longer than the request may is not waited for.
            let _ = deadline.bound(middleware.after(attempt, &result)).await;
        }
    }
}

fn attempt(call: &Call, request: &Request, number: u32) -> Attempt {
    let mut headers = request.headers().clone();
    headers.remove("authorization");
    Attempt {
        operation: call.operation(),
        product: call.target.product(),
        template: match &call.target {
            Target::Operation(spec) => Cow::Owned(format!("{}{}", spec.base_path, spec.path)),
            Target::Path { path, .. } => Cow::Owned(path.clone()),
        },
        method: request.method().clone(),
        url: request.url().clone(),
        headers,
        added: HeaderMap::new(),
        organization: call.organization.as_ref().or(call.client.organization.as_ref()).cloned(),
        number,
    }
}
