//! In: why there is no usable access token. Out: an [`AuthError`] that says what to do about it.

use std::fmt;
use std::sync::Arc;

use super::Error;

/// Why there is no usable access token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AuthError {
    /// What happened.
    pub kind: AuthErrorKind,
    /// The service's message or error name, never a secret.
    pub message: String,
    /// The service's own error code, where the API itself (not the accounts server) refused.
    pub code: Option<i64>,
    /// The OAuth scopes that the operation asks for, where the API itself refused and they are documented.
    pub scopes: Vec<String>,
    /// The operation; empty where a token was asked for outside of any.
    pub operation: String,
    pub(crate) source: Option<Arc<Error>>,
}

/// The kinds of [`AuthError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The client has no way to get a token: none was configured, or a store has none.
    Missing,
    /// The accounts server refused: the refresh token, the client id or the secret is wrong or revoked, or it belongs
    /// to another data centre.
    Refused,
    /// No more tokens for now: the accounts server gives at most ten in ten minutes.
    TooManyRefreshes,
    /// The accounts server could not be reached, or gave an answer that cannot be read.
    Unavailable,
    /// The API does not take the token (code 14): it is expired, revoked, or of another data centre.
    TokenRejected,
    /// The API takes the token but not for this operation (code 57, also with a fresh token): a scope is missing, or the
    /// user lacks a permission. [`AuthError::scopes`] are what the operation asks for.
    ScopeMissing,
    /// The API refused with code 57 and no fresh token could be tried: the token is dead, or a scope is missing.
    TokenOrScope,
}

impl AuthError {
    /// An error of one kind with its message. For your own [`Auth`](crate::Auth).
    pub fn new(kind: AuthErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), code: None, scopes: Vec::new(), operation: String::new(), source: None }
    }

    /// The same with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: Error) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Any error on the way to a token, as an error of this type.
    pub(crate) fn unavailable(error: Error) -> Self {
        match error {
            Error::Auth(error) => error,
            other => Self::new(AuthErrorKind::Unavailable, other.to_string()).with_source(other),
        }
    }

    pub(crate) fn is_retryable(&self) -> bool {
        matches!(self.kind, AuthErrorKind::Unavailable | AuthErrorKind::TooManyRefreshes)
    }
}

impl fmt::Display for AuthErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "no credentials",
            Self::Refused => "the accounts server refused the credentials",
            Self::TooManyRefreshes => "too many access tokens asked for",
            Self::Unavailable => "no access token to be had",
            Self::TokenRejected => "the access token was rejected",
            Self::ScopeMissing => "the access token lacks a scope, or its user a permission",
            Self::TokenOrScope => "the access token was rejected, or lacks a scope",
        })
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::display::prefix(f, &self.operation)?;
        write!(f, "{}", self.kind)?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        if let Some(code) = self.code {
            write!(f, " (code {code})")?;
        }
        let about_scope = matches!(self.kind, AuthErrorKind::ScopeMissing | AuthErrorKind::TokenOrScope);
        if about_scope && !self.scopes.is_empty() {
            write!(f, "; it asks for {}", self.scopes.join(","))?;
        }
        Ok(())
    }
}

impl std::error::Error for AuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        Self::Auth(error)
    }
}
