//! Serde's words made human. In: the text of a serde error. Out: what is wrong, for a reader of OpenAPI.

/// What is wrong with `what`, by the words of a serde error.
pub(super) fn explain(what: &str, error: &str) -> String {
    let error = error.split(" at line ").next().unwrap_or(error);
    if let Some(field) = quoted_after(error, "missing field ") {
        return format!("{what} needs `{field}`");
    }
    if let Some(found) = quoted_after(error, "unknown variant ") {
        let choices = error.split_once("expected ").map_or("", |(_, choices)| choices);
        let choices = choices.strip_prefix("one of ").unwrap_or(choices);
        return format!("`{found}` is not known here; {what} can have {choices}");
    }
    if error.contains("did not match any variant") || error.contains("no variant") {
        return format!("{what} has none of the forms that OpenAPI knows");
    }
    if let Some((found, wanted)) = error.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("{what} needs {}, found {}", kind(wanted), kind(found));
    }
    if let Some((found, wanted)) = error.strip_prefix("invalid value: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("{what} needs {wanted}, found {}", kind(found));
    }
    format!("{what} is not what OpenAPI asks for: {error}")
}

fn quoted_after<'a>(error: &'a str, words: &str) -> Option<&'a str> {
    error.split_once(words)?.1.strip_prefix('`')?.split('`').next()
}

/// A type as serde names it, in plain words.
fn kind(word: &str) -> &str {
    match word {
        "a string" => "text",
        "a map" | "map" => "an object",
        "a sequence" | "sequence" => "a list",
        "a boolean" => "true or false",
        "null" | "unit value" => "nothing",
        "usize" | "u64" => "a whole number",
        _ if word.starts_with("struct ") || word.starts_with("enum ") || word.starts_with("internally tagged") => {
            "an object"
        }
        _ => word,
    }
}
