//! In: the calls of one organisation. Out: one permit after the other, none during a pause, never more than the limits
//! allow.
//!
//! A window of the last minute is kept, and no bucket that fills: a full bucket would let through up to twice the limit
//! in the first minute, and the service answers that with a pause for everyone.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::clock::{Deadline, Instant};
use super::limits::Limits;

/// A minute, and a little more: requests do not arrive exactly as far apart as they were sent.
const WINDOW: Duration = Duration::from_secs(61);
/// A pause is never shorter, whatever the service asks for.
const SHORTEST_PAUSE: Duration = Duration::from_millis(500);

/// Why there is no permit within the request's time.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// The service asked for a pause, which lasts this much longer.
    Pause(Duration),
    /// The minute's requests are used up for this much longer.
    Window(Duration),
    /// Other calls were first.
    Queue,
}

/// What the calls of one organisation share.
#[derive(Debug)]
pub(crate) struct Lane {
    places: Option<Arc<Semaphore>>,
    /// Held by the one call that waits for time to pass; the others queue behind it, in order.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    size: Option<usize>,
}

#[derive(Debug, Default)]
struct State {
    paused_until: Option<Instant>,
    /// When the requests of the last minute were sent, oldest first.
    sent: VecDeque<Instant>,
}

impl Lane {
    pub(crate) fn new(limits: &Limits) -> Self {
        let size = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
        Self {
            places: limits.concurrent.map(|limit| Arc::new(Semaphore::new(size(limit)))),
            turn: tokio::sync::Mutex::default(),
            state: Mutex::default(),
            size: limits.per_minute.map(size),
        }
    }

    /// Waits for a permit, in the order of the calls. A wait that cannot end in time is not begun.
    pub(crate) async fn enter(self: &Arc<Self>, deadline: Deadline) -> Result<Permit, Hold> {
        if let Some(permit) = self.enter_at_once() {
            return Ok(permit);
        }
        self.hopeless(deadline)?;
        let place = match &self.places {
            Some(places) => deadline.bound(Arc::clone(places).acquire_owned()).await.map_err(|_| Hold::Queue)?.ok(),
            None => None,
        };
        let _turn = deadline.bound(self.turn.lock()).await.map_err(|_| Hold::Queue)?;
        while let Some(until) = self.take() {
            self.hopeless(deadline)?;
            tokio::time::sleep_until(until).await;
        }
        Ok(Permit { _place: place, lane: Arc::clone(self), used: false })
    }

    /// The usual case: nobody waits, and nothing holds calls back. Whoever waits holds the turn, and is not overtaken.
    fn enter_at_once(self: &Arc<Self>) -> Option<Permit> {
        let place = match &self.places {
            Some(places) => Some(Arc::clone(places).try_acquire_owned().ok()?),
            None => None,
        };
        let _turn = self.turn.try_lock().ok()?;
        self.take().is_none().then(|| Permit { _place: place, lane: Arc::clone(self), used: false })
    }

    /// Makes all calls wait from now on; a longer pause stays.
    pub(crate) fn pause(&self, wait: Duration) {
        let Some(until) = Instant::now().checked_add(wait.max(SHORTEST_PAUSE)) else { return };
        let mut state = self.state();
        state.paused_until = state.paused_until.max(Some(until));
    }

    /// Whether nothing is remembered that a new lane would not know.
    pub(crate) fn is_idle(&self) -> bool {
        let now = Instant::now();
        let state = self.state();
        state.paused_until.is_none_or(|until| until <= now) && state.sent.back().is_none_or(|at| *at + WINDOW <= now)
    }

    fn hopeless(&self, deadline: Deadline) -> Result<(), Hold> {
        let now = Instant::now();
        let state = self.state();
        let late = |until: &Instant| *until > now && !deadline.allows_until(*until);
        if let Some(until) = state.paused_until.filter(late) {
            return Err(Hold::Pause(until - now));
        }
        match self.full_until(&state).filter(late) {
            Some(until) => Err(Hold::Window(until - now)),
            None => Ok(()),
        }
    }

    /// Takes a place in the window, or says when to ask again.
    fn take(&self) -> Option<Instant> {
        let now = Instant::now();
        let mut state = self.state();
        while state.sent.front().is_some_and(|at| *at + WINDOW <= now) {
            state.sent.pop_front();
        }
        let until = state.paused_until.max(self.full_until(&state)).filter(|until| *until > now);
        if until.is_none() && self.size.is_some() {
            state.sent.push_back(now);
        }
        until
    }

