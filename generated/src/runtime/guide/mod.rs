//! How a client behaves, one subject a page. There is nothing to call here.
//!
//! - [`auth`]: how a program gets tokens, and how to keep them.
//! - [`limits`]: what the service allows, and what the client does to stay below.
//! - [`retries`]: what is sent again by itself, what never is, and how long it may all take.
//! - [`pages`]: lists, and how to go on after a failure.
//! - [`files`]: files to and from the service, of any size.
//! - `blocking` (with the feature of that name): the client in programs without `async`.
//! - [`escape_hatches`]: what to do where the documents say less than the service can; middleware, spans, requests by hand.
//! - [`errors`]: what can go wrong, and what to do about it.
//! - [`testing`]: how a program is tested without the service.

pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod errors;
pub mod escape_hatches;
pub mod files;
pub mod limits;
pub mod pages;
pub mod retries;
pub mod testing;
