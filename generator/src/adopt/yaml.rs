//! Documents as YAML that every reader takes alike.
//!
//! In: a document. Out: its text. Readers of YAML 1.1 take `no` for a truth value, `2020-01-01` for a day and `12:30` for
//! a number; `serde_yaml`, which writes YAML 1.2, leaves such texts bare, so they get their quotes here.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// Texts that are something else to a reader of YAML 1.1.
static ODD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:y|n|yes|no|on|off|=|<<|\d{4}-\d\d?-\d\d?.*|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|[-+]?\d[\d_]*)$",
    )
    .ok()
});

/// The text of a document.
pub(super) fn text(value: &Value) -> Result<String, serde_yaml::Error> {
    let plain = serde_yaml::to_string(value)?;
    let quoted = quote(&plain);
    // Nothing but quotes may have changed.
    let same = serde_yaml::from_str::<Value>(&quoted).is_ok_and(|read| read == *value);
    Ok(if same { quoted } else { plain })
}

fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    // How far what holds a text of several lines is indented.
    let mut block: Option<usize> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if block.is_some_and(|outer| indent > outer || line.trim().is_empty()) {
            quoted.push_str(line);
        } else {
            block = [" |", " |-", " |+", " >", " >-", " >+"].iter().any(|end| line.ends_with(end)).then_some(indent);
            quoted.push_str(&quote_line(line));
        }
        quoted.push('\n');
    }
    quoted
}

fn quote_line(line: &str) -> String {
    let dashes = line.len() - line.trim_start_matches([' ', '-']).len();
    // A dash that no space follows belongs to the text.
    let start = line.get(..dashes).and_then(|head| head.rfind(' ')).map_or(0, |space| space + 1);
    let (head, rest) = line.split_at_checked(start).unwrap_or(("", line));
    match rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|key| (key, ""))) {
        Some((key, "")) => format!("{head}{}:", odd(key)),
        Some((key, value)) => format!("{head}{}: {}", odd(key), odd_text(value)),
        None => format!("{head}{}", odd_text(rest)),
    }
}

/// A key, which is a text whatever it looks like.
fn odd(text: &str) -> String {
    let is_odd = ODD.as_ref().is_some_and(|odd| odd.is_match(text));
    if is_odd { format!("'{text}'") } else { text.to_owned() }
}

/// A value, unless it is a number.
fn odd_text(text: &str) -> String {
    if serde_yaml::from_str::<serde_yaml::Value>(text).is_ok_and(|value| value.is_string()) {
        odd(text)
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_stay_texts() {
        let value = json!({"no": "Yes", "a": ["on", "off", 12, "12", "12:30", "2020-01-01", "a: no", "x\n- no\ny: on\n", -5, "-5"],
            "on": {"y": null, "n": true}, "list": [["no"], {"no": "no"}]});
        let text = text(&value).unwrap_or_default();
        assert_eq!(serde_yaml::from_str::<Value>(&text).ok(), Some(value));
        for bare in ["\nno:", ": Yes", "- on\n- ", " no\n  l", "- 12:30", "- 2020", "\non:"] {
            assert!(!text.contains(bare), "{bare}: {text}");
        }
        assert!(text.contains("- 12\n") && text.contains("'no': 'no'"), "{text}");
    }
}
