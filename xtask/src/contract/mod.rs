//! `cargo xtask contract`.
//!
//! In: a specs folder. Out: what Prism, a server of OpenAPI documents that nobody here wrote, and the generated client
//! say of each other: every operation is called through the public API, and both sides must accept. For the project's
//! own documents the crate of this workspace makes the calls, for others one that is generated for the purpose.

mod calls;
mod outcome;
mod prism;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use generator::diag::Diagnostics;
use generator::load::load_skeleton;
use generator::served::{Served, served};
use generator::write::{Mode, Target, write};
use generator::{Normalised, package, samples};

use crate::input::Input;
use crate::paths;
use crate::progress::Progress;
use crate::report::Format;
use crate::style::counted;
use crate::turn::Turn;

use calls::Calls;
use outcome::{Outcome, Verdict};
use prism::Prism;

/// Prism takes a core and some hundred megabytes for a large document.
const AT_A_TIME: usize = 2;

/// Call every operation through the public API against Prism, which validates it by the documents
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Prism serves the documents as the generator reads them, overlays applied, with the base path in the\n\
                  paths and `security` lifted, because it knows no token but Bearer. It needs Node:\n  \
                  npm ci --prefix tests/services\n\n\
                  Examples:\n  cargo xtask contract\n  cargo xtask contract --specs ../my-specs --format json"
)]
pub(crate) struct Args {
    /// Read the documents `<product>/*.yml` of this folder
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(args: &Args, progress: Progress) -> ExitCode {
    let progress = progress.unless(args.format == Format::Json);
    let mut input = Input::normalise(args.specs.as_ref(), &[], progress);
    let prepared = prism::check().and_then(|()| crate_of(args, &input.normalised, &mut input.diagnostics));
    let reporter = input.reporter(args.format);
    if input.diagnostics.has_errors() {
        reporter.diagnostics(&input.diagnostics);
    }
    let normalised = &input.normalised;
    let outcomes =
        prepared.and_then(|folder| Calls::build(&folder)).map(|calls| call_all(normalised, &calls, progress));
    match outcomes {
        Ok(outcomes) => {
            outcome::print(&outcomes, &mended(normalised), args.format);
            let kept = outcomes.iter().all(|outcome| outcome.verdict == Verdict::Kept);
            if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(message) => {
            reporter.failed(&message);
            ExitCode::FAILURE
        }
    }
}

/// The crate that makes the calls.
fn crate_of(args: &Args, normalised: &Normalised, diagnostics: &mut Diagnostics) -> Result<PathBuf, String> {
    if args.specs.is_none() && !diagnostics.has_errors() {
        return Ok(paths::generated());
    }
    let files = generator::generate(normalised, diagnostics, &mut ());
    let skeleton = load_skeleton(&paths::generated(), diagnostics);
    let target = package::standalone(files, &skeleton, diagnostics);
    if diagnostics.has_errors() {
        return Err("there is no crate to make the calls".to_owned());
    }
    let folder = paths::target().join("contract").join("crate");
    let _turn = Turn::take(&folder)?;
    write(&folder, &target, Mode::Write).map_err(|error| error.to_string())?;
    remove_others(&folder, &folder, &target);
    // The versions of this workspace, and no others.
    std::fs::copy(paths::root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be copied: {error}"))?;
    Ok(folder)
}

/// Hand-written files of an earlier run may be gone by now. What did not change is left alone, so that it is not built
/// again.
fn remove_others(root: &Path, folder: &Path, target: &Target) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            remove_others(root, &path, target);
        } else if path.strip_prefix(root).is_ok_and(|path| !target.files.contains_key(&slashed(path))) {
            // One that stays is told by the compiler.
            let _ = std::fs::remove_file(&path);
        }
    }
}

fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What was mended for Prism, by document, with how often.
fn mended(normalised: &Normalised) -> Vec<(String, String, usize)> {
    let mut lines: Vec<(String, String, usize)> = Vec::new();
    for document in served(normalised) {
        for what in &document.mended {
            match lines.iter_mut().find(|(path, known, _)| *path == document.path && known == what) {
                Some((_, _, count)) => *count += 1,
                None => lines.push((document.path.clone(), what.clone(), 1)),
            }
        }
    }
    lines
}

/// Calls the operations of all documents, some documents at a time.
fn call_all(normalised: &Normalised, calls: &Calls, progress: Progress) -> Vec<Outcome> {
    let documents = served(normalised);
    let task = Mutex::new((progress.steps("documents against Prism", documents.len()), 0));
    let expected = samples::calls(&normalised.api);
    let waiting = Mutex::new(documents.iter());
    let found = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(document) = waiting.lock().ok().and_then(|mut waiting| waiting.next()) {
                    let of_document = expected.iter().filter(|call| call.document == document.path);
                    let of_document = of_document.map(Outcome::of).collect();
                    let outcomes = call_document(document, calls, of_document);
                    if let (Ok(mut found), Ok(mut task)) = (found.lock(), task.lock()) {
                        found.extend(outcomes);
                        task.1 += 1;
                        let count = task.1;
                        task.0.at(count);
                    }
                }
            });
        }
    });
    let mut outcomes: Vec<Outcome> = found.into_inner().unwrap_or_default();
    if let Ok((task, _)) = task.into_inner() {
        task.done(&counted(outcomes.len(), "call"));
    }
    // What no document serves was not called, and counts all the same.
    let lost = expected.iter().filter(|call| !documents.iter().any(|document| document.path == call.document));
    outcomes.extend(lost.map(|call| Outcome::of(call).failed("its document cannot be served")));
    outcomes.sort_by(|a, b| a.order().cmp(&b.order()));
    outcomes
}

/// Serves a document and calls what it has.
fn call_document(document: &Served, calls: &Calls, expected: Vec<Outcome>) -> Vec<Outcome> {
    let folder = paths::target().join("contract").join("served");
    let name = document.path.replace('/', ".");
    let (file, report) = (folder.join(format!("{name}.served.json")), folder.join(format!("{name}.report.json")));
    let run = || {
        write_document(&folder, &file, document)?;
        let mut rows = Vec::new();
        // A call that Prism does not survive ends a run; the next begins behind it.
        while rows.len() < expected.len() {
            // A report of an earlier run would be taken for one of this.
            let _ = std::fs::remove_file(&report);
            let prism = Prism::start(&file).map_err(|words| format!("Prism does not serve the document: {words}"))?;
            let more = calls.run(&document.path, rows.len(), &prism.url, &report)?;
            if more.is_empty() {
                break;
            }
            rows.extend(more);
        }
        Ok::<_, String>(rows)
    };
    match run() {
        Ok(rows) => expected.into_iter().map(|outcome| outcome.with(&rows)).collect(),
        Err(message) => expected.into_iter().map(|outcome| outcome.failed(&message)).collect(),
    }
}

fn write_document(folder: &Path, file: &Path, document: &Served) -> Result<(), String> {
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(file, document.document.to_string()));
    written.map_err(|error| format!("`{}` cannot be written: {error}", file.display()))
}
