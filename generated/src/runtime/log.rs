//! In: the name of an operation and how it went. Out: debug events (feature `tracing`), never a value: one for a request,
//! one for each try, one for each wait between tries.

use std::time::Duration;

use super::error::Error;
use super::policy::classify::Outcome;
use super::response::RawResponse;

/// Measures a request, or a try of it.
#[cfg(feature = "tracing")]
pub(crate) struct Timer(std::time::Instant);

#[cfg(feature = "tracing")]
impl Timer {
    pub(crate) fn start() -> Self {
        Self(std::time::Instant::now())
    }

    pub(crate) fn stop(self, operation: &str, tries: u32, result: &Result<RawResponse, Error>) {
        let milliseconds = self.milliseconds();
        match result {
            Ok(raw) => {
                tracing::debug!(operation, status = raw.status, bytes = raw.body.len(), tries, milliseconds, "answered")
            }
            Err(error) => tracing::debug!(operation, %error, tries, milliseconds, "failed"),
        }
    }

    pub(crate) fn tried(self, operation: &str, number: u32, result: &Result<RawResponse, Error>) {
        let milliseconds = self.milliseconds();
        match result {
            Ok(raw) => tracing::trace!(operation, number, status = raw.status, milliseconds, "tried"),
            Err(error) => tracing::trace!(operation, number, %error, milliseconds, "tried in vain"),
        }
    }

    fn milliseconds(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// A request will be sent again.
#[cfg(feature = "tracing")]
pub(crate) fn again(operation: &str, outcome: &Outcome, wait: Duration) {
    let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(operation, because = ?outcome, milliseconds, "waits and tries again");
}

/// Something went wrong that the caller will not hear of.
#[cfg(feature = "tracing")]
pub(crate) fn warn(what: &str, error: &Error) {
    tracing::warn!(%error, "{what}");
}

/// Without the feature nothing is measured.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Timer;

#[cfg(not(feature = "tracing"))]
impl Timer {
    pub(crate) fn start() -> Self {
        Self
    }

    pub(crate) fn stop(self, _: &str, _: u32, _: &Result<RawResponse, Error>) {}

    pub(crate) fn tried(self, _: &str, _: u32, _: &Result<RawResponse, Error>) {}
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn again(_: &str, _: &Outcome, _: Duration) {}

#[cfg(not(feature = "tracing"))]
pub(crate) fn warn(_: &str, _: &Error) {}
