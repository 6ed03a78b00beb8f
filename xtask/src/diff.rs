//! `cargo xtask diff`.
//!
//! In: two sides. Out: what changed from one to the other, in the format asked for; an exit status that says whether a
//! change is bad enough: 0 none is, 1 one is, 2 the sides could not be compared.

mod effect;
mod listing;
pub(crate) mod operand;
mod products;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use generator::diag::{Code, Diagnostic, Diagnostics};
use generator::diff::effect::Effect;
use generator::diff::settings::{Settings, Settled};
use generator::diff::show::{Sides, changelog, github, json, junit, markdown};
use generator::diff::{self, Level, Report, html};
use generator::ir::{FileId, Place};
use generator::load::{Source, SourceFile};

use crate::paths;
use crate::progress::Progress;
use crate::report::Reporter;
use crate::stages::Stages;
use crate::style::{Style, counted};
use crate::suggest;
use operand::Side;

/// Say what changed between two versions of an API, and what of it breaks callers; or compare products with each other.
///
/// A side is a product of the specs folder, one document, a folder of documents or of products, a folder or document
/// at a git revision (`v1.2.0:specs`), or an API lock (`*.lock.json`). Exits with 1 if a change is at least as bad as
/// `--fail-on` says, and with 2 if the sides could not be compared. Two or more names of products compare those: what
/// is the same, what differs, what only one has.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask diff v1.2.0:specs specs\n  cargo xtask diff --since-lock --changelog\n  cargo xtask diff old/invoices.yml new/invoices.yml --format markdown\n  cargo xtask diff books ../new/books --fail-on warning --summary\n  cargo xtask diff books inventory billing --format markdown"
)]
pub(crate) struct Args {
    /// What was and what is; or products, two or more
    #[arg(value_names = ["BASE", "REVISION"], num_args = 2.., required_unless_present = "since_lock")]
    sides: Vec<String>,
    /// From the last release, as `api.lock.json` of the specs folder has it, to the specs folder
    #[arg(long, conflicts_with = "sides")]
    since_lock: bool,
    /// Look for products in this folder
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Only this product (repeatable)
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Exit with 1 if a change is at least this bad
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,
    /// Say what changes mean for who uses the crate: public items, and the verdict of semantic versioning (formats
    /// `human` and `json`)
    #[arg(long)]
    rust: bool,
    /// Print the changelog's entry for people, as Markdown
    #[arg(long, conflicts_with_all = ["format", "summary"])]
    changelog: bool,
    /// Only count
    #[arg(long)]
    summary: bool,
    /// Levels and accepted changes; `diff.toml` of the specs folder unless another is named
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, at a terminal
    Human,
    /// For programs: an array of changes
    Json,
    /// For pages and pull requests
    Markdown,
    /// Annotations of GitHub
    Github,
    /// Test results
    Junit,
    /// A page for browsers, in one file
    Html,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A change that breaks callers
    Error,
    /// A change that may break callers
    Warning,
    /// Any change
    Info,
    /// Nothing
    None,
}

impl FailOn {
    fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Info => Some(Level::Info),
            Self::None => None,
        }
    }
}

/// The sides could not be compared.
const FAILED: u8 = 2;

/// The API as last released, in the specs folder.
const LOCK: &str = "api.lock.json";

/// Runs the command.
pub(crate) fn run(args: &Args, progress: Progress) -> ExitCode {
    let progress = progress.unless(args.format == Format::Json);
    let specs = args.specs.clone().unwrap_or_else(paths::specs);
    if !args.since_lock && args.sides.iter().all(|name| operand::is_product(name, &specs)) {
        if args.rust || args.changelog {
            eprintln!("error: `--rust` and `--changelog` are about versions, and these are products of one");
            return ExitCode::from(FAILED);
        }
        return products::run(&args.sides, &specs, args.format, args.summary, progress);
    }
    versions(args, &specs, &mut Stages::new(progress)).unwrap_or_else(|| ExitCode::from(FAILED))
}

