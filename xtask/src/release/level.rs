//! How much has changed.
//!
//! In: the project and its last release. Out: what the changes ask for and why, or that there is nothing to release. The
//! worst of four counts: the API, what `cargo semver-checks` finds, the files of the crate, and what the changelog says.

use std::path::Path;

use generator::diff::effect::Verdict;

use super::manifest::Manifest;
use super::plan::Texts;
use super::{semver_checks, tree};
use crate::diff::{Since, since};
use crate::paths;
use crate::steps::{Failed, Outcome, Steps};

/// What the changes ask for.
#[derive(Debug)]
pub(super) enum Level {
    /// There was no release: the version stays as it stands.
    First,
    /// There is a release, and this has changed since.
    Since {
        verdict: Verdict,
        /// What asks for it.
        why: String,
        /// The entry of the changelog, where the API changed.
        entry: Option<String>,
    },
}

/// Looks at everything that can change; nothing where nothing did.
pub(super) fn of(no_verify: bool, steps: &Steps, root: &Path, texts: &Texts) -> Result<Option<Level>, Failed> {
    if texts.lock.is_none() {
        return Ok(Some(Level::First));
    }
    let mut asked: Vec<(Verdict, String)> = Vec::new();
    let since = steps.work("API", || api(&mut asked))?;
    let commit = tree::release_commit(root, &texts.version);
    if let Some(commit) = &commit {
        steps.work("crate", || {
            let changed = tree::changed_since(root, commit)?;
            if changed > 0 {
                asked.push((Verdict::Patch, format!("{changed} files of the crate differ")));
            }
            Ok(((), Outcome::Ok(format!("{changed} files differ"))))
        })?;
    }
    if !texts.changelog.written().is_empty() {
        asked.push((Verdict::Patch, "CHANGELOG.md has entries".to_owned()));
    }
    if asked.is_empty() {
        return Ok(None);
    }
    asked.extend(by_semver_checks(no_verify, steps, root, texts, commit.as_deref())?);
    let verdict = asked.iter().map(|(verdict, _)| *verdict).max().unwrap_or(Verdict::Patch);
    let why: Vec<String> = asked.into_iter().filter(|(own, _)| *own == verdict).map(|(_, why)| why).collect();
    let entry = (since.changes > 0 || !since.effect.items.is_empty()).then_some(since.entry);
    Ok(Some(Level::Since { verdict, why: why.join(", "), entry }))
}

fn api(asked: &mut Vec<(Verdict, String)>) -> Result<(Since, Outcome), String> {
    let since = since(&paths::specs()).ok_or("it could not be compared with specs/api.lock.json; see above")?;
    if since.changes == 0 && since.effect.items.is_empty() {
        return Ok((since, Outcome::Ok("nothing changed".to_owned())));
    }
    let summary = since.effect.summary();
    asked.push((since.effect.verdict(), format!("the API, {summary}")));
    let note = format!("{} changes, {summary}", since.changes);
    Ok((since, Outcome::Ok(note)))
}

/// The second opinion, where there is one.
fn by_semver_checks(
    no_verify: bool,
    steps: &Steps,
    root: &Path,
    texts: &Texts,
    commit: Option<&str>,
) -> Result<Option<(Verdict, String)>, Failed> {
    let name = "cargo semver-checks";
    let why = match commit {
        _ if no_verify => Some("`--no-verify`"),
        None => Some("git does not know the commit of the last release"),
        Some(_) if !semver_checks::is_installed() => {
            Some("not installed; `cargo install cargo-semver-checks --locked` does it")
        }
        Some(_) => None,
    };
    let (Some(commit), None) = (commit, why) else {
        steps.skip(name, why.unwrap_or_default());
        return Ok(None);
    };
    steps.work(name, || {
        let features = Manifest::parse(&texts.manifest)?.docs_features();
        let asked = semver_checks::asked(root, commit, &features)?;
        let note = asked.map_or("a patch will do", Verdict::as_str).to_owned();
        Ok((asked.map(|asked| (asked, name.to_owned())), Outcome::Ok(note)))
    })
}
