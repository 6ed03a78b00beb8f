//! Lists of values: how they begin, go on and end.
//!
//! In: tokens and where a list should begin. Out: its values and the token behind the last one; nothing where it is
//! no list. Explanations in brackets and behind dashes, line breaks, and headings such as "For UK:" stand between
//! values without being any.

use super::tokens::{Kind, Token};

/// The longest value.
const LONGEST: usize = 60;
/// How many tokens a heading or a label may have.
const HEADING: usize = 8;

/// Values in order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    pub(super) values: Vec<String>,
    /// Index of the token behind the last value.
    pub(super) end: usize,
}

impl List {
    /// Adds what stands in one span of code: several values where commas part them. Tells whether it was any.
    fn add(&mut self, text: &str, prefix: &str) -> bool {
        let parts = pieces(text);
        let values = !parts.is_empty() && parts.iter().all(|part| is_value(part));
        for part in parts.iter().filter(|_| values) {
            let value = format!("{prefix}{part}");
            if !self.values.contains(&value) {
                self.values.push(value);
            }
        }
        values
    }
}

/// `a, b and c` in one span of code.
fn pieces(text: &str) -> Vec<&str> {
    let text = text.trim().trim_end_matches('.');
    text.split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" or "))
        .map(str::trim)
        .map(|part| part.strip_prefix("and ").or(part.strip_prefix("or ")).unwrap_or(part).trim())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Whether a text can be a value: a word, or a few of them, and no sentence, path or code.
pub(super) fn is_value(text: &str) -> bool {
    let words = text.split_whitespace().count();
    text.len() <= LONGEST
        && (1..=3).contains(&words)
        && text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/' | '+' | '&' | '%'))
}

