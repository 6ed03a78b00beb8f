//! In: everything that can go wrong between a request value and its typed answer. Out: one [`Error`].
//!
//! An error never holds a secret: tokens, client secrets and `Authorization` headers do not reach this type, and
//! excerpts of bodies are short.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// What a call of this crate gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Everything that can go wrong, by kind.
///
/// `operation` is the stable name of the operation, such as `list_invoices`; for requests built by hand it is the
/// method and path.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request did not reach the service, or the answer broke off: name lookup, connection, TLS, broken body.
    #[non_exhaustive]
    Transport {
        /// The operation.
        operation: String,
        /// What the HTTP stack said, without the address (it may hold customer data).
        source: Source,
    },
    /// The time limit of the client ran out. The service may have carried out the request all the same.
    #[non_exhaustive]
    Timeout {
        /// The operation.
        operation: String,
    },
    /// No usable access token, or the service refused the one that was sent.
    Auth(AuthError),
    /// The service asks to slow down (HTTP 429).
    #[non_exhaustive]
    RateLimit {
        /// Which limit was hit.
        limit: RateLimit,
        /// The service's message, or an empty text.
        message: String,
        /// How long to wait, where the service says so.
        retry_after: Option<Duration>,
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
    /// The request cannot be sent as it stands: an empty id, a missing organisation, a line break in a header.
    /// Nothing has been sent.
    #[non_exhaustive]
    InvalidInput {
        /// The parameter or setting.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A file could not be read or written.
    #[non_exhaustive]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Which limit an [`Error::RateLimit`] reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RateLimit {
    /// Over 100 requests a minute for the organisation (code 44): wait about a minute.
    PerMinute,
    /// The plan's daily limit (code 45): trying again today is of no use.
    PerDay,
    /// Too many calls at the same time (code 1070): try again shortly, with fewer at once.
    Concurrency,
    /// Another limit, or the answer had no code.
    Other,
}

/// Why there is no usable access token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthError {
    /// What happened.
    pub kind: AuthErrorKind,
    /// The service's message or error name, never a secret.
    pub message: String,
    /// The service's own error code, where the API itself (not the accounts server) refused.
    pub code: Option<i64>,
    /// The operation; empty where a token was to be fetched.
    pub operation: String,
}

/// The kinds of [`AuthError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The client has no way to get a token: none was configured.
    Missing,
    /// The accounts server refused: the refresh token, the client id or the secret is wrong or revoked.
    Refused,
    /// The accounts server asks to slow down: at most ten tokens in ten minutes.
    TooManyRefreshes,
    /// The accounts server could not be reached, or gave an answer that cannot be read.
    Unavailable,
    /// The API refused the token: expired, revoked, or without the scope that the operation asks for.
    Rejected,
}

impl AuthError {
    /// An error of one kind with its message. For your own [`Auth`](crate::Auth).
    pub fn new(kind: AuthErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), code: None, operation: String::new() }
    }
}

impl Error {
    pub(crate) fn invalid(name: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::InvalidInput { name: name.into(), problem: problem.into() }
    }

    pub(crate) fn transport(operation: &str, source: reqwest::Error) -> Self {
        let operation = operation.to_owned();
        if source.is_timeout() {
            return Self::Timeout { operation };
        }
        Self::Transport { operation, source: Box::new(source.without_url()) }
    }

    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { path: path.into(), source }
    }

    /// The operation that failed, where there is one.
    pub fn operation(&self) -> Option<&str> {
        match self {
            Self::Transport { operation, .. }
            | Self::Timeout { operation }
            | Self::RateLimit { operation, .. }
            | Self::Api { operation, .. }
            | Self::UnexpectedBody { operation, .. }
            | Self::Decode { operation, .. }
            | Self::TooLarge { operation, .. } => Some(operation),
            Self::Auth(error) if !error.operation.is_empty() => Some(&error.operation),
            Self::Auth(_) | Self::InvalidInput { .. } | Self::Io { .. } => None,
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

    /// Whether the service says that the thing asked for does not exist (HTTP 404, or code 1002).
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Api { code, status, .. } => *code == 1002 || *status == 404,
            Self::UnexpectedBody { status, .. } => *status == 404,
            _ => false,
        }
    }
}

impl RateLimit {
    pub(crate) fn from_code(code: Option<i64>) -> Self {
        match code {
            Some(44) => Self::PerMinute,
            Some(45) => Self::PerDay,
            Some(1070) => Self::Concurrency,
            _ => Self::Other,
        }
    }

    fn code(self) -> Option<i64> {
        match self {
            Self::PerMinute => Some(44),
            Self::PerDay => Some(45),
            Self::Concurrency => Some(1070),
            Self::Other => None,
        }
    }
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PerMinute => "too many requests in a minute",
            Self::PerDay => "the daily limit is used up",
            Self::Concurrency => "too many requests at the same time",
            Self::Other => "too many requests",
        })
    }
}

impl fmt::Display for AuthErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "no credentials",
            Self::Refused => "the accounts server refused the credentials",
            Self::TooManyRefreshes => "too many access tokens asked for",
            Self::Unavailable => "no access token to be had",
            Self::Rejected => "the access token was rejected",
        })
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        prefix(f, &self.operation)?;
        write!(f, "{}", self.kind)?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        match self.code {
            Some(code) => write!(f, " (code {code})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for AuthError {}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        Self::Auth(error)
    }
}

fn prefix(f: &mut fmt::Formatter<'_>, operation: &str) -> fmt::Result {
    if operation.is_empty() { Ok(()) } else { write!(f, "{operation}: ") }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        prefix(f, self.operation().filter(|_| !matches!(self, Self::Auth(_))).unwrap_or_default())?;
        match self {
            Self::Transport { .. } => f.write_str("the request could not be carried out"),
            Self::Timeout { .. } => f.write_str("no answer in time"),
            Self::Auth(error) => error.fmt(f),
            Self::RateLimit { limit, message, .. } if message.is_empty() => limit.fmt(f),
            Self::RateLimit { limit, message, .. } => write!(f, "{limit}: {message}"),
            Self::Api { code, message, status, .. } => write!(f, "{message} (code {code}, HTTP {status})"),
            Self::UnexpectedBody { status, problem, .. } => write!(f, "{problem} (HTTP {status})"),
            Self::Decode { path, problem, .. } if path.is_empty() => f.write_str(problem),
            Self::Decode { path, problem, .. } => write!(f, "{path}: {problem}"),
            Self::TooLarge { limit, .. } => write!(f, "the answer has more than {limit} bytes"),
            Self::InvalidInput { name, problem } => write!(f, "{name}: {problem}"),
            Self::Io { path, .. } => write!(f, "cannot read or write {}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport { source, .. } => Some(source.as_ref()),
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
