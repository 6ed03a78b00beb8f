//! Which values a text may have, where prose lists them.
//!
//! In: the tokens of a description and the name of what it describes. Out: the values, and whether the prose says
//! outright that they are allowed (this file), or only that it "can be" one of them (`claims`). Where a list does not
//! end as a list does, or might be about something else, nothing is found: a wrong enum is worse than none.

use std::ops::Range;

use crate::ir::name::Name;

use super::claims;
use super::lists;
use super::tokens::{Kind, Token};

/// Words that say that what follows is allowed.
const ALLOWED: [&str; 9] =
    ["allowed", "possible", "valid", "accepted", "acceptable", "supported", "permitted", "available", "additional"];
/// What is allowed.
const NOUNS: [&str; 16] = [
    "value", "values", "option", "options", "type", "types", "code", "codes", "status", "statuses", "mode", "modes",
    "state", "states", "choices", "inputs",
];
/// Nouns that need no colon and no verb behind them.
const VALUES: [&str; 4] = ["value", "values", "options", "choices"];
/// Verbs between the noun and the list.
const ARE: [&str; 6] = ["are", "is", "include", "includes", "being", "were"];
/// Words between the verb and the list.
const FILLERS: [&str; 13] =
    ["be", "either", "can", "may", "should", "must", "one", "of", "the", "following", "as", "follows", "any"];

/// A list of values in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Values {
    pub(super) values: Vec<String>,
    /// Where it stands in the prose, from the words that announce it.
    pub(super) range: Range<usize>,
    pub(super) claim: Claim,
    /// What the prose says it is about, where that is not what is described.
    pub(super) about: Option<String>,
    /// Whether they are codes of some country only: others exist.
    pub(super) partial: bool,
}

/// How sure the prose is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// "Allowed values: …"
    Stated,
    /// "It can be …", in code.
    Said,
    /// "It can be …", in plain words: only an example that is one of them proves it.
    Hinted,
}

