//! In: when tokens were asked for. Out: whether one more may be asked for: the accounts server gives ten in ten minutes.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::runtime::policy::clock::Instant;

const WINDOW: Duration = Duration::from_secs(600);
const MOST: usize = 10;
/// Kept for tokens that expire: a token that the service refuses is not renewed with the last of the budget.
const RESERVE: usize = 3;

/// The tokens of the last ten minutes.
#[derive(Debug, Default)]
pub(super) struct Budget(Mutex<VecDeque<Instant>>);

impl Budget {
    /// Takes one, or says how long there is none.
    pub(super) fn take(&self) -> Result<(), Duration> {
        let mut taken = self.current();
        match taken.front() {
            Some(first) if taken.len() >= MOST => Err((*first + WINDOW).duration_since(Instant::now())),
            _ => {
                taken.push_back(Instant::now());
                Ok(())
            }
        }
    }

    /// Gives the last one back: it was not asked for after all.
    pub(super) fn give_back(&self) {
        self.current().pop_back();
    }

    /// Whether there are more than the reserve.
    pub(super) fn is_ample(&self) -> bool {
        self.current().len() < MOST - RESERVE
    }

    fn current(&self) -> MutexGuard<'_, VecDeque<Instant>> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while taken.front().is_some_and(|at| *at + WINDOW <= now) {
            taken.pop_front();
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn ten_in_ten_minutes() {
        let budget = Budget::default();
        for number in 0..10 {
            assert_eq!(budget.is_ample(), number < 7);
            budget.take().unwrap();
            tokio::time::advance(Duration::from_secs(6)).await;
        }
        assert_eq!(budget.take(), Err(Duration::from_secs(540)));
        budget.give_back();
        budget.take().unwrap();
        tokio::time::advance(Duration::from_secs(540)).await;
        budget.take().unwrap();
        assert!(budget.take().is_err());
    }
}
