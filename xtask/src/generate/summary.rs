//! In: what was generated, and what differs from the disk. Out: the same in words or as JSON.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use generator::write::{Mode, Plan};
use serde_json::json;

use crate::memo::Counts;
use crate::paths;
use crate::stages::Stages;

pub(super) fn print_plan(folder: &Path, plan: &Plan, mode: Mode) {
    let mut out = std::io::stdout().lock();
    for change in &plan.changes {
        // A closed pipe ends the listing, not the run.
        let _ = match (&change.diff, mode) {
            (Some(diff), _) => write!(out, "{diff}"),
            (None, Mode::DryRun) => {
                writeln!(out, "{} {}", change.kind.as_str(), paths::shown(&folder.join(&change.path)))
            }
            _ => Ok(()),
        };
    }
}

fn unchanged(plans: &[(PathBuf, Plan)]) -> usize {
    plans.iter().map(|(_, plan)| plan.unchanged).sum()
}

pub(super) fn changed(plans: &[(PathBuf, Plan)]) -> usize {
    plans.iter().map(|(_, plan)| plan.changes.len()).sum()
}

pub(super) fn print_summary(counts: Counts, plans: &[(PathBuf, Plan)], mode: Mode, timing: Stages) {
    let verb = match mode {
        Mode::Write => "written",
        Mode::Check => "out of date",
        Mode::DryRun => "to be written",
    };
    let stages: Vec<String> = timing
        .finish()
        .into_iter()
        .map(|(name, time)| format!("{name} {:.0} ms", time.as_secs_f64() * 1000.0))
        .collect();
    let mut out = std::io::stdout().lock();
    let _ = writeln!(
        out,
        "{} documents, {} operations, {} models, {} enums; {} files {verb}, {} unchanged\n{}",
        counts.documents,
        counts.operations,
        counts.models,
        counts.enums,
        changed(plans),
        unchanged(plans),
        stages.join(", "),
    );
}

pub(super) fn print_json(counts: Counts, plans: &[(PathBuf, Plan)], timing: Stages) {
    let changes: Vec<_> = plans
        .iter()
        .flat_map(|(folder, plan)| {
            plan.changes.iter().map(move |change| {
                json!({"path": paths::shown(&folder.join(&change.path)), "kind": change.kind.as_str(), "diff": change.diff})
            })
        })
        .collect();
    let stages: serde_json::Map<String, serde_json::Value> =
        timing.finish().into_iter().map(|(name, time)| (name.to_owned(), json!(time.as_secs_f64() * 1000.0))).collect();
    let summary = json!({
        "kind": "summary",
        "documents": counts.documents,
        "operations": counts.operations,
        "models": counts.models,
        "enums": counts.enums,
        "changes": changes,
        "unchanged": unchanged(plans),
        "milliseconds": stages,
    });
    let _ = writeln!(std::io::stdout().lock(), "{summary}");
}
