//! In: orders of a test. Out: the fault that is due for a request.

use super::fault::Fault;

/// What an order is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Any request to the API.
    Any,
    /// An operation, by its key.
    Operation(String),
    /// The token endpoint.
    Token,
}

/// Faults in the order in which they were asked for.
#[derive(Debug, Default)]
pub(super) struct Orders {
    list: Vec<Order>,
}

#[derive(Debug)]
struct Order {
    target: Target,
    /// How often still; without a number, always.
    left: Option<u32>,
    fault: Fault,
}

impl Orders {
    pub(super) fn add(&mut self, target: Target, times: Option<u32>, fault: Fault) {
        self.list.push(Order { target, left: times, fault });
    }

    /// Forgets what was ordered for a target.
    pub(super) fn clear(&mut self, target: &Target) {
        self.list.retain(|order| order.target != *target);
    }

    /// Takes the first fault that is due for a request of this kind.
    pub(super) fn take(&mut self, target: &Target) -> Option<Fault> {
        let any = *target != Target::Token;
        self.list.retain(|order| order.left != Some(0));
        let order =
            self.list.iter_mut().find(|order| order.target == *target || (any && order.target == Target::Any))?;
        order.left = order.left.map(|left| left.saturating_sub(1));
        Some(order.fault.clone())
    }
}
