//! Values that prose speaks of without saying that they are the allowed ones.
//!
//! In: tokens and the name of the field. Out: at least two values, claimed by "It can be `a` or `b`" and its like.
//! Each reader asks for proof of its own: that the sentence is about the field, and that nothing but values is listed.

use crate::ir::name::Name;

use super::lists::{self, List};
use super::tokens::{Kind, Token};
use super::values::{Claim, Values, range};

const MODALS: [&str; 7] = ["can", "could", "may", "must", "should", "will", "shall"];

/// The values that the prose of `field` claims.
pub(super) fn find(tokens: &[Token<'_>], field: &Name) -> Option<Values> {
    let said = (0..tokens.len()).find_map(|at| said(tokens, at, field));
    let told = said.or_else(|| chosen(tokens)).or_else(|| told(tokens, field)).or_else(|| listed(tokens));
    told.or_else(|| sentence(tokens)).or_else(|| bracketed(tokens))
}

/// "It can either be `a` or `b`", about the field itself.
fn said(tokens: &[Token<'_>], at: usize, field: &Name) -> Option<Values> {
    let start = modal(tokens, at)?;
    let clause = clause_start(tokens, at);
    if !is_subject(tokens.get(clause..at)?, field) {
        return None;
    }
    let (list, claim) = match lists::coded(tokens, start) {
        Some(list) => (list, Claim::Said),
        None => (lists::plain(tokens, start)?, Claim::Hinted),
    };
    let claim = if list.values.iter().all(|value| is_technical(value)) { Claim::Said } else { claim };
    at_least_two(list, tokens, clause, claim)
}

/// Behind "can be", "can either be", "should be either", "is either".
fn modal(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let word = |index: usize, words: &[&str]| tokens.get(index).is_some_and(|token| token.is_any(words));
    let either = |index: usize| if word(index, &["either"]) { index + 1 } else { index };
    if word(at, &["is", "are"]) && word(at + 1, &["either"]) {
        return Some(at + 2);
    }
    if !word(at, &MODALS) {
        return None;
    }
    let be = either(at + 1);
    word(be, &["be"]).then(|| {
        let next = either(be + 1);
        if word(next, &["one"]) && word(next + 1, &["of"]) { next + 2 } else { next }
    })
}

/// Whether these words before "can be" speak of the field: nothing, "It", "This", or its own name.
fn is_subject(words: &[Token<'_>], field: &Name) -> bool {
    let words: Vec<String> =
        words.iter().filter(|token| !token.is_any(&["the", "a", "an", "its", "and", "which"])).map(plain).collect();
    let words: Vec<&str> = words.iter().flat_map(|words| words.split('_')).collect();
    match words.as_slice() {
        [] | ["it" | "this" | "that" | "value" | "values"] => true,
        ["value" | "values", "of" | "for", "this", ..] => words.len() <= 4,
        words => {
            let own = field.words();
            !own.is_empty() && words.len() <= own.len() + 4 && words.get(..own.len()) == Some(own.as_slice())
        }
    }
}

fn plain(token: &Token<'_>) -> String {
    Name::parse(token.text).to_string()
}

/// "Choose whether …: `a`, `b`", "Choose either `a` or `b`".
fn chosen(tokens: &[Token<'_>]) -> Option<Values> {
    const CHOOSE: [&str; 6] = ["choose", "select", "specify", "pick", "mention", "denotes"];
    let at = tokens.iter().position(|token| token.is_any(&CHOOSE))?;
    let behind = (at + 1..tokens.len()).find(|&next| {
        !tokens.get(next).is_some_and(|token| token.is_any(&["either", "between", "from", "any", "one", "of", "among"]))
    })?;
    let directly =
        lists::coded(tokens, behind).filter(|_| !tokens.get(at).is_some_and(|token| token.is_word("specify")));
    if let Some(list) = directly {
        return at_least_two(list, tokens, at, Claim::Said);
    }
    let stop = (at..tokens.len()).find(|&next| tokens.get(next).is_some_and(|token| token.is(Kind::Stop)));
    let end = stop.unwrap_or(tokens.len());
    let colon = (at..end).find(|&next| tokens.get(next).is_some_and(|token| token.is(Kind::Colon)))?;
    let list = lists::coded(tokens, colon + 1)?;
    let list = lists::stated(tokens, colon + 1).unwrap_or(list);
    at_least_two(list, tokens, at, Claim::Said)
}

/// Values that several sentences tell of one by one: "… then the VAT treatment is `uk` … his VAT treatment is
/// `overseas`", "It is set to `user` when …", "`item_level` applies to …".
fn told(tokens: &[Token<'_>], field: &Name) -> Option<Values> {
    let own = field.words();
    let mut list = List { values: Vec::new(), end: 0 };
    let mut first = None;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is(Kind::Code)) {
        if !is_told(tokens, at, &own) || !lists::is_value(token.text) {
            continue;
        }
        first = first.or(Some(at.saturating_sub(own.len() + 1)));
        list.end = at + 1;
        if !list.values.iter().any(|known| known == token.text) {
            list.values.push(token.text.to_owned());
        }
    }
    at_least_two(list, tokens, first?, Claim::Said)
}

/// Whether the words around this code tell of it as a value of the field.
fn is_told(tokens: &[Token<'_>], at: usize, own: &[&str]) -> bool {
    const TELL: [&str; 8] = ["applies", "means", "indicates", "denotes", "represents", "stands", "refers", "signifies"];
    let before = |count: usize| at.checked_sub(count).and_then(|start| tokens.get(start..at)).unwrap_or_default();
    let name: Vec<&str> = own.iter().copied().chain(["is"]).collect();
    let named = before(name.len());
    let is_named =
        own.len() > 1 && named.len() == name.len() && named.iter().zip(&name).all(|(token, word)| token.is_word(word));
    let is_set = matches!(before(4), [it, is, set, to]
        if it.is_any(&["it", "this"]) && is.is_any(&["is", "be"]) && set.is_word("set") && to.is_word("to"));
    let begins = before(1).iter().all(|token| matches!(token.kind, Kind::Stop | Kind::Break));
    is_named || is_set || begins && tokens.get(at + 1).is_some_and(|next| next.is_any(&TELL))
}

/// "Status wise list view - All, manually_added, matched", "Kind of the addon: `one_time` or `recurring`": behind a
/// dash or colon, to the very end.
fn listed(tokens: &[Token<'_>]) -> Option<Values> {
    const OTHERWISE: [&str; 22] = [
        "e.g",
        "eg",
        "ex",
        "i.e",
        "example",
        "examples",
        "like",
        "contains",
        "contain",
        "note",
        "fields",
        "field",
        "mandatory",
        "required",
        "attributes",
        "parameters",
        "keys",
        "nodes",
        "columns",
        "extensions",
        "variant",
        "variants",
    ];
    let mark = tokens.iter().rposition(|token| matches!(token.kind, Kind::Dash | Kind::Colon))?;
    let start = clause_start(tokens, mark);
    let coded = lists::coded(tokens, mark + 1);
    let is_coded = coded.is_some();
    let list = coded.or_else(|| lists::plain(tokens, mark + 1))?;
    let last = tokens.get(list.end..)?.iter().all(|token| matches!(token.kind, Kind::Stop | Kind::Break | Kind::Close));
    let plain = tokens
        .get(start..mark)?
        .iter()
        .all(|token| token.is(Kind::Word) && !token.is_any(&OTHERWISE) && !token.is_any(&MODALS));
    let technical = is_coded || list.values.len() > 2 && list.values.iter().any(|value| value.contains('_'));
    if !last || !plain || mark == start {
        return None;
    }
    at_least_two(list, tokens, start, if technical { Claim::Said } else { Claim::Hinted })
}

/// "Kind of the addon. `one_time` or `recurring`.": a sentence that is nothing but values.
fn sentence(tokens: &[Token<'_>]) -> Option<Values> {
    (1..tokens.len()).find_map(|at| {
        let before = tokens.get(..at)?.iter().rfind(|token| !token.is(Kind::Break));
        let list = lists::coded(tokens, at).filter(|_| before.is_some_and(|before| before.is(Kind::Stop)))?;
        let ends = tokens.get(list.end).is_none_or(|next| matches!(next.kind, Kind::Stop | Kind::Break));
        if ends { at_least_two(list, tokens, at, Claim::Said) } else { None }
    })
}

/// "State of the thing (open or closed)": all of a bracket; only an example proves it.
fn bracketed(tokens: &[Token<'_>]) -> Option<Values> {
    (0..tokens.len()).filter(|&at| tokens.get(at).is_some_and(|token| token.is(Kind::Open))).find_map(|at| {
        let list = lists::stated(tokens, at)?;
        at_least_two(list, tokens, at, Claim::Hinted)
    })
}

fn at_least_two(list: List, tokens: &[Token<'_>], from: usize, claim: Claim) -> Option<Values> {
    let range = range(tokens, from, list.end)?;
    (list.values.len() > 1).then_some(Values { values: list.values, range, claim, about: None, partial: false })
}

/// The first token of the clause that `at` is in.
fn clause_start(tokens: &[Token<'_>], at: usize) -> usize {
    let ends = |token: &Token<'_>| matches!(token.kind, Kind::Stop | Kind::Break | Kind::Comma | Kind::Close);
    (0..at).rev().find(|&before| tokens.get(before).is_some_and(ends)).map_or(0, |before| before + 1)
}

/// A text that no sentence has as a word: `sales_order`, `SSN`, `Status.All`.
fn is_technical(value: &str) -> bool {
    let shouted = value.len() > 1 && value.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    value.contains(['_', '.']) || shouted
}
