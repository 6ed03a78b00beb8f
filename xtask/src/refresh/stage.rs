//! A copy of the project to try things in.
//!
//! In: the project. Out: a copy below `target`, as it is on the disk, committed or not; which of its files differ from
//! the project's by now; and those put in place, all or none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use generator::write::{Mode, Target, write};

use crate::interrupt;
use crate::turn::Turn;

/// Folders that are no part of the project, wherever they are.
const OTHERS: [&str; 3] = [".git", "node_modules", "target"];
/// What a refresh may change, so that what is edited meanwhile stays.
pub(super) const OWN: [&str; 3] = ["CHANGELOG.md", "generated/", "specs/"];

type Files = BTreeMap<String, Vec<u8>>;

/// The copy.
#[derive(Debug)]
pub(super) struct Stage {
    root: PathBuf,
    folder: PathBuf,
    /// The project's files as they were copied.
    before: Files,
    /// One refresh at a time.
    _turn: Turn,
}

impl Stage {
    /// Copies the project at `root` into `folder`. What is there already and the same is left alone, so that it is not
    /// compiled again.
    pub(super) fn of(root: &Path, folder: &Path) -> Result<Self, String> {
        let turn = Turn::take(folder)?;
        let before = read(root)?;
        let there = read(folder)?;
        for path in there.keys().filter(|path| !before.contains_key(*path)) {
            let full = folder.join(path);
            fs::remove_file(&full).map_err(|error| said("remove", &full, &error))?;
        }
        for (path, bytes) in before.iter().filter(|(path, bytes)| there.get(*path) != Some(bytes)) {
            let full = folder.join(path);
            let parent = full.parent().unwrap_or(folder);
            let written = fs::create_dir_all(parent).and_then(|()| fs::write(&full, bytes));
            written.map_err(|error| said("write", &full, &error))?;
        }
        Ok(Self { root: root.to_owned(), folder: folder.to_owned(), before, _turn: turn })
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Files that differ from the project's, by path; nothing for one that is gone.
    pub(super) fn changed(&self) -> Result<BTreeMap<String, Option<String>>, String> {
        let now = read(&self.folder)?;
        let paths: BTreeSet<&String> = now.keys().chain(self.before.keys()).collect();
        let paths = paths.into_iter().filter(|path| OWN.iter().any(|own| path.starts_with(own)));
        let differing = paths.filter(|path| now.get(*path) != self.before.get(*path));
        let text = |path: &String| {
            let text = now.get(path).map(|bytes| String::from_utf8(bytes.clone()));
            text.transpose().map_err(|_| format!("`{path}` is not UTF-8"))
        };
        differing.map(|path| Ok((path.clone(), text(path)?))).collect()
    }

    /// Makes the project's files what the copy's are.
    pub(super) fn put_back(&self) -> Result<usize, String> {
        let _turns = ["generated", "specs"].map(|folder| Turn::take(&self.root.join(folder)));
        let changed = self.changed()?;
        let count = changed.len();
        // Who edited one of them meanwhile finds their text as it was.
        for path in changed.keys() {
            let now = fs::read(self.root.join(path)).ok();
            if now.as_ref() != self.before.get(path) {
                return Err(format!("`{path}` was changed while this ran; nothing was written, run it again"));
            }
        }
        let (files, gone): (Vec<_>, Vec<_>) = changed.into_iter().partition(|(_, text)| text.is_some());
        let files = files.into_iter().filter_map(|(path, text)| Some((path, text?))).collect();
        let _whole = interrupt::whole();
        write(&self.root, &Target { files, owned: Vec::new() }, Mode::Write).map_err(|error| error.to_string())?;
        for (path, _) in gone {
            let full = self.root.join(path);
            fs::remove_file(&full).map_err(|error| said("remove", &full, &error))?;
        }
        Ok(count)
    }
}

fn said(action: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {action} `{}`: {error}", path.display())
}

/// Every file of a project.
fn read(root: &Path) -> Result<Files, String> {
    let mut files = Files::new();
    let mut open = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| said("list", &folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| said("list", &folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().map_err(|error| said("read", &entry.path(), &error))?;
            let path = format!("{prefix}{name}");
            if kind.is_dir() && !OTHERS.contains(&name.as_str()) {
                open.push((entry.path(), format!("{path}/")));
            } else if kind.is_file() {
                files.insert(path, fs::read(entry.path()).map_err(|error| said("read", &entry.path(), &error))?);
            }
        }
    }
    Ok(files)
}
