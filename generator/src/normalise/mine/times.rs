//! How dates and times are written, where prose says it.
//!
//! In: prose. Out: the format: a calendar day, a moment with its offset, or another one, which stays text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::ir::fact::TimeFormat;

use super::patterns::compile;

static FORMATS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i)\byyyy[-/.]mm[-/.]dd(?P<time>\s*t?\s*hh[:.]mm(?:[:.]ss)?(?P<zone>[.:]?\s?(?:sss|[+\u{b1}-][\w:]*|z\b|utc\b))?)?",
        r"(?i)\b(?:dd|mm)[-/.](?:mm|dd|mmm)[-/.]yy(?:yy)?(?P<other>)",
        r"(?i)\biso[\s-]*8601\b(?P<iso>)",
    ])
});

/// The format that the prose of a field names.
pub(super) fn find(text: &str) -> Option<(TimeFormat, Range<usize>)> {
    FORMATS.iter().find_map(|pattern| {
        let captures = pattern.captures(text)?;
        let whole = captures.get(0)?;
        let dashes = whole.as_str().get(..10).is_some_and(|day| day.matches('-').count() == 2);
        let format = match (captures.name("time"), captures.name("zone")) {
            _ if captures.name("other").is_some() || captures.name("iso").is_some() => TimeFormat::Other,
            _ if !dashes => TimeFormat::Other,
            (None, _) => TimeFormat::Date,
            (Some(time), Some(zone)) if is_offset(zone.as_str()) && time.as_str().trim().starts_with(['t', 'T']) => {
                TimeFormat::DateTime
            }
            _ => TimeFormat::Other,
        };
        Some((format, whole.range()))
    })
}

/// `Z`, `+0530`, `-UTC`, `±hhmm`: what stands for an offset in a pattern.
fn is_offset(zone: &str) -> bool {
    let zone = zone.trim_start_matches(['.', ':', ' ']).to_ascii_lowercase();
    zone.starts_with(['z', '+', '-', '\u{b1}']) || zone.starts_with("utc")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(text: &str) -> Option<TimeFormat> {
        find(text).map(|(format, _)| format)
    }

    #[test]
    fn formats_in_several_phrasings() {
        for text in [
            "Format [yyyy-mm-dd]",
            "Date format: YYYY-MM-DD.",
            "Use the format yyyy-mm-dd (e.g., 2013-11-17).",
            "`yyyy-MM-dd`",
        ] {
            assert_eq!(format(text), Some(TimeFormat::Date), "{text}");
        }
        for text in ["YYYY-MM-DDTHH:MM:SS-UTC format", "Format [yyyy-mm-ddThh:mm:ssZ]", "yyyy-MM-ddTHH:mm:ss+0530"] {
            assert_eq!(format(text), Some(TimeFormat::DateTime), "{text}");
        }
        for text in ["Format [yyyy-mm-dd HH:MM:SS].", "dd/mm/yyyy", "yyyy/mm/dd", "an ISO 8601 time"] {
            assert_eq!(format(text), Some(TimeFormat::Other), "{text}");
        }
        assert_eq!(format("a date"), None);
    }
}
