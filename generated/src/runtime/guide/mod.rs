//! How a client behaves, one subject a page. There is nothing to call here.
//!
//! - [`auth`]: how a program gets tokens, and how to keep them.
//! - [`limits`]: what the service allows, and what the client does to stay below.
//! - [`retries`]: what is sent again by itself, what never is, and how long it may all take.
//! - [`errors`]: what can go wrong, and what to do about it.

pub mod auth;
pub mod errors;
pub mod limits;
pub mod retries;
