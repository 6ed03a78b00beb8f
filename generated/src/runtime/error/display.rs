//! In: an error. Out: one line for a log, operation first, and the error behind it.

use std::fmt;

use super::{Error, TimeoutKind};

pub(super) fn prefix(f: &mut fmt::Formatter<'_>, operation: &str) -> fmt::Result {
    if operation.is_empty() { Ok(()) } else { write!(f, "{operation}: ") }
}

impl fmt::Display for TimeoutKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection in time",
            Self::Silence => "the service was silent for too long",
            Self::Deadline => "no answer in time",
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        prefix(f, self.operation().filter(|_| !matches!(self, Self::Auth(_))).unwrap_or_default())?;
        match self {
            Self::Transport { sent: true, .. } => f.write_str("the request could not be carried out"),
            Self::Transport { .. } => f.write_str("the service could not be reached"),
            Self::Timeout { kind, .. } => kind.fmt(f),
            Self::Auth(error) => error.fmt(f),
            Self::RateLimit { limit, message, .. } if message.is_empty() => limit.fmt(f),
            Self::RateLimit { limit, message, .. } => write!(f, "{limit}: {message}"),
            Self::Api { code, message, status, .. } => write!(f, "{message} (code {code}, HTTP {status})"),
            Self::UnexpectedBody { status, problem, .. } => write!(f, "{problem} (HTTP {status})"),
            Self::Decode { path, problem, .. } if path.is_empty() => f.write_str(problem),
            Self::Decode { path, problem, .. } => write!(f, "{path}: {problem}"),
            Self::TooLarge { limit, .. } => write!(f, "the answer has more than {limit} bytes"),
            Self::Refused { source, .. } => write!(f, "refused before it was sent: {source}"),
            Self::InvalidInput { name, problem } => write!(f, "{name}: {problem}"),
            Self::Io { path: Some(path), .. } => write!(f, "cannot read or write {}", path.display()),
            Self::Io { path: None, .. } => f.write_str("a reader or writer failed"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport { source, .. } | Self::Refused { source, .. } => Some(source.as_ref()),
            Self::Io { source, .. } => Some(source),
            Self::Auth(error) => error.source(),
            _ => None,
        }
    }
}
