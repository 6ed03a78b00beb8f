//! Work in steps.
//!
//! In: named steps, each a command or a function, one after the other. Out: a line a step with its outcome and its time
//! on standard error; of a command that fails, all that it printed. Quiet, only what failed is told.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What became of a step that did not fail.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It is done; what there is to say about it, or nothing.
    Ok(String),
    /// It was left out, and why.
    Skipped(String),
}

impl Outcome {
    /// Done, without more to say.
    pub(crate) const fn ok() -> Self {
        Self::Ok(String::new())
    }
}

/// A step that failed. Its line and its output were printed; this is the error to end with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failed {
    /// The step's name.
    pub(crate) step: String,
    /// What is wrong and how to mend it.
    pub(crate) message: String,
}

impl std::fmt::Display for Failed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {}", self.step, self.message)
    }
}

/// Runs steps and reports them.
#[derive(Debug)]
pub(crate) struct Steps {
    is_quiet: bool,
    is_verbose: bool,
}

impl Steps {
    /// Quiet steps are told only where they fail.
    pub(crate) const fn new(is_quiet: bool) -> Self {
        Self { is_quiet, is_verbose: false }
    }

    /// What commands print is shown as it comes.
    pub(crate) const fn verbose() -> Self {
        Self { is_quiet: false, is_verbose: true }
    }

    /// Runs a command to its end; gives what it printed, both streams as they came. Fails where its status is not 0.
    pub(crate) fn run(&self, name: &str, command: &mut Command) -> Result<String, Failed> {
        self.begin(name);
        let since = Instant::now();
        let ended = if self.is_verbose { shown_live(command) } else { output(command) };
        match ended {
            Ok((true, said)) => {
                self.end(&Outcome::ok(), since.elapsed());
                Ok(said)
            }
            Ok((false, said)) => {
                Err(self.failed(name, since.elapsed(), &format!("`{}` failed", shown(command)), &said))
            }
            Err(error) => {
                let message = format!("`{}` cannot be run: {error}", shown(command));
                Err(self.failed(name, since.elapsed(), &message, ""))
            }
        }
    }

    /// Runs a function; an error is what is wrong and how to mend it.
    pub(crate) fn work<T>(&self, name: &str, work: impl FnOnce() -> Result<(T, Outcome), String>) -> Result<T, Failed> {
        self.begin(name);
        let since = Instant::now();
        match work() {
            Ok((value, outcome)) => {
                self.end(&outcome, since.elapsed());
                Ok(value)
            }
            Err(message) => Err(self.failed(name, since.elapsed(), &message, "")),
        }
    }

    /// Tells that a step is left out, and why.
    pub(crate) fn skip(&self, name: &str, why: &str) {
        self.begin(name);
        self.end(&Outcome::Skipped(why.to_owned()), Duration::ZERO);
    }

    fn begin(&self, name: &str) {
        if !self.is_quiet {
            say(&format!("{name} … {}", if self.is_verbose { "\n" } else { "" }));
        }
    }

    fn end(&self, outcome: &Outcome, time: Duration) {
        if self.is_quiet {
            return;
        }
        say(&match outcome {
            Outcome::Ok(note) if note.is_empty() => format!("ok {}\n", seconds(time)),
            Outcome::Ok(note) => format!("ok {}: {note}\n", seconds(time)),
            Outcome::Skipped(why) => format!("skipped: {why}\n"),
        });
    }

    fn failed(&self, name: &str, time: Duration, message: &str, said: &str) -> Failed {
        let begun = if self.is_quiet { format!("{name} … ") } else { String::new() };
        let end = if said.is_empty() || said.ends_with('\n') { "" } else { "\n" };
        say(&format!("{begun}failed {}\n{said}{end}", seconds(time)));
        Failed { step: name.to_owned(), message: message.to_owned() }
    }
}

/// Runs a command whose output goes where ours goes.
fn shown_live(command: &mut Command) -> std::io::Result<(bool, String)> {
    say(&format!("$ {}\n", shown(command)));
    Ok((command.stdin(Stdio::null()).status()?.success(), String::new()))
}

/// Runs a command with nothing to read; whether it ended well, and what it printed, both streams as they came.
pub(crate) fn output(command: &mut Command) -> std::io::Result<(bool, String)> {
    let (mut reader, writer) = std::io::pipe()?;
    let mut child = command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer).spawn()?;
    // The command keeps the writing ends; as long as they are open there is more to read.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    Ok((child.wait()?.success(), String::from_utf8_lossy(&bytes).into_owned()))
}

/// `cargo test --workspace`, as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// `3.2 s`.
fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// A closed pipe is no failure of ours.
fn say(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_streams_come_as_they_were_printed() {
        let said = Steps::new(true).run("talk", &mut shell("echo one; echo two >&2; echo three"));
        assert_eq!(said, Ok("one\ntwo\nthree\n".to_owned()));
    }

    #[test]
    fn a_failure_names_its_step_and_its_command() {
        let failed = Steps::new(true).run("fall", &mut shell("exit 3"));
        let message = "`sh -c exit 3` failed".to_owned();
        assert_eq!(failed, Err(Failed { step: "fall".to_owned(), message }));
        let failed = Steps::new(true).run("none", &mut Command::new("no-such-program"));
        assert!(failed.is_err_and(|failed| failed.message.contains("cannot be run")));
    }

    #[test]
    fn a_function_that_fails_says_why() {
        let failed = Steps::new(true).work("count", || Err::<((), Outcome), _>("there are two".to_owned()));
        assert!(failed.is_err_and(|failed| failed.to_string() == "count: there are two"));
    }
}