/// Compares two versions; nothing where that could not be done, which was told.
fn versions(args: &Args, specs: &Path, stages: &mut Stages) -> Option<ExitCode> {
    let names = side_names(args, specs)?;
    let settings = settings(args, specs)?;
    let [base, revision] = names.each_ref().map(|name| {
        stages.begin(&format!("read {name}"));
        read(name, specs, stages)
    });
    let (base, revision) = (base?, revision?);
    stages.begin("compare");
    let mut report = diff::versions(&base.wire, &revision.wire);
    if let Some(unknown) = keep_products(&mut report, &args.product, [&base, &revision]) {
        let known = [&base, &revision].into_iter().flat_map(|side| &side.wire.products);
        let help = suggest::help(&unknown, "products", known.map(|product| product.name.as_str()));
        stages.clear();
        eprintln!("error: neither side has a product `{unknown}`\nhelp: {help}");
        return None;
    }
    stages.begin("compare the crates");
    let effect = if args.rust || args.changelog {
        let mut effect = effect::of(&base, &revision, specs, &report)?;
        effect.keep_products(&args.product);
        Some(effect)
    } else {
        None
    };
    stages.clear();
    let today = chrono::Local::now().format("%Y-%m-%d").to_string();
    let settled = settings.settle(report, &today);
    settled.notices.iter().for_each(|notice| eprintln!("warning: diff.toml: {notice}"));
    let sides = Sides { base: &base.sites, revision: &revision.sites };
    let text = shown(args, &settled, effect.as_ref(), sides, &names);
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    let failed = args.fail_on.level().is_some_and(|level| settled.report.has(level));
    Some(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The two sides as they are called.
fn side_names(args: &Args, specs: &Path) -> Option<[String; 2]> {
    if args.since_lock {
        let lock = specs.join(LOCK);
        if !lock.exists() {
            eprintln!("error: there is no `{}`; a release writes it", paths::shown(&lock));
            return None;
        }
        return Some([lock, specs.to_owned()].map(|path| path.display().to_string()));
    }
    match args.sides.as_slice() {
        [base, revision] => Some([base.clone(), revision.clone()]),
        [_, _, more, ..] => {
            eprintln!("error: versions are compared two at a time, and `{more}` is a third; only products go together");
            None
        }
        _ => None,
    }
}

/// Reads a side; its warnings are for `lint` to tell, its errors are told here, and that a part of it cannot be compared.
fn read(operand: &str, specs: &Path, stages: &Stages) -> Option<Side> {
    let mut diagnostics = Diagnostics::default();
    let side = operand::read(operand, specs, &mut diagnostics);
    if diagnostics.has_errors() {
        stages.clear();
        operand::report(&side, &diagnostics);
        return None;
    }
    let lost = diagnostics.sorted().into_iter().filter(|found| found.code == Code::UnresolvedRef).count();
    if lost > 0 {
        stages.clear();
        let lost = counted(lost, "reference");
        eprintln!("warning: `{operand}`: {lost} to nothing (ZG020); what should be there is not compared");
    }
    Some(side)
}

/// Drops the changes of other products; names a product that neither side has.
fn keep_products(report: &mut Report, wanted: &[String], sides: [&Side; 2]) -> Option<String> {
    let known = |name: &String| sides.iter().flat_map(|side| &side.wire.products).any(|product| product.name == *name);
    let unknown = wanted.iter().find(|name| !known(name));
    if !wanted.is_empty() {
        report.changes.retain(|change| wanted.contains(&change.product));
    }
    unknown.cloned()
}

fn settings(args: &Args, specs: &Path) -> Option<Settings> {
    let path = args.config.clone().unwrap_or_else(|| specs.join("diff.toml"));
    if args.config.is_none() && !path.exists() {
        return Some(Settings::default());
    }
    let mut diagnostics = Diagnostics::default();
    let shown = paths::shown(&path);
    let mut file = SourceFile { path: shown.clone(), ..SourceFile::default() };
    match fs::read_to_string(&path) {
        Err(error) => {
            let message = format!("`{shown}` cannot be read: {error}");
            diagnostics.push(Diagnostic::new(Code::Io, None, message).help("name a file that exists"));
        }
        Ok(text) => match Settings::parse(&text) {
            Ok(settings) => return Some(settings),
            Err(wrong) => {
                let at = wrong.offset.map_or(Place::file(FileId(0)), |at| Place::at_offset(FileId(0), &text, at));
                let help = "see README.md for the keys it may have";
                diagnostics.push(Diagnostic::new(Code::Config, at, wrong.message).help(help));
                file.text = text;
            }
        },
    }
    let source = Source { files: vec![file], ..Source::default() };
    let (nowhere, format) = (Path::new(""), crate::report::Format::Human);
    Reporter { format, specs: nowhere, templates: nowhere, source: &source }.diagnostics(&diagnostics);
    None
}

fn shown(
    args: &Args,
    settled: &Settled,
    effect: Option<&Effect>,
    sides: Sides<'_>,
    [base, revision]: &[String; 2],
) -> String {
    let report = &settled.report;
    if let Some(effect) = effect.filter(|_| args.changelog) {
        return changelog(report, effect);
    }
    match (args.format, args.summary) {
        (Format::Json, true) => format!("{:#}\n", listing::counts(settled, effect)),
        (_, true) => listing::summary(settled, effect, Style::stdout()),
        (Format::Human, false) => listing::listing(settled, effect, sides, Style::stdout()),
        (Format::Json, false) => format!("{:#}\n", json(report, sides, effect)),
        (Format::Markdown, false) => markdown(report, sides),
        (Format::Github, false) => github(report, sides),
        (Format::Html, false) => html::versions(report, sides, [base, revision]),
        (Format::Junit, false) => junit(report, sides, args.fail_on.level()),
    }
}
