//! In: what became of one try. Out: whether, when and how the request is tried again.
//!
//! - `clock`: time as Tokio sees it, and the deadline of a request.
//! - `headers`: what an answer says about waiting.
//! - `classify`: an answer or error to an outcome.
//! - `retry`: an outcome to a decision; pure.
//! - `limits`: the settings; `lane`: what all calls of one organisation share; `governor`: the lanes.

pub(crate) mod classify;
pub(crate) mod clock;
pub(crate) mod governor;
mod headers;
mod lane;
pub mod limits;
pub mod retry;

pub(crate) use headers::{quota, wait_for};
