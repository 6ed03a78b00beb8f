//! In: a call. Out: the answer as it came, after as many tries as the policies allow.
//!
//! Compiled once for all operations. A try is: a permit of the organisation's lane, a token, an exchange. What becomes
//! of it is classified and decided in [`policy`](super::policy); here it is only done.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, Request, Response};
use secrecy::ExposeSecret;

use super::auth::Token;
use super::body::Content;
use super::body::progress::Progress;
use super::call::{Call, Target};
use super::client::Inner;
use super::download::sink::Sink;
use super::error::{AuthError, AuthErrorKind, Error, Quota, RateLimit, TimeoutKind};
use super::http::Started;
use super::log;
use super::middleware::Chain;
use super::policy::classify::{self, Outcome};
use super::policy::clock::Deadline;
use super::policy::governor::{Hold, Lane, Permit};
use super::policy::retry::{Decision, Tries, is_repeatable};
use super::prepare::{Prepared, prepare};
use super::response::{RawResponse, Trail};

/// Sends a call.
#[expect(clippy::manual_async_fn, reason = "the future of an `async fn` would hold the call twice")]
pub(crate) fn execute(call: Call) -> impl Future<Output = Result<RawResponse, Error>> + Send {
    async move { send(&call, None).await.map(|(raw, _)| raw) }
}

/// Sends a call whose answer, where it is a file, goes to a sink: then the second value is `true`, and the body empty.
pub(crate) async fn execute_into(call: Call, sink: &mut dyn Sink) -> Result<(RawResponse, bool), Error> {
    send(&call, Some(sink)).await
}

async fn send(call: &Call, sink: Option<&mut dyn Sink>) -> Result<(RawResponse, bool), Error> {
    let span = log::CallSpan::new(call);
    span.around(within(call, sink, &span)).await
}

async fn within(call: &Call, sink: Option<&mut dyn Sink>, span: &log::CallSpan) -> Result<(RawResponse, bool), Error> {
    let (result, sent, received) = match prepare(call) {
        Ok(prepared) => {
            let mut sending = Sending::new(call, prepared, sink, span);
            (sending.run().await, sending.sent, sending.received)
        }
        Err(error) => (Err(error), 0, false),
    };
    span.end(call, sent, &result);
    result.map(|raw| (raw, received))
}

/// A call on its way.
struct Sending<'a, 's> {
    call: &'a Call,
    span: &'a log::CallSpan,
    inner: &'a Inner,
    target: &'a Target,
    operation: Cow<'static, str>,
    prepared: Prepared,
    deadline: Deadline,
    /// The largest answer to be read.
    limit: Option<u64>,
    /// Where an answer goes that is a file, and whether it went there. The mutex is never locked by two: it makes the whole
    /// shareable, as futures of methods with `&self` ask for.
    sink: Option<Mutex<&'s mut dyn Sink>>,
    received: bool,
    lane: Arc<Lane>,
    tries: Tries,
    /// How often the request went out.
    sent: u32,
    /// The token of the last try.
    token: Option<Token>,
    /// The token that the service refused, and that was given up for another one.
    given_up: Option<Token>,
    /// The pause that the last try brought about.
    paused: Option<Duration>,
}

impl<'a, 's> Sending<'a, 's> {
    fn new(call: &'a Call, prepared: Prepared, sink: Option<&'s mut dyn Sink>, span: &'a log::CallSpan) -> Self {
        let inner = &*call.client.inner;
        let policy = call.options.retry.as_ref().unwrap_or(&inner.retry);
        let repeatable = call.options.repeatable || is_repeatable(&prepared.method, &prepared.headers);
        Self {
            call,
            span,
            inner,
            target: &call.target,
            operation: call.operation(),
            deadline: call.options.deadline(inner.timeout),
            limit: call.options.limit,
            sink: sink.map(Mutex::new),
            received: false,
            lane: inner.governor.lane(call.organization.as_ref().or(call.client.organization.as_ref())),
            tries: Tries::new(policy, repeatable),
            prepared,
            sent: 0,
            token: None,
            given_up: None,
            paused: None,
        }
    }

