//! What runs are cut in.
//!
//! In: nothing. Out: two specs folders, what whole runs make of them, and what must hold of a folder after a run that was
//! cut.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::support::cargo::{ended, xtask_in};
use crate::support::folders;

/// Documents of the folder that is generated from, and their operations: few, so that a run is short; files many, so
/// that writing is a part of it that kills hit.
const DOCUMENTS: usize = 6;

pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Two specs folders with other names for everything, and a place for a crate of either.
pub(super) struct Place {
    folder: TempDir,
}

impl Place {
    pub(super) fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        for (side, noun) in [("old", "thing"), ("new", "matter")] {
            for number in 0..DOCUMENTS {
                let noun = format!("{noun}{}", ["a", "b", "c", "d", "e", "f"][number]);
                let path = place.path(side).join(format!("shop/{noun}s.yml"));
                folders::put(&path, document(&noun));
            }
        }
        place
    }

    pub(super) fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    pub(super) fn out(&self) -> std::path::PathBuf {
        self.path("out")
    }

    /// `generate` from one of the sides.
    pub(super) fn generate(&self, side: &str, out: &Path) -> Command {
        let mut command = xtask_in(&folders::root());
        command.args(["generate", "--quiet", "--specs"]).arg(self.path(side)).arg("--out").arg(out);
        command
    }

    /// What a run that nobody cuts makes of a side.
    pub(super) fn clean(&self, side: &str) -> Files {
        let out = self.path(&format!("clean-{side}"));
        ended(&mut self.generate(side, &out)).expect(0);
        folders::read(&out)
    }
}

pub(super) fn document(noun: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Shop, version: '1'}}\nservers: [{{url: 'https://api.example.com/v1'}}]\npaths:\n  \
         /{noun}s:\n    get:\n      operationId: list_{noun}s\n      responses:\n        '200':\n          description: Done.\n          \
         content:\n            application/json:\n              schema:\n                type: object\n                properties:\n                  \
         {noun}s: {{type: array, items: {{type: object, properties: {{{noun}_id: {{type: string}}, {noun}_name: {{type: string}}}}}}}}\n"
    )
}

/// Fails unless every file is as one of the two runs made it, and every other one a temporary file.
pub(super) fn assert_whole(found: &Files, old: &Files, new: &Files) {
    for (path, bytes) in found.iter().filter(|(path, _)| !is_temporary(path)) {
        let sides = [old.get(path), new.get(path)];
        assert!(sides.contains(&Some(bytes)), "`{path}` is neither old nor new: {} bytes", bytes.len());
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(found.contains_key(path), "`{path}` is gone");
    }
}

pub(super) fn is_temporary(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with('.') && name.ends_with(".tmp"))
}

pub(super) fn silent(command: &mut Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

pub(super) fn has_temporary(folder: &Path) -> bool {
    let inner = |path: &Path| path.is_dir() && has_temporary(path);
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| is_temporary(&entry.file_name().to_string_lossy()) || inner(&entry.path()))
}
