//! A phrase put as a note.
//!
//! In: what a summary says. Out: a text of a few words, verb first, that is read as the same phrase again.

use crate::normalise::phrases::{Phrase, Topic};

/// The shortest of several texts that is read as the phrase; the phrase itself where none is.
pub(super) fn text(topic: &Topic<'_>, phrase: &Phrase) -> String {
    let spoken = [&phrase.name, &phrase.long].map(|name| name.words().join(" "));
    let many = spoken.iter().map(|text| match text.split_once(' ') {
        Some((verb, rest)) => format!("{verb} multiple {rest}"),
        None => format!("{text} multiple"),
    });
    let either: Vec<String> = spoken.iter().cloned().chain(many).collect();
    // What names alternatives is no name for one thing.
    let vague = either.iter().map(|text| match text.rsplit_once(' ').filter(|(head, _)| head.contains(' ')) {
        Some((head, last)) => format!("{head}/{last}"),
        None => format!("{text} /"),
    });
    let mut texts = either.iter().cloned().chain(vague);
    let found = texts.find(|text| topic.read(text).as_ref() == Some(phrase));
    found.unwrap_or_else(|| phrase.long.words().join(" "))
}
