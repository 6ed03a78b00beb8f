//! In: the organisation of a call. Out: the lane that all its calls share, whichever clone of the client they come from.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub(crate) use super::lane::{Hold, Lane, Permit};
use super::limits::Limits;
use crate::runtime::id::Id;

/// With more lanes than this, those that hold nothing are dropped.
const MANY: usize = 256;

/// The lanes of a client.
#[derive(Debug)]
pub(crate) struct Governor {
    limits: Limits,
    /// Those of calls that have no organisation are under the empty id.
    lanes: Mutex<HashMap<Id, Arc<Lane>>>,
}

impl Governor {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, lanes: Mutex::default() }
    }

    /// The lane of an organisation, or of the calls that have none.
    pub(crate) fn lane(&self, organization: Option<&Id>) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let key = organization.unwrap_or(const { &Id::NONE });
        if let Some(lane) = lanes.get(key) {
            return Arc::clone(lane);
        }
        if lanes.len() >= MANY {
            lanes.retain(|_, lane| Arc::strong_count(lane) > 1 || !lane.is_idle());
        }
        Arc::clone(lanes.entry(key.clone()).or_insert_with(|| Arc::new(Lane::new(&self.limits))))
    }

    /// How long to pause where the service does not say.
    pub(crate) fn pause(&self) -> Duration {
        self.limits.pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::policy::clock::Deadline;

    #[tokio::test(start_paused = true)]
    async fn organisations_do_not_wait_for_each_other() {
        let governor = Governor::new(Limits::none());
        let (one, two) = (Id::from("1"), Id::from("2"));
        governor.lane(Some(&one)).pause(Duration::from_secs(60));
        let soon = Deadline::after(Duration::from_secs(1));
        assert!(governor.lane(Some(&two)).enter(soon).await.is_ok());
        assert!(governor.lane(None).enter(soon).await.is_ok());
        assert!(governor.lane(Some(&one)).enter(soon).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn lanes_that_hold_nothing_go() {
        let governor = Governor::new(Limits::default());
        governor.lane(Some(&Id::from(0_u32))).pause(Duration::from_secs(60));
        for number in 1..2000_u32 {
            governor.lane(Some(&Id::from(number)));
        }
        let lanes = governor.lanes.lock().unwrap();
        assert!(lanes.len() <= MANY && lanes.contains_key(&Id::from(0_u32)), "{}", lanes.len());
    }
}
