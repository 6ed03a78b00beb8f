//! How far a run through the documents is.
//!
//! In: the stages as they begin, and how many documents there are. Out: how long each stage took; and meanwhile, for
//! whoever waits, the stage that runs: in a terminal after a moment, so that short runs show nothing, elsewhere as plain
//! lines once it takes long.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use generator::Observer;

use crate::progress::{Progress, Task};
use crate::style::counted;
use crate::timing::Timing;

/// After this a terminal shows what runs.
const MOMENT: Duration = Duration::from_millis(300);
/// After this plain lines do.
const LONG: Duration = Duration::from_secs(5);

/// A run under way.
#[derive(Debug)]
pub(crate) struct Stages {
    timing: Timing,
    how: Progress,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// What runs, and whether it is shown.
#[derive(Debug, Default)]
struct State {
    stage: String,
    documents: usize,
    is_long: bool,
    is_over: bool,
    task: Option<Task>,
}

impl Stages {
    /// Begins.
    pub(crate) fn new(how: Progress) -> Self {
        let shared = Arc::new(Shared::default());
        let patience = match how {
            Progress::Quiet => None,
            Progress::Bar => Some(MOMENT),
            Progress::Lines => Some(LONG),
        };
        if let Some(patience) = patience {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || shared.wait(how, patience));
        }
        Self { timing: Timing::default(), how, shared }
    }

    /// A stage begins that is called at run time.
    pub(crate) fn begin(&mut self, what: &str) {
        let mut state = self.shared.lock();
        what.clone_into(&mut state.stage);
        state.show(self.how);
    }

    /// Nothing more is shown: the screen is somebody else's.
    pub(crate) fn clear(&self) {
        let mut state = self.shared.lock();
        state.is_over = true;
        state.task = None;
        self.shared.changed.notify_all();
    }

    /// Every stage with its time, in order.
    pub(crate) fn finish(mut self) -> Vec<(&'static str, Duration)> {
        std::mem::take(&mut self.timing).finish()
    }
}

impl Observer for Stages {
    fn stage(&mut self, name: &'static str) {
        self.timing.stage(name);
        self.begin(name);
    }

    fn documents(&mut self, count: usize) {
        self.shared.lock().documents = count;
    }
}

impl Drop for Stages {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows what runs when it has taken so long.
    fn wait(&self, how: Progress, patience: Duration) {
        let waited = self.changed.wait_timeout_while(self.lock(), patience, |state| !state.is_over);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.is_long = true;
        state.show(how);
    }
}

impl State {
    fn show(&mut self, how: Progress) {
        if !self.is_long || self.is_over || self.stage.is_empty() {
            return;
        }
        let documents = match self.documents {
            0 => String::new(),
            count => format!(", {}", counted(count, "document")),
        };
        // The one before goes from the screen first.
        self.task = None;
        self.task = Some(how.stage(&format!("{}{documents}", self.stage)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_shown(stages: &Stages) -> bool {
        stages.shared.lock().task.is_some()
    }

    #[test]
    fn a_short_run_shows_nothing_and_a_long_one_what_runs() {
        let mut stages = Stages::new(Progress::Lines);
        stages.stage("load");
        assert!(!is_shown(&stages));
        stages.shared.wait(Progress::Quiet, Duration::from_millis(1));
        assert!(is_shown(&stages));
        stages.clear();
        stages.stage("tree");
        assert!(!is_shown(&stages));
        let names: Vec<&str> = stages.finish().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["load", "tree"]);
    }
}