/// The list behind "allowed values": code, quotes or plain words, over several lines and editions.
pub(super) fn stated(tokens: &[Token<'_>], start: usize) -> Option<List> {
    let first = (start..tokens.len()).find(|&at| tokens.get(at).is_some_and(|token| !token.is(Kind::Break)))?;
    let begin = heading(tokens, first).or_else(|| label(tokens, first)).unwrap_or(first);
    let token = tokens.get(begin)?;
    let bracket = tokens.get(begin + 1).is_some_and(|next| next.is(Kind::Open));
    if token.is(Kind::Word) && token.text.ends_with('.') && bracket {
        return prefixed(tokens, begin);
    }
    match token.kind {
        Kind::Code | Kind::Quoted => marked(tokens, begin),
        Kind::Open => enclosed(tokens, begin),
        Kind::Word => plain(tokens, begin),
        _ => None,
    }
}

/// `Status.(All, Sent)`: every value with the prefix.
fn prefixed(tokens: &[Token<'_>], at: usize) -> Option<List> {
    let prefix = tokens.get(at)?.text;
    let close = closing(tokens, at + 1)?;
    let mut list = List { values: Vec::new(), end: close + 1 };
    for token in tokens.get(at + 2..close)? {
        match token.kind {
            Kind::Code | Kind::Quoted | Kind::Word if !is_joint(token) => {
                list.add(token.text, prefix).then_some(())?;
            }
            _ => {}
        }
    }
    (!list.values.is_empty()).then_some(list)
}

/// `[a, b, c]` or `(a, b)`: all of it, or nothing.
fn enclosed(tokens: &[Token<'_>], at: usize) -> Option<List> {
    let close = closing(tokens, at)?;
    let inner = tokens.get(..close)?;
    let list = coded(inner, at + 1).or_else(|| plain(inner, at + 1)).filter(|list| list.end == close)?;
    Some(List { end: close + 1, ..list })
}

/// Values in code, with everything that may stand between and after them.
fn marked(tokens: &[Token<'_>], start: usize) -> Option<List> {
    let mut list = List::default();
    let mut at = run(tokens, start, &mut list)?;
    // Further lines and sentences that begin with values, or with an edition and then values.
    while let Some(next) = next_clause(tokens, at) {
        let begin = heading(tokens, next).unwrap_or(next);
        let begin = label(tokens, begin).unwrap_or(begin);
        let mut more = list.clone();
        match run(tokens, begin, &mut more).filter(|&end| goes_on(tokens, end)) {
            Some(end) => (list, at) = (more, end),
            None => at = next + 1,
        }
    }
    (!list.values.is_empty()).then_some(list)
}

/// One run of values with their joints and explanations; where it ends. `list.end` is behind its last value.
fn run(tokens: &[Token<'_>], start: usize, list: &mut List) -> Option<usize> {
    let mut at = start;
    let mut any = false;
    while let Some(token) = tokens.get(at) {
        match token.kind {
            Kind::Code | Kind::Quoted => {
                if !list.add(token.text, "") {
                    return any.then_some(at);
                }
                any = true;
                at += 1;
                list.end = at;
            }
            Kind::Comma | Kind::Slash if any => at += 1,
            Kind::Break => at += 1,
            Kind::Word if any && is_joint(token) => at += 1,
            Kind::Open if any => at = closing(tokens, at).map_or(at + 1, |close| close + 1),
            Kind::Dash | Kind::Colon if any => at = explained(tokens, at),
            Kind::Word => match heading(tokens, at).or_else(|| label(tokens, at)) {
                Some(next) => at = next,
                None => break,
            },
            _ => break,
        }
    }
    any.then_some(at)
}

/// Behind a run of values may come the end, or who they are for; anything else says that the run was part of a
/// sentence about something else.
fn goes_on(tokens: &[Token<'_>], at: usize) -> bool {
    let words = tokens.get(at..).unwrap_or_default();
    match words.first() {
        None => true,
        Some(token) if matches!(token.kind, Kind::Stop | Kind::Break | Kind::Open | Kind::Dash | Kind::Colon) => true,
        Some(_) => words.iter().take(4).any(|token| token.is_any(&["supported", "only", "applicable", "available"])),
    }
}

/// Behind the explanation of one value: the next line, sentence, or the comma before the next value.
fn explained(tokens: &[Token<'_>], at: usize) -> usize {
    let ends = |&next: &usize| {
        let followed = tokens.get(next + 1).is_some_and(|token| matches!(token.kind, Kind::Code | Kind::Break));
        match tokens.get(next).map(|token| token.kind) {
            Some(Kind::Break | Kind::Stop) | None => true,
            Some(Kind::Comma) => followed,
            _ => false,
        }
    };
    (at..=tokens.len()).find(ends).unwrap_or(tokens.len())
}

/// The first token of the next line or sentence.
fn next_clause(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let end = (at..tokens.len())
        .find(|&next| matches!(tokens.get(next).map(|token| token.kind), Some(Kind::Stop | Kind::Break)))?;
    (end + 1..tokens.len())
        .find(|&next| !matches!(tokens.get(next).map(|token| token.kind), Some(Kind::Stop | Kind::Break)))
}

/// Values in code only, at least two, nothing but joints between them, and no joint left over.
pub(super) fn coded(tokens: &[Token<'_>], start: usize) -> Option<List> {
    let mut list = List::default();
    let mut open = true;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.kind {
            Kind::Code | Kind::Quoted => {
                // Two words in one value are a name for people, unless someone says outright that they are allowed.
                let one_word = pieces(token.text).iter().all(|piece| !piece.contains(' '));
                (one_word && list.add(token.text, "")).then_some(())?;
                (list.end, open) = (at + 1, false);
            }
            Kind::Comma | Kind::Slash => open = true,
            Kind::Word if is_joint(token) => open = true,
            Kind::Break if open => {}
            _ => break,
        }
    }
    // "`a` or the name of the user": what follows a joint has to be a value.
    let left_over = tokens.get(list.end).is_some_and(|token| is_joint(token) || token.is(Kind::Comma))
        && !ends_clause(tokens.get(list.end + 1));
    (list.values.len() > 1 && !left_over).then_some(list)
}

/// Plain words: one word a value, joints between, and an end behind the last.
pub(super) fn plain(tokens: &[Token<'_>], start: usize) -> Option<List> {
    let mut list = List::default();
    let mut at = start;
    loop {
        let token =
            tokens.get(at).filter(|token| token.is(Kind::Word) && !is_joint(token) && !gives_examples(token))?;
        list.add(token.text, "").then_some(())?;
        at += 1;
        list.end = at;
        if tokens.get(at).is_some_and(|token| token.is(Kind::Open)) {
            at = closing(tokens, at)? + 1;
        }
        let mut joints = 0;
        while tokens.get(at).is_some_and(|token| is_joint(token) || matches!(token.kind, Kind::Comma | Kind::Slash)) {
            (at, joints) = (at + 1, joints + 1);
        }
        match joints {
            0 if ends_clause(tokens.get(at)) => return Some(list),
            0 => return None,
            _ => {}
        }
    }
}

fn ends_clause(token: Option<&Token<'_>>) -> bool {
    token.is_none_or(|token| matches!(token.kind, Kind::Stop | Kind::Break | Kind::Close))
}

fn is_joint(token: &Token<'_>) -> bool {
    token.is_any(&["and", "or", "&"])
}

/// "(e.g. a, b)": what follows are not all values.
fn gives_examples(token: &Token<'_>) -> bool {
    token.is_any(&["e.g", "eg", "ex", "i.e", "ie", "like", "such", "example", "etc"])
}

/// Behind "For South Africa:".
fn heading(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    tokens.get(at).filter(|token| token.is_any(&["for", "in", "if"]))?;
    let colon = (at + 1..at + HEADING).find(|&next| tokens.get(next).is_some_and(|token| token.is(Kind::Colon)))?;
    let words = tokens.get(at + 1..colon)?;
    words.iter().all(|token| matches!(token.kind, Kind::Word | Kind::Comma | Kind::Slash)).then_some(colon + 1)
}

/// Behind "Abu Dhabi -", where a value in code follows.
fn label(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let dash = (at..at + HEADING).find(|&next| !tokens.get(next).is_some_and(|token| token.is(Kind::Word)))?;
    let labelled = dash > at && tokens.get(dash)?.is(Kind::Dash) && tokens.get(dash + 1)?.is(Kind::Code);
    labelled.then_some(dash + 1)
}

/// The bracket that closes the one at this position.
fn closing(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}
