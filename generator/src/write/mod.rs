//! From files to the disk, and the only stage that writes.
//!
//! In: a [`Target`]: texts, and which part of their folder the machine owns. Out: a [`Plan`] of what differs;
//! in [`Mode::Write`] it is also done. Only what changed is touched, what is stale is removed, each file is replaced
//! in one step, and nothing outside the folder is ever written.
//!
//! All new texts are on the disk, beside the files, before the first file is replaced: a disk that is full or a folder
//! that cannot be written changes nothing. A run that is killed leaves every file old or new, and perhaps texts beside
//! them; the next run replaces the rest and removes those. They are not forced to the medium: after a power loss the
//! next run compares and mends as well, and forcing 300 files was measured to cost more than a second.

mod leftovers;
mod staged;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use similar::TextDiff;

use staged::Staged;

/// What to do with a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Make the disk as planned.
    Write,
    /// Only compare, with a diff of every file that differs.
    Check,
    /// Only list.
    DryRun,
}

/// One file that differs from what is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Path below the folder, with `/`.
    pub path: String,
    /// What happens to it.
    pub kind: ChangeKind,
    /// Unified diff, in [`Mode::Check`] only.
    pub diff: Option<String>,
}

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Create,
    /// Its text changes.
    Update,
    /// It is no longer generated.
    Remove,
}

impl ChangeKind {
    /// One word for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Remove => "remove",
        }
    }
}

/// What differs, in order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files that differ.
    pub changes: Vec<Change>,
    /// Files that are as they should be.
    pub unchanged: usize,
}

/// A file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`: {source}", path.display())]
pub struct WriteError {
    action: &'static str,
    path: PathBuf,
    source: io::Error,
}

/// What belongs into a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Text by path below the folder, with `/`.
    pub files: BTreeMap<String, String>,
    /// Folders below it in which a generated file that is not in `files` is stale. What does not begin with the header
    /// of generated files was put there by somebody else, and stays.
    pub owned: Vec<String>,
}

/// Compares `target` with `folder` and, in [`Mode::Write`], makes them equal. Nobody else may write there meanwhile.
///
/// # Errors
/// As those of [`write_all`].
pub fn write(folder: &Path, target: &Target, mode: Mode) -> Result<Plan, WriteError> {
    let plan = compare(folder, target, mode)?;
    if mode == Mode::Write {
        apply(&[(folder, target, &plan)])?;
    }
    Ok(plan)
}

/// The same for several folders: none is touched before the texts of all are on the disk.
///
/// # Errors
/// A file cannot be read or written, or a path leads out of its folder. Where the disk is full or a folder cannot be
/// written to, nothing has changed. Otherwise files are replaced one by one, each whole; an error leaves those before it
/// new and those behind it old, and the next run mends all.
pub fn write_all(targets: &[(PathBuf, Target)], mode: Mode) -> Result<Vec<(PathBuf, Plan)>, WriteError> {
    let mut plans = Vec::new();
    for (folder, target) in targets {
        plans.push((folder.clone(), compare(folder, target, mode)?));
    }
    if mode == Mode::Write {
        let all: Vec<_> =
            targets.iter().zip(&plans).map(|((folder, target), (_, plan))| (&**folder, target, plan)).collect();
        apply(&all)?;
    }
    Ok(plans)
}

fn compare(folder: &Path, target: &Target, mode: Mode) -> Result<Plan, WriteError> {
    let mut plan = Plan::default();
    for (path, text) in &target.files {
        let full = inside(folder, path)?;
        match (read(&full)?, mode) {
            (Some(old), _) if old == *text => plan.unchanged += 1,
            (old, mode) => plan.changes.push(Change {
                path: path.clone(),
                kind: if old.is_some() { ChangeKind::Update } else { ChangeKind::Create },
                diff: (mode == Mode::Check).then(|| diff(path, old.as_deref().unwrap_or_default(), text)),
            }),
        }
    }
    for path in leftovers::stale(folder, target)? {
        let old = read(&folder.join(&path))?.unwrap_or_default();
        let diff = (mode == Mode::Check).then(|| diff(&path, &old, ""));
        plan.changes.push(Change { path, kind: ChangeKind::Remove, diff });
    }
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(plan)
}

/// Does what was planned: what earlier runs left goes first, because it takes room.
fn apply(targets: &[(&Path, &Target, &Plan)]) -> Result<(), WriteError> {
    for (folder, target, _) in targets {
        leftovers::remove_temporaries(folder, target)?;
    }
    let mut staged = Staged::default();
    for (folder, target, plan) in targets {
        for change in &plan.changes {
            if let Some(text) = target.files.get(&change.path) {
                staged.put(inside(folder, &change.path)?, text)?;
            }
        }
    }
    staged.commit()?;
    for (folder, target, plan) in targets {
        for change in plan.changes.iter().filter(|change| change.kind == ChangeKind::Remove) {
            let full = inside(folder, &change.path)?;
            fs::remove_file(&full).map_err(|source| WriteError { action: "remove", path: full, source })?;
        }
        leftovers::remove_empty(folder, target)?;
    }
    Ok(())
}

/// The full path of a file, unless it would leave the folder or pass through a link.
fn inside(folder: &Path, path: &str) -> Result<PathBuf, WriteError> {
    let plain = !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let mut full = folder.to_owned();
    let mut linked = false;
    for part in path.split('/') {
        full.push(part);
        linked |= full.symlink_metadata().is_ok_and(|found| found.file_type().is_symlink());
    }
    if plain && !linked {
        return Ok(full);
    }
    let source = io::Error::new(io::ErrorKind::InvalidInput, "the path leads out of the folder");
    Err(WriteError { action: "write", path: full, source })
}

fn read(path: &Path) -> Result<Option<String>, WriteError> {
    match fs::read(path) {
        // What is not text differs from any text.
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(WriteError { action: "read", path: path.to_owned(), source }),
    }
}

fn diff(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
