//! Descriptions as plain text.
//!
//! In: a description, with HTML tags (stray ones too), entities and Markdown. Out: its words with code in backticks
//! and line breaks where tags ask for them, and for every byte where it came from. Readers of facts see one spelling,
//! and what they find can still be shown as the document has it.

use std::ops::Range;

/// The longest tag that is taken for one: a lone `<` is text.
const LONGEST_TAG: usize = 200;

/// Words that begin a sentence even behind a capitalised word and a stop without a blank.
const BEGINNINGS: [&str; 7] = ["Allowed", "Variants", "Supported", "Possible", "Maximum", "Max-", "Mandatory"];

/// A description without markup.
#[derive(Clone, Debug, Default)]
pub(super) struct Prose {
    text: String,
    /// For every byte of `text`, where it stands in the description; one more for the end.
    origins: Vec<u32>,
}

impl Prose {
    /// Takes tags and entities out.
    pub(super) fn of(description: &str) -> Self {
        let mut prose = Self::default();
        let mut at = 0;
        while let Some(rest) = description.get(at..).filter(|rest| !rest.is_empty()) {
            let taken = if let Some(tag) = tag(rest) {
                prose.push(meaning(tag), at);
                tag.len()
            } else if let Some((character, length)) = entity(rest) {
                prose.push(character.encode_utf8(&mut [0; 4]), at);
                length
            } else {
                let character = rest.chars().next().unwrap_or_default();
                let shown = match character {
                    '\r' | '\t' | '\u{a0}' => ' ',
                    '\u{2018}' | '\u{2019}' => '\'',
                    other => other,
                };
                prose.push(shown.encode_utf8(&mut [0; 4]), at);
                character.len_utf8()
            };
            at += taken;
        }
        prose.origins.push(offset(at));
        prose
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the text stands in the description, widened to whole sentences.
    pub(super) fn origin(&self, range: Range<usize>) -> (u32, u32) {
        let range = self.sentence(range);
        let at = |index: usize| self.origins.get(index).or(self.origins.last()).copied().unwrap_or_default();
        (at(range.start), at(range.end))
    }

    /// The sentences that a range touches.
    pub(super) fn sentence(&self, range: Range<usize>) -> Range<usize> {
        let stops: Vec<usize> = stops(&self.text).collect();
        let start = stops.iter().copied().filter(|&stop| stop <= range.start).max().unwrap_or(0);
        let last = range.end.max(range.start + 1);
        let end = stops.iter().copied().find(|&stop| stop >= last).unwrap_or(self.text.len());
        let blanks = self.text.get(start..end).map_or(0, |text| text.len() - text.trim_start().len());
        start + blanks..end
    }

    fn push(&mut self, text: &str, origin: usize) {
        self.text.push_str(text);
        self.origins.extend(std::iter::repeat_n(offset(origin), text.len()));
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Positions behind the end of each sentence: a stop before a blank, or one that a capital follows at once behind a
/// lower-case word (`expected date.Allowed`), which is a blank forgotten.
fn stops(text: &str) -> impl Iterator<Item = usize> {
    let ends = |&(at, mark): &(usize, char)| match mark {
        '\n' => true,
        '.' | '!' | '?' => ends_sentence(text, at),
        _ => false,
    };
    text.char_indices().filter(ends).map(|(at, mark)| at + mark.len_utf8())
}

/// Whether the mark at this position ends a sentence.
pub(super) fn ends_sentence(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '`')).next().unwrap_or_default();
    if ["e.g", "i.e", "eg", "ex", "etc", "vs", "no"].iter().any(|short| word.eq_ignore_ascii_case(short)) {
        return false;
    }
    match after.chars().next() {
        None => true,
        Some(next) if next.is_whitespace() || matches!(next, '`' | ')' | '"') => true,
        Some(next) if !next.is_uppercase() || word.contains('.') => false,
        // `Status.All` is one word, `Hue.Allowed values` are two sentences.
        Some(_) => {
            word.starts_with(|c: char| c.is_lowercase()) || BEGINNINGS.iter().any(|word| after.starts_with(word))
        }
    }
}

/// The tag that a text begins with.
fn tag(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<')?;
    inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/').then_some(())?;
    let end = inner.find('>').filter(|&end| end < LONGEST_TAG)?;
    (!inner.get(..end)?.contains('<')).then_some(())?;
    text.get(..end + 2)
}

fn meaning(tag: &str) -> &'static str {
    let inner = tag.trim_start_matches(['<', '/']);
    let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
    match name.to_ascii_lowercase().as_str() {
        "code" | "tt" | "kbd" | "samp" => "`",
        "br" | "p" | "div" | "li" | "ul" | "ol" | "tr" | "table" | "pre" | "h1" | "h2" | "h3" | "h4" => "\n",
        "td" | "th" => " ",
        _ => "",
    }
}

/// The character that an entity stands for, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.find(';').filter(|&end| (2..=8).contains(&end))?;
    let name = inner.get(..end)?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" => ' ',
        "ndash" | "mdash" => '-',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((character, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_entities_go() {
        let prose = Prose::of("Choose <b>one</b>:</br><code> a&amp;b </code> &lt; 3 < 4 &#39;x&#x27;");
        assert_eq!(prose.text(), "Choose one:\n` a&b ` < 3 < 4 'x'");
    }

    #[test]
    fn ranges_point_into_the_description() {
        let description = "First. Use <code>a</code> or <code>b</code>. Last.";
        let prose = Prose::of(description);
        let at = prose.text().find("`a`").unwrap_or_default();
        let (start, end) = prose.origin(at..at + 3);
        assert_eq!(description.get(start as usize..end as usize), Some("Use <code>a</code> or <code>b</code>."));
    }

    #[test]
    fn a_stop_without_a_blank_ends_a_sentence_before_a_capital() {
        let prose = Prose::of("payment date.Allowed Values: Status.All, e.g. x");
        let sentence = prose.sentence(14..15);
        assert_eq!(prose.text().get(sentence), Some("Allowed Values: Status.All, e.g. x"));
    }
}
