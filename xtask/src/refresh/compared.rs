//! What a refresh changes.
//!
//! In: the specs folder as it is, and as it would be. Out: changes of the API with what they mean in Rust, findings that
//! are new, names that differ, and how bad all of it is.

use std::collections::BTreeSet;
use std::path::Path;

use generator::diag::{Diagnostics, Severity, Sites};
use generator::diff;
use generator::diff::effect::{Effect, Verdict};
use generator::diff::settings::Settled;
use generator::diff::{Level, Report};
use generator::ir::wire::Product;
use generator::lint::{Finding, Findings};
use generator::load::LoadOptions;
use generator::normalise::Lock;

use super::names::Names;
use crate::diff::operand::Side;
use crate::diff::{self as sides, effect, settings, today};
use crate::paths;
use crate::stages::Stages;

/// Everything that a reviewer wants to know of the change itself.
#[derive(Debug)]
pub(super) struct Compared {
    /// Changes of the API, without those that were accepted.
    pub(super) settled: Settled,
    /// What they mean for users of the crate.
    pub(super) effect: Effect,
    /// Resources that one side lacks, by product and the stem of their document.
    pub(super) whole: BTreeSet<(String, String)>,
    /// Where the files of the new side are, as paths of the project.
    pub(super) sites: Sites,
    /// Warnings and errors that the documents did not give before.
    pub(super) findings: Vec<Finding>,
}

impl Compared {
    /// Compares two specs folders.
    pub(super) fn of(before: &Path, after: &Path, stages: &Stages) -> Result<Self, String> {
        // What is wrong with either is told by its path in the project, before anything is compared.
        let mut new = findings(after).map_err(|why| format!("with the new documents: {why}\nhelp: correct it in the project, and refresh again; it need not be committed before"))?;
        let side = |folder: &Path| {
            sides::read(&folder.display().to_string(), folder, stages)
                .ok_or_else(|| format!("`{}` cannot be read; see above", paths::shown(folder)))
        };
        let (base, revision) = (side(before)?, side(after)?);
        let settings = settings(None, after).ok_or("diff.toml cannot be read; see above")?;
        let report = diff::versions(&base.wire, &revision.wire);
        let effect = effect::of(&base, &revision, after, &report).ok_or("the crates cannot be compared; see above")?;
        let known: BTreeSet<_> = findings(before)?.iter().map(key).collect();
        new.retain(|finding| finding.severity != Severity::Note && !known.contains(&key(finding)));
        let inside =
            |path: &String| path.split_once("/specs/").map_or(path.clone(), |(_, path)| format!("specs/{path}"));
        let sites = Sites::new(revision.sites.paths().iter().map(inside).collect());
        let whole = resources(&base).symmetric_difference(&resources(&revision)).cloned().collect();
        Ok(Self { settled: settings.settle(report, &today()), effect, whole, sites, findings: new })
    }

    pub(super) fn report(&self) -> &Report {
        &self.settled.report
    }

    /// Whether callers have to do something, of the API or of the crate.
    pub(super) fn is_breaking(&self) -> bool {
        self.report().has(Level::Error) || self.effect.verdict() == Verdict::Major
    }
}

/// Every resource by its product and the stem of its document.
fn resources(side: &Side) -> BTreeSet<(String, String)> {
    let of = |product: &Product| {
        let name = product.name.clone();
        product.documents.iter().map(move |document| (name.clone(), document.stem.clone())).collect::<Vec<_>>()
    };
    side.wire.products.iter().flat_map(of).collect()
}

/// What makes a finding the same one, wherever it stands by now.
fn key(finding: &Finding) -> (Option<String>, String, String) {
    (finding.file.clone(), finding.code.id().to_owned(), finding.message.clone())
}

/// All findings of a specs folder, with paths below it.
pub(super) fn findings(specs: &Path) -> Result<Vec<Finding>, String> {
    let options = LoadOptions { specs: specs.to_owned(), templates: paths::templates(), products: Vec::new() };
    let mut diagnostics = Diagnostics::default();
    let normalised = generator::check(&options, &mut diagnostics, &mut ());
    let files = normalised.source.files.iter().map(|file| format!("specs/{}", file.path));
    let found = Findings::of(&diagnostics, &Sites::new(files.collect()));
    let errors: Vec<&Finding> = found.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    match errors.split_first() {
        None => Ok(found.findings),
        Some((error, others)) => {
            let more = if others.is_empty() { String::new() } else { format!(" (and {} more)", others.len()) };
            let place = [error.file.clone(), error.line.map(|line| line.to_string())];
            let place = place.into_iter().flatten().collect::<Vec<_>>().join(":");
            let help = error.help.as_deref().unwrap_or("mend it by an overlay beside the document");
            Err(format!("{place}: {} ({}){more}; {help}", error.message, error.code.id()))
        }
    }
}

/// The names of both sides.
pub(super) fn names(before: &Path, after: &Path) -> Result<Names, String> {
    let read = |specs: &Path| {
        let path = specs.join("names.lock");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        Lock::parse(&text).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))
    };
    Ok(Names::of(&read(before)?, &read(after)?))
}
