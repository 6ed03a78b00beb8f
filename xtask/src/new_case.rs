//! `cargo xtask new-case`.
//!
//! In: a name. Out: a pair of documents in `tests/pairs`, to be filled with a change and its opposite.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::paths;

/// Begin a pair of documents for the tests of `diff`.
///
/// Writes `tests/pairs/NAME/old.yml` and `new.yml`. Change the second one, then look at what
/// `cargo test --package tests --test all diff` finds between them and accept the snapshot.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  cargo xtask new-case headers")]
pub(crate) struct Args {
    /// What the pair is about, in small letters and dashes
    #[arg(value_name = "NAME")]
    name: String,
    /// Put the case into this folder instead of `tests/pairs`
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

const DOCUMENT: &str = "\
# What the pair is about, in a line.
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema: {type: object, properties: {name: {type: string}}}
";

/// Runs the command.
pub(crate) fn run(args: &Args) -> ExitCode {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if args.name.is_empty() || !args.name.chars().all(plain) {
        eprintln!("error: `{}` is no name for a case; use small letters, digits and dashes", args.name);
        return ExitCode::from(2);
    }
    let folder = args.into.clone().unwrap_or_else(|| paths::root().join("tests/pairs")).join(&args.name);
    match write(&folder) {
        Ok(()) => {
            println!(
                "{}: change new.yml, then run `cargo test --package tests --test all diff`",
                paths::shown(&folder)
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: `{}` cannot be made: {error}", paths::shown(&folder));
            ExitCode::FAILURE
        }
    }
}

/// An existing folder is an error, so that no case is overwritten.
fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)?;
    fs::write(folder.join("old.yml"), DOCUMENT)?;
    fs::write(folder.join("new.yml"), DOCUMENT)
}
