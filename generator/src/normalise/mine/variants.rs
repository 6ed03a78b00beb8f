//! Further parameters that prose names as variants of one, and lists in one text.
//!
//! In: prose. Out: the names behind "Variants:", and whether values are "comma separated".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::patterns::compile;
use super::tokens::{Kind, Token};

static COMMAS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r"(?i)\bcomma[\s-]*(?:separated|delimited|seperated)",
        r"(?i)\b(?:separated|delimited|seperated)\s+(?:by|with|using)\s+(?:a\s+)?commas?\b",
    ])
});

static LISTS: LazyLock<Vec<Regex>> = LazyLock::new(|| compile(&[r"(?i)\b(?:array|list)\s+of\s+[\w\s]{0,40}?\bids?\b"]));

/// Names of parameters that are variants of the described one.
pub(super) fn find(tokens: &[Token<'_>]) -> Option<(Vec<String>, Range<usize>)> {
    let at = tokens.iter().position(announces)?;
    behind(tokens, at).or_else(|| before(tokens, at))
}

/// "Supports `x_startswith` and `x_contains` variants."
fn before(tokens: &[Token<'_>], at: usize) -> Option<(Vec<String>, Range<usize>)> {
    let mut names = Vec::new();
    let mut start = at;
    for (index, token) in tokens.iter().enumerate().take(at).rev() {
        let found = if matches!(token.kind, Kind::Code | Kind::Word) { identifiers(token.text) } else { Vec::new() };
        if !found.is_empty() {
            names.splice(0..0, found);
            start = index;
        } else if !(token.is(Kind::Comma) || token.is_any(&["and", "or"])) {
            break;
        }
    }
    (!names.is_empty()).then(|| {
        (
            names,
            tokens.get(start).map_or(0, |token| token.range.start)..tokens.get(at).map_or(0, |token| token.range.end),
        )
    })
}

/// "Variants: `x_startswith` and `x_contains`."
fn behind(tokens: &[Token<'_>], at: usize) -> Option<(Vec<String>, Range<usize>)> {
    let (mut names, mut end) = (Vec::new(), at);
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.kind {
            // One span of code may hold the word and all names.
            Kind::Code | Kind::Quoted | Kind::Word => {
                let found = identifiers(token.text);
                if !found.is_empty() {
                    names.extend(found);
                    end = index;
                } else if index > at && !token.is_any(&["and", "or", "are", "is", "like", "include", "as", "such"]) {
                    break;
                }
            }
            Kind::Comma | Kind::Slash | Kind::Colon | Kind::Dash | Kind::Break | Kind::Open | Kind::Close => {}
            Kind::Stop => break,
        }
    }
    let range = tokens.get(at)?.range.start..tokens.get(end)?.range.end;
    names.dedup();
    (!names.is_empty()).then_some((names, range))
}

fn announces(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Word => token.is_any(&["variant", "variants"]),
        Kind::Code => token.text.to_ascii_lowercase().starts_with("variant"),
        _ => false,
    }
}

/// Words of several parts in lower case: `date_start`.
fn identifiers(text: &str) -> Vec<String> {
    let is_name = |word: &&str| {
        word.contains('_')
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.ends_with(|c: char| c.is_ascii_alphanumeric())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';')).filter(is_name).map(str::to_owned).collect()
}

/// Where several values are said to stand in one text, and whether it is said that commas separate them.
pub(super) fn commas(text: &str) -> Option<(Range<usize>, bool)> {
    let find = |patterns: &[Regex]| patterns.iter().find_map(|pattern| pattern.find(text)).map(|found| found.range());
    find(&COMMAS).map(|range| (range, true)).or_else(|| find(&LISTS).map(|range| (range, false)))
}

#[cfg(test)]
mod tests {
    use super::super::prose::Prose;
    use super::super::tokens::tokens;
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let prose = Prose::of(text);
        find(&tokens(&prose)).map(|(names, _)| names).unwrap_or_default()
    }

    #[test]
    fn variants_in_several_phrasings() {
        for text in [
            "By name. Variants: <code>x_startswith</code> and <code>x_contains</code>. Max-length [100]",
            "Item.Variants <code>x_startswith</code>, <code>x_contains</code>",
            "Default date format is yyyy-mm-dd.<code> Variants: x_startswith and x_contains</code>.",
            "Supports variants: `x_startswith`, `x_contains`. Useful for `other_thing`.",
            "Variants: x_startswith and x_contains",
            "Supports <code>x_startswith</code> and <code>x_contains</code> variants. Maximum length is 100.",
        ] {
            assert_eq!(names(text), ["x_startswith", "x_contains"], "{text}");
        }
        assert!(names("A variant of the item").is_empty());
    }

    #[test]
    fn commas_in_several_phrasings() {
        let said = |text| commas(text).map(|(_, said)| said);
        assert_eq!(said("Comma separated ids"), Some(true));
        assert_eq!(said("ids separated by commas"), Some(true));
        assert_eq!(said("Array of invoice ids to be sent"), Some(false));
        assert_eq!(said("The id of the list"), None);
    }
}
