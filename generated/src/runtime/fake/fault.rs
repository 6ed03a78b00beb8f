//! In: nothing. Out: what the fake service can be ordered to do instead of answering.

use std::time::Duration;

/// What goes wrong on order.
///
/// ```
/// use std::time::Duration;
/// use zoho_finance::fake::Fault;
///
/// let slow = Fault::Slow(Duration::from_millis(300));
/// let refused = Fault::Api { status: 400, code: 1002, message: "it is gone".to_owned() };
/// # let _ = (slow, refused);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Too many requests in a minute: HTTP 429, code 44.
    PerMinute,
    /// The daily limit is used up: HTTP 429, code 45.
    PerDay,
    /// Too many calls at the same time: HTTP 429, code 1070.
    Concurrency,
    /// The token is dead, or a scope is missing: HTTP 401, code 57. The accounts server refuses the refresh token.
    Unauthorized,
    /// An internal error: HTTP 500, code 1000.
    Internal,
    /// Any other error of the service.
    Api {
        /// The HTTP status.
        status: u16,
        /// The service's code.
        code: i64,
        /// The service's message.
        message: String,
    },
    /// The answer is the usual one, but comes so much later.
    Slow(Duration),
    /// The connection is reset before a byte of the answer is sent.
    Reset,
    /// The connection is reset in the middle of the usual answer.
    Cut,
    /// The usual answer, but only the first half of its body.
    Truncated,
    /// An HTML page with HTTP 200, as gateways send it.
    Html,
    /// HTTP 200 and nothing else.
    Empty,
}
