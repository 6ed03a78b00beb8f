//! The next version.
//!
//! In: the version of the last release, what has changed since, and the version that was asked for. Out: the version to
//! release, or why the one asked for cannot be.

use generator::diff::effect::Verdict;
use semver::Version;

/// The version after `current`. Before 1.0 what breaks callers counts up the minor version and all else the patch, as
/// cargo resolves versions; before 0.1 every version breaks. A pre-release is followed by its release.
pub(super) fn next(current: &Version, verdict: Verdict) -> Version {
    let Version { major, minor, patch, .. } = *current;
    if !current.pre.is_empty() {
        return Version::new(major, minor, patch);
    }
    match (major, minor, verdict) {
        (0, 0, _) | (0, _, Verdict::Minor | Verdict::Patch) | (_, _, Verdict::Patch) => {
            Version::new(major, minor, patch + 1)
        }
        (0, _, Verdict::Major) | (_, _, Verdict::Minor) => Version::new(major, minor + 1, 0),
        (_, _, Verdict::Major) => Version::new(major + 1, 0, 0),
    }
}

/// The version to release: what was asked for, unless it is lower than what the changes ask for.
pub(super) fn chosen(computed: &Version, last: Option<&Version>, wanted: Option<&Version>) -> Result<Version, String> {
    let Some(wanted) = wanted else { return Ok(computed.clone()) };
    let core = |version: &Version| (version.major, version.minor, version.patch);
    if !wanted.build.is_empty() {
        return Err(format!("{wanted} has build metadata, which registries do not tell apart; leave `+…` out"));
    }
    if core(wanted) < core(computed) {
        return Err(format!(
            "{wanted} is lower than {computed}, which the changes ask for; name that one or a higher one"
        ));
    }
    match last {
        Some(last) if wanted <= last => Err(format!("{wanted} is not higher than {last}, the last release")),
        _ => Ok(wanted.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or(Version::new(0, 0, 0))
    }

    #[test]
    fn versions_count_up_as_cargo_resolves_them() {
        let rows = [
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.1.4", "0.1.5", "0.1.5", "0.2.0"),
            ("1.2.3", "1.2.4", "1.3.0", "2.0.0"),
            ("2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"),
        ];
        for (current, patch, minor, major) in rows {
            let next = |verdict| next(&version(current), verdict).to_string();
            assert_eq!([next(Verdict::Patch), next(Verdict::Minor), next(Verdict::Major)], [patch, minor, major]);
        }
    }

    #[test]
    fn what_is_asked_for_is_never_lower_than_what_must_be() {
        let (computed, last) = (version("0.2.0"), version("0.1.4"));
        let chosen = |wanted: &str| chosen(&computed, Some(&last), Some(&version(wanted)));
        for higher in ["0.2.0", "0.3.0", "1.0.0", "0.2.0-rc.1"] {
            assert_eq!(chosen(higher), Ok(version(higher)));
        }
        for lower in ["0.1.5", "0.1.4", "0.0.9", "0.3.0+linux"] {
            assert!(chosen(lower).is_err(), "{lower}");
        }
    }
}
