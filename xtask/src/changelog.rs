//! `CHANGELOG.md`.
//!
//! In: its text. Out: what people wrote since the last release, the last release's version, the section of any; and the
//! text with the entry of the API's changes put in, or with what is unreleased under a version and a date.
//!
//! The entry stands between two marks, as in other files of which the machine owns a part, until a release takes them
//! away: so it is replaced as often as the API changes, and what people wrote stays.

const UNRELEASED: &str = "## Unreleased";
const BEGIN: &str = "<!-- @generated-begin: api -->";
const END: &str = "<!-- @generated-end: api -->";

/// A changelog, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changelog {
    /// Up to the heading of what is unreleased.
    head: String,
    /// What people wrote since the last release.
    written: String,
    /// The releases.
    rest: String,
}

impl Changelog {
    /// Takes a text apart; an error says what is missing.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let missing = format!("CHANGELOG.md has no line `{UNRELEASED}`; put it above the last release");
        let (head, below) = split_line(text, |line| line == UNRELEASED).ok_or(missing)?;
        let below = below.strip_prefix(UNRELEASED).unwrap_or(below);
        let (unreleased, rest) = split_line(below, is_release).unwrap_or((below, ""));
        Ok(Self { head: head.to_owned(), written: without_entry(unreleased)?, rest: rest.to_owned() })
    }

    /// What people wrote since the last release; empty where they wrote nothing.
    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    /// The version of the last release, as its heading has it.
    pub(crate) fn last(&self) -> Option<&str> {
        heading_version(self.rest.lines().next()?)
    }

    /// What stands under the heading of a version.
    pub(crate) fn section(&self, version: &str) -> Option<&str> {
        let is_it = |line: &str| heading_version(line) == Some(version);
        let (_, below) = split_line(&self.rest, is_it)?;
        let (_, below) = below.split_once('\n').unwrap_or((below, ""));
        Some(split_line(below, is_release).map_or(below, |(section, _)| section).trim())
    }

    /// The text with this entry as that of the API, as `generator::diff::show::changelog` gives it, or with none.
    pub(crate) fn with_entry(&self, entry: Option<&str>) -> String {
        let entry = entry.map(|entry| format!("{BEGIN}\n{}\n{END}", nested(entry))).unwrap_or_default();
        self.text(&[UNRELEASED, &self.written, &entry, self.rest.trim()])
    }

    /// The text with what is unreleased under a version and a date, and nothing that is unreleased.
    pub(crate) fn released(&self, version: &str, date: &str, entry: Option<&str>) -> String {
        let heading = format!("## {version} ({date})");
        let entry = entry.map(nested).unwrap_or_default();
        self.text(&[UNRELEASED, &heading, &self.written, &entry, self.rest.trim()])
    }

    fn text(&self, parts: &[&str]) -> String {
        let parts = std::iter::once(self.head.trim()).chain(parts.iter().copied());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        format!("{}\n", parts.join("\n\n"))
    }
}

/// What stands before the first line that is so, and that line with the rest.
fn split_line(text: &str, is_it: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_it(line.trim_end()) {
            return text.split_at_checked(at);
        }
        at += line.len();
    }
    None
}

fn is_release(line: &str) -> bool {
    line.starts_with("## ")
}

/// `0.2.0` of `## 0.2.0 (2026-11-21)`; brackets for links may stand around it.
fn heading_version(line: &str) -> Option<&str> {
    let version = line.strip_prefix("## ")?.split_whitespace().next()?;
    Some(version.trim_matches(['[', ']']))
}

fn without_entry(text: &str) -> Result<String, String> {
    let Some((before, rest)) = text.split_once(BEGIN) else { return Ok(text.trim().to_owned()) };
    let missing = || format!("CHANGELOG.md has `{BEGIN}` without `{END}`; put the second below the first");
    let (_, after) = rest.split_once(END).ok_or_else(missing)?;
    let parts = [before.trim(), after.trim()];
    Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"))
}

/// An entry with its headings one level lower, below that of a version.
fn nested(entry: &str) -> String {
    let lower = |line: &str| if line.starts_with('#') { format!("#{line}") } else { line.to_owned() };
    entry.trim().lines().map(lower).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Changelog\n\n## Unreleased\n\n- By hand.\n\n## 0.1.0 (2026-01-02)\n\n- First.\n";

    fn parsed(text: &str) -> Changelog {
        Changelog::parse(text).unwrap_or(Changelog { head: String::new(), written: String::new(), rest: String::new() })
    }

    #[test]
    fn what_is_unreleased_gets_a_version_and_a_date() {
        let log = parsed(TEXT);
        assert_eq!((log.written(), log.last()), ("- By hand.", Some("0.1.0")));
        let text = log.released("0.2.0", "2026-03-04", Some("crate: minor\n\n## shop\n\n- more\n"));
        let expected = "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-03-04)\n\n- By hand.\n\ncrate: minor\n\n### shop\n\n- more\n\n## 0.1.0 (2026-01-02)\n\n- First.\n";
        assert_eq!(text, expected);
        let log = parsed(&text);
        assert_eq!((log.written(), log.last()), ("", Some("0.2.0")));
        assert_eq!(log.section("0.2.0"), Some("- By hand.\n\ncrate: minor\n\n### shop\n\n- more"));
        assert_eq!(log.section("0.1.0"), Some("- First."));
        assert_eq!(log.section("0.3.0"), None);
    }

    #[test]
    fn an_entry_is_replaced_and_is_nothing_that_people_wrote() {
        let once = parsed(TEXT).with_entry(Some("crate: minor\n\n## shop\n"));
        assert!(
            once.contains("- By hand.\n\n<!-- @generated-begin: api -->\ncrate: minor\n\n### shop\n<!--"),
            "{once}"
        );
        assert_eq!(parsed(&once), parsed(TEXT));
        assert_eq!(parsed(&once).with_entry(None), TEXT);
        assert_eq!(parsed(&once).with_entry(Some("crate: minor\n\n## shop\n")), once);
    }

    #[test]
    fn a_text_without_its_marks_is_refused() {
        assert!(Changelog::parse("# Changelog\n\n## 0.1.0\n").is_err());
        let open = TEXT.replace("- By hand.", BEGIN);
        assert!(Changelog::parse(&open).is_err_and(|error| error.contains(END)));
    }

    #[test]
    fn a_first_release_has_nothing_before_it() {
        let log = parsed("# Changelog\n\n## Unreleased\n\n- First.\n");
        assert_eq!(log.last(), None);
        let text = log.released("0.1.0", "2026-01-02", None);
        assert_eq!(text, "# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-01-02)\n\n- First.\n");
    }
}
