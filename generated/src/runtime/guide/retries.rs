//! What is sent again by itself, what never is, and how long it may all take.
//!
//! # The rule
//!
//! A request is sent again where that cannot do harm.
//!
//! | what happened | `GET` | `PUT`, `DELETE` | `POST`, others |
//! |---|---|---|---|
//! | no connection: nothing was sent | again | again | again |
//! | no token: the accounts server cannot be reached | again | again | again |
//! | a limit (codes 44 and 1070, other HTTP 429) | again | again | again |
//! | the token was refused (codes 14 and 57, HTTP 401) | once more | once more | once more |
//! | HTTP 5xx and 408, code 1000 | again | again | **never** |
//! | the connection broke, or the service fell silent | again | again | **never** |
//! | any other answer, the daily limit (code 45) too | never | never | never |
//!
//! - What was read from a reader, or written to a writer of yours, is not sent again: see [`files`](super::files).
//! - HTTP 501 and 505 are answers like any other.
//! - A `PUT` with the header `X-Upsert` creates what it does not find, and counts as `POST`.
//! - Where a `DELETE` is sent again and the thing does not exist any more (code 1002), the first one has deleted it: that is
//!   a success.
//! - Where you know that a request does no harm twice, say so with `retry_unsafe()` on the request.
//!
//! # How often, and how fast
//!
//! Up to four times in all, after waits of about 0.3, 0.6 and 1.2 seconds, each made longer by up to its own length, by
//! chance. `Retry-After` is honoured. [`RetryPolicy`](crate::RetryPolicy) changes it, for the client or for a request:
//!
//! ```
//! # async fn f() -> zoho_finance::Result<()> {
//! use std::time::Duration;
//! use zoho_finance::{Client, RetryPolicy};
//!
//! let client = Client::builder().retry(RetryPolicy::default().tries(6)).build()?;
//! let request = client.request("GET", "/a/path").retry(RetryPolicy::none()).timeout(Duration::from_secs(10));
//! let body = request.send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # How long
//!
//! One deadline covers all of it: waiting for a turn, for a token, all tries and the waits between them. It is five minutes
//! from the first poll on, or what [`timeout`](crate::ClientBuilder::timeout) sets for the client or `timeout` for a
//! request; for `stream` and `pages` the latter covers all pages. A wait that could not end in time is not begun: the last failure is
//! given back at once. Besides, [`connect_timeout`](crate::ClientBuilder::connect_timeout) bounds connecting, and
//! [`read_timeout`](crate::ClientBuilder::read_timeout) how long the service may be silent, in each try.
//!
//! Dropping the future ends the request. If it was sent already, the service may carry it out.
//!
//! # When a `POST` fails
//!
//! [`Error::may_have_taken_effect`](crate::Error::may_have_taken_effect) says whether the service may have carried it out.
//! If so, look whether the thing is there before you create it again; a number of your own in it, such as a reference
//! number, makes that easy. The service has no idempotency keys.
