//! In: the project as it lies here. Out: a copy of it that is a git repository of its own, for commands that write.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::cargo::{Ended, ended, xtask_in};
use super::folders;

/// What a command reads or writes; `target` folders and what git does not know stay behind.
const PARTS: [&str; 14] = [
    ".cargo",
    "Cargo.toml",
    "Cargo.lock",
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "rust-toolchain.toml",
    "generated",
    "generator",
    "specs",
    "templates",
    "tests/Cargo.toml",
    "xtask",
];

/// A copy of the project, committed, in a temporary folder.
pub(crate) struct Copy {
    folder: TempDir,
}

impl Copy {
    /// Copies what commands read and write. Of the tests only the manifest comes along, so that the workspace is the same.
    pub(crate) fn new() -> Self {
        let copy = Self { folder: tempfile::tempdir().unwrap() };
        for part in PARTS {
            let (from, to) = (folders::root().join(part), copy.path(part));
            if from.is_dir() {
                folders::copy(&from, &to);
            } else {
                folders::put(&to, std::fs::read(&from).unwrap());
            }
        }
        for program in ["main.rs", "requests.rs"] {
            folders::put(&copy.path("tests").join(program), "//! Left out of the copy.\n");
        }
        folders::put(&copy.path(".gitignore"), "target\n");
        copy.git(&["init", "--quiet", "--initial-branch", "main"]);
        copy.commit("Begin");
        copy
    }

    /// A file or folder of it.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Where it is.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `cargo xtask` in it.
    pub(crate) fn xtask(&self, arguments: &[&str]) -> Ended {
        ended(xtask_in(self.root()).args(arguments))
    }

    /// Runs git in it, and gives what it printed.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        // Nothing of this machine's settings counts.
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        command.args(["-c", "user.name=Test", "-c", "user.email=test@example.com"]).args(arguments);
        ended(command.current_dir(self.root())).expect(0).stdout
    }

    /// Commits all that changed.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
    }
}
