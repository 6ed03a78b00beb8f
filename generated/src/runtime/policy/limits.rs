//! In: nothing. Out: the settings of what the client holds back by itself.

use std::time::Duration;

use crate::runtime::error::Error;

/// How much a client sends at most, for each organisation; shared by all clones of the client.
///
/// The service allows 100 requests a minute, and 5 (free plan) or 10 (paid plans) calls at the same time. The default
/// keeps to 100 and 5: with answers in less than three seconds, 5 at a time are all that 100 a minute can use.
///
/// ```
/// use zoho_finance::Limits;
///
/// let paid = Limits::default().concurrent(10);
/// let half = Limits::default().per_minute(50); // another program uses the other half
/// let off = Limits::none();
/// # let _ = (paid, half, off);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(super) per_minute: Option<u32>,
    pub(super) concurrent: Option<u32>,
    pub(super) pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_minute: Some(100), concurrent: Some(5), pause: Duration::from_secs(60) }
    }
}

impl Limits {
    /// Nothing is held back. The pauses that the service asks for are made all the same.
    pub fn none() -> Self {
        Self { per_minute: None, concurrent: None, ..Self::default() }
    }

    /// How many requests are sent in a minute. Any 60 seconds count, not only those of the clock.
    #[must_use]
    pub fn per_minute(mut self, requests: u32) -> Self {
        self.per_minute = Some(requests);
        self
    }

    /// How many calls may be under way at the same time.
    #[must_use]
    pub fn concurrent(mut self, calls: u32) -> Self {
        self.concurrent = Some(calls);
        self
    }

    /// How long all calls of an organisation pause when the service says that there were too many in a minute
    /// (code 44), and not until when; a minute, unless another time is set.
    #[must_use]
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        match (self.per_minute, self.concurrent) {
            (Some(0), _) | (_, Some(0)) => {
                Err(Error::invalid("limits", "with a limit of 0 nothing could ever be sent"))
            }
            _ => Ok(()),
        }
    }
}
