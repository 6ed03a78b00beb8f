//! In: a call and the way to read its answer. Out: a future.
//!
//! The sending is one future for all operations, behind a pointer; only the reading differs.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use secrecy::ExposeSecret;

use super::call::{Call, Target};
use super::error::Error;
use super::operation::OperationSpec;
use super::output::Output;
use super::response::{Full, RawResponse};
use super::send;

/// An answer on its way, the same for all operations.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

type Read<T> = fn(RawResponse, &Target) -> Result<T, Error>;

/// A result on its way: a future to be awaited.
///
/// With the feature `blocking` it can be waited for instead, with `blocking::Wait`.
#[must_use = "a request is sent when it is awaited"]
pub struct Pending<T> {
    answer: Answer,
    target: Target,
    read: Read<T>,
}

impl<T> Pending<T> {
    pub(crate) fn new(call: Call, read: Read<T>) -> Self {
        let target = call.target.clone();
        Self { answer: Box::pin(send::execute(call)), target, read }
    }
}

impl Pending<RawResponse> {
    #[doc(hidden)]
    pub fn raw(call: Call) -> Self {
        Self::new(call, |raw, _| Ok(raw))
    }
}

impl<T: Output> Pending<Full<T>> {
    #[doc(hidden)]
    pub fn full(call: Call) -> Self {
        Self::new(call, |raw, target| T::read(raw, operation(target)?))
    }
}

impl<T: Output> Pending<T> {
    #[doc(hidden)]
    pub fn payload(call: Call) -> Self {
        Self::new(call, |raw, target| Ok(T::read(raw, operation(target)?)?.payload))
    }
}

/// Reads an answer. What it says in an error goes without the token, which some servers echo.
pub(crate) fn read<T>(raw: RawResponse, read: impl FnOnce(RawResponse) -> Result<T, Error>) -> Result<T, Error> {
    let token = raw.trail.token.clone();
    read(raw).map_err(|error| match &token {
        Some(token) => error.without(token.secret().expose_secret()),
        None => error,
    })
}

fn operation(target: &Target) -> Result<&'static OperationSpec, Error> {
    match target {
        Target::Operation(spec) => Ok(spec),
        Target::Path { path, .. } => Err(Error::invalid(path, "no operation is known for it")),
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let raw = ready!(self.answer.as_mut().poll(cx))?;
        Poll::Ready(read(raw, |raw| (self.read)(raw, &self.target)))
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("target", &self.target).finish_non_exhaustive()
    }
}
