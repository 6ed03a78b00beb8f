//! In: the name of an operation and how it went. Out: one debug event (feature `tracing`), never a value.

use super::error::Error;
use super::response::RawResponse;

/// Measures one request.
#[cfg(feature = "tracing")]
pub(crate) struct Timer(std::time::Instant);

#[cfg(feature = "tracing")]
impl Timer {
    pub(crate) fn start() -> Self {
        Self(std::time::Instant::now())
    }

    pub(crate) fn stop(self, operation: &str, result: &Result<RawResponse, Error>) {
        let milliseconds = u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX);
        match result {
            Ok(raw) => {
                tracing::debug!(operation, status = raw.status, bytes = raw.body.len(), milliseconds, "answered")
            }
            Err(error) => tracing::debug!(operation, %error, milliseconds, "failed"),
        }
    }
}

/// Without the feature nothing is measured.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Timer;

#[cfg(not(feature = "tracing"))]
impl Timer {
    pub(crate) fn start() -> Self {
        Self
    }

    pub(crate) fn stop(self, _: &str, _: &Result<RawResponse, Error>) {}
}
