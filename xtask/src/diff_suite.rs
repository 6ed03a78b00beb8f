//! `cargo xtask diff-suite`.
//!
//! In: a folder of pairs with `expected.tsv`, what another tool finds between them. Out: how many of those findings are
//! found, what is missed, and what is found besides.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator::diag::Diagnostics;
use generator::diff;

use crate::diff::operand;
use crate::style::counted;

/// Compare all pairs of a folder and count what is found of what `expected.tsv` lists.
///
/// A line of `expected.tsv` has base, revision, check id, level, operation and path; `(none)` as the id says that
/// nothing may be found.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  cargo xtask diff-suite ../pairs")]
pub(crate) struct Args {
    /// The folder with `expected.tsv`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// List what is found besides, too
    #[arg(long)]
    verbose: bool,
}

/// A finding, as it is listed.
type Row = (String, String, String, String);

/// Runs the command.
pub(crate) fn run(args: &Args) -> ExitCode {
    let list = args.folder.join("expected.tsv");
    let text = match fs::read_to_string(&list) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("error: `{}` cannot be read: {error}", list.display());
            return ExitCode::from(2);
        }
    };
    let mut out = std::io::stdout().lock();
    let (mut found, mut expected, mut unexpected, mut unread) = (0, 0, 0, 0);
    for ((base, revision), rows) in pairs(&text) {
        expected += rows.len();
        let mut actual = match compare(&args.folder, &base, &revision) {
            Ok(actual) => actual,
            Err(reason) => {
                unread += 1;
                let _ = writeln!(out, "{base} -> {revision}\n  not compared: {reason}");
                continue;
            }
        };
        let mut lines = Vec::new();
        for row in rows {
            match actual.iter().position(|other| *other == row) {
                Some(index) => {
                    actual.remove(index);
                    found += 1;
                }
                None => lines.push(format!("  missed      {}", said(&row))),
            }
        }
        unexpected += actual.len();
        if args.verbose || !lines.is_empty() {
            lines.extend(actual.iter().map(|row| format!("  unexpected  {}", said(row))));
        }
        if !lines.is_empty() {
            let _ = writeln!(out, "{base} -> {revision}\n{}", lines.join("\n"));
        }
    }
    if unread > 0 {
        let _ = writeln!(out, "{} could not be compared", counted(unread, "pair"));
    }
    let _ = writeln!(out, "diff-suite: {found} of {expected} expected findings, {unexpected} unexpected");
    if found == expected && unread == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The pairs with what is expected of each, in the order of the list.
fn pairs(text: &str) -> BTreeMap<(String, String), Vec<Row>> {
    let mut pairs: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [base, revision, id, level, rest @ ..] = cells.as_slice() else { continue };
        let rows = pairs.entry(((*base).to_owned(), (*revision).to_owned())).or_default();
        if *id != "(none)" {
            let cell = |index: usize| rest.get(index).copied().unwrap_or_default().to_owned();
            let row = ((*id).to_owned(), (*level).to_owned(), cell(0), cell(1));
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    pairs
}

fn compare(folder: &Path, base: &str, revision: &str) -> Result<Vec<Row>, String> {
    let read = |path: &str| {
        let mut diagnostics = Diagnostics::default();
        let side = operand::read_path(&folder.join(path), &mut diagnostics);
        if diagnostics.has_errors() {
            let first = diagnostics.sorted().into_iter().find(|one| one.severity == generator::diag::Severity::Error);
            return Err(format!("{path}: {}", first.map(|one| one.message.clone()).unwrap_or_default()));
        }
        Ok(side.wire)
    };
    let report = diff::versions(&read(base)?, &read(revision)?);
    let row = |change: diff::Change| {
        let method = change.method.map(|method| method.as_str().to_owned()).unwrap_or_default();
        (change.id.to_owned(), change.level.as_str().to_owned(), method, change.path)
    };
    // The list names each finding of an operation once, however often it is made.
    Ok(report.changes.into_iter().map(row).collect::<BTreeSet<_>>().into_iter().collect())
}

fn said((id, level, method, path): &Row) -> String {
    format!("{level:<7} {id}  {method} {path}").trim_end().to_owned()
}
