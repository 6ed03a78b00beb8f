//! In: what a request sets for itself. Out: how it is sent, where that differs from the client's settings.

use std::time::Duration;

use super::policy::clock::Deadline;
use super::policy::retry::RetryPolicy;

/// How a request is sent; what is not set is as the client has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// The largest answer to be read, in bytes.
    pub(crate) limit: Option<u64>,
    /// The caller says that doing it twice does no harm.
    pub(crate) repeatable: bool,
    /// Set where several calls share one deadline.
    pub(crate) deadline: Option<Deadline>,
}

impl Options {
    /// When the call has to be at its end.
    pub(crate) fn deadline(&self, default: Duration) -> Deadline {
        self.deadline.unwrap_or_else(|| Deadline::after(self.timeout.unwrap_or(default)))
    }

    /// From now on a time limit of the request's own runs, for all calls with these options together.
    pub(crate) fn start(&mut self) {
        if let (None, Some(timeout)) = (self.deadline, self.timeout) {
            self.deadline = Some(Deadline::after(timeout));
        }
    }
}
