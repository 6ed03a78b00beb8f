//! In: a text of any kind. Out: the text percent-encoded, so that it cannot change the meaning of what it stands in.

use super::error::Error;

/// Everything but letters, digits and `-._~` is encoded.
pub(crate) fn encode_into(out: &mut String, text: &str) {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) {
        out.push_str(text);
        return;
    }
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            other => {
                const DIGITS: [char; 16] =
                    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
                out.push('%');
                out.extend(DIGITS.get(usize::from(other >> 4)));
                out.extend(DIGITS.get(usize::from(other & 15)));
            }
        }
    }
}

/// Adds a path segment. A segment that would change the path is an error.
pub(crate) fn segment_into(out: &mut String, name: &str, value: &str) -> Result<(), Error> {
    check_segment(name, value)?;
    encode_into(out, value);
    Ok(())
}

/// A blank segment, `.` and `..` would change the path.
pub(crate) fn check_segment(name: &str, value: &str) -> Result<(), Error> {
    match value {
        blank if blank.trim().is_empty() => Err(Error::invalid(name, "an empty value cannot be part of a path")),
        "." | ".." => Err(Error::invalid(name, "a value of dots cannot be part of a path")),
        _ => Ok(()),
    }
}

/// `name=value` pairs, joined by `&`.
pub(crate) fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        pair_into(&mut out, name, value);
    }
    out
}

pub(crate) fn pair_into(out: &mut String, name: &str, value: &str) {
    encode_into(out, name);
    out.push('=');
    encode_into(out, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_encoded() {
        assert_eq!(pairs([("a b", "1&2=3"), ("ü", "")]), "a%20b=1%262%3D3&%C3%BC=");
    }

    #[test]
    fn segments_stay_segments() {
        let mut out = String::new();
        segment_into(&mut out, "id", "a/../b?c#d%2e\\").unwrap();
        assert_eq!(out, "a%2F..%2Fb%3Fc%23d%252e%5C");
        for bad in ["", " ", "\t\n", "\u{a0}", ".", ".."] {
            assert!(segment_into(&mut out, "id", bad).is_err());
        }
    }
}
