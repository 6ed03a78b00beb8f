//! What becomes of the version.
//!
//! In: the last release, if there is one, and what changed since. Out: the next version, and why it is that one.

use generator::diff::effect::Verdict;
use semver::Version;

use crate::release::next_version;

/// The next release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Next {
    /// In a few words: `next version: 0.2.0 (major since 0.1.0)`.
    pub(super) line: String,
    /// For reviewers, as Markdown.
    pub(super) told: String,
}

impl Next {
    /// After the release `current`, of which something differs by now.
    pub(super) fn after(current: &str, verdict: Verdict) -> Result<Self, String> {
        let next = next_version(current, verdict)?;
        let what = match verdict {
            Verdict::Major => "what callers use changed or went since",
            Verdict::Minor => "callers get more, and lose nothing",
            Verdict::Patch => "no public item differs since",
        };
        let before_one = Version::parse(current).is_ok_and(|version| version.major == 0);
        let rule = match (before_one, verdict) {
            (true, Verdict::Major) => ", and before 1.0 a breaking release counts up the second number",
            (true, Verdict::Minor) => ", and before 1.0 additions count up the last number",
            _ => "",
        };
        Ok(Self {
            line: format!("next version: {next} ({} since {current})", verdict.as_str()),
            told: format!("The next release is **{next}**, after {current}: {what}{rule}."),
        })
    }

    /// Before the first release.
    pub(super) fn first(current: &str) -> Self {
        Self {
            line: format!("next version: {current}, the first release"),
            told: format!(
                "The next release is **{current}**, the first one: nothing is released that this could break, and \
                 `CHANGELOG.md` stays as people wrote it."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_versions_before_one_is_said() {
        let told = |current, verdict| Next::after(current, verdict).map(|next| next.told).unwrap_or_default();
        let text = told("0.1.4", Verdict::Major);
        assert!(text.contains("**0.2.0**, after 0.1.4") && text.contains("before 1.0"), "{text}");
        let text = told("0.1.4", Verdict::Minor);
        assert!(text.contains("**0.1.5**") && text.contains("before 1.0"), "{text}");
        let text = told("1.2.3", Verdict::Major);
        assert!(text.contains("**2.0.0**") && !text.contains("before 1.0"), "{text}");
    }
}
