//! JSON pointers (RFC 6901). In: keys and pointers. Out: escaped keys, steps, and the pointer of a `$ref` fragment.

use std::borrow::Cow;

/// A key as it stands in a pointer: `~` and `/` escaped.
#[must_use]
pub fn escape(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) { Cow::Owned(key.replace('~', "~0").replace('/', "~1")) } else { Cow::Borrowed(key) }
}

/// `pointer` with one more step.
#[must_use]
pub fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", escape(key))
}

/// The keys of a pointer; nothing if it is neither empty nor begins with `/`.
pub fn steps(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let rest = match pointer.strip_prefix('/') {
        Some(rest) => Some(rest),
        None if pointer.is_empty() => None,
        None => return None,
    };
    Some(rest.into_iter().flat_map(|rest| rest.split('/')).map(unescape))
}

fn unescape(step: &str) -> Cow<'_, str> {
    if step.contains('~') { Cow::Owned(step.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(step) }
}

/// The position that a step names in a sequence.
#[must_use]
pub fn index(step: &str) -> Option<usize> {
    let plain = step == "0" || (step.starts_with(|first: char| first.is_ascii_digit() && first != '0'));
    if plain { step.parse().ok() } else { None }
}

/// The last step of a pointer, unescaped.
#[must_use]
pub fn last(pointer: &str) -> Option<Cow<'_, str>> {
    pointer.rsplit_once('/').map(|(_, step)| unescape(step))
}

/// The pointer in a URI fragment: percent-encoding undone, as far as it makes sense.
#[must_use]
pub fn from_fragment(fragment: &str) -> Cow<'_, str> {
    if !fragment.contains('%') {
        return Cow::Borrowed(fragment);
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match (first, after) {
            (b'%', [high, low, tail @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or_default() << 4 | hex(*low).unwrap_or_default());
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(fragment), Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
