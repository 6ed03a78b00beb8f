//! `cargo xtask refresh`.
//!
//! In: products and where to look. Out: their documents adopted, the crate generated from them, compiled and tested, the
//! changelog's entry, and a text for a pull request; or, where nothing changed or anything failed, the project as it
//! was. Everything happens in a copy first.

mod base;
mod compared;
mod names;
mod stage;
mod summary;
mod version;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use generator::config::Config;
use generator::diff::show::plain;
use generator::ir::FileId;

use crate::changelog::Changelog;
use crate::diff::{LOCK, since};
use crate::fetch::{self, Destination, Fetched, Limits, Request};
use crate::paths;
use crate::progress::Progress;
use crate::stages::Stages;
use crate::steps::{self, Failed, Steps};
use crate::suggest;
use compared::Compared;
use names::Names;
use stage::Stage;
use version::Next;

/// Fetch, compare, generate, compile and test: everything up to a pull request.
///
/// Brings the documents that `specs/products.toml` lists, says what changed, generates the crate, compiles it, runs its
/// wire tests, puts the entry into CHANGELOG.md and writes a summary for whoever reviews it. All of it is tried in a
/// copy below `target` first: if anything fails, nothing in the project changes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit status: 0 nothing changed, 10 changed and compatible, 11 changed and breaking; 1 failed, 2 the arguments make no
sense. With --exit-zero 10 and 11 are 0 as well.

Examples:
  cargo xtask refresh
  cargo xtask refresh --dry-run --product books
  cargo xtask refresh --from http://127.0.0.1:8000/
  cargo xtask refresh --exit-zero --summary pull-request.md")]
pub(crate) struct Args {
    /// Only this product (repeatable)
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,
    /// Look here instead, as `cargo xtask fetch` does
    #[arg(long, value_name = "URL|FILE|DIR")]
    from: Option<String>,
    /// Adopt documents with the vendor's prose, for private use, and not only their facts
    #[arg(long)]
    verbatim: bool,
    /// Do everything except changing the project
    #[arg(long)]
    dry_run: bool,
    /// Write the text for the pull request into this file [default: target/refresh/pull-request.md]
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// Exit with 0 whatever changed; 1 and 2 stay
    #[arg(long)]
    exit_zero: bool,
}

/// Something changed, and callers need not care.
const COMPATIBLE: u8 = 10;
/// Something changed that breaks callers.
const BREAKING: u8 = 11;
/// The arguments make no sense.
const MISUSE: u8 = 2;

/// Features of the crate that are off by default.
const FEATURES: &str = "blocking,fake,serialize,tracing";

/// What a refresh came to.
#[derive(Debug)]
struct Outcome {
    /// Products whose documents changed.
    products: Vec<String>,
    compared: Compared,
    names: Names,
    /// A line a product, and those on what was passed over.
    documents: Vec<String>,
    /// What becomes of the version.
    next: Next,
    /// Where the text for the pull request is, as people read it.
    summary: String,
}

impl Outcome {
    fn word(&self) -> &'static str {
        if self.compared.is_breaking() { "breaking" } else { "compatible" }
    }

    fn status(&self) -> u8 {
        if self.compared.is_breaking() { BREAKING } else { COMPATIBLE }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, quiet: bool) -> ExitCode {
    if let Some(message) = unknown_product(args) {
        eprintln!("error: {message}");
        return ExitCode::from(MISUSE);
    }
    match refresh(args, &Steps::new(quiet)) {
        Ok(None) => {
            println!("refresh: nothing changed");
            ExitCode::SUCCESS
        }
        Ok(Some(outcome)) => {
            let changes = outcome.compared.report().changes.len();
            println!("refresh: {}, {changes} changes of the API; {}", outcome.word(), outcome.next.line);
            if !args.dry_run {
                println!("{}", next_commands(&outcome));
            }
            if args.exit_zero { ExitCode::SUCCESS } else { ExitCode::from(outcome.status()) }
        }
        Err(failed) => {
            eprintln!("error: {failed}\nnothing was changed");
            ExitCode::FAILURE
        }
    }
}

