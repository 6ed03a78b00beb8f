//! What a refresh is compared with.
//!
//! In: the project. Out: a specs folder as it is committed, because that is what a pull request is compared with, and
//! because overlays that were corrected for documents still to come need not fit those that are there. Where that does
//! not exist or gives no crate, the folder as it lies on the disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::compared::findings;
use crate::diff::operand;
use crate::paths;

/// The folder to compare with; a copy of what is committed goes below `copies`.
pub(super) fn base(root: &Path, copies: &Path) -> Result<PathBuf, String> {
    let folder = copies.join("base").join("specs");
    if committed(root, &folder)?.is_some() && findings(&folder).is_ok() {
        return Ok(folder);
    }
    let specs = paths::specs();
    match findings(&specs) {
        Ok(_) => Ok(specs),
        Err(why) => Err(format!(
            "the documents that are adopted cannot be compared with: {why}\nhelp: commit a specs folder that `cargo xtask generate` accepts, or restore it from version control"
        )),
    }
}

/// Writes the committed specs folder; nothing where the project is no git repository of its own or has none committed.
fn committed(root: &Path, folder: &Path) -> Result<Option<()>, String> {
    let top = Command::new("git").args(["rev-parse", "--show-toplevel"]).current_dir(root).output();
    let top = top.ok().filter(|output| output.status.success());
    let top = top.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim_end()));
    let is_own = top.and_then(|top| Some(fs::canonicalize(top).ok()? == fs::canonicalize(root).ok()?));
    let Some(texts) = is_own.filter(|is_own| *is_own).and_then(|_| operand::texts("HEAD", "specs").ok()) else {
        return Ok(None);
    };
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("cannot remove `{}`: {error}", folder.display()))?;
    }
    for (path, text) in &texts {
        let full = folder.join(path);
        let parent = full.parent().unwrap_or(folder);
        let written = fs::create_dir_all(parent).and_then(|()| fs::write(&full, text));
        written.map_err(|error| format!("cannot write `{}`: {error}", full.display()))?;
    }
    Ok(Some(()))
}
