//! What a release writes.
//!
//! In: the texts as they are, what the changes ask for, and the API. Out: the version and the new texts.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use generator::ir::Api;
use generator::released;
use semver::Version;

use super::files::Files;
use super::level::Level;
use super::manifest::{CRATE, Manifest, locked};
use super::{tree, version};
use crate::changelog::Changelog;
use crate::diff::today;
use crate::steps::Outcome;

const CHANGELOG: &str = "CHANGELOG.md";
const MANIFEST: &str = "generated/Cargo.toml";
const CARGO_LOCK: &str = "Cargo.lock";
const API_LOCK: &str = "specs/api.lock.json";

/// Reads a text of the project.
pub(super) fn read(root: &Path, path: &str) -> Result<String, String> {
    let wrong = |error| format!("`{path}` cannot be read: {error}; restore it from version control");
    fs::read_to_string(root.join(path)).map_err(wrong)
}

/// The text of the API lock.
pub(super) fn lock(api: &Api) -> Result<String, String> {
    released::to_text(api).map_err(|error| format!("{API_LOCK} cannot be written: {error}"))
}

/// What the last release left.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) manifest: String,
    pub(super) version: Version,
    pub(super) changelog: Changelog,
    /// Nothing before the first release.
    pub(super) lock: Option<String>,
    cargo_lock: String,
}

impl Texts {
    /// Reads them; they must tell the same story.
    pub(super) fn read(root: &Path) -> Result<(Self, Outcome), String> {
        let manifest = read(root, MANIFEST)?;
        let version = Manifest::parse(&manifest)?.package("version")?.to_owned();
        let wrong = |error| format!("`version` of {MANIFEST}: {error}; restore it from version control");
        let version = Version::parse(&version).map_err(wrong)?;
        let changelog = Changelog::parse(&read(root, CHANGELOG)?)?;
        let lock = match fs::read_to_string(root.join(API_LOCK)) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(format!("`{API_LOCK}` cannot be read: {error}")),
        };
        let last = changelog.last();
        let note = match (&lock, last) {
            (None, None) => "none".to_owned(),
            (Some(_), Some(last)) if last == version.to_string() => last.to_owned(),
            (Some(_), Some(last)) => {
                let help = "only a release changes the version: restore it, and ask for a higher one by `--version`";
                return Err(format!(
                    "{MANIFEST} has {version}, and {CHANGELOG} knows {last} as the last release; {help}"
                ));
            }
            (None, Some(last)) => {
                return Err(format!("{CHANGELOG} knows the release {last}, and there is no {API_LOCK}; restore it"));
            }
            (Some(_), None) => {
                return Err(format!("there is {API_LOCK}, and {CHANGELOG} knows no release; restore it"));
            }
        };
        let cargo_lock = read(root, CARGO_LOCK)?;
        Ok((Self { manifest, version, changelog, lock, cargo_lock }, Outcome::Ok(note)))
    }
}

/// A release, before it is written.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) version: Version,
    pub(super) files: Files,
    /// What stands in the changelog.
    section: String,
}

impl Plan {
    /// Chooses the version and makes the texts.
    pub(super) fn of(
        texts: &Texts,
        level: &Level,
        wanted: Option<&Version>,
        api: &Api,
    ) -> Result<(Self, Outcome), String> {
        let (computed, last, why, entry) = match level {
            Level::First => (texts.version.clone(), None, "the first release".to_owned(), None),
            Level::Since { verdict, why, entry } => {
                let computed = version::next(&texts.version, *verdict);
                let why = format!("{} after {}: {why}", verdict.as_str(), texts.version);
                (computed, Some(&texts.version), why, entry.as_deref())
            }
        };
        let version = version::chosen(&computed, last, wanted)?;
        let changelog = texts.changelog.released(&version.to_string(), &today(), entry);
        let section = Changelog::parse(&changelog)?.section(&version.to_string()).unwrap_or_default().to_owned();
        if section.is_empty() {
            let help = "say below `## Unreleased` what it is about, commit, and release again";
            return Err(format!("{CHANGELOG} would say nothing of {version} ({why}); {help}"));
        }
        let files = Files::from([
            (MANIFEST, Manifest::parse(&texts.manifest)?.with_version(&version.to_string())),
            (CARGO_LOCK, locked(&texts.cargo_lock, &version.to_string())?),
            (CHANGELOG, changelog),
            (API_LOCK, lock(api)?),
        ]);
        let asked = if version == computed { String::new() } else { format!(", asked for instead of {computed}") };
        let note = format!("{version}{asked} ({why})");
        Ok((Self { version, files, section }, Outcome::Ok(note)))
    }

    /// What would be written.
    pub(super) fn shown(&self) -> String {
        let mut text = format!("would release {CRATE} {}, and write:\n", self.version);
        for (path, content) in &self.files {
            let _ = writeln!(text, "  {path} ({} kB)", content.len().div_ceil(1024));
        }
        let _ = writeln!(text, "\n{}", self.section);
        text
    }

    /// What is left to do.
    pub(super) fn next_commands(&self) -> String {
        let (tag, message) = (tree::tag(&self.version), tree::message(&self.version));
        let paths: Vec<&str> = self.files.keys().copied().collect();
        format!(
            "{CRATE} {} is ready; read `git diff`, then:\n  git add {} && git commit --message \"{message}\"\n  git tag {tag} && git push --atomic origin HEAD {tag}\n",
            self.version,
            paths.join(" ")
        )
    }
}
