//! `cargo xtask generate`.
//!
//! In: a specs folder and the templates. Out: the machine-owned part of `generated/`, or a complete crate elsewhere;
//! or only what would change, or whether anything would.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator::Observer as _;
use generator::diag::{Code, Diagnostic, Diagnostics};
use generator::load::{LoadOptions, MANIFEST, Skeleton, load_skeleton};
use generator::package;
use generator::write::{Mode, Plan, Target, write, write_all};
use generator::{Normalised, normalise};
use serde_json::json;

use crate::paths;
use crate::progress::Progress;
use crate::report::{Deny, Format, Reporter};
use crate::stages::Stages;
use crate::turn::Turn;
use crate::{interrupt, suggest};

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
    match turn(args) {
        // Names are read, chosen and written again: nobody else may do so meanwhile.
        Ok(turn) => in_turn(args, progress, turn),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Where the project's own crate is written, from before anything is read.
fn turn(args: &Args) -> Result<Option<Turn>, String> {
    let is_own = args.out.is_none() && args.mode() == Mode::Write;
    is_own.then(|| Turn::take(&paths::generated())).transpose()
}

fn in_turn(args: &Args, progress: Progress, turn: Option<Turn>) -> ExitCode {
    let mut diagnostics = Diagnostics::default();
    let mut timing = Stages::new(progress.unless(args.message_format == Format::Json));
    let options = args.load();
    let normalised = normalise(&options, &mut diagnostics, &mut timing);
    check_products(args, &normalised, &mut diagnostics);
    let files = generator::generate(&normalised, &mut diagnostics, &mut timing);
    let skeleton = load_skeleton(&paths::generated(), &mut diagnostics);
    let targets = targets(args, &normalised, files, &skeleton, &mut diagnostics);
    let reporter = Reporter {
        format: args.message_format,
        specs: &options.specs,
        templates: &options.templates,
        source: &normalised.source,
    };
    check_out(args, &mut diagnostics);
    if args.deny == Some(Deny::Warnings) {
        diagnostics.deny_warnings();
    }
    timing.clear();
    reporter.diagnostics(&diagnostics);
    if diagnostics.has_errors() {
        reporter.failed("nothing was written");
        return ExitCode::FAILURE;
    }
    timing.stage("write");
    match write_in_turn(args, &targets, turn) {
        Ok(plans) => finish(args, &reporter, &normalised, &plans, timing),
        Err(message) => {
            reporter.failed(&message);
            ExitCode::FAILURE
        }
    }
}

fn check_products(args: &Args, normalised: &Normalised, diagnostics: &mut Diagnostics) {
    let known: Vec<String> = normalised.api.wire.products.iter().map(|product| product.name.clone()).collect();
    for product in args.product.iter().filter(|product| !known.contains(product)) {
        if args.out.is_none() {
            diagnostics.push(
                Diagnostic::new(Code::Io, None, format!("there is no product `{product}`")).help(suggest::help(
                    product,
                    "products",
                    known.iter().map(String::as_str),
                )),
            );
        }
    }
}

/// One product cannot be generated alone when what products share changes with it.
fn check_shared(shared: &Target, diagnostics: &mut Diagnostics) {
    let plan = write(&paths::generated(), shared, Mode::DryRun);
    if let Some(change) = plan.ok().and_then(|plan| plan.changes.into_iter().next()) {
        diagnostics.push(
            Diagnostic::new(
                Code::Config,
                None,
                format!("what products share changes as well: `generated/{}`", change.path),
            )
            .help("run `cargo xtask generate` without `--product`"),
        );
    }
}

/// A folder that holds something else than a generated crate is left alone.
fn check_out(args: &Args, diagnostics: &mut Diagnostics) {
    let Some(out) = &args.out else { return };
    let used = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if used && !out.join(MANIFEST).is_file() {
        diagnostics.push(
            Diagnostic::new(
                Code::Io,
                None,
                format!("`{}` is not empty and holds no generated crate", paths::shown(out)),
            )
            .help("name an empty or new folder"),
        );
    }
}

/// What belongs where: the crate, and beside it the lock of names where the documents are the project's own.
fn targets(
    args: &Args,
    normalised: &Normalised,
    files: generator::render::Files,
    skeleton: &Skeleton,
    diagnostics: &mut Diagnostics,
) -> Vec<(PathBuf, Target)> {
    if let Some(out) = &args.out {
        return vec![(out.clone(), package::standalone(files, skeleton, diagnostics))];
    }
    let target = package::in_place(files, skeleton, diagnostics);
    if !args.product.is_empty() {
        let (own, shared) = package::split(&target, &args.product);
        check_shared(&shared, diagnostics);
        return vec![(paths::generated(), own)];
    }
    let mut targets = vec![(paths::generated(), target)];
    match normalised.lock.to_text() {
        Ok(text) => {
            let lock = Target { files: BTreeMap::from([("names.lock".to_owned(), text)]), owned: Vec::new() };
            targets.push((paths::specs(), lock));
        }
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::Invariant, None, format!("names.lock cannot be written: {error}")))
        }
    }
    targets
}

