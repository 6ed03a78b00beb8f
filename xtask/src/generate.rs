//! `cargo xtask generate`.
//!
//! In: a specs folder and the templates. Out: the machine-owned part of `generated/`, or a complete crate elsewhere;
//! or only what would change, or whether anything would.

mod make;
mod summary;

use std::path::PathBuf;
use std::process::ExitCode;

use generator::Observer as _;
use generator::diag::Diagnostics;
use generator::load::{LoadOptions, load, load_skeleton};
use generator::write::{Mode, Plan, Target, write_all};

use crate::input;
use crate::interrupt;
use crate::memo::{Counts, Made};
use crate::paths;
use crate::progress::Progress;
use crate::report::{Deny, Format, Reporter};
use crate::stages::Stages;
use crate::turn::Turn;

/// Regenerate the client from the documents.
///
/// Reads `specs/`, writes the machine-owned part of `generated/` and `specs/names.lock`. Only files whose text changes
/// are touched.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask generate\n  cargo xtask generate --check\n  cargo xtask generate --specs ../my-specs --out ../my-client"
)]
pub(crate) struct Args {
    /// Fail, with a diff, if anything would change
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// List what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Only this product (repeatable)
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,
    /// Read the documents `<product>/*.yml` of this folder; it is never written to
    #[arg(long, value_name = "DIR", requires = "out")]
    specs: Option<PathBuf>,
    /// Write a complete crate, which builds on its own, into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Read the templates of this folder
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// How to print diagnostics and the summary
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: Format,
    /// Treat findings of this kind as errors
    #[arg(long, value_name = "KIND")]
    deny: Option<Deny>,
}

impl Args {
    const fn mode(&self) -> Mode {
        match (self.check, self.dry_run) {
            (true, _) => Mode::Check,
            (_, true) => Mode::DryRun,
            _ => Mode::Write,
        }
    }

    /// The command that mends what `--check` found.
    fn mending(&self) -> String {
        let mut command = vec!["cargo xtask generate".to_owned()];
        command.extend(self.product.iter().map(|product| format!("--product {product}")));
        let folders = [("--specs", &self.specs), ("--out", &self.out), ("--templates", &self.templates)];
        let given = folders.into_iter().filter_map(|(flag, folder)| Some((flag, folder.as_ref()?)));
        command.extend(given.map(|(flag, folder)| format!("{flag} {}", folder.display())));
        command.join(" ")
    }

    /// Without `--out` everything is read, because shared types depend on all products.
    fn load(&self) -> LoadOptions {
        LoadOptions {
            specs: self.specs.clone().unwrap_or_else(paths::specs),
            templates: self.templates.clone().unwrap_or_else(paths::templates),
            products: if self.out.is_some() { self.product.clone() } else { Vec::new() },
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, progress: Progress) -> ExitCode {
    match turns(args) {
        // Names are read, chosen and written again: nobody else may do so meanwhile.
        Ok(turns) => in_turn(args, progress, turns),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Where the project's own crate is written, from before anything is read.
fn turns(args: &Args) -> Result<Vec<Turn>, String> {
    let is_own = args.out.is_none() && args.mode() == Mode::Write;
    let folders = is_own.then(|| [paths::generated(), paths::specs()]);
    folders.iter().flatten().map(|folder| Turn::take(folder)).collect()
}

fn in_turn(args: &Args, progress: Progress, mut turns: Vec<Turn>) -> ExitCode {
    let mut diagnostics = Diagnostics::default();
    let mut timing = Stages::new(progress.unless(args.message_format == Format::Json));
    let options = args.load();
    timing.stage("load");
    let source = load(&options, &mut diagnostics);
    let skeleton = load_skeleton(&paths::generated(), &mut diagnostics);
    let (made, source) = make::made(args, source, &skeleton, diagnostics, &mut timing);
    let Made { counts, mut diagnostics, targets } = made;
    let targets: Vec<(PathBuf, Target)> = make::folders(args).into_iter().zip(targets).collect();
    let reporter =
        Reporter { format: args.message_format, specs: &options.specs, templates: &options.templates, source: &source };
    // Another folder is nobody's until there is something to write.
    if let Some(out) = args.out.as_ref().filter(|_| args.mode() == Mode::Write && !diagnostics.has_errors()) {
        match Turn::take(out) {
            Ok(turn) => turns.push(turn),
            Err(message) => {
                timing.clear();
                reporter.failed(&message);
                return ExitCode::FAILURE;
            }
        }
    }
    make::check_out(args, &mut diagnostics);
    if args.deny == Some(Deny::Warnings) {
        diagnostics.deny_warnings();
    }
    timing.clear();
    reporter.diagnostics(&diagnostics);
    if diagnostics.has_errors() {
        reporter.failed("nothing was written");
        return input::failed(&options.specs, &args.product);
    }
    timing.stage("write");
    match write_whole(args, &targets) {
        Ok(plans) => finish(args, &reporter, counts, &plans, timing),
        Err(message) => {
            reporter.failed(&message);
            ExitCode::FAILURE
        }
    }
}

fn write_whole(args: &Args, targets: &[(PathBuf, Target)]) -> Result<Vec<(PathBuf, Plan)>, String> {
    let _whole = interrupt::whole();
    write_all(targets, args.mode()).map_err(|error| error.to_string())
}

fn finish(args: &Args, reporter: &Reporter<'_>, counts: Counts, plans: &[(PathBuf, Plan)], timing: Stages) -> ExitCode {
    let changed = summary::changed(plans);
    if args.message_format == Format::Json {
        summary::print_json(counts, plans, timing);
    } else {
        plans.iter().for_each(|(folder, plan)| summary::print_plan(folder, plan, args.mode()));
        summary::print_summary(counts, plans, args.mode(), timing);
    }
    if args.check && changed > 0 {
        reporter.failed(&format!("{changed} files are out of date; run `{}`", args.mending()));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
