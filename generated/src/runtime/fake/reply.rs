//! In: what the service says. Out: an HTTP answer in parts, and how its sending fails.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::problem::Problem;

/// An answer before it is sent.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) media: Option<String>,
    pub(super) body: Bytes,
    pub(super) wait: Duration,
    pub(super) sending: Sending,
}

/// How much of an answer gets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    Whole,
    /// The connection is reset in the middle of the body.
    Cut,
    /// The connection is reset at once.
    Reset,
}

impl Reply {
    pub(super) fn new(status: u16, media: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self { status, media: Some(media.into()), body: body.into(), wait: Duration::ZERO, sending: Sending::Whole }
    }

    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json;charset=UTF-8", body.to_string())
    }

    pub(super) fn problem(problem: &Problem) -> Self {
        Self::json(problem.status, &json!({"code": problem.code, "message": problem.message}))
    }

    pub(super) fn empty(status: u16) -> Self {
        Self { media: None, ..Self::new(status, "", Bytes::new()) }
    }
}
