//! How far long work is.
//!
//! In: stages, and how much of each is done. Out: on standard error a bar where somebody watches a terminal, plain lines
//! elsewhere (the beginning, the end, and now and then where it takes long), nothing with `--quiet`.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often a plain line says where a long stage is.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Whether and how to show progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Not at all.
    Quiet,
    /// Plain lines: nobody watches, or the terminal cannot move its cursor.
    Lines,
    /// A bar that is drawn over and over.
    Bar,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    None,
    Steps,
    Bytes,
}

impl Progress {
    /// As standard error allows, unless nobody wants to know.
    pub(crate) fn new(quiet: bool) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
        match (quiet, std::io::stderr().is_terminal() && !dumb) {
            (true, _) => Self::Quiet,
            (false, true) => Self::Bar,
            (false, false) => Self::Lines,
        }
    }

    /// The same, unless both outputs belong to programs.
    pub(crate) fn unless(self, is_for_programs: bool) -> Self {
        if is_for_programs && self == Self::Lines { Self::Quiet } else { self }
    }

    /// Begins something whose size nobody knows.
    pub(crate) fn stage(self, what: &str) -> Task {
        self.begin(what, Unit::None, None)
    }

    /// Begins something in so many steps, such as documents.
    pub(crate) fn steps(self, what: &str, total: usize) -> Task {
        self.begin(what, Unit::Steps, Some(total as u64))
    }

    /// Begins a transfer; its size may not be known yet.
    pub(crate) fn bytes(self, what: &str, total: Option<u64>) -> Task {
        self.begin(what, Unit::Bytes, total)
    }

    fn begin(self, what: &str, unit: Unit, total: Option<u64>) -> Task {
        let bar = match self {
            Self::Bar => bar(what, unit, total),
            Self::Quiet | Self::Lines => ProgressBar::hidden(),
        };
        if let (Some(total), true) = (total, self != Self::Bar) {
            bar.set_length(total);
        }
        let task = Task { how: self, what: what.to_owned(), unit, bar, begun: Instant::now(), said: Instant::now() };
        task.line(&format!("{what}{}", total.map_or_else(String::new, |total| format!(" ({})", unit.text(total)))));
        task
    }
}

impl Unit {
    fn text(self, count: u64) -> String {
        match self {
            Self::None => String::new(),
            Self::Steps => count.to_string(),
            Self::Bytes => HumanBytes(count).to_string(),
        }
    }
}

/// Something under way. Dropped before [`Task::done`], it vanishes without a word: whoever failed says why.
#[derive(Debug)]
pub(crate) struct Task {
    how: Progress,
    what: String,
    unit: Unit,
    bar: ProgressBar,
    begun: Instant,
    said: Instant,
}

impl Task {
    /// The size has become known.
    pub(crate) fn total(&self, total: Option<u64>) {
        match total {
            Some(total) => self.bar.set_length(total),
            None => self.bar.unset_length(),
        }
        if self.how == Progress::Bar {
            self.bar.set_style(style(self.unit, total.is_some()));
        }
    }

    /// So much is done by now.
    pub(crate) fn at(&mut self, position: u64) {
        self.bar.set_position(position);
        if self.unit != Unit::None && self.said.elapsed() >= BETWEEN_LINES {
            self.said = Instant::now();
            let of = self.bar.length().map_or_else(String::new, |total| format!(" of {}", self.unit.text(total)));
            self.line(&format!("{}: {}{of}", self.what, self.unit.text(position)));
        }
    }

    /// A word on what happens meanwhile, such as that it is tried again.
    pub(crate) fn note(&self, text: &str) {
        match self.how {
            Progress::Bar => self.bar.println(text),
            Progress::Quiet | Progress::Lines => self.line(text),
        }
    }

    /// All is done: one line stays.
    pub(crate) fn done(self, result: &str) {
        self.bar.finish_and_clear();
        if self.how != Progress::Quiet {
            let time = self.begun.elapsed().as_secs_f64();
            say(&format!("{}: {result} in {time:.1} s", self.what));
        }
    }

    fn line(&self, text: &str) {
        if self.how == Progress::Lines {
            say(text);
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if !self.bar.is_finished() {
            self.bar.finish_and_clear();
        }
    }
}

fn say(text: &str) {
    // Nobody reading is no failure of ours.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

fn bar(what: &str, unit: Unit, total: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    bar.set_style(style(unit, total.is_some()));
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn style(unit: Unit, sized: bool) -> ProgressStyle {
    let template = match (unit, sized) {
        (Unit::None, _) => "{spinner} {msg} ({elapsed})",
        (Unit::Steps, true) => "{spinner} {msg} [{bar:24}] {pos}/{len}",
        (Unit::Steps, false) => "{spinner} {msg} {pos}",
        (Unit::Bytes, true) => "{spinner} {msg} [{bar:24}] {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        (Unit::Bytes, false) => "{spinner} {msg} {bytes} {bytes_per_sec}",
    };
    // The templates are ours; one that indicatif does not know shows as its default.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner()).progress_chars("=> ")
}
