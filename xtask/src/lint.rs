//! `cargo xtask lint`.
//!
//! In: a specs folder. Out: on standard output every finding about its documents, what became one and why, or what was
//! mined in prose; an exit status that says whether any finding is an error.

mod findings;
mod merges;
mod mined;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use generator::Normalised;
use generator::diag::{Diagnostics, Sites};
use generator::lint::{Findings, Merges, Mined};
use serde_json::{Value, json};

use crate::input::Input;
use crate::progress::Progress;
use crate::report::{Deny, Format};
use crate::style::Style;

/// List every defect of the documents that was worked around, and what was made of them.
///
/// Without a flag: all findings by file and code, and how many there are of each code. Exits with 1 if one is an
/// error.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask lint\n  cargo xtask lint --specs ../my-specs --deny warnings\n  cargo xtask lint --merges --product books\n  cargo xtask lint --mined --format json"
)]
pub(crate) struct Args {
    /// Read the documents `<product>/*.yml` of this folder
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Only this product (repeatable)
    #[arg(long, value_name = "NAME")]
    product: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// List what became one model or enum, and why
    #[arg(long)]
    merges: bool,
    /// List what was read in descriptions
    #[arg(long)]
    mined: bool,
    /// Fail if there is a finding of this kind
    #[arg(long, value_name = "KIND")]
    deny: Option<Deny>,
}

pub(crate) use merges::because;
pub(crate) use mined::block as fact;

/// Everything that may be printed.
struct Report {
    findings: Findings,
    merges: Option<Merges>,
    mined: Option<Mined>,
    documents: usize,
    operations: usize,
}

/// Runs the command.
pub(crate) fn run(args: &Args, progress: Progress) -> ExitCode {
    let input =
        Input::read(args.specs.as_ref(), &args.product, progress.unless(args.format == Format::Json), generator::check);
    let sites = input.reporter(args.format).sites();
    let report = Report::of(args, &input.normalised, &input.diagnostics, &sites);
    let text = match args.format {
        Format::Json => format!("{:#}\n", report.json()),
        Format::Human => report.human(Style::stdout()),
    };
    // A closed pipe is no failure of ours.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    let totals = report.findings.totals;
    let denied = if args.deny == Some(Deny::Warnings) { totals.warnings } else { 0 };
    if totals.errors + denied > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

impl Report {
    fn of(args: &Args, normalised: &Normalised, diagnostics: &Diagnostics, sites: &Sites) -> Self {
        let api = &normalised.api;
        Self {
            findings: Findings::of(diagnostics, sites),
            merges: args.merges.then(|| Merges::of(api, sites)),
            mined: args.mined.then(|| Mined::of(api, sites)),
            documents: api.wire.products.iter().map(|product| product.documents.len()).sum(),
            operations: api.model.operations().count(),
        }
    }

    /// One document; described in ARCHITECTURE.md.
    fn json(&self) -> Value {
        let mut value = json!({
            "documents": self.documents,
            "operations": self.operations,
            "totals": self.findings.totals,
            "codes": self.findings.codes,
            "findings": self.findings.findings,
        });
        let sections = [
            ("merges", self.merges.as_ref().map(|merges| json!(merges))),
            ("mined", self.mined.as_ref().map(|mined| json!(mined))),
        ];
        if let Some(object) = value.as_object_mut() {
            object.extend(sections.into_iter().filter_map(|(name, section)| Some((name.to_owned(), section?))));
        }
        value
    }

    /// The lists asked for; without any, the findings. Errors are always told.
    fn human(&self, style: Style) -> String {
        let mut text = String::new();
        if (self.merges.is_none() && self.mined.is_none()) || self.findings.totals.errors > 0 {
            text.push_str(&findings::listing(&self.findings, self.documents, self.operations, style));
        }
        text.extend(self.merges.as_ref().map(|merges| merges::listing(merges, style)));
        text.extend(self.mined.as_ref().map(|mined| mined::listing(mined, style)));
        text
    }
}
