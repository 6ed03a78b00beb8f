//! In: orders for one operation, or for the accounts server. Out: nothing; the service keeps them.

use bytes::Bytes;
use serde_json::Value;

use super::fault::Fault;
use super::orders::Target;
use super::service::Service;
use super::state::Override;

/// Orders for one operation of a [`Service`], or for its accounts server.
#[derive(Debug)]
pub struct On<'s> {
    service: &'s Service,
    target: Target,
}

impl<'s> On<'s> {
    pub(super) const fn new(service: &'s Service, target: Target) -> Self {
        Self { service, target }
    }

    /// A fault for its next call.
    pub fn next(&self, fault: Fault) -> &Self {
        self.next_times(1, fault)
    }

    /// A fault for its next so many calls.
    pub fn next_times(&self, times: u32, fault: Fault) -> &Self {
        self.service.shared().state().orders.add(self.target.clone(), Some(times), fault);
        self
    }

    /// A fault for all its calls from now on, until [`works`](Self::works).
    pub fn always(&self, fault: Fault) -> &Self {
        self.service.shared().state().orders.add(self.target.clone(), None, fault);
        self
    }

    /// No more faults.
    pub fn works(&self) -> &Self {
        self.service.shared().state().orders.clear(&self.target);
        self
    }

    /// What it answers from now on.
    pub fn answer(&self, body: Value) -> &Self {
        self.change(|answer| (answer.body, answer.file) = (Some(body), None))
    }

    /// The file that it answers from now on.
    pub fn file(&self, content_type: impl Into<String>, bytes: impl Into<Bytes>) -> &Self {
        let file = (content_type.into(), bytes.into());
        self.change(|answer| (answer.body, answer.file) = (None, Some(file)))
    }

    /// The HTTP status of its answers from now on.
    pub fn status(&self, status: u16) -> &Self {
        self.change(|answer| answer.status = Some(status))
    }

    /// How many items its list has from now on.
    pub fn items(&self, count: u64) -> &Self {
        self.change(|answer| answer.items = Some(count))
    }

    /// The accounts server has no answers to change.
    fn change(&self, change: impl FnOnce(&mut Override)) -> &Self {
        if let Target::Operation(key) = &self.target {
            change(self.service.shared().state().overrides.entry(key.clone()).or_default());
        }
        self
    }
}
