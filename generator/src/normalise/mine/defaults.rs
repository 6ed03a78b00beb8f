//! What the service takes where nothing is sent, where prose says it.
//!
//! In: prose. Out: the words that name the default, as written, and whether the sentence makes a condition.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::patterns::compile;

static DEFAULTS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    compile(&[
        r#"(?i)\bdefault(?:\s+value|\s+format|\s+type|\s+status|\s+mode|\s+option)?(?:\s+(?:of|for)\s+(?:this|the)?\s*`?\w+`?)?\s*(?:is|will be|would be|:|=|-)\s*(?:set (?:to|as)\s+)?(?P<value>`[^`\n]+`|"[^"\n]+"|\[[^\]\n]+\]|[\w%.+-]+)(?P<rest>[^\n]*)"#,
        r#"(?i)\bdefaults?\s+to\s+(?P<value>`[^`\n]+`|"[^"\n]+"|[\w%.+-]+)(?P<rest>[^\n]*)"#,
        r#"(?i)\bby default,?\s+(?:it\s+|this\s+|the\s+value\s+)?(?:is|will be)\s+(?:set to\s+)?(?P<value>`[^`\n]+`|"[^"\n]+"|true|false|\d[\d.]*)(?P<rest>[^\n]*)"#,
        r#"(?i)(?P<value>`[^`\n]+`)\s*\((?:by\s+)?default\)(?P<rest>)"#,
        r#"(?i)\b(?:is|starts from|set to)\s+(?P<value>`[^`\n]+`|"[^"\n]+"|true|false|\d[\d.]*)\s+by default\b(?P<rest>[^\n]*)"#,
    ])
});

/// A default in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Default {
    pub(super) text: String,
    /// Whether it stood in code or quotes, and so may be any text.
    pub(super) marked: bool,
    /// Whether the sentence says when.
    pub(super) conditional: bool,
    pub(super) range: Range<usize>,
}

/// The default that the prose names.
pub(super) fn find(text: &str) -> Option<Default> {
    DEFAULTS.iter().find_map(|pattern| {
        let captures = pattern.captures(text)?;
        let value = captures.name("value")?;
        let rest = captures.name("rest").map_or("", |rest| rest.as_str());
        let bare = value.as_str().trim_end_matches('.');
        let inner = bare.trim_matches(['`', '"', '[', ']']).trim();
        let marked = inner.len() != bare.len();
        // More words behind a bare one: it is part of a sentence ("Default is the currency of …").
        let goes_on =
            !marked && rest.trim_start().starts_with(|c: char| c.is_alphanumeric()) && !value.as_str().ends_with('.');
        let sentence = rest.split(['.', '\n']).next().unwrap_or_default().to_ascii_lowercase();
        let asks = ["if ", "when ", "for ", "unless ", "where ", "depending", "based on"];
        let conditional = goes_on
            || asks
                .iter()
                .any(|word| sentence.trim_start().starts_with(word) || sentence.contains(&format!(" {word}")));
        (!inner.is_empty()).then(|| Default { text: inner.to_owned(), marked, conditional, range: value.range() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_in_several_phrasings() {
        for (text, value) in [
            ("Default value is 1.", "1"),
            ("Default is `json`.", "json"),
            ("Default format is json. Allowed values", "json"),
            ("Default value will be `sales`.", "sales"),
            ("It defaults to true", "true"),
            ("By default, it is false.", "false"),
            ("The order starts from `0` by default.", "0"),
            ("Default: 200", "200"),
            ("Default value - 15", "15"),
            ("Whatever (default: `x`)", "x"),
            ("Allowed values: `x` (default), `y`", "x"),
        ] {
            let found = find(text);
            assert_eq!(found.as_ref().map(|found| found.text.as_str()), Some(value), "{text}");
            assert_eq!(found.map(|found| found.conditional), Some(false), "{text}");
        }
    }

    #[test]
    fn conditions_are_seen() {
        for text in ["Default value is 1.0 when the currency matches", "Default is the currency of the customer"] {
            assert_eq!(find(text).map(|found| found.conditional), Some(true), "{text}");
        }
        assert_eq!(find("Default template of the customer"), None);
        assert_eq!(find("Default date format is yyyy-mm-dd"), None);
        assert_eq!(find("Default value for 15 days is \"Net 15 Days\""), None);
    }
}
