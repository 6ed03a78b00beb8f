//! What the documents give now.
//!
//! In: the project. Out: its API and the files that belong to the crate; an error where what is on the disk differs.

use std::collections::{BTreeMap, BTreeSet};

use generator::diag::{Diagnostics, Severity};
use generator::ir::Api;
use generator::load::{LoadOptions, load_skeleton};
use generator::write::{Mode, Target, write};
use generator::{generate, normalise, package};

use crate::paths;
use crate::report::{Format, Reporter};

/// What was generated, in memory.
#[derive(Debug)]
pub(super) struct Fresh {
    pub(super) api: Api,
    /// Machine-owned and hand-written files, by path below the crate.
    pub(super) files: BTreeSet<String>,
}

/// Generates, and compares with what is on the disk.
pub(super) fn fresh() -> Result<Fresh, String> {
    let mut diagnostics = Diagnostics::default();
    let options = LoadOptions { specs: paths::specs(), templates: paths::templates(), products: Vec::new() };
    let normalised = normalise(&options, &mut diagnostics, &mut ());
    let files = generate(&normalised, &mut diagnostics, &mut ());
    let skeleton = load_skeleton(&paths::generated(), &mut diagnostics);
    let target = package::in_place(files, &skeleton, &mut diagnostics);
    if diagnostics.has_errors() {
        let reporter = Reporter {
            format: Format::Human,
            specs: &options.specs,
            templates: &options.templates,
            source: &normalised.source,
        };
        reporter.diagnostics(&diagnostics.at_least(Severity::Error));
        return Err("the documents have errors; mend them, and release again".to_owned());
    }
    let names = normalised.lock.to_text().map_err(|error| format!("names.lock cannot be written: {error}"))?;
    let names = Target { files: BTreeMap::from([("names.lock".to_owned(), names)]), owned: Vec::new() };
    let mut differ = Vec::new();
    for (folder, target) in [(paths::generated(), &target), (paths::specs(), &names)] {
        let plan = write(&folder, target, Mode::DryRun).map_err(|error| error.to_string())?;
        differ.extend(plan.changes.into_iter().map(|change| paths::shown(&folder.join(change.path))));
    }
    if let Some(first) = differ.first() {
        let count = differ.len();
        return Err(format!(
            "{count} files are out of date, the first `{first}`; run `cargo xtask generate` and commit"
        ));
    }
    let files = target.files.into_keys().chain(skeleton.files.into_keys()).collect();
    Ok(Fresh { api: normalised.api, files })
}
