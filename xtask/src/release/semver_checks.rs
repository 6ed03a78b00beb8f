//! What `cargo semver-checks` says of the crate.
//!
//! In: the project, and the commit of the last release. Out: what it asks for; or that it is not installed. It reads
//! what compiles, so it also sees the runtime that is written by hand, which no document describes.

use std::path::Path;
use std::process::Command;

use generator::diff::effect::Verdict;

use super::package::cargo;
use crate::steps::output;

/// Whether it is there.
pub(super) fn is_installed() -> bool {
    let asked = output(Command::new("cargo").args(["semver-checks", "--version"]));
    asked.is_ok_and(|(is_installed, _)| is_installed)
}

/// What the crate of `root` asks for, beside that of `commit`; nothing where a patch will do.
pub(super) fn asked(root: &Path, commit: &str, features: &[String]) -> Result<Option<Verdict>, String> {
    let mut command = cargo(root);
    command.args(["semver-checks", "--manifest-path", "generated/Cargo.toml", "--color", "never"]);
    command.args(["--release-type", "patch", "--baseline-rev", commit]).args(features);
    let (_, said) = output(&mut command).map_err(|error| format!("cargo semver-checks cannot be run: {error}"))?;
    verdict(&said).map_err(|()| format!("cargo semver-checks could not compare:\n{said}"))
}

/// Reads the summary, its last line.
fn verdict(said: &str) -> Result<Option<Verdict>, ()> {
    let summary = said.lines().rev().find(|line| line.trim_start().starts_with("Summary")).ok_or(())?;
    if summary.contains("requires new major version") {
        Ok(Some(Verdict::Major))
    } else if summary.contains("requires new minor version") {
        Ok(Some(Verdict::Minor))
    } else if summary.contains("no semver update required") {
        Ok(None)
    } else {
        Err(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_read() {
        let summary =
            |text: &str| verdict(&format!("     Checked [0.1s] 1 checks\n     Summary {text}\n    Finished\n"));
        assert_eq!(summary("no semver update required"), Ok(None));
        let major = summary("semver requires new major version: 1 major and 2 minor checks failed");
        assert_eq!(major, Ok(Some(Verdict::Major)));
        assert_eq!(
            summary("semver requires new minor version: 0 major and 2 minor checks failed"),
            Ok(Some(Verdict::Minor))
        );
        assert_eq!(verdict("error: could not compile"), Err(()));
    }
}
