//! Sentences: where they end, and which of them sum something up.
//!
//! In: blocks. Out: the same, each paragraph ended by a stop, and the first sentence in a paragraph of its own where a
//! summary is shown.

use super::prose::{Block, Inline, Kind, plain, tidy};

/// A longer sentence sums nothing up.
const LONGEST_SUMMARY: usize = 160;

/// Words before a stop that ends no sentence.
const ABBREVIATIONS: [&str; 10] = ["e.g", "eg", "i.e", "ie", "etc", "vs", "no", "nos", "approx", "incl"];

/// Every paragraph ends with a stop, and the first begins with a capital letter.
pub(super) fn ended(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in blocks.iter_mut().filter(|block| block.kind == Kind::Paragraph) {
        let heading = matches!(block.inlines.as_slice(), [Inline::Strong(_)]);
        if !heading && !plain(&block.inlines).trim_end().ends_with(['.', '!', '?', ':', ';', ',', '\u{2026}']) {
            block.inlines.push(Inline::Text(".".to_owned()));
            block.inlines = tidy(std::mem::take(&mut block.inlines));
        }
    }
    let first = blocks.first_mut().filter(|block| block.kind == Kind::Paragraph);
    if let Some(Inline::Text(text)) = first.and_then(|block| block.inlines.first_mut()) {
        *text = capital(text);
    }
    blocks
}

/// A word of lower-case letters begins with a capital one; a name such as `customer_id` or `eWay` stays.
fn capital(text: &str) -> String {
    let word = text.split(char::is_whitespace).next().unwrap_or_default();
    let bare = word.trim_end_matches([',', '.', ':', ';', ')']);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !bare.is_empty() && bare.chars().all(char::is_lowercase) => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// The first sentence, or line, in a paragraph of its own.
pub(super) fn summarised(mut blocks: Vec<Block>) -> Vec<Block> {
    let Some(first) = blocks.first_mut().filter(|block| block.kind == Kind::Paragraph) else { return blocks };
    let Some((inline, at)) = first_end(&first.inlines) else { return blocks };
    let mut rest = first.inlines.split_off(inline);
    if let Some(Inline::Text(text)) = rest.first_mut() {
        let tail = text.split_off(at);
        first.inlines.push(Inline::Text(std::mem::replace(text, tail)));
    }
    first.inlines = tidy(std::mem::take(&mut first.inlines));
    let rest = tidy(rest);
    if !rest.is_empty() {
        blocks.insert(1, Block { kind: Kind::Paragraph, inlines: rest });
    }
    ended(blocks)
}

/// Where the first sentence or line ends: the inline, and the place in its text.
fn first_end(inlines: &[Inline]) -> Option<(usize, usize)> {
    inlines.iter().enumerate().find_map(|(index, inline)| match inline {
        Inline::Break => Some((index, 0)),
        Inline::Text(text) => sentence_end(text, inlines.get(index + 1)).map(|at| (index, at)),
        _ => None,
    })
}

fn sentence_end(text: &str, next: Option<&Inline>) -> Option<usize> {
    text.match_indices(['.', '!', '?']).map(|(at, stop)| at + stop.len()).find(|&at| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        let word =
            before.trim_end_matches(['.', '!', '?']).rsplit([' ', '(']).next().unwrap_or_default().to_lowercase();
        let begins = match after.trim_start().chars().next() {
            Some(first) => first.is_uppercase() || first.is_numeric(),
            None => next.is_some(),
        };
        after.starts_with(' ') && begins && !ABBREVIATIONS.contains(&word.as_str())
    })
}

/// Whether the first sentence of a description says all that a summary says.
pub(super) fn says(description: &[Block], summary: &[Block]) -> bool {
    let first = description.first().map(|block| plain(&block.inlines)).unwrap_or_default();
    let all: Vec<String> = summary.iter().flat_map(|block| words(&plain(&block.inlines))).collect();
    let mut said = words(&first).into_iter();
    let short = first.chars().count() <= LONGEST_SUMMARY;
    all.is_empty() || (short && !first.is_empty() && all.iter().all(|word| said.any(|other| other == *word)))
}

/// The words of a text, articles and endings of the plural aside.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| crate::ir::name::singular(&word.to_lowercase()));
    words.filter(|word| !matches!(word.as_str(), "a" | "an" | "the")).collect()
}
