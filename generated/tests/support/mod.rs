//! Hand-written parts of the machine-owned tests.
#![allow(clippy::panic, reason = "a test fails by panicking")]

pub(crate) mod compare;
pub(crate) mod requests;
pub(crate) mod rows;
pub(crate) mod wire;
