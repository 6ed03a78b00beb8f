//! A service on this machine that behaves as the documents say, for tests of programs that use this crate.
//!
//! In: tables of operations, and orders of a test. Out: answers over HTTP, faults, and what was received. See
//! [`guide::testing`](crate::guide::testing) for how to use it.

mod accounts;
mod answer;
mod body;
mod builder;
mod check;
mod error;
mod fault;
mod file;
mod form;
mod keys;
mod multipart;
mod on;
mod orders;
mod pages;
mod problem;
mod received;
mod reply;
mod route;
mod server;
mod service;
mod shape;
mod state;
mod table;

pub use builder::ServiceBuilder;
pub use error::Error;
pub use fault::Fault;
pub use on::On;
pub use received::Received;
pub use service::Service;

#[cfg(test)]
mod tests;
