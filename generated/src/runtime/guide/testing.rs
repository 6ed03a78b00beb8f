//! How a program that uses this crate is tested without the service.
//!
//! # A service on this machine
//!
//! The feature `fake` brings [`fake::Service`](../../fake/struct.Service.html): a server on 127.0.0.1 that knows every
//! operation of this crate, and answers each with its documented example. Switch it on where the tests need it:
//!
//! ```toml
//! [dev-dependencies]
//! zoho-finance = { version = "0.1", features = ["fake"] }
//! ```
//!
//! [`client`](../../fake/struct.Service.html#method.client) begins a client of it: with a token that it knows, an
//! organisation, and no limits of its own. Everything between request value and answer is real, the HTTP included.
//!
//! ```
//! # #[cfg(feature = "fake")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use zoho_finance::fake::{Fault, Service};
//!
//! let service = Service::start().await?;
//! let client = service.client().build()?;
//!
//! service.next(Fault::Concurrency);
//! let answer = client.request("GET", "/no/such/path").send().await;
//! assert!(answer.is_err());
//! assert_eq!(service.requests().len(), 2); // it was tried again after the code 1070
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "fake"))]
//! # fn main() {}
//! ```
//!
//! The service runs on a thread of its own and ends when it is dropped; `start_blocking` is for tests without a runtime.
//! Each test can have its own.
//!
//! # What it checks
//!
//! In this order, and with the service's own codes: method and path (5), token (14, 57) and scopes (57), the
//! organisation where the operation takes one, required parameters, and the body (4, or 1038 where it is no JSON):
//! required keys, the kinds of all documented keys, required parts. It is as tolerant as the service: a number may come as
//! text, and what is not documented is ignored. [`Received::undocumented`](../../fake/struct.Received.html) names it all
//! the same, and a service that was built with `strict` refuses it, so that a misspelt filter does not go unnoticed.
//!
//! # What can be ordered
//!
//! - `service.next(Fault::PerDay)`: what goes wrong with the next request; several orders are carried out one after the
//!   other. There are the three limits, a refused token, errors of any code, slow answers, broken connections, halves of
//!   answers, HTML and nothing at all.
//! - `service.on::<Create>()`, with the type of an operation's request, or `service.on_id("create_invoice")`: the same
//!   for one operation (`next`, `next_times`, `always`, `works`), another answer (`answer`, `file`, `status`), and for a
//!   list how many items it has (`items`): they come in pages and have ids of their own.
//! - `service.on_token()`: what goes wrong with the accounts server, which this service is too. `expire_tokens` makes the
//!   tokens that it gave useless; `accept_token`, `accept_token_for`, `accept_refresh_token` and `accept_code` add others.
//! - `service.requests()` has what was received, in order.
//!
//! After a code 44 the client pauses for a minute. A test that does not want to wait sets
//! `.limits(Limits::none().pause(Duration::from_millis(50)))`.
//!
//! # What it does not do
//!
//! It keeps nothing: what was created is not in a list afterwards, and two reads give the same. It knows what the
//! documents say, not what the service does: bounds, patterns and listed values are not checked.
