//! Time per stage.
//!
//! In: the stages as they begin. Out: how long each took.

use std::time::{Duration, Instant};

use generator::Observer;

/// A clock that is told which stage begins.
#[derive(Debug, Default)]
pub(crate) struct Timing {
    open: Option<(&'static str, Instant)>,
    done: Vec<(&'static str, Duration)>,
}

impl Observer for Timing {
    fn stage(&mut self, name: &'static str) {
        self.close();
        self.open = Some((name, Instant::now()));
    }
}

impl Timing {
    fn close(&mut self) {
        if let Some((name, since)) = self.open.take() {
            self.done.push((name, since.elapsed()));
        }
    }

    /// Every stage with its time, in order.
    pub(crate) fn finish(mut self) -> Vec<(&'static str, Duration)> {
        self.close();
        self.done
    }
}
