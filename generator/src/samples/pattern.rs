//! Texts for a `pattern`.
//!
//! In: a regular expression. Out: whether a text matches, and the shortest text that does. What the library cannot read
//! (lookaround, back references) restricts nothing, and has no text of its own.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

/// More of one thing is not asked for.
const MOST: u32 = 1000;

/// Whether a text matches somewhere, as JSON Schema has it.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).map_or(true, |regex| regex.is_match(text))
}

/// A text that matches.
pub(super) fn sample(pattern: &str) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, &mut text)?;
    matches(pattern, &text).then_some(text)
}

fn write(hir: &Hir, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => out.push(member(class)?),
        HirKind::Repetition(repetition) => {
            // One of what may be left out shows more than none.
            let most = repetition.max.unwrap_or(MOST).min(MOST);
            for _ in 0..repetition.min.max(1).min(most) {
                write(&repetition.sub, out)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, out)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, out))?,
        HirKind::Alternation(parts) => write(parts.first()?, out)?,
    }
    Some(())
}

/// A character of a class that people can read, if it has one.
fn member(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let holds = |wanted: &char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(wanted));
    let readable = ['1', 'a', 'A', ' ', '-', '.', '_', '/'];
    readable.into_iter().find(holds).or_else(|| class.ranges().first().map(|range| range.start()))
}