    async fn run(&mut self) -> Result<RawResponse, Error> {
        loop {
            let result = self.attempt().await;
            let outcome = match &result {
                Ok(raw) => classify::answer(raw, self.target.has_envelope()),
                Err(error) => classify::error(error),
            };
            self.paused = self.pause(&outcome);
            let wait = match self.tries.decide(&outcome) {
                Decision::NewToken(_) if self.is_spent() => {
                    self.refuse_token();
                    return self.finish(result, &outcome);
                }
                _ if self.is_spent() => return self.finish(result, &outcome),
                Decision::Again(wait) => wait,
                Decision::AfterPause => self.paused.unwrap_or_default(),
                Decision::NewToken(code) if self.give_up_token(code) => Duration::ZERO,
                Decision::Finish | Decision::NewToken(_) => return self.finish(result, &outcome),
            };
            if !self.deadline.allows(wait) {
                return self.finish(result, &outcome);
            }
            log::again(&outcome, wait);
            // In a pause it is the lane that waits, together with all others.
            if self.paused.is_none() {
                tokio::time::sleep(wait).await;
            }
        }
    }

    /// One try, without a look at what came of it.
    async fn attempt(&mut self) -> Result<RawResponse, Error> {
        let turn = log::Timer::start();
        let mut permit = self.lane.enter(self.deadline).await.map_err(|hold| self.held(hold))?;
        turn.turn();
        let token = self.token().await?;
        let (mut request, progress) = self.request(&token).await?;
        self.token = Some(token);
        self.span.server(request.url());
        let mut chain = Chain::new(self.call, &request, self.sent + 1);
        chain.before(&mut request, self.deadline).await?;
        permit.spend();
        self.sent += 1;
        let timer = log::Timer::start();
        let started = self.inner.http.start(request);
        let result = self.exchange(started, progress.as_deref(), permit).await;
        timer.tried(self.sent, &result);
        chain.after(&result, self.deadline).await;
        result
    }

    /// Reads the answer, or gives it to the sink.
    async fn exchange(
        &mut self,
        started: Started<impl Future<Output = reqwest::Result<Response>>>,
        progress: Option<&Progress>,
        permit: Permit,
    ) -> Result<RawResponse, Error> {
        let bounds = self.inner.http.bounds(&self.operation, self.deadline, self.limit);
        let (mut raw, mut body) = started.open(progress, bounds).await?;
        let wanted = self.sink.is_some() && raw.is_success();
        let is_file = wanted && body.is_file(&raw.content_type().unwrap_or_default()).await?;
        match &mut self.sink {
            Some(sink) if is_file => {
                body.hold(permit);
                sink.get_mut().unwrap_or_else(PoisonError::into_inner).receive(body).await?;
                self.received = true;
            }
            _ => raw.body = body.collect().await?,
        }
        Ok(raw)
    }

    /// Whether trying again is out of the question: the body cannot be read again, or a part of the answer was written.
    fn is_spent(&self) -> bool {
        let written = |sink: &Mutex<&mut dyn Sink>| sink.lock().unwrap_or_else(PoisonError::into_inner).is_spent();
        self.prepared.body.as_ref().is_some_and(Content::is_spent) || self.sink.as_ref().is_some_and(written)
    }

    /// The token is of no use, for others neither.
    fn refuse_token(&self) {
        if let Some(token) = &self.token {
            self.inner.auth.rejected(token);
        }
    }

    /// After too many requests in a minute all calls of the organisation wait, whether or not this one goes on.
    fn pause(&self, outcome: &Outcome) -> Option<Duration> {
        let Outcome::Limited { limit: RateLimit::PerMinute, wait } = outcome else { return None };
        let wait = wait.unwrap_or_else(|| self.inner.governor.pause());
        self.lane.pause(wait);
        Some(wait)
    }

    /// Gives up the token, where another one may help. Where that was of no use before, it is not tried for a while.
    fn give_up_token(&mut self, code: Option<i64>) -> bool {
        let Some(token) = &self.token else { return false };
        if self.inner.denied.contains(self.target, code) || !self.inner.auth.rejected(token) {
            return false;
        }
        self.given_up = self.token.take();
        true
    }

