//! Tests of the whole project.
//!
//! In: the documents of `specs/`, small documents of this folder's own, the generated crate. Out: what the stages,
//! the command line and the client do with them, one concern a module. One binary, so that all is linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "in a test a failed expectation is the failure to be reported"
)]

mod bad;
mod cases;
mod choices;
mod command;
mod compile;
mod diff;
mod docs;
mod drift;
mod effect;
mod explain;
mod fetch;
mod help;
mod http;
mod kills;
mod lint;
mod machine_owned;
mod mock;
mod names;
mod oauth;
mod refresh;
mod release;
mod report;
mod shared;
mod snapshots;
mod support;
