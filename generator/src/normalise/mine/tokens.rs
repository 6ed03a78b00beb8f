//! Prose, taken apart into words, code and marks.
//!
//! In: prose. Out: tokens with their positions: what lists of values are read from.

use std::ops::Range;

use super::prose::{Prose, ends_sentence};

/// The longest text between quotes that is a value and no speech.
const LONGEST_QUOTE: usize = 40;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'p> {
    pub(super) kind: Kind,
    /// A word as written; of code and quotes, what is inside.
    pub(super) text: &'p str,
    pub(super) range: Range<usize>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Between backticks.
    Code,
    /// Between quotes.
    Quoted,
    /// `,` and `;`
    Comma,
    /// `/` and `|` between words.
    Slash,
    Colon,
    /// A dash between blanks.
    Dash,
    Open,
    Close,
    /// The end of a sentence.
    Stop,
    /// The end of a line.
    Break,
}

impl Token<'_> {
    pub(super) fn is(&self, kind: Kind) -> bool {
        self.kind == kind
    }

    /// Whether it is this word, in any case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(word))
    }
}

/// Takes prose apart.
pub(super) fn tokens(prose: &Prose) -> Vec<Token<'_>> {
    let text = prose.text();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let (kind, inner, length) = match c {
            '\n' => (Some(Kind::Break), 0..1, 1),
            '`' => between(text, at, '`', usize::MAX).map_or((None, 0..0, 1), |inner| code(Kind::Code, inner)),
            '"' => between(text, at, '"', LONGEST_QUOTE).map_or((None, 0..0, 1), |inner| code(Kind::Quoted, inner)),
            '\u{201c}' => between(text, at, '\u{201d}', LONGEST_QUOTE)
                .map_or((None, 0..0, 3), |inner| (Some(Kind::Quoted), inner.clone(), inner.end + 3)),
            '\'' => quote(text, at).map_or((None, 0..0, 1), |inner| code(Kind::Quoted, inner)),
            ',' | ';' => (Some(Kind::Comma), 0..1, 1),
            '/' | '|' => (Some(Kind::Slash), 0..1, 1),
            ':' => (Some(Kind::Colon), 0..1, 1),
            '(' | '[' | '{' => (Some(Kind::Open), 0..1, 1),
            ')' | ']' | '}' => (Some(Kind::Close), 0..1, 1),
            '-' | '\u{2013}' | '\u{2014}' => (Some(Kind::Dash), 0..c.len_utf8(), c.len_utf8()),
            '.' | '!' | '?' => (ends_sentence(text, at).then_some(Kind::Stop), 0..1, 1),
            c if is_word(c) => {
                let length = word_length(text, at);
                (Some(Kind::Word), 0..length, length)
            }
            c => ((!c.is_whitespace()).then_some(Kind::Word), 0..c.len_utf8(), c.len_utf8()),
        };
        if let Some(kind) = kind {
            let inner = at + inner.start..at + inner.end;
            found.push(Token { kind, text: text.get(inner).unwrap_or_default().trim(), range: at..at + length });
        }
        at += length;
    }
    found
}

fn code(kind: Kind, inner: Range<usize>) -> (Option<Kind>, Range<usize>, usize) {
    let end = inner.end + 1;
    (Some(kind), inner, end)
}

/// What stands between this mark and the next of its kind, relative to the mark; nothing across a line's end.
fn between(text: &str, at: usize, close: char, longest: usize) -> Option<Range<usize>> {
    let open = text.get(at..)?.chars().next()?.len_utf8();
    let rest = text.get(at + open..)?;
    let end = rest.find(close).filter(|&end| end > 0 && end <= longest)?;
    (!rest.get(..end)?.contains('\n')).then_some(open..open + end)
}

/// A single quote that opens a value, rather than an apostrophe.
fn quote(text: &str, at: usize) -> Option<Range<usize>> {
    let opens = text.get(..at)?.chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    let inner = between(text, at, '\'', LONGEST_QUOTE).filter(|_| opens)?;
    let behind = text.get(at + inner.end + 1..)?.chars().next();
    behind.is_none_or(|behind| !behind.is_alphanumeric()).then_some(inner)
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c == '_'
        || (!c.is_ascii() && !matches!(c, '\u{201c}' | '\u{201d}' | '\u{2013}' | '\u{2014}'))
}

/// Length of a word: marks inside it belong to it (`non-billable`, `Status.All`, `contact's`), and a stop before a
/// bracket does (`Status.(All, Sent)`).
fn word_length(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut length = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let inside = match c {
            '.' if next == Some('(') => true,
            '.' => next.is_some_and(is_word) && !ends_sentence(text, at + offset),
            '-' | '\'' | '+' => next.is_some_and(is_word),
            '%' => true,
            c => is_word(c) && !c.is_whitespace(),
        };
        if !inside {
            break;
        }
        length = offset + c.len_utf8();
    }
    length.max(rest.chars().next().map_or(1, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> Vec<(Kind, String)> {
        let prose = Prose::of(text);
        tokens(&prose).into_iter().map(|token| (token.kind, token.text.to_owned())).collect()
    }

    #[test]
    fn marks_inside_words_belong_to_them() {
        let words = |text| spelled(text).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("|");
        assert_eq!(words("contact's non-billable Status.All, 12.5%"), "contact's|non-billable|Status.All|,|12.5%");
        assert_eq!(words("date.Allowed"), "date|.|Allowed");
        assert_eq!(words("Status.(All)"), "Status.|(|All|)");
        assert_eq!(words("json/ pdf"), "json|/|pdf");
    }

    #[test]
    fn code_and_quotes_are_one_token() {
        use Kind::{Code, Quoted, Word};
        assert_eq!(spelled("<code> a b </code>"), [(Code, "a b".to_owned())]);
        assert_eq!(spelled("as \"x y\""), [(Word, "as".to_owned()), (Quoted, "x y".to_owned())]);
        assert_eq!(spelled("'x'"), [(Quoted, "x".to_owned())]);
        assert_eq!(spelled("a `b"), [(Word, "a".to_owned()), (Word, "b".to_owned())]);
    }
}
