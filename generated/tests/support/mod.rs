//! Hand-written parts of the machine-owned tests.
#![allow(clippy::panic, reason = "a test fails by panicking")]

pub(crate) mod compare;
pub(crate) mod documented;
pub(crate) mod envelope;
pub(crate) mod kinds;
pub(crate) mod pass;
pub(crate) mod places;
pub(crate) mod random;
pub(crate) mod reading;
pub(crate) mod requests;
pub(crate) mod rows;
pub(crate) mod table;
pub(crate) mod tolerance;
pub(crate) mod wire;
