//! `cargo xtask release`.
//!
//! In: the project, committed and up to date. Out: version, changelog and API lock of the next release, written only
//! when the package that they make was built and tested alone. Everything happens in a copy first; the project's own
//! files change at the very end, all or none.

mod alone;
mod drift;
mod files;
mod level;
mod manifest;
mod package;
mod plan;
mod semver_checks;
mod tree;
mod version;

use std::process::ExitCode;

use generator::diff::effect::Verdict;
use semver::Version;

use crate::changelog::Changelog;
use crate::paths;
use crate::steps::{Failed, Outcome, Steps};
use drift::Fresh;
use manifest::Manifest;
use plan::{Plan, Texts};
use tree::Stage;

/// Prepare the next release: its version, its changelog and the lock of its API.
///
/// The version follows from what changed since the last release: the API as documented, the crate as `cargo
/// semver-checks` sees it where that is installed, and what CHANGELOG.md says. The package is built and tested alone,
/// outside the workspace, before anything is written. Committing and tagging is left to you; a tag is published by
/// `.github/workflows/release.yml`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask release --dry-run\n  cargo xtask release\n  cargo xtask release --version 1.0.0\n  cargo xtask release --verify v0.2.0\n  cargo xtask release --notes v0.2.0"
)]
pub(crate) struct Args {
    /// Do everything except changing the project, and say what would be written
    #[arg(long)]
    dry_run: bool,
    /// Release this version; never a lower one than the changes ask for
    #[arg(long, value_name = "VERSION")]
    version: Option<Version>,
    /// Leave out what compiles: cargo semver-checks, and building and testing the package
    #[arg(long)]
    no_verify: bool,
    /// Check that what is committed is the release that this tag names, and its package; write nothing
    #[arg(long, value_name = "TAG", conflicts_with_all = ["dry_run", "version", "notes"])]
    verify: Option<String>,
    /// Print what CHANGELOG.md says of the release that this tag names
    #[arg(long, value_name = "TAG", conflicts_with_all = ["dry_run", "version", "no_verify"])]
    notes: Option<String>,
}

/// The version after this one, by what changed.
pub(crate) fn next_version(current: &str, verdict: Verdict) -> Result<Version, String> {
    let current = Version::parse(current).map_err(|error| format!("`{current}` is no version: {error}"))?;
    Ok(version::next(&current, verdict))
}

/// Runs the command.
pub(crate) fn run(args: &Args, quiet: bool) -> ExitCode {
    let steps = Steps::new(quiet);
    let done = match (&args.verify, &args.notes) {
        (Some(tag), _) => verify(args, &steps, tag),
        (None, Some(tag)) => notes(tag),
        (None, None) => release(args, &steps),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("error: {failed}");
            ExitCode::FAILURE
        }
    }
}

fn release(args: &Args, steps: &Steps) -> Result<(), Failed> {
    let root = paths::root();
    steps.work("tree", || tree::is_clean(&root).map(|()| ((), Outcome::ok())))?;
    let fresh = steps.work("generated files", || drift::fresh().map(|fresh| (fresh, Outcome::ok())))?;
    let texts = steps.work("last release", || Texts::read(&root))?;
    let Some(level) = level::of(args.no_verify, steps, &root, &texts)? else {
        return nothing(args, steps, &texts.version);
    };
    let plan = steps.work("version", || Plan::of(&texts, &level, args.version.as_ref(), &fresh.api))?;
    let stage = steps.work("copy", || {
        let stage = Stage::of(&root)?;
        files::write(stage.root(), &plan.files)?;
        stage.commit(&tree::message(&plan.version))?;
        Ok((stage, Outcome::ok()))
    })?;
    check_package(args, steps, &stage, &plan.version, &fresh)?;
    if args.dry_run {
        print!("{}", plan.shown());
        return Ok(());
    }
    steps.work("write", || {
        // Building took its time: what is released is what was checked.
        tree::is_clean(&root)?;
        files::write(&root, &plan.files).map(|()| ((), Outcome::ok()))
    })?;
    print!("{}", plan.next_commands());
    Ok(())
}

/// Nothing to do; who asks for a version all the same must say what it is for.
fn nothing(args: &Args, steps: &Steps, last: &Version) -> Result<(), Failed> {
    let Some(wanted) = &args.version else {
        println!("nothing to release: nothing has changed since {last}");
        return Ok(());
    };
    steps.work("version", || {
        let help = "say below `## Unreleased` of CHANGELOG.md what it is for, commit, and release again";
        Err(format!("nothing has changed since {last}, so there is nothing to release as {wanted}; {help}"))
    })
}

/// Packages what the copy has; unless it should not, builds and tests it alone.
fn check_package(args: &Args, steps: &Steps, stage: &Stage, version: &Version, fresh: &Fresh) -> Result<(), Failed> {
    let package = package::make(steps, stage.root(), version, &fresh.files)?;
    if args.no_verify {
        steps.skip("package alone", "`--no-verify`");
        return Ok(());
    }
    let manifest = steps.work("manifest", || {
        let text = plan::read(stage.root(), "generated/Cargo.toml")?;
        Manifest::parse(&text).map(|manifest| (manifest, Outcome::ok()))
    })?;
    alone::check(steps, &package, &manifest, stage.root())
}

/// Checks a release that is committed and tagged, before it is published.
fn verify(args: &Args, steps: &Steps, tag: &str) -> Result<(), Failed> {
    let root = paths::root();
    steps.work("tree", || tree::is_clean(&root).map(|()| ((), Outcome::ok())))?;
    let fresh = steps.work("generated files", || drift::fresh().map(|fresh| (fresh, Outcome::ok())))?;
    let texts = steps.work("tag", || {
        let (texts, outcome) = Texts::read(&root)?;
        section(&texts, tag)?;
        Ok((texts, outcome))
    })?;
    steps.work("API lock", || {
        let given = plan::lock(&fresh.api)?;
        let is_same = texts.lock.as_deref() == Some(given.as_str());
        let help = "tag the commit that `cargo xtask release` wrote";
        if is_same {
            Ok(((), Outcome::ok()))
        } else {
            Err(format!("specs/api.lock.json is not of this commit; {help}"))
        }
    })?;
    let stage = steps.work("copy", || Stage::of(&root).map(|stage| (stage, Outcome::ok())))?;
    check_package(args, steps, &stage, &texts.version, &fresh)
}

/// Prints nothing but the notes, so that they can be passed on.
fn notes(tag: &str) -> Result<(), Failed> {
    let section = Steps::new(true).work("notes", || {
        let (texts, outcome) = Texts::read(&paths::root())?;
        Ok((section(&texts, tag)?, outcome))
    })?;
    println!("{section}");
    Ok(())
}

/// What the changelog says of the release that a tag names, if that is what is committed.
fn section(texts: &Texts, tag: &str) -> Result<String, String> {
    let own = tree::tag(&texts.version);
    if tag != own {
        return Err(format!(
            "the tag is `{tag}`, and generated/Cargo.toml has {}, whose tag is `{own}`; name that one, or check out the \
             commit of the release",
            texts.version
        ));
    }
    let log: &Changelog = &texts.changelog;
    let section = log.section(&texts.version.to_string()).filter(|section| !section.is_empty());
    let missing = || format!("CHANGELOG.md says nothing of {}; `cargo xtask release` writes it", texts.version);
    section.map(str::to_owned).ok_or_else(missing)
}
