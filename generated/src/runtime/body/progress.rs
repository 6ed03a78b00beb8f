//! In: what becomes of a body while it is sent. Out: since when the service has been silent, and why sending failed.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::runtime::error::Error;
use crate::runtime::policy::clock::Instant;

/// How far a body has come. Shared between the connection, which takes it, and the exchange, which watches.
pub(crate) struct Progress(Mutex<State>);

struct State {
    last: Instant,
    /// The connection would take more, but the file or reader has nothing yet.
    waiting: bool,
    failure: Option<Error>,
}

impl Default for Progress {
    fn default() -> Self {
        Self(Mutex::new(State { last: Instant::now(), waiting: false, failure: None }))
    }
}

impl Progress {
    /// The connection asked for more. `waiting`: there was none yet.
    pub(super) fn asked(&self, waiting: bool) {
        let mut state = self.state();
        state.last = Instant::now();
        state.waiting = waiting;
    }

    pub(super) fn fail(&self, error: Error) {
        self.state().failure = Some(error);
    }

    /// Since when nothing has moved for which the service is to blame. While the source is what is waited for, now.
    pub(crate) fn silent_since(&self) -> Instant {
        let state = self.state();
        if state.waiting { Instant::now() } else { state.last }
    }

    /// Why the body could not be read to its end: the cause of an exchange that failed.
    pub(crate) fn take_failure(&self) -> Option<Error> {
        self.state().failure.take()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
