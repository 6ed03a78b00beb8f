//! What git knows of the project.
//!
//! In: the project's folder. Out: what is not committed, the commit of the last release, whether the crate has changed
//! since, and a copy of what is committed to try things in.

use std::path::{Path, PathBuf};
use std::process::Command;

use semver::Version;
use tempfile::TempDir;

use super::manifest::CRATE;
use crate::diff::LOCK;

/// Files that are named; the rest is counted.
const MOST_NAMED: usize = 10;

/// The tag of a version.
pub(super) fn tag(version: &Version) -> String {
    format!("v{version}")
}

/// Runs git in a folder and gives what it printed.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    let output = command.current_dir(folder).args(arguments).output();
    let output = output.map_err(|error| format!("git cannot be run: {error}; install it"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("git says: {}", said.lines().next().unwrap_or_default()))
}

/// Fails with the names of files that are not committed.
pub(super) fn is_clean(root: &Path) -> Result<(), String> {
    let listed = git(root, &["status", "--porcelain", "-z", "--no-renames", "--", "."])?;
    let files: Vec<&str> = listed.split('\0').filter_map(|line| line.get(3..)).collect();
    if files.is_empty() {
        return Ok(());
    }
    let named: Vec<&str> = files.iter().take(MOST_NAMED).copied().collect();
    let more = files.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Err(format!("not committed: {}{more}; commit or stash them, and release again", named.join(", ")))
}

/// The commit of a release: that of its tag, otherwise the one that last wrote the lock.
pub(super) fn release_commit(root: &Path, version: &Version) -> Option<String> {
    let tag = format!("refs/tags/{}^{{commit}}", tag(version));
    let tagged = git(root, &["rev-parse", "--verify", "--quiet", &tag]);
    let lock = format!("specs/{LOCK}");
    let found = tagged.or_else(|_| git(root, &["log", "-1", "--format=%H", "--", &lock])).ok()?;
    let commit = found.trim();
    (!commit.is_empty()).then(|| commit.to_owned())
}

/// Files of the crate that differ from those of a commit.
pub(super) fn changed_since(root: &Path, commit: &str) -> Result<usize, String> {
    let listed = git(root, &["diff", "--name-only", "-z", commit, "HEAD", "--", "generated"])?;
    Ok(listed.split('\0').filter(|path| !path.is_empty()).count())
}

/// A copy of what is committed, in a temporary folder.
#[derive(Debug)]
pub(super) struct Stage {
    root: PathBuf,
    _folder: TempDir,
}

impl Stage {
    pub(super) fn of(root: &Path) -> Result<Self, String> {
        let folder =
            TempDir::with_prefix("release-").map_err(|error| format!("there is no temporary folder: {error}"))?;
        let [top, below] =
            [["rev-parse", "--show-toplevel"], ["rev-parse", "--show-prefix"]].map(|asked| git(root, &asked));
        let (top, below) = (top?, below?);
        let to = folder.path().display().to_string();
        git(root, &["clone", "--quiet", "--shared", "--no-tags", top.trim_end(), &to])?;
        Ok(Self { root: folder.path().join(below.trim_end()), _folder: folder })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Commits what was written, so that cargo packages a commit as it will for the release.
    pub(super) fn commit(&self, message: &str) -> Result<(), String> {
        let who = ["-c", "user.name=release", "-c", "user.email=release@localhost", "-c", "commit.gpgSign=false"];
        let run = |arguments: &[&str]| git(&self.root, &[&who, arguments].concat());
        run(&["add", "--all"])?;
        run(&["commit", "--quiet", "--no-verify", "--message", message]).map(drop)
    }
}

/// The message of a release's commit.
pub(super) fn message(version: &Version) -> String {
    format!("Release {CRATE} {version}")
}
