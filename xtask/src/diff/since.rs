//! What changed since the last release.
//!
//! In: the specs folder, with the lock of the API in it. Out: what it means for who uses the crate, and the entry of the
//! changelog; nothing where the sides cannot be compared, which was told.

use std::path::Path;

use generator::diff;
use generator::diff::effect::Effect;
use generator::diff::show::changelog;

use super::LOCK;
use crate::progress::Progress;
use crate::stages::Stages;

/// What changed since the last release.
#[derive(Debug)]
pub(crate) struct Since {
    /// Changes of the API.
    pub(crate) changes: usize,
    /// What they mean in Rust.
    pub(crate) effect: Effect,
    /// The entry of the changelog; what was accepted in `diff.toml` is not in it.
    pub(crate) entry: String,
}

/// Compares the lock with what the documents say now.
pub(crate) fn since(specs: &Path) -> Option<Since> {
    let stages = Stages::new(Progress::Quiet);
    let side = |path: &Path| super::read(&path.display().to_string(), specs, &stages);
    let (base, revision) = (side(&specs.join(LOCK))?, side(specs)?);
    let settings = super::settings(None, specs)?;
    let report = diff::versions(&base.wire, &revision.wire);
    let effect = super::effect::of(&base, &revision, specs, &report)?;
    let changes = report.changes.len();
    let settled = settings.settle(report, &super::today());
    settled.notices.iter().for_each(|notice| eprintln!("warning: diff.toml: {notice}"));
    let entry = changelog(&settled.report, &effect);
    Some(Since { changes, effect, entry })
}
