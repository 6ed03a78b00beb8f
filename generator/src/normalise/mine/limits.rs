//! How long a text and how large a number may be, where prose says it.
//!
//! In: prose. Out: lengths in characters and bounds, each with its place in the prose.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Number;

use super::patterns::compile;

/// "Max-length [100]", "Maximum length of the reference number is 100", "up to 100 characters", …
static LONGEST: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i)\bmax(?:imum|\.)?[\s-]*(?:allowed\s+|permitted\s+|permissible\s+)?(?:character\s+|text\s+|string\s+)?(?:length|len|size)(?:\s+allowed|\s+permitted)?(?:\s+(?:of|for|in)\s+[\w\s'`-]{1,50}?)?\s*(?:is|are|should be|must be|can be|of|:|=|-)?\s*`?[\[(]?\s*(\d[\d,]*)\b(?P<unit>\s*%?\w*)",
        r"(?i)\bmax(?:imum|\.)?\s*(?:of|:|=|is)?\s*[\[(]?(\d[\d,]*)[\])]?\s+(?:characters?|chars?|letters|symbols)\b",
        r"(?i)\b(?:up\s?to|at most|no more than|not more than|(?:not|cannot|can't) exceed|(?:not|cannot) be (?:more|longer|greater) than|less than or equal to|within|limited to|limit(?: of)?:?|only)\s+[\[(]?(\d[\d,]*)[\])]?\s+(?:characters?|chars?|letters|symbols)\b",
        r"(?i)\b(\d[\d,]*)\s+(?:characters?|chars?)\s+(?:max(?:imum)?\b|or (?:less|fewer)|at most|(?:is|are) allowed|(?:is|are) the maximum|limit)",
        r"(?i)\b(\d[\d,]*)-char(?:acter)?s?\s+(?:limit|maximum)",
        r"(?i)\bmax(?:imum|\.)?\s+(?:number of\s+)?(?:characters?|chars?)(?:\s+(?:allowed|permitted))?\s*(?:is|are|:|=|-)?\s*`?[\[(]?(\d[\d,]*)",
        r"(?i)\blength\b[^.\n]{0,30}?\b(?:exceed|less than|at most|up to|maximum(?: of)?|more than|limited to)\s+[\[(]?(\d[\d,]*)",
        r"(?i)\b(?:character|char) limit\s*(?:is|of|:|=)?\s*[\[(]?(\d[\d,]*)",
    ])
});

/// "length should be between 2 and 12 characters", "2 to 12 characters".
static BETWEEN: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i)\blength\b[^.\n]{0,40}?\bbetween\s+(\d[\d,]*)\s*(?:and|to|-)\s*(\d[\d,]*)",
        r"(?i)\b(?:between|from)\s+(\d[\d,]*)\s*(?:and|to|-)\s*(\d[\d,]*)\s+(?:characters?|chars?|letters)\b",
        r"(?i)\b(\d[\d,]*)\s*(?:to|-)\s*(\d[\d,]*)\s+(?:characters?|chars?)\s+(?:long|in length)",
    ])
});

static SHORTEST: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i)\bmin(?:imum|\.)?[\s-]*(?:allowed\s+)?(?:character\s+)?length(?:\s+(?:of|for)\s+[\w\s'`-]{1,50}?)?\s*(?:is|should be|must be|of|:|=|-)?\s*`?[\[(]?\s*(\d[\d,]*)",
        r"(?i)\b(?:at least|minimum(?: of)?|min\.?|not less than|no fewer than)\s+(\d[\d,]*)\s+(?:characters?|chars?|letters)\b",
    ])
});

static LARGEST: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i)\bmax(?:imum|\.)?\s+(?:allowed\s+|permitted\s+)?value(?:\s+allowed)?\s*(?:is|can be|should be|:|=|of)?\s*`?[\[(]?(-?\d[\d,]*(?:\.\d+)?)",
    ])
});

static SMALLEST: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i)\bmin(?:imum|\.)?\s+(?:allowed\s+|permitted\s+)?value(?:\s+allowed)?\s*(?:is|can be|should be|:|=|of)?\s*`?[\[(]?(-?\d[\d,]*(?:\.\d+)?)",
    ])
});