/// Another folder is nobody's until there is something to write.
fn write_in_turn(
    args: &Args,
    targets: &[(PathBuf, Target)],
    turn: Option<Turn>,
) -> Result<Vec<(PathBuf, Plan)>, String> {
    let _turn = match (&args.out, turn) {
        (Some(out), None) if args.mode() == Mode::Write => Some(Turn::take(out)?),
        (_, turn) => turn,
    };
    let _whole = interrupt::whole();
    write_all(targets, args.mode()).map_err(|error| error.to_string())
}

fn finish(
    args: &Args,
    reporter: &Reporter<'_>,
    normalised: &Normalised,
    plans: &[(PathBuf, Plan)],
    timing: Stages,
) -> ExitCode {
    let changed: usize = plans.iter().map(|(_, plan)| plan.changes.len()).sum();
    if args.message_format == Format::Json {
        print_json(normalised, plans, timing);
    } else {
        plans.iter().for_each(|(folder, plan)| print_plan(folder, plan, args.mode()));
        print_summary(normalised, plans, args.mode(), timing);
    }
    if args.check && changed > 0 {
        reporter.failed(&format!("{changed} files are out of date; run `{}`", args.mending()));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn print_plan(folder: &Path, plan: &Plan, mode: Mode) {
    let mut out = std::io::stdout().lock();
    for change in &plan.changes {
        // A closed pipe ends the listing, not the run.
        let _ = match (&change.diff, mode) {
            (Some(diff), _) => write!(out, "{diff}"),
            (None, Mode::DryRun) => {
                writeln!(out, "{} {}", change.kind.as_str(), paths::shown(&folder.join(&change.path)))
            }
            _ => Ok(()),
        };
    }
}

struct Counts {
    documents: usize,
    operations: usize,
    models: usize,
    enums: usize,
    changed: usize,
    unchanged: usize,
}

impl Counts {
    fn of(normalised: &Normalised, plans: &[(PathBuf, Plan)]) -> Self {
        let model = &normalised.api.model;
        Self {
            documents: normalised.api.wire.products.iter().map(|product| product.documents.len()).sum(),
            operations: model.operations().count(),
            models: model.models.iter().filter(|model| !model.products.is_empty()).count(),
            enums: model.enums.iter().filter(|item| !item.products.is_empty()).count(),
            changed: plans.iter().map(|(_, plan)| plan.changes.len()).sum(),
            unchanged: plans.iter().map(|(_, plan)| plan.unchanged).sum(),
        }
    }
}

fn print_summary(normalised: &Normalised, plans: &[(PathBuf, Plan)], mode: Mode, timing: Stages) {
    let counts = Counts::of(normalised, plans);
    let verb = match mode {
        Mode::Write => "written",
        Mode::Check => "out of date",
        Mode::DryRun => "to be written",
    };
    let stages: Vec<String> = timing
        .finish()
        .into_iter()
        .map(|(name, time)| format!("{name} {:.0} ms", time.as_secs_f64() * 1000.0))
        .collect();
    let mut out = std::io::stdout().lock();
    let _ = writeln!(
        out,
        "{} documents, {} operations, {} models, {} enums; {} files {verb}, {} unchanged\n{}",
        counts.documents,
        counts.operations,
        counts.models,
        counts.enums,
        counts.changed,
        counts.unchanged,
        stages.join(", "),
    );
}

fn print_json(normalised: &Normalised, plans: &[(PathBuf, Plan)], timing: Stages) {
    let counts = Counts::of(normalised, plans);
    let changes: Vec<_> = plans
        .iter()
        .flat_map(|(folder, plan)| {
            plan.changes.iter().map(move |change| {
                json!({"path": paths::shown(&folder.join(&change.path)), "kind": change.kind.as_str(), "diff": change.diff})
            })
        })
        .collect();
    let stages: serde_json::Map<String, serde_json::Value> =
        timing.finish().into_iter().map(|(name, time)| (name.to_owned(), json!(time.as_secs_f64() * 1000.0))).collect();
    let summary = json!({
        "kind": "summary",
        "documents": counts.documents,
        "operations": counts.operations,
        "models": counts.models,
        "enums": counts.enums,
        "changes": changes,
        "unchanged": counts.unchanged,
        "milliseconds": stages,
    });
    let _ = writeln!(std::io::stdout().lock(), "{summary}");
}
