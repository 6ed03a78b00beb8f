//! The package that would be published.
//!
//! In: a project as released. Out: its `.crate`, unpacked in a temporary folder away from any workspace; an error where
//! something is missing in it, too large, or not known to belong to the crate.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use semver::Version;
use tempfile::TempDir;

use super::manifest::CRATE;
use crate::paths;
use crate::steps::{Failed, Outcome, Steps};

/// What every package has.
const REQUIRED: [&str; 5] = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "src/lib.rs"];

/// What cargo puts there.
const OF_CARGO: [&str; 4] = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig"];

/// The registry takes no more, compressed.
const MOST: u64 = 10 * 1024 * 1024;

/// Most of one file that is data of tests.
const MOST_DATA: u64 = 1024 * 1024;

/// A package, unpacked.
#[derive(Debug)]
pub(super) struct Package {
    folder: TempDir,
    name: String,
}

impl Package {
    /// Its folder.
    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }
}

/// Where packages are built, so that dependencies are compiled once for all of them.
pub(super) fn target() -> PathBuf {
    paths::target().join("release-checks")
}

/// Cargo in a folder, without what the cargo that runs us told us about our own package.
pub(super) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).env("CARGO_TARGET_DIR", target());
    command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_TERM_COLOR", "never");
    for (name, _) in std::env::vars_os() {
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|begin| name.to_string_lossy().starts_with(begin)) {
            command.env_remove(name);
        }
    }
    command
}

/// Packages the project in `root`; `known` are the files that belong to the crate.
pub(super) fn make(steps: &Steps, root: &Path, version: &Version, known: &BTreeSet<String>) -> Result<Package, Failed> {
    let mut command = cargo(root);
    steps.run("package", command.args(["package", "--package", CRATE, "--locked", "--no-verify"]))?;
    steps.work("contents", || {
        let package = unpack(version)?;
        let files = list(&package.root())?;
        let size = fs::metadata(archive(version)).map_err(|error| error.to_string())?.len();
        let wrong = wrong(&files, known, size);
        if wrong.is_empty() {
            let note = format!("{} files, {} kB compressed", files.len(), size.div_ceil(1024));
            return Ok((package, Outcome::Ok(note)));
        }
        Err(format!("{}; see `include` in generated/Cargo.toml", wrong.join("; ")))
    })
}

fn archive(version: &Version) -> PathBuf {
    target().join(format!("package/{CRATE}-{version}.crate"))
}

fn unpack(version: &Version) -> Result<Package, String> {
    let folder = TempDir::with_prefix("package-").map_err(|error| format!("there is no temporary folder: {error}"))?;
    let mut tar = Command::new("tar");
    tar.arg("-xzf").arg(archive(version)).arg("-C").arg(folder.path());
    let output = tar.output().map_err(|error| format!("tar cannot be run: {error}; install it"))?;
    if !output.status.success() {
        return Err(format!("tar says: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(Package { folder, name: format!("{CRATE}-{version}") })
}

/// All files by path below the package, with their sizes.
fn list(root: &Path) -> Result<Vec<(String, u64)>, String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| error.to_string())? {
            let path = entry.map_err(|error| error.to_string())?.path();
            let known = fs::symlink_metadata(&path).map_err(|error| error.to_string())?;
            if known.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(root).unwrap_or(&path);
                let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                found.push((parts.join("/"), known.len()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What is wrong with the contents of a package.
fn wrong(files: &[(String, u64)], known: &BTreeSet<String>, size: u64) -> Vec<String> {
    let mut wrong = Vec::new();
    let missing = REQUIRED.iter().filter(|path| !files.iter().any(|(file, _)| file == *path));
    wrong.extend(missing.map(|path| format!("`{path}` is missing")));
    for (path, size) in files {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        if path.starts_with("specs/") || ["yml", "yaml"].contains(&ending) {
            wrong.push(format!("`{path}` is a document"));
        } else if !known.contains(path) && !OF_CARGO.contains(&path.as_str()) {
            wrong.push(format!("`{path}` is neither generated nor in runtime.manifest"));
        } else if path.starts_with("tests/") && ending != "rs" && *size > MOST_DATA {
            wrong.push(format!("`{path}` has {} kB, and data of tests may have {}", size / 1024, MOST_DATA / 1024));
        }
    }
    if size > MOST {
        wrong.push(format!("the package has {} kB, and registries take {}", size / 1024, MOST / 1024));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_belong_into_a_package_is_named() {
        let known: BTreeSet<String> = REQUIRED.into_iter().chain(["tests/big.json"]).map(str::to_owned).collect();
        let files = |more: &[(&str, u64)]| {
            let all = REQUIRED.iter().map(|path| (*path, 1)).chain([("Cargo.lock", 1)]).chain(more.iter().copied());
            all.map(|(path, size)| (path.to_owned(), size)).collect::<Vec<_>>()
        };
        assert!(wrong(&files(&[("tests/big.json", MOST_DATA)]), &known, MOST).is_empty());
        let rows = [
            (files(&[("specs/books/a.json", 1)]), 1, "is a document"),
            (files(&[("src/a.yml", 1)]), 1, "is a document"),
            (files(&[("src/notes.txt", 1)]), 1, "is neither generated nor"),
            (files(&[("tests/big.json", MOST_DATA + 1)]), 1, "data of tests"),
            (files(&[]), MOST + 1, "registries take"),
            (vec![], 1, "`LICENSE-MIT` is missing"),
        ];
        for (files, size, said) in rows {
            let wrong = wrong(&files, &known, size);
            assert!(wrong.iter().any(|wrong| wrong.contains(said)), "{said}: {wrong:?}");
        }
    }
}
