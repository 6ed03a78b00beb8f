//! `specs/diff.toml`: levels of one's own, and changes that were accepted.
//!
//! In: the text of the file, which may be absent. Out: a [`Settings`] that a [`Report`] is put through. Everything in it
//! has a reason; what is ignored also has a last day, so that nothing is ignored for ever.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::change::{Change, Level, Report};
use super::table;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Levels that differ from those of the table.
    level: Vec<Override>,
    /// Changes that were accepted.
    ignore: Vec<Ignore>,
}

/// A level that differs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    id: Spanned<String>,
    level: Level,
    #[allow(dead_code, reason = "read by people; the file must have it")]
    reason: String,
    until: Option<Datetime>,
}

/// A change that was accepted. Keys that are left out mean any.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ignore {
    id: Option<Spanned<String>>,
    product: Option<String>,
    resource: Option<String>,
    operation: Option<String>,
    subject: Option<String>,
    reason: String,
    until: Datetime,
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong.
    pub message: String,
    /// Where in the text, in bytes.
    pub offset: Option<usize>,
}

/// A report after settings.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// What is left.
    pub report: Report,
    /// How many changes were ignored.
    pub ignored: usize,
    /// What there is to say about the settings themselves.
    pub notices: Vec<String>,
}

impl Settings {
    /// Reads the file's text.
    ///
    /// # Errors
    /// It is not TOML, has an unknown key, names a check that does not exist, or has a day that is none.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let settings: Self = toml::from_str(text).map_err(|error| Invalid {
            message: error.message().to_owned(),
            offset: error.span().map(|span| span.start),
        })?;
        let ids = settings.level.iter().map(|one| &one.id);
        for id in ids.chain(settings.ignore.iter().filter_map(|one| one.id.as_ref())) {
            check(id)?;
        }
        let days = settings.ignore.iter().map(|one| &one.until);
        for day in days.chain(settings.level.iter().filter_map(|one| one.until.as_ref())) {
            if day.date.is_none() {
                return Err(Invalid { message: format!("`{day}` is not a day"), offset: None });
            }
        }
        Ok(settings)
    }

    /// Puts a report through; `today` is written `2026-11-21`.
    #[must_use]
    pub fn settle(&self, report: Report, today: &str) -> Settled {
        let mut settled = Settled::default();
        let mut used = vec![false; self.ignore.len()];
        for mut change in report.changes {
            let mut matching = self.ignore.iter().zip(&mut used).filter(|(one, _)| one.is_about(&change));
            let live = matching.any(|(one, used)| {
                *used = true;
                !is_over(&one.until, today)
            });
            if live {
                settled.ignored += 1;
                continue;
            }
            for own in self.level.iter().filter(|own| own.id.get_ref() == change.id) {
                if !own.until.as_ref().is_some_and(|until| is_over(until, today)) {
                    change.level = own.level;
                }
            }
            settled.report.changes.push(change);
        }
        settled.notices = self.notices(&used, today);
        settled
    }

    fn notices(&self, used: &[bool], today: &str) -> Vec<String> {
        let mut notices = Vec::new();
        for (one, used) in self.ignore.iter().zip(used) {
            if is_over(&one.until, today) {
                notices
                    .push(format!("an entry of `ignore` ended on {} ({}); renew or remove it", one.until, one.reason));
            } else if !used {
                notices.push(format!("an entry of `ignore` is about nothing ({}); remove it", one.reason));
            }
        }
        for one in &self.level {
            if let Some(until) = one.until.as_ref().filter(|until| is_over(until, today)) {
                notices.push(format!("the level of `{}` ended on {until}; renew or remove it", one.id.get_ref()));
            }
        }
        notices
    }
}

fn check(id: &Spanned<String>) -> Result<(), Invalid> {
    if table::find(id.get_ref()).is_some() {
        return Ok(());
    }
    let near = crate::near::nearest(id.get_ref(), table::CHECKS.iter().map(|check| check.id));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let message = format!("there is no check `{}`{hint}", id.get_ref());
    Err(Invalid { message, offset: Some(id.span().start) })
}

/// Whether the last day is over. Days in one form compare as texts.
fn is_over(until: &Datetime, today: &str) -> bool {
    until.date.is_some_and(|date| date.to_string().as_str() < today)
}

impl Ignore {
    fn is_about(&self, change: &Change) -> bool {
        let any = |asked: &Option<String>, is: &str| asked.as_ref().is_none_or(|asked| asked == is);
        self.id.as_ref().is_none_or(|id| id.get_ref() == change.id)
            && any(&self.product, &change.product)
            && any(&self.resource, &change.resource)
            && any(&self.operation, &change.operation().unwrap_or_default())
            && any(&self.subject, &change.subject)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn report() -> Report {
        let change = |id: &'static str, subject: &str| Change {
            id,
            level: Level::Error,
            product: "shop".to_owned(),
            resource: "things".to_owned(),
            method: Some(crate::ir::wire::Method::Get),
            path: "/things".to_owned(),
            subject: subject.to_owned(),
            before: None,
            after: None,
            text: String::new(),
            base: None,
            revision: None,
        };
        Report { changes: vec![change("request-property-removed", "a"), change("api-tag-added", "b")] }
    }

    fn settle(text: &str, today: &str) -> Settled {
        Settings::parse(text).unwrap().settle(report(), today)
    }

    #[test]
    fn what_is_ignored_comes_back_when_its_day_is_over() {
        let text = "[[ignore]]\nid = 'request-property-removed'\noperation = 'GET /things'\nreason = 'unused'\nuntil = 2026-12-31";
        let settled = settle(text, "2026-12-31");
        assert_eq!((settled.ignored, settled.report.changes.len(), settled.notices.len()), (1, 1, 0));
        let settled = settle(text, "2027-01-01");
        assert_eq!((settled.ignored, settled.report.changes.len()), (0, 2));
        assert!(settled.notices[0].contains("ended on 2026-12-31 (unused)"), "{:?}", settled.notices);
    }

    #[test]
    fn an_entry_about_nothing_is_told() {
        let settled = settle("[[ignore]]\nsubject = 'c'\nreason = 'r'\nuntil = 2030-01-01", "2026-01-01");
        assert_eq!(settled.notices, ["an entry of `ignore` is about nothing (r); remove it"]);
    }

    #[test]
    fn levels_are_overridden() {
        let settled = settle("[[level]]\nid = 'api-tag-added'\nlevel = 'info'\nreason = 'r'", "2026-01-01");
        let levels: Vec<Level> = settled.report.changes.iter().map(|change| change.level).collect();
        assert_eq!(levels, [Level::Error, Level::Info]);
    }

    #[test]
    fn unknown_checks_and_missing_reasons_are_refused() {
        let wrong = Settings::parse("[[level]]\nid = 'api-tag-aded'\nlevel = 'info'\nreason = 'r'").unwrap_err();
        assert_eq!(wrong.message, "there is no check `api-tag-aded`; did you mean `api-tag-added`?");
        assert_eq!(wrong.offset, Some(15));
        for text in [
            "[[ignore]]\nid = 'api-tag-added'\nuntil = 2030-01-01",
            "[[ignore]]\nid = 'api-tag-added'\nreason = 'r'",
            "[[ignore]]\nreason = 'r'\nuntil = 07:32:00",
            "[[level]]\nid = 'api-tag-added'\nlevel = 'fatal'\nreason = 'r'",
        ] {
            assert!(Settings::parse(text).is_err(), "{text}");
        }
    }
}