/// What is left to do; new documents and modules are not known to git yet.
fn next_commands(outcome: &Outcome) -> String {
    let names = outcome.products.join(", ");
    format!(
        "read {} and `git diff`, then:\n  git add --all {} && git commit --message \"Refresh {names}\"",
        outcome.summary,
        stage::OWN.join(" ")
    )
}

/// What is wrong with the products asked for.
fn unknown_product(args: &Args) -> Option<String> {
    let text = std::fs::read_to_string(paths::specs().join("products.toml")).ok()?;
    let config = Config::parse(FileId(0), &text).ok()?;
    let unknown = args.product.iter().find(|name| !config.products.contains_key(*name))?;
    let help = suggest::help(unknown, "products", config.products.keys().map(String::as_str));
    Some(format!("products.toml has no product `{unknown}`\nhelp: {help}"))
}

/// Does it all; nothing where no document changed.
fn refresh(args: &Args, steps: &Steps) -> Result<Option<Outcome>, Failed> {
    let folder = paths::target().join("refresh");
    let stage =
        steps.work("copy", || Ok((Stage::of(&paths::root(), &folder.join("project"))?, steps::Outcome::ok())))?;
    let specs = stage.folder().join("specs");
    let (documents, products) = steps.work("fetch", || adopt(args, &stage))?;
    if products.is_empty() {
        return Ok(None);
    }
    let (compared, base) = steps.work("compare", || {
        let base = base::base(&paths::root(), &folder)?;
        let compared = Compared::of(&base, &specs, &Stages::new(Progress::Quiet))?;
        let note = format!("{} changes, {}", compared.report().changes.len(), compared.effect.summary());
        Ok(((compared, base), steps::Outcome::Ok(note)))
    })?;
    steps.run("generate", &mut xtask(&stage, &["generate", "--quiet"]))?;
    let names = steps.work("names", || Ok((compared::names(&base, &specs)?, steps::Outcome::ok())))?;
    let check = ["check", "--package", "zoho-finance", "--all-targets", "--features", FEATURES];
    steps.run("compile", &mut cargo(&stage, &check))?;
    let test = ["test", "--package", "zoho-finance", "--features", "serialize", "--test", "wire"];
    steps.run("wire tests", &mut cargo(&stage, &test))?;
    let next = steps.work("changelog", || Ok((describe(&stage)?, steps::Outcome::ok())))?;
    let summary = args.summary.clone().unwrap_or_else(|| folder.join("pull-request.md"));
    let outcome = Outcome { products, compared, names, documents, next, summary: paths::shown(&summary) };
    steps.work("summary", || {
        let written = std::fs::write(&summary, summary::markdown(&outcome));
        written.map_err(|error| format!("cannot write `{}`: {error}", summary.display()))?;
        Ok(((), steps::Outcome::Ok(paths::shown(&summary))))
    })?;
    if args.dry_run {
        let count = steps.work("write", || {
            let count = stage.changed()?.len();
            Ok((count, steps::Outcome::Skipped(format!("--dry-run; {count} files would change"))))
        });
        return count.map(|_| Some(outcome));
    }
    steps.work("write", || {
        let count = stage.put_back()?;
        Ok(((), steps::Outcome::Ok(format!("{count} files"))))
    })?;
    Ok(Some(outcome))
}

/// What to tell of the documents, and the products of which one changed.
type Adopted = (Vec<String>, Vec<String>);

