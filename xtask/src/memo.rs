//! What was generated from the same input before.
//!
//! In: everything that decides what is generated: documents, templates, the hand-written part of the crate, this program.
//! Out: the result of an earlier run, where nothing of it has changed since. Comparing with the disk, and writing, is done
//! every time: only the making is remembered. It lies below cargo's `target`, and can be deleted at any time.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use generator::diag::Diagnostics;
use generator::load::{Skeleton, Source};
use generator::write::Target;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::paths;

/// So many results are kept: of the project, and of some folders that are worked on.
const KEPT: usize = 8;

/// What was generated.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Made {
    pub(crate) counts: Counts,
    pub(crate) diagnostics: Diagnostics,
    /// The crate; and the lock of names, where it is written.
    pub(crate) targets: Vec<Target>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) documents: usize,
    pub(crate) operations: usize,
    pub(crate) models: usize,
    pub(crate) enums: usize,
}

/// What stands for one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key(String);

impl Key {
    /// The key of an input; `how` stands for arguments that change what is made of it. None where this program cannot be
    /// told from another version of it.
    pub(crate) fn of(source: &Source, skeleton: &Skeleton, how: &[&str]) -> Option<Self> {
        let mut hash = Sha256::new();
        let mut add = |bytes: &[u8]| {
            hash.update(bytes.len().to_le_bytes());
            hash.update(bytes);
        };
        program()?.iter().for_each(|part| add(part.as_bytes()));
        how.iter().for_each(|part| add(part.as_bytes()));
        for file in &source.files {
            add(file.path.as_bytes());
            add(file.sha256.as_bytes());
        }
        skeleton.folders.iter().for_each(|folder| add(folder.as_bytes()));
        for (path, text) in &skeleton.files {
            add(path.as_bytes());
            add(text.as_bytes());
        }
        Some(Self(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    fn path(&self) -> PathBuf {
        folder().join(format!("{}.json", self.0))
    }
}

/// Which program this is: it has another time and mostly another size after it was built again.
fn program() -> Option<[String; 3]> {
    let path = std::env::current_exe().ok()?;
    let data = fs::metadata(&path).ok()?;
    let built = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some([path.display().to_string(), data.len().to_string(), built.as_nanos().to_string()])
}

fn folder() -> PathBuf {
    paths::target().join("xtask/made")
}

/// What was made of this input before. What cannot be read is as good as nothing.
pub(crate) fn recall(key: &Key) -> Option<Made> {
    serde_json::from_slice(&fs::read(key.path()).ok()?).ok()
}

/// Keeps what was made. Where that cannot be done, it is made again next time.
pub(crate) fn keep(key: &Key, made: &Made) {
    let _ = try_keep(&folder(), &key.path(), made);
}

fn try_keep(folder: &Path, path: &Path, made: &Made) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(made)?)?;
    file.persist(path)?;
    forget(folder)
}

/// Removes all but the newest.
fn forget(folder: &Path) -> std::io::Result<()> {
    let mut kept = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        kept.push((entry.metadata()?.modified()?, entry.path()));
    }
    kept.sort();
    let old = kept.len().saturating_sub(KEPT);
    kept.into_iter().take(old).try_for_each(|(_, path)| fs::remove_file(path))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use generator::load::SourceFile;

    use super::*;

    fn source(path: &str, sha256: &str) -> Source {
        let file = SourceFile { path: path.to_owned(), sha256: sha256.to_owned(), ..SourceFile::default() };
        Source { files: vec![file], ..Source::default() }
    }

    #[test]
    fn every_input_counts() {
        let skeleton = |text: &str| Skeleton { files: [("a".to_owned(), text.to_owned())].into(), folders: Vec::new() };
        let one = Key::of(&source("a", "1"), &skeleton("x"), &["own"]).unwrap();
        assert_eq!(Key::of(&source("a", "1"), &skeleton("x"), &["own"]).unwrap(), one);
        for other in [
            Key::of(&source("a", "2"), &skeleton("x"), &["own"]),
            Key::of(&source("b", "1"), &skeleton("x"), &["own"]),
            Key::of(&source("a", "1"), &skeleton("y"), &["own"]),
            Key::of(&source("a", "1"), &skeleton("x"), &["out"]),
        ] {
            assert_ne!(other.unwrap(), one);
        }
    }

    #[test]
    fn what_is_kept_is_recalled_and_the_oldest_goes() {
        let folder = tempfile::tempdir().unwrap();
        let made = Made { counts: Counts { documents: 3, ..Counts::default() }, ..Made::default() };
        for number in 0..KEPT + 2 {
            try_keep(folder.path(), &folder.path().join(format!("{number}.json")), &made).unwrap();
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), KEPT);
        let last = fs::read(folder.path().join(format!("{}.json", KEPT + 1))).unwrap();
        assert_eq!(serde_json::from_slice::<Made>(&last).unwrap(), made);
    }
}
