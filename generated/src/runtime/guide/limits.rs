//! What the service allows, and what the client does to stay below.
//!
//! # Three limits
//!
//! The service answers with HTTP 429 for three reasons, told apart by the code in the body.
//!
//! | code | what is used up | what the client does |
//! |---|---|---|
//! | 44 | 100 requests a minute, for the organisation | all calls of the organisation pause for a minute, then go on |
//! | 1070 | 5 (free plan) or 10 calls at the same time | the call waits for a moment, longer each time, and is sent again |
//! | 45 | the plan's requests for the day | nothing: the error comes at once |
//!
//! `Retry-After` and `X-Rate-Limit-Reset` say how long to wait, where they are sent. A request that was refused for a
//! limit has not been carried out, so it is sent again whatever its method is, and as often as its time limit allows. One
//! whose wait would be longer than that fails at once with [`Error::RateLimit`](crate::Error::RateLimit), which says
//! which limit it is and, where it is known, how long to wait.
//!
//! # Staying below
//!
//! By itself the client sends at most 100 requests in any 60 seconds, and 5 at the same time, for each organisation; what
//! is more waits for its turn, first come, first served. All clones of a client count together, and so do the clients of
//! [`with_organization`](crate::Client::with_organization), each organisation for itself. Other programs of the same
//! organisation are not seen: give each its share.
//!
//! ```
//! # fn f() -> zoho_finance::Result<()> {
//! use zoho_finance::{Client, Limits};
//!
//! let client = Client::builder().limits(Limits::default().per_minute(60).concurrent(10)).build()?;
//! let unbounded = Client::builder().limits(Limits::none()).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Many requests at once
//!
//! Waiting counts as part of a request's time limit, five minutes unless
//! [`timeout`](crate::ClientBuilder::timeout) sets another: enough for the last of 500 requests that are begun together.
//! To begin more than that, set a longer one.