    fn full_until(&self, state: &State) -> Option<Instant> {
        let over = state.sent.len().checked_sub(self.size?)?;
        state.sent.get(over).map(|at| *at + WINDOW)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to send one request. Its place among the calls of the same time is free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    _place: Option<OwnedSemaphorePermit>,
    lane: Arc<Lane>,
    used: bool,
}

impl Permit {
    /// The request goes out: it counts from now on.
    pub(crate) fn spend(&mut self) {
        self.used = true;
    }
}

/// A permit that was not used does not count.
impl Drop for Permit {
    fn drop(&mut self) {
        if !self.used {
            self.lane.state().sent.pop_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(limits: Limits) -> Arc<Lane> {
        Arc::new(Lane::new(&limits))
    }

    fn minutes(count: u64) -> Deadline {
        Deadline::after(Duration::from_secs(60 * count))
    }

    /// Sends as many requests as given, one after the other, and says when each went out.
    async fn send(lane: &Arc<Lane>, count: usize) -> Vec<u64> {
        let begin = Instant::now();
        let mut times = Vec::new();
        for _ in 0..count {
            lane.enter(minutes(60)).await.unwrap().spend();
            times.push(begin.elapsed().as_secs());
        }
        times
    }

    #[tokio::test(start_paused = true)]
    async fn no_minute_has_more_than_the_limit() {
        let lane = lane(Limits::default());
        let times = send(&lane, 250).await;
        assert_eq!((times[0], times[99], times[100], times[199], times[200]), (0, 0, 61, 61, 122));
    }

    #[tokio::test(start_paused = true)]
    async fn all_callers_together_keep_the_limits_and_none_is_lost() {
        let lane = lane(Limits::default().per_minute(10).concurrent(3));
        let open = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let begin = Instant::now();
        let callers: Vec<_> = (0..50)
            .map(|_| {
                let (lane, open) = (Arc::clone(&lane), Arc::clone(&open));
                tokio::spawn(async move {
                    let mut permit = lane.enter(minutes(60)).await.unwrap();
                    permit.spend();
                    assert!(open.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < 3);
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    open.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                    begin.elapsed().as_secs()
                })
            })
            .collect();
        let mut ends = Vec::new();
        for caller in callers {
            ends.push(caller.await.unwrap());
        }
        assert!(ends.is_sorted(), "first come, first served: {ends:?}");
        for window in ends.windows(11) {
            assert!(window[10] - window[0] >= 60, "{ends:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_for_all() {
        let lane = lane(Limits::none());
        lane.pause(Duration::from_secs(60));
        lane.pause(Duration::from_secs(10));
        assert!(!lane.is_idle());
        let begin = Instant::now();
        let (a, b) = tokio::join!(lane.enter(minutes(5)), lane.enter(minutes(5)));
        assert!(a.is_ok() && b.is_ok());
        assert_eq!(begin.elapsed().as_secs(), 60);
        assert!(lane.is_idle());
    }

    #[tokio::test(start_paused = true)]
    async fn waits_that_cannot_end_in_time_are_not_begun() {
        let lane = lane(Limits::default().per_minute(1).concurrent(1));
        let begin = Instant::now();
        lane.pause(Duration::from_secs(60));
        assert_eq!(lane.enter(minutes(1)).await.unwrap_err(), Hold::Pause(Duration::from_secs(60)));
        assert_eq!(begin.elapsed(), Duration::ZERO);
        let mut permit = lane.enter(minutes(2)).await.unwrap();
        permit.spend();
        assert_eq!(lane.enter(minutes(1)).await.unwrap_err(), Hold::Window(WINDOW));
        assert_eq!(lane.enter(minutes(2)).await.unwrap_err(), Hold::Queue);
        assert_eq!(begin.elapsed().as_secs(), 60 + 120);
    }

    #[tokio::test(start_paused = true)]
    async fn a_permit_that_was_not_used_does_not_count() {
        let lane = lane(Limits::default().per_minute(1).concurrent(1));
        drop(lane.enter(minutes(1)).await.unwrap());
        lane.enter(minutes(1)).await.unwrap().spend();
        assert!(lane.enter(minutes(1)).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_that_goes_away_leaves_no_trace() {
        let lane = lane(Limits::default().per_minute(1).concurrent(1));
        let permit = lane.enter(minutes(1)).await.unwrap();
        let gone = tokio::time::timeout(Duration::from_secs(1), lane.enter(minutes(10))).await;
        assert!(gone.is_err());
        drop(permit);
        lane.enter(minutes(1)).await.unwrap().spend();
    }
}