static WITHIN: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i)\bvalues?\s+(?:ranges?\s+|ranging\s+|should be\s+|must be\s+|can be\s+)?(?:from|between)\s+`?(-?\d[\d,]*(?:\.\d+)?)`?\s*(?:and|to|-)\s*`?(-?\d[\d,]*(?:\.\d+)?)",
    ])
});

/// Something found, and where.
pub(super) type Found<T> = (T, Range<usize>);

/// Fewest and most characters.
pub(super) fn length(text: &str) -> Option<Found<(Option<u64>, Option<u64>)>> {
    let characters = |text: &str| text.replace(',', "").parse::<u64>().ok().filter(|&count| count > 0);
    if let Some((low, high, range)) = pair(&BETWEEN, text, characters) {
        return (low <= high).then_some(((Some(low), Some(high)), range));
    }
    let longest = first(&LONGEST, text, characters);
    let shortest = first(&SHORTEST, text, characters);
    let range = longest.as_ref().or(shortest.as_ref()).map(|(_, range)| range.clone())?;
    let (longest, shortest) = (longest.map(|(count, _)| count), shortest.map(|(count, _)| count));
    Some(((shortest, longest), range))
}

/// Smallest and largest number.
pub(super) fn bounds(text: &str) -> Option<Found<(Option<Number>, Option<Number>)>> {
    let number = |text: &str| serde_json::from_str::<Number>(&text.replace(',', "")).ok();
    if let Some((low, high, range)) = pair(&WITHIN, text, number) {
        return Some(((Some(low), Some(high)), range));
    }
    let largest = first(&LARGEST, text, number);
    let smallest = first(&SMALLEST, text, number);
    let range = largest.as_ref().or(smallest.as_ref()).map(|(_, range)| range.clone())?;
    Some(((smallest.map(|(number, _)| number), largest.map(|(number, _)| number)), range))
}

fn first<T>(patterns: &[Regex], text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Found<T>> {
    patterns.iter().find_map(|pattern| {
        let captures = pattern.captures(text).filter(counts_characters)?;
        Some((read(captures.get(1)?.as_str())?, captures.get(0)?.range()))
    })
}

/// "Maximum size 5 MB" is no length.
fn counts_characters(captures: &Captures<'_>) -> bool {
    let unit = captures.name("unit").map_or("", |unit| unit.as_str().trim());
    let size = captures.get(0).is_some_and(|whole| whole.as_str().to_ascii_lowercase().contains("size"));
    let characters = unit.to_ascii_lowercase().starts_with("char");
    let other = ["kb", "mb", "gb", "bytes", "kilobytes", "megabytes", "days", "day", "digits", "items", "words", "%"];
    if size { characters } else { !other.contains(&unit.to_ascii_lowercase().as_str()) }
}

fn pair<T>(patterns: &[Regex], text: &str, read: impl Fn(&str) -> Option<T>) -> Option<(T, T, Range<usize>)> {
    patterns.iter().find_map(|pattern| {
        let captures = pattern.captures(text)?;
        Some((read(captures.get(1)?.as_str())?, read(captures.get(2)?.as_str())?, captures.get(0)?.range()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn most(text: &str) -> Option<u64> {
        length(text).and_then(|((_, most), _)| most)
    }

    #[test]
    fn lengths_in_several_phrasings() {
        for text in [
            "Max-length [100]",
            "maximum length [100].",
            "`Maximum length [100]`",
            "Maximum length is 100 characters.",
            "Max length: 100",
            "Maximum length allowed [100]",
            "Maximum length of the reference number [100]",
            "Maximum length for this field is 100",
            "The maximum character length is 100.",
            "Maximum of 100 characters",
            "It can have up to 100 characters.",
            "Must not exceed 100 characters",
            "100 characters max",
            "Limited to 100 characters.",
            "Character limit: 100",
            "Max-len [100]",
            "Maximum number of characters: 100",
            "Max chars allowed 100",
            "The length should not exceed 100.",
            "Max length [100 characters]",
        ] {
            assert_eq!(most(text), Some(100), "{text}");
        }
        assert_eq!(most("Maximum length is 2,000 characters"), Some(2000));
        assert_eq!(
            length("length should be between 2 and 12 characters.").map(|found| found.0),
            Some((Some(2), Some(12)))
        );
        assert_eq!(length("It needs at least 8 characters").map(|found| found.0), Some((Some(8), None)));
    }

    #[test]
    fn other_measures_are_no_lengths() {
        for text in
            ["Maximum size is 5 MB", "The length of 3 days", "Two letter country code", "Maximum length 5%", "15 days"]
        {
            assert_eq!(length(text), None, "{text}");
        }
    }

    #[test]
    fn bounds_of_numbers() {
        let of =
            |text: &str| bounds(text).map(|((low, high), _)| (low.map(|n| n.to_string()), high.map(|n| n.to_string())));
        assert_eq!(of("Maximum value is 200."), Some((None, Some("200".to_owned()))));
        assert_eq!(of("It can hold any value from 1 to 10."), Some((Some("1".to_owned()), Some("10".to_owned()))));
        assert_eq!(of("The value of the field"), None);
    }
}