    async fn token(&self) -> Result<Token, Error> {
        let token = self.deadline.bound(self.inner.auth.token(&self.inner.auth_context)).await;
        let token = token.map_err(|_| self.late())?;
        token.map_err(|error| match error {
            error @ (Error::InvalidInput { .. } | Error::Io { .. }) => error,
            error => Error::Auth(AuthError { operation: self.operation.to_string(), ..AuthError::unavailable(error) }),
        })
    }

    /// The request of one try, and how far its body has come where it is long.
    async fn request(&self, token: &Token) -> Result<(Request, Option<Arc<Progress>>), Error> {
        let url = self.inner.url(token, &self.prepared.path)?;
        let mut request = Request::new(self.prepared.method.clone(), url);
        *request.headers_mut() = self.prepared.headers.clone();
        request.headers_mut().insert(AUTHORIZATION, authorization(token)?);
        let Some(content) = &self.prepared.body else { return Ok((request, None)) };
        let (body, progress) = content.open().await?;
        *request.body_mut() = Some(body);
        Ok((request, progress))
    }

    /// The result with what the tries say about it.
    fn finish(&mut self, result: Result<RawResponse, Error>, outcome: &Outcome) -> Result<RawResponse, Error> {
        match result {
            Ok(mut raw) => {
                raw.trail = Trail {
                    token_is_fresh: self.token_is_fresh(&raw, outcome),
                    deleted_before: *outcome == Outcome::Gone && self.may_have_deleted(),
                    scopes: self.target.scopes(),
                    tries: self.sent,
                    is_spent: self.is_spent(),
                    pause: self.paused,
                    token: self.token.take(),
                };
                Ok(raw)
            }
            Err(mut error) => {
                if let Error::Transport { sent, .. } | Error::Timeout { sent, .. } | Error::Refused { sent, .. } =
                    &mut error
                {
                    *sent |= self.tries.reached();
                }
                Err(error)
            }
        }
    }

    /// Whether an earlier try may be why there is nothing left to delete.
    fn may_have_deleted(&self) -> bool {
        self.prepared.method == Method::DELETE && self.tries.reached() && self.target.takes_nothing()
    }

    /// Whether the service refused a token that cannot be dead; and keeps in mind for which operations that is so.
    fn token_is_fresh(&self, raw: &RawResponse, outcome: &Outcome) -> bool {
        let denied = &self.inner.denied;
        let Outcome::Unauthorized { code } = *outcome else {
            if raw.is_success() {
                denied.forget(self.target);
            }
            return false;
        };
        let renewed = self.given_up.as_ref().zip(self.token.as_ref()).is_some_and(|(old, new)| !old.is(new));
        if renewed {
            denied.insert(self.target, code);
        }
        renewed || denied.contains(self.target, code)
    }

    fn held(&self, hold: Hold) -> Error {
        let (message, wait) = match hold {
            Hold::Pause(wait) => ("the service asked for a pause that is longer than the request may take", wait),
            Hold::Window(wait) => ("the client holds it back for longer than it may take", wait),
            Hold::Queue => return self.late(),
        };
        Error::RateLimit {
            limit: RateLimit::PerMinute,
            message: message.to_owned(),
            retry_after: Some(wait),
            quota: Quota::default(),
            operation: self.operation.to_string(),
        }
    }

    /// The deadline passed before this try went out.
    fn late(&self) -> Error {
        let sent = self.tries.reached();
        Error::Timeout { operation: self.operation.to_string(), kind: TimeoutKind::Deadline, sent }
    }
}

fn authorization(token: &Token) -> Result<HeaderValue, Error> {
    const SCHEME: &str = "Zoho-oauthtoken ";
    let secret = token.secret().expose_secret();
    let mut text = String::with_capacity(SCHEME.len() + secret.len());
    text.push_str(SCHEME);
    text.push_str(secret);
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| AuthError::new(AuthErrorKind::Missing, "the token has characters that no token has"))?;
    value.set_sensitive(true);
    Ok(value)
}
