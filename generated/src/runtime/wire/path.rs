//! In: an error from somewhere inside a value, and the segments it passes on its way out. Out: one text
//! `` `invoices[0].amount`: expected … ``, and its two halves.
//!
//! Every visitor puts its own segment in front, so that a decode error knows its place without a second pass.

use serde::de::Error;

const QUOTE: char = '`';
/// Keys longer than this are cut.
const LONGEST_KEY: usize = 80;

/// The error with an object's key in front of its path.
#[cold]
pub(crate) fn at_key<E: Error>(key: &str, error: E) -> E {
    E::custom(prepend(clean(key), &error.to_string()))
}

/// The error with a list's index in front of its path.
#[cold]
pub(crate) fn at_index<E: Error>(index: usize, error: E) -> E {
    E::custom(prepend(format!("[{index}]"), &error.to_string()))
}

fn clean(key: &str) -> String {
    key.chars().take(LONGEST_KEY).map(|c| if c == QUOTE || c.is_control() { '?' } else { c }).collect()
}

fn prepend(segment: String, error: &str) -> String {
    match error.strip_prefix(QUOTE) {
        Some(rest) if rest.starts_with('[') => format!("{QUOTE}{segment}{rest}"),
        Some(rest) => format!("{QUOTE}{segment}.{rest}"),
        None => format!("{QUOTE}{segment}{QUOTE}: {error}"),
    }
}

/// The path and the problem of a JSON error.
pub(crate) fn split(error: &serde_json::Error) -> (String, String) {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&place).unwrap_or(&text);
    let (path, problem) = text.strip_prefix(QUOTE).and_then(|rest| rest.split_once("`: ")).unwrap_or(("", text));
    (path.to_owned(), reword(problem))
}

/// serde's `invalid type: X, expected Y` in the words of this crate.
fn reword(problem: &str) -> String {
    let found = problem.strip_prefix("invalid type: ").or_else(|| problem.strip_prefix("invalid value: "));
    match found.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((found, expected)) => format!("expected {expected}, found {}", name(found)),
        None => problem.to_owned(),
    }
}

fn name(found: &str) -> &str {
    match found {
        "map" => "an object",
        "sequence" => "a list",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_join() {
        let error = prepend("invoices".into(), &prepend("[0]".into(), &prepend("amount".into(), "expected a number")));
        assert_eq!(error, "`invoices[0].amount`: expected a number");
    }

    #[test]
    fn keys_cannot_end_the_path_early() {
        assert_eq!(clean("a`: b\n"), "a?: b?");
    }
}
