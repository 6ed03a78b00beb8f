//! What can go wrong, and what to do about it.
//!
//! There is one [`Error`](crate::Error), with a kind for each thing that a program may want to treat on its own. All kinds
//! but those that concern no request name the operation. Kinds and fields may be added, so a `match` has a last arm `_`.
//!
//! ```
//! use zoho_finance::{AuthErrorKind, Error, RateLimit};
//!
//! fn what_to_do(error: &Error) -> String {
//!     match error {
//!         error if error.is_not_found() => "it does not exist".to_owned(),
//!         Error::RateLimit { limit: RateLimit::PerDay, retry_after, .. } => format!("go on later: {retry_after:?}"),
//!         Error::Auth(auth) if auth.kind == AuthErrorKind::ScopeMissing => format!("ask for {:?}", auth.scopes),
//!         Error::Auth(_) => "look at the credentials".to_owned(),
//!         Error::Api { code, message, .. } => format!("the service says {code}: {message}"),
//!         error if error.may_have_taken_effect() => "look whether it has happened".to_owned(),
//!         error if error.is_retryable() => "try again later".to_owned(),
//!         error => format!("a bug, here or there: {error}"),
//!     }
//! }
//! ```
//!
//! | kind | when | what to do |
//! |---|---|---|
//! | `InvalidInput` | a value cannot be sent: an empty id, no organisation | mend the call; nothing was sent |
//! | `Auth` | no token, or the service refuses it | see [`AuthErrorKind`](crate::AuthErrorKind), and [`auth`](super::auth) |
//! | `RateLimit` | a limit outlasts the request's time, or is the daily one | wait for `retry_after`; see [`limits`](super::limits) |
//! | `Api` | the service says no, with its code and message | depends on the code |
//! | `UnexpectedBody` | a failure without a code, an HTML page, an empty body | 5xx: later. Others: wrong host, or a proxy |
//! | `Decode` | JSON of another shape than documented | report it; `send_raw` has the bytes |
//! | `Transport`, `Timeout` | the connection, or the time | later; for what creates see [`retries`](super::retries) |
//! | `TooLarge` | more bytes than [`max_response_bytes`](crate::ClientBuilder::max_response_bytes) | allow more |
//! | `Refused` | a [`Middleware`](crate::Middleware) of yours said no | as it says |
//! | `Io` | a file, a reader or a writer of yours | mend it; a file may have changed while it was sent |
//!
//! A `code` other than 0 is an error whatever the HTTP status is, 200 too. `Display` is one line for a log;
//! [`source`](std::error::Error::source) has what lies beneath. Neither ever has a token or another secret in it.
