//! `cargo xtask ci`.
//!
//! In: the steps to run. Out: everything that must hold before a change lands, step by step; `.ci/run` only sees to it
//! that the tools are there and then calls this, so that there is one list.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::paths;
use crate::steps::Steps;
use crate::style::table;
use crate::suggest;

/// Run what `.ci/run` runs: all that must hold before a change lands
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Steps that need a tool which is not installed are skipped and say so; `cargo xtask doctor` says \
                  how to get it.\n\n\
                  Examples:\n  cargo xtask ci\n  cargo xtask ci --list\n  cargo xtask ci --only clippy --only generate\n  \
                  cargo xtask ci --from test --keep-going"
)]
pub(crate) struct Args {
    /// List the steps with their commands, and run none
    #[arg(long)]
    list: bool,
    /// Only this step (repeatable)
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// This step and those after it
    #[arg(long, value_name = "STEP", conflicts_with = "only")]
    from: Option<String>,
    /// Go on after a step that failed
    #[arg(long)]
    keep_going: bool,
    /// Show what steps print while they run; otherwise only what one printed that failed
    #[arg(long, short, conflicts_with = "quiet")]
    verbose: bool,
}

/// The arguments make no sense.
const FAILED: u8 = 2;

/// What every step sees. Snapshots are compared, never accepted; documentation with a warning is a failure, as code is
/// by the arguments of clippy.
const ENVIRONMENT: [(&str, &str); 3] = [("CI", "true"), ("INSTA_UPDATE", "no"), ("RUSTDOCFLAGS", "-D warnings")];

/// Features that are off by default.
const FEATURES: &str = "blocking,fake,serialize,tracing";

/// One step.
#[derive(Clone, Debug)]
struct Step {
    name: String,
    words: Vec<String>,
    /// Left out where this subcommand of cargo is not installed.
    needs: Option<&'static str>,
}

impl Step {
    /// A command without blanks in its words.
    fn new(name: &str, line: &str) -> Self {
        Self { name: name.to_owned(), words: line.split(' ').map(str::to_owned).collect(), needs: None }
    }

    fn needs(mut self, subcommand: &'static str) -> Self {
        self.needs = Some(subcommand);
        self
    }

    fn command(&self) -> Command {
        let mut words = self.words.iter();
        let mut command = Command::new(words.next().map_or("", String::as_str));
        command.args(words).current_dir(paths::root()).envs(ENVIRONMENT);
        // What cargo tells this program about its own package is of no use to another one.
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_of_package(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        command
    }

    /// Why it cannot be run here.
    fn skipped(&self) -> Option<String> {
        let subcommand = self.needs?;
        let found = Command::new("cargo").args([subcommand, "--version"]).output();
        let is_there = found.is_ok_and(|output| output.status.success());
        (!is_there).then(|| format!("cargo-{subcommand} is not installed: cargo install --locked cargo-{subcommand}"))
    }
}

fn is_of_package(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_MANIFEST_")
}

/// All steps, in order: the quick ones first.
fn steps() -> Vec<Step> {
    let clippy = "cargo clippy --quiet --package zoho-finance";
    let mut steps = vec![
        Step::new("fmt", "cargo fmt --all --check"),
        Step::new("clippy", "cargo clippy --workspace --all-targets -- -D warnings"),
    ];
    steps.extend(products().iter().map(|product| {
        let line = format!("{clippy} --no-default-features --features {product},rustls-tls -- -D warnings");
        Step::new(&format!("clippy-{product}"), &line)
    }));
    steps.extend([
        Step::new("clippy-features", &format!("{clippy} --all-targets --features {FEATURES} -- -D warnings")),
        Step::new("doc", "cargo doc --workspace --no-deps"),
        Step::new("doc-features", &format!("cargo doc --package zoho-finance --no-deps --features {FEATURES}")),
        Step::new("generate", "cargo xtask generate --check --deny warnings"),
        Step::new("deny", "cargo deny check").needs("deny"),
        Step::new("test", "cargo test --workspace"),
        Step::new("test-features", &format!("cargo test --package zoho-finance --features {FEATURES}")),
        Step::new("services", "npm ci --prefix tests/services --no-audit --no-fund"),
        Step::new("test-services", "cargo test --package tests --test all -- --ignored"),
        Step::new("contract", "cargo xtask contract"),
    ]);
    steps
}

/// The folders of `specs/`.
fn products() -> BTreeSet<String> {
    let entries = std::fs::read_dir(paths::specs()).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// What became of a step.
struct Ended {
    name: String,
    outcome: &'static str,
    time: Duration,
}

/// Runs the command.
pub(crate) fn run(args: &Args, quiet: bool) -> ExitCode {
    let steps = match chosen(args, steps()) {
        Ok(steps) => steps,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::from(FAILED);
        }
    };
    if args.list {
        let rows: Vec<Vec<String>> = steps.iter().map(|step| vec![step.name.clone(), step.words.join(" ")]).collect();
        print(&table(&rows));
        return ExitCode::SUCCESS;
    }
    let begun = Instant::now();
    let ended = run_all(args, &steps, if args.verbose { Steps::verbose() } else { Steps::new(quiet) });
    let failed: Vec<&str> = ended.iter().filter(|one| one.outcome == "failed").map(|one| one.name.as_str()).collect();
    print(&summary(&ended, begun.elapsed()));
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    let again: Vec<String> = failed.iter().map(|name| format!("--only {name}")).collect();
    eprintln!("error: failed: {}; again: cargo xtask ci {}", failed.join(", "), again.join(" "));
    ExitCode::FAILURE
}

fn run_all(args: &Args, steps: &[Step], show: Steps) -> Vec<Ended> {
    let mut ended: Vec<Ended> = Vec::new();
    for step in steps {
        let since = Instant::now();
        let outcome = match step.skipped() {
            Some(why) => {
                show.skip(&step.name, &why);
                "skipped"
            }
            None if show.run(&step.name, &mut step.command()).is_ok() => "ok",
            None => "failed",
        };
        ended.push(Ended { name: step.name.clone(), outcome, time: since.elapsed() });
        if outcome == "failed" && !args.keep_going {
            break;
        }
    }
    let left = steps.iter().skip(ended.len());
    ended.extend(left.map(|step| Ended { name: step.name.clone(), outcome: "not run", time: Duration::ZERO }));
    ended
}

/// The steps that are asked for.
fn chosen(args: &Args, steps: Vec<Step>) -> Result<Vec<Step>, String> {
    for name in args.only.iter().chain(&args.from) {
        if !steps.iter().any(|step| step.name == *name) {
            let help = suggest::help(name, "steps", steps.iter().map(|step| step.name.as_str()));
            return Err(format!("there is no step `{name}`\nhelp: {help}"));
        }
    }
    Ok(match &args.from {
        Some(from) => steps.into_iter().skip_while(|step| step.name != *from).collect(),
        None if args.only.is_empty() => steps,
        None => steps.into_iter().filter(|step| args.only.contains(&step.name)).collect(),
    })
}

/// Every step with its outcome and its time, and the time of all.
fn summary(ended: &[Ended], total: Duration) -> String {
    let row = |name: &str, outcome: &str, time: Duration| {
        vec![name.to_owned(), outcome.to_owned(), format!("{:>7.1} s", time.as_secs_f64())]
    };
    let mut rows: Vec<Vec<String>> = ended.iter().map(|one| row(&one.name, one.outcome, one.time)).collect();
    rows.push(row("total", "", total));
    format!("\n{}", table(&rows))
}

fn print(text: &str) {
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
