//! In: everything that can go wrong between a request value and its typed answer. Out: one [`Error`].
//!
//! An error never holds a secret: what a server says passes through `redact`, and excerpts of bodies are short.

mod auth;
mod display;
mod limit;
pub(crate) mod redact;

use std::path::PathBuf;
use std::time::Duration;

use super::middleware::BoxError;

pub use auth::{AuthError, AuthErrorKind};
pub use limit::{Quota, RateLimit};

/// What a call of this crate gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, by kind.
///
/// `operation` is the stable name of the operation, such as `list_invoices`; for requests built by hand it is the
/// method and path. What the client does about each kind by itself is described in [`guide`](crate::guide).
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request did not reach the service, or the answer broke off: name lookup, connection, TLS, broken body.
    #[non_exhaustive]
    Transport {
        /// The operation.
        operation: String,
        /// Whether some of the request may have reached the service. `false`: the connection could not be opened.
        sent: bool,
        /// What the HTTP stack said, without the address (it may hold customer data).
        source: BoxError,
    },
    /// A time limit ran out.
    #[non_exhaustive]
    Timeout {
        /// The operation.
        operation: String,
        /// Which time limit.
        kind: TimeoutKind,
        /// Whether some of the request may have reached the service: then it may have been carried out.
        sent: bool,
    },
    /// No usable access token, or the service refused the one that was sent.
    Auth(AuthError),
    /// The service asks to slow down (HTTP 429), or the client itself holds the request back for longer than it may
    /// take. The request was not carried out.
    #[non_exhaustive]
    RateLimit {
        /// Which limit was hit.
        limit: RateLimit,
        /// The service's message, or an empty text.
        message: String,
        /// How long to wait, where it is known.
        retry_after: Option<Duration>,
        /// What the service says of the allowance.
        quota: Quota,
        /// The operation.
        operation: String,
    },
    /// The service answered with a code other than 0. This happens with HTTP 200 too.
    #[non_exhaustive]
    Api {
        /// The service's own error code.
        code: i64,
        /// The service's message.
        message: String,
        /// The HTTP status.
        status: u16,
        /// The operation.
        operation: String,
    },
    /// The HTTP status says failure, or the body is no JSON where JSON was due: an HTML page, an empty body.
    #[non_exhaustive]
    UnexpectedBody {
        /// The HTTP status.
        status: u16,
        /// The media type of the answer, where one was sent.
        content_type: Option<String>,
        /// What is wrong, with a short excerpt of the body.
        problem: String,
        /// The operation.
        operation: String,
    },
    /// The body is JSON but not what the operation answers with.
    #[non_exhaustive]
    Decode {
        /// Where: `invoices[0].amount`; empty for the body as a whole.
        path: String,
        /// What was expected and what was found.
        problem: String,
        /// The operation.
        operation: String,
    },
    /// The answer is larger than the client allows.
    #[non_exhaustive]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
        /// The operation.
        operation: String,
    },
    /// A [`Middleware`](crate::Middleware) refused the request.
    #[non_exhaustive]
    Refused {
        /// The operation.
        operation: String,
        /// Whether an earlier try may have reached the service: then it may have been carried out.
        sent: bool,
        /// What the middleware said.
        source: BoxError,
    },
    /// The request cannot be sent as it stands: an empty id, a missing organisation, a line break in a header.
    /// Nothing has been sent.
    #[non_exhaustive]
    InvalidInput {
        /// The parameter or setting.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A file, a reader or a writer of yours failed.
    #[non_exhaustive]
    Io {
        /// The file; `None` for a reader or writer of yours.
        path: Option<PathBuf>,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Which time limit an [`Error::Timeout`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// No connection within [`connect_timeout`](crate::ClientBuilder::connect_timeout).
    Connect,
    /// The service was silent for longer than [`read_timeout`](crate::ClientBuilder::read_timeout).
    Silence,
    /// The request took longer than its [`timeout`](crate::ClientBuilder::timeout), with all tries and waits.
    Deadline,
}

impl Error {
    pub(crate) fn invalid(name: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::InvalidInput { name: name.into(), problem: problem.into() }
    }

    pub(crate) fn transport(operation: &str, source: reqwest::Error) -> Self {
        let (operation, sent) = (operation.to_owned(), !source.is_connect());
        if source.is_timeout() {
            let kind = if sent { TimeoutKind::Silence } else { TimeoutKind::Connect };
            return Self::Timeout { operation, kind, sent };
        }
        Self::Transport { operation, sent, source: Box::new(source.without_url()) }
    }

    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { path: Some(path.into()), source }
    }

    /// The operation that failed, where there is one.
    pub fn operation(&self) -> Option<&str> {
        match self {
            Self::Transport { operation, .. }
            | Self::Timeout { operation, .. }
            | Self::RateLimit { operation, .. }
            | Self::Api { operation, .. }
            | Self::UnexpectedBody { operation, .. }
            | Self::Decode { operation, .. }
            | Self::Refused { operation, .. }
            | Self::TooLarge { operation, .. } => Some(operation),
            Self::Auth(error) if !error.operation.is_empty() => Some(&error.operation),
            Self::Auth(_) | Self::InvalidInput { .. } | Self::Io { .. } => None,
        }
    }

    /// The kind in a word, for metrics and logs: `transport`, `timeout`, `auth`, `rate_limit`, `api`, `unexpected_body`,
    /// `decode`, `too_large`, `refused`, `invalid_input` or `io`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Transport { .. } => "transport",
            Self::Timeout { .. } => "timeout",
            Self::Auth(_) => "auth",
            Self::RateLimit { .. } => "rate_limit",
            Self::Api { .. } => "api",
            Self::UnexpectedBody { .. } => "unexpected_body",
            Self::Decode { .. } => "decode",
            Self::TooLarge { .. } => "too_large",
            Self::Refused { .. } => "refused",
            Self::InvalidInput { .. } => "invalid_input",
            Self::Io { .. } => "io",
        }
    }

    /// The service's own error code, where it gave one.
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Api { code, .. } => Some(*code),
            Self::Auth(error) => error.code,
            Self::RateLimit { limit, .. } => limit.code(),
            _ => None,
        }
    }

    /// The HTTP status, where an answer came and none of the other kinds says it.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Api { status, .. } | Self::UnexpectedBody { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether the service says that the thing asked for does not exist (HTTP 404, or code 1002).
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Api { code, status, .. } => *code == 1002 || *status == 404,
            Self::UnexpectedBody { status, .. } => *status == 404,
            _ => false,
        }
    }

    /// Whether the cause may pass: the same request may go through later.
    ///
    /// Whether it is safe to send it again is another question: see
    /// [`may_have_taken_effect`](Self::may_have_taken_effect).
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport { .. } | Self::Timeout { .. } => true,
            Self::RateLimit { limit, .. } => *limit != RateLimit::PerDay,
            Self::Auth(error) => error.is_retryable(),
            Self::Api { code, status, .. } => is_passing(*status, Some(*code)),
            Self::UnexpectedBody { status, .. } => is_passing(*status, None),
            Self::Decode { .. }
            | Self::TooLarge { .. }
            | Self::Refused { .. }
            | Self::InvalidInput { .. }
            | Self::Io { .. } => false,
        }
    }

    /// Whether the service may have carried out the request all the same.
    ///
    /// Ask this before you create the same thing once more: after a connection that broke, nobody knows.
    pub fn may_have_taken_effect(&self) -> bool {
        match self {
            Self::Transport { sent, .. } | Self::Timeout { sent, .. } | Self::Refused { sent, .. } => *sent,
            Self::Decode { .. } | Self::TooLarge { .. } => true,
            Self::Api { code, status, .. } => is_passing(*status, Some(*code)),
            Self::UnexpectedBody { status, .. } => *status < 300 || is_passing(*status, None),
            Self::RateLimit { .. } | Self::Auth(_) | Self::InvalidInput { .. } | Self::Io { .. } => false,
        }
    }
}

/// Failures of the server that may pass: most of 5xx, a request that took too long, and the code for "internal error".
pub(crate) fn is_passing(status: u16, code: Option<i64>) -> bool {
    let server = (500..600).contains(&status) && !matches!(status, 501 | 505);
    server || status == 408 || code == Some(1000)
}