/// Brings the documents into the copy.
fn adopt(args: &Args, stage: &Stage) -> Result<(Adopted, steps::Outcome), String> {
    let said = |failure: &fetch::Failure| {
        let help = failure.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{}{help}", failure.message)
    };
    let request = Request {
        products: args.product.clone(),
        from: args.from.clone(),
        settings: paths::specs(),
        locked: false,
        limits: Limits::default(),
        progress: Progress::Quiet,
    };
    let fetched =
        fetch::fetch(&request).map_err(|failures| failures.iter().map(said).collect::<Vec<_>>().join("\n"))?;
    let to = Destination::Into { folder: stage.folder().join("specs"), verbatim: args.verbatim };
    let put = fetch::put(&fetched, &to).map_err(|failure| said(&failure))?;
    let changed = stage.changed()?;
    let is_changed = |name: &String| {
        let own = format!("specs/{name}/");
        changed.keys().any(|path| path.starts_with(&own))
    };
    let products: Vec<String> =
        fetched.products.iter().map(|product| product.name.clone()).filter(is_changed).collect();
    let mut documents = told(&fetched);
    documents.extend(
        put.replaced.iter().map(|(path, now)| format!("`specs/{path}` goes: the same document is `specs/{now}` now")),
    );
    let warnings =
        put.warnings.iter().map(|warning| format!("**not adopted as it is**: {}", plain(&fetch::said(warning))));
    documents.extend(warnings);
    documents.extend(put.left.iter().map(|(path, why)| format!("`specs/{path}` {why}; it is left as it is")));
    let note = if products.is_empty() { "no document changed".to_owned() } else { products.join(", ") };
    Ok(((documents, products), steps::Outcome::Ok(note)))
}

/// Where documents came from, which of them changed, and which were passed over.
fn told(fetched: &Fetched) -> Vec<String> {
    let mut lines = Vec::new();
    for product in &fetched.products {
        let of: Vec<&str> =
            product.changed().into_iter().filter(|name| product.documents.contains_key(*name)).collect();
        let changed = of.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let changed = if changed.is_empty() { "none".to_owned() } else { changed };
        let sum = product.pin.sha256.get(..12).unwrap_or_default();
        lines.push(format!("**{}**: changed {changed}; from `{}` (sha256 {sum}…)", product.name, product.pin.url));
        if !product.others.is_empty() {
            let others: Vec<String> = product.others.iter().take(12).map(|name| format!("`{name}`")).collect();
            let more = product.others.len() - others.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            lines.push(format!(
                "**{}**: not listed in products.toml, passed over: {}{more}",
                product.name,
                others.join(", ")
            ));
        }
    }
    lines
}

/// This program, as it is called in the copy.
fn xtask(stage: &Stage, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap_or_else(|_| PathBuf::from("xtask")));
    command.args(arguments).current_dir(stage.folder());
    command
}

/// Cargo in the copy, with what this project has compiled already.
fn cargo(stage: &Stage, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(stage.folder()).env("CARGO_TARGET_DIR", paths::target());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PKG_")) {
        command.env_remove(name);
    }
    command.env_remove("CARGO_MANIFEST_DIR").env_remove("CARGO_MANIFEST_PATH");
    command
}

/// Puts the entry into the changelog; says what becomes of the version. The entry tells what changed since the last
/// release, so it is replaced as often as documents change. Before the first release there is nothing to tell changes
/// from for those who read changelogs: it has no entry then.
fn describe(stage: &Stage) -> Result<Next, String> {
    let path = stage.folder().join("CHANGELOG.md");
    let text = read(&path)?;
    let log = Changelog::parse(&text)?;
    let manifest = read(&stage.folder().join("generated/Cargo.toml"))?;
    let manifest: toml::Table = toml::from_str(&manifest).map_err(|error| format!("generated/Cargo.toml: {error}"))?;
    let current = manifest.get("package").and_then(|package| package.get("version")).and_then(toml::Value::as_str);
    let current = current.ok_or("generated/Cargo.toml has no version")?;
    let specs = stage.folder().join("specs");
    let (entry, next) = if specs.join(LOCK).is_file() {
        let since = since(&specs).ok_or("it cannot be compared with the last release; see above")?;
        let next = Next::after(current, since.effect.verdict())?;
        (Some(since.entry), next)
    } else {
        (None, Next::first(current))
    };
    let text = log.with_entry(entry.as_deref());
    std::fs::write(&path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    Ok(next)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}
