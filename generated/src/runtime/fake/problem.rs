//! In: what is wrong with a request. Out: the service's answer to it: status, code and message.

/// An error as the service reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) status: u16,
    pub(super) code: i64,
    pub(super) message: String,
}

impl Problem {
    pub(super) fn new(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// No operation has this method and path.
    pub(super) fn url() -> Self {
        Self::new(404, 5, "There is nothing at this URL.")
    }

    /// A value is missing or of another kind.
    pub(super) fn value(message: impl Into<String>) -> Self {
        Self::new(400, 4, message)
    }

    /// The body is no JSON.
    pub(super) fn json() -> Self {
        Self::new(400, 1038, "The JSON is not well formed.")
    }

    /// No token was sent in the service's form.
    pub(super) fn no_token() -> Self {
        Self::new(401, 14, "There is no usable token.")
    }

    /// The token is not, or no longer, known, or lacks a scope.
    pub(super) fn unauthorized() -> Self {
        Self::new(401, 57, "The token does not allow this.")
    }
}
