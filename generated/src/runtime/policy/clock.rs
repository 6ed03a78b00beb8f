//! In: durations. Out: points in time, and futures that do not outlast them.
//!
//! Everything that waits does so by Tokio's clock, so that tests can move it.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

pub(crate) use tokio::time::Instant;

/// When a request has to be at its end, with all tries and waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(Option<Instant>);

/// The deadline has passed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Passed;

impl Deadline {
    /// A time from now. One that no clock can hold never passes.
    pub(crate) fn after(timeout: Duration) -> Self {
        Self(Instant::now().checked_add(timeout))
    }

    /// Whether a wait of this length would end in time.
    pub(crate) fn allows(self, wait: Duration) -> bool {
        self.0.is_none_or(|end| Instant::now().checked_add(wait).is_some_and(|until| until < end))
    }

    /// Whether a wait until then would end in time.
    pub(crate) fn allows_until(self, until: Instant) -> bool {
        self.0.is_none_or(|end| until < end)
    }

    /// The earlier one of this deadline and a time from now, and whether it is this deadline.
    pub(crate) fn or_after(self, limit: Duration) -> (Self, bool) {
        let other = Self::after(limit);
        match (self.0, other.0) {
            (Some(end), Some(limit)) if limit < end => (other, false),
            (None, Some(_)) => (other, false),
            _ => (self, true),
        }
    }

    /// Awaits a future up to the deadline. Of a future that is ready no time is taken.
    pub(crate) async fn bound<F: Future>(self, future: F) -> Result<F::Output, Passed> {
        let mut future = pin!(future);
        match poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await {
            Poll::Ready(output) => Ok(output),
            Poll::Pending => self.bound_slow(future).await,
        }
    }

    /// The same for a future that is not ready: asking twice whether it is would cost more than the timer.
    pub(crate) async fn bound_slow<F: Future>(self, future: F) -> Result<F::Output, Passed> {
        match self.0 {
            Some(end) => tokio::time::timeout_at(end, future).await.map_err(|_| Passed),
            None => Ok(future.await),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_deadline_bounds() {
        let deadline = Deadline::after(Duration::from_secs(10));
        assert!(deadline.allows(Duration::from_secs(9)) && !deadline.allows(Duration::from_secs(10)));
        assert!(!deadline.allows(Duration::MAX));
        assert!(!deadline.or_after(Duration::from_secs(9)).1 && deadline.or_after(Duration::from_secs(11)).1);
        assert_eq!(deadline.bound(std::future::ready(1)).await, Ok(1));
        assert_eq!(deadline.bound(std::future::pending::<()>()).await, Err(Passed));
        assert!(!deadline.allows(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_may_be_out_of_reach() {
        let deadline = Deadline::after(Duration::MAX);
        assert!(deadline.allows(Duration::from_secs(u64::from(u32::MAX))));
        assert!(!deadline.or_after(Duration::from_secs(1)).1);
        assert_eq!(deadline.bound(std::future::ready(1)).await, Ok(1));
    }
}