/// All values that the prose of `field` lists.
pub(super) fn find(tokens: &[Token<'_>], field: &Name) -> Option<Values> {
    let stated: Vec<Values> = (0..tokens.len()).filter_map(|at| stated(tokens, at)).collect();
    if stated.is_empty() { claims::find(tokens, field) } else { together(stated) }
}

/// Several lists, one an edition, are one.
fn together(lists: Vec<Values>) -> Option<Values> {
    let mut lists = lists.into_iter();
    let mut all = lists.next()?;
    for list in lists {
        all.range.end = all.range.end.max(list.range.end);
        all.about = all.about.take().or(list.about);
        all.partial |= list.partial;
        for value in list.values {
            if !all.values.contains(&value) {
                all.values.push(value);
            }
        }
    }
    Some(all)
}

/// "Allowed values for x are: a, b and c".
fn stated(tokens: &[Token<'_>], at: usize) -> Option<Values> {
    let (noun, asks) = announcement(tokens, at)?;
    let (start, about, announced) = behind(tokens, noun + 1);
    if asks && !announced {
        return None;
    }
    let list = lists::stated(tokens, start)?;
    let partial = tokens.get(noun).is_some_and(|noun| noun.is_any(&["code", "codes"]))
        && tokens.get(noun + 1).is_some_and(|next| next.is_word("for"));
    Some(Values { values: list.values, range: range(tokens, at, list.end)?, claim: Claim::Stated, about, partial })
}

/// The last word of "allowed payment gateway values" and its like, and whether a colon or verb has to follow.
fn announcement(tokens: &[Token<'_>], at: usize) -> Option<(usize, bool)> {
    allowed(tokens, at).or_else(|| values_allowed(tokens, at)).or_else(|| one_of_the_following(tokens, at))
}

/// "Allowed values", "supported payment gateway values", "Allowed:".
fn allowed(tokens: &[Token<'_>], at: usize) -> Option<(usize, bool)> {
    tokens.get(at).filter(|token| token.is_any(&ALLOWED))?;
    if tokens.get(at + 1).is_some_and(|next| next.is(Kind::Colon)) {
        return begins(tokens, at).then_some((at, true));
    }
    let noun = (at + 1..at + 5).find(|&next| tokens.get(next).is_some_and(|token| token.is_any(&NOUNS)))?;
    let plain = tokens.get(at + 1..noun)?.iter().all(|token| matches!(token.kind, Kind::Word) && !token.is_any(&ARE));
    plain.then(|| (noun, !tokens.get(noun).is_some_and(|noun| noun.is_any(&VALUES))))
}

/// "Values allowed are", "Values:" at the beginning of a sentence.
fn values_allowed(tokens: &[Token<'_>], at: usize) -> Option<(usize, bool)> {
    tokens.get(at).filter(|token| token.is_any(&["values", "options", "choices"]))?;
    match tokens.get(at + 1) {
        Some(next) if next.is_any(&ALLOWED) => Some((at + 1, true)),
        _ => begins(tokens, at).then_some((at, true)),
    }
}

/// "It must be one of the following values: a, b".
fn one_of_the_following(tokens: &[Token<'_>], at: usize) -> Option<(usize, bool)> {
    let words = ["of", "the", "following"];
    let follow = |words: &[&str]| {
        words.iter().enumerate().all(|(i, word)| tokens.get(at + 1 + i).is_some_and(|token| token.is_word(word)))
    };
    tokens.get(at).filter(|token| token.is_any(&["one", "any"]) && follow(&words))?;
    let noun = tokens.get(at + 4).is_some_and(|token| token.is_any(&NOUNS));
    Some((at + 3 + usize::from(noun), true))
}

fn begins(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_none_or(|before| matches!(before.kind, Kind::Stop | Kind::Break | Kind::Open))
}

/// Skips "for `x` are:": where the list begins, what it is about, and whether a colon or verb announced it.
fn behind(tokens: &[Token<'_>], from: usize) -> (usize, Option<String>, bool) {
    let (mut at, mut about, mut announced) = (from, None, false);
    if tokens.get(at).is_some_and(|token| token.is_any(&["for", "of", "in"])) {
        let ends = |token: &Token<'_>| token.is(Kind::Colon) || token.is_any(&ARE);
        let end = (at + 1..at + 10).find(|&next| tokens.get(next).is_some_and(ends));
        let whole =
            |end: &usize| tokens.get(at + 1..*end).is_some_and(|words| !words.iter().any(|token| token.is(Kind::Stop)));
        if let Some(end) = end.filter(whole) {
            let words = tokens.get(at + 1..end).unwrap_or_default();
            about = words.iter().find(|token| token.is(Kind::Code) || token.text.contains('_'));
            at = end;
        }
    }
    let mut colon = false;
    while let Some(token) = tokens.get(at) {
        let verb = token.is_any(&ARE);
        match token.kind {
            Kind::Colon | Kind::Dash => (announced, colon) = (true, true),
            Kind::Break => {}
            // Behind a colon any word may be a value: "Allowed values: is, contains, starts_with".
            Kind::Word if colon && !lead_in(tokens, at) => break,
            Kind::Word if verb || token.is_any(&FILLERS) => announced |= verb,
            _ => break,
        }
        at += 1;
    }
    (at, about.map(|token| token.text.to_owned()), announced)
}

/// "either", or a word of "one of the following".
fn lead_in(tokens: &[Token<'_>], at: usize) -> bool {
    let word = |index: usize, words: &[&str]| tokens.get(index).is_some_and(|token| token.is_any(words));
    word(at, &["either"])
        || word(at, &["one", "any"]) && word(at + 1, &["of"])
        || word(at, &["of", "the", "following"]) && at > 0 && word(at - 1, &["one", "any", "of", "the"])
}

/// Where tokens stand in the prose, the last one excluded.
pub(super) fn range(tokens: &[Token<'_>], from: usize, end: usize) -> Option<Range<usize>> {
    Some(tokens.get(from)?.range.start..tokens.get(end.checked_sub(1)?)?.range.end)
}
