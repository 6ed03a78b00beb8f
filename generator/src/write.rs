//! From files to the disk, and the only stage that writes.
//!
//! In: a [`Target`]: texts, and which part of their folder the machine owns. Out: a [`Plan`] of what differs;
//! in [`Mode::Write`] it is also done. Only what changed is touched, what is stale is removed, each file is replaced
//! in one step, and nothing outside the folder is ever written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use similar::TextDiff;

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Text by path below the folder, with `/`.
    pub files: BTreeMap<String, String>,
    /// Folders below it in which a generated file that is not in `files` is stale. What does not begin with the header
    /// of generated files was put there by somebody else, and stays.
    pub owned: Vec<String>,
}

/// Compares `target` with `folder` and, in [`Mode::Write`], makes them equal.
///
/// # Errors
/// A file cannot be read or written, or a path leads out of the folder. Files are replaced one by one, each whole;
/// an error leaves those before it new and those behind it old, and the next run mends all.
pub fn write(folder: &Path, target: &Target, mode: Mode) -> Result<Plan, WriteError> {
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
    for path in stale(folder, target)? {
        let old = read(&folder.join(&path))?.unwrap_or_default();
        let diff = (mode == Mode::Check).then(|| diff(&path, &old, ""));
        plan.changes.push(Change { path, kind: ChangeKind::Remove, diff });
    }
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    if mode == Mode::Write {
        apply(folder, target, &plan)?;
    }
    Ok(plan)
}

fn apply(folder: &Path, target: &Target, plan: &Plan) -> Result<(), WriteError> {
    for change in &plan.changes {
        let full = inside(folder, &change.path)?;
        match target.files.get(&change.path) {
            Some(text) => replace(&full, text)?,
            None => {
                fs::remove_file(&full).map_err(|source| WriteError { action: "remove", path: full.clone(), source })?;
                remove_empty(folder, &full);
            }
        }
    }
    Ok(())
}

/// Writes beside the file, then renames: a reader sees the old text or the new one.
fn replace(path: &Path, text: &str) -> Result<(), WriteError> {
    let fail = |action: &'static str, path: &Path| {
        let path = path.to_owned();
        move |source| WriteError { action, path, source }
    };
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(fail("create", parent))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = parent.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        // The old file is untouched; what was begun beside it is of no use.
        let _ = fs::remove_file(&beside);
        WriteError { action: "write", path: path.to_owned(), source }
    })
}

/// Removes folders that a removal left empty, up to `folder`.
fn remove_empty(folder: &Path, removed: &Path) {
    let mut parent = removed.parent();
    while let Some(dir) = parent.filter(|dir| *dir != folder && dir.starts_with(folder)) {
        if fs::remove_dir(dir).is_err() {
            break;
        }
        parent = dir.parent();
    }
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

fn stale(folder: &Path, target: &Target) -> Result<BTreeSet<String>, WriteError> {
    let mut stale = BTreeSet::new();
    let mut open: Vec<String> = target.owned.clone();
    while let Some(dir) = open.pop() {
        let full = inside(folder, &dir)?;
        let entries = match fs::read_dir(&full) {
            Ok(entries) => entries,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => continue,
            Err(source) => return Err(WriteError { action: "list", path: full, source }),
        };
        for entry in entries {
            let entry = entry.map_err(|source| WriteError { action: "list", path: full.clone(), source })?;
            let path = format!("{dir}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else if !target.files.contains_key(&path) && is_generated(&entry.path())? {
                stale.insert(path);
            }
        }
    }
    Ok(stale)
}

fn is_generated(path: &Path) -> Result<bool, WriteError> {
    Ok(read(path)?.is_some_and(|text| text.starts_with(crate::format::HEADER)))
}

fn diff(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
