//! `cargo xtask explain`.
//!
//! In: names of types, fields, methods or calls. Out: on standard output what each is and where it comes from.

mod text;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use generator::explain::explain;
use serde_json::json;

use crate::input::Input;
use crate::progress::Progress;
use crate::report::Format;
use crate::style::Style;

/// Tell where a type, a field, an enum or a method comes from.
///
/// Prints every place that documents it, what became one and why, what was mined for it, what was found wrong with it,
/// which overlay touched it, who uses it, and its name in names.lock. Rust's spelling and the wire's both do; the
/// product may be left out where only one has the name.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask explain books::Invoice\n  cargo xtask explain books::Invoice.status\n  cargo xtask explain books::invoices::mark_sent\n  cargo xtask explain 'books GET /invoices/{}'"
)]
pub(crate) struct Args {
    /// What to explain
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Read the documents `<product>/*.yml` of this folder
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(args: &Args, progress: Progress) -> ExitCode {
    let input = Input::read(args.specs.as_ref(), &[], progress.unless(args.format == Format::Json), generator::check);
    let reporter = input.reporter(args.format);
    if input.diagnostics.has_errors() {
        reporter.diagnostics(&input.diagnostics);
        return ExitCode::FAILURE;
    }
    let sites = reporter.sites();
    let mut found = Vec::new();
    let mut failed = false;
    for name in &args.names {
        match explain(&input.normalised, &input.diagnostics, &sites, name) {
            Ok(explanation) => found.push(explanation),
            Err(unknown) => {
                reporter.failed_with(&unknown.message, &unknown.help);
                failed = true;
            }
        }
    }
    let style = Style::stdout();
    let text = match args.format {
        Format::Json if found.is_empty() => String::new(),
        Format::Json => format!("{:#}\n", json!(found)),
        Format::Human => found.iter().map(|one| text::explanation(one, style)).collect::<Vec<_>>().join("\n"),
    };
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
