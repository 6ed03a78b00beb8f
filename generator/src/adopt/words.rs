//! How words are read, where only prose tells.
//!
//! In: the documents as written so far and the readings of the published ones. Out: the documents with `x-facts` for
//! every word that would be read otherwise without the prose: `customerpayments: customer payments`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::ir::FileId;
use crate::ir::noted;
use crate::ir::wire::Wire;
use crate::load::{Source, SourceFile};
use crate::normalise::{self, Told};
use crate::{document, resolve, tree};

/// Adds what is needed to every document that has the word.
pub(super) fn add(written: &mut BTreeMap<FileId, Value>, source: &Source, config: &Config, told: &Told) {
    let wire = read_back(written, source);
    let now = normalise::readings(&wire, config, &told.words);
    let lost: BTreeMap<&String, &String> =
        told.words.iter().filter(|(word, parts)| now.get(*word) != Some(parts)).collect();
    let mut homeless = lost.clone();
    for document in written.values_mut() {
        let letters = letters(&document.to_string());
        let own: Vec<(&String, &String)> = lost
            .iter()
            .filter(|(word, _)| letters.contains(word.as_str()))
            .map(|(word, parts)| (*word, *parts))
            .collect();
        own.iter().for_each(|(word, _)| {
            homeless.remove(*word);
        });
        put(document, &own);
    }
    // A word of a file's name stands in no document.
    if let Some(first) = written.values_mut().next() {
        put(first, &homeless.into_iter().collect::<Vec<_>>());
    }
}

fn put(document: &mut Value, words: &[(&String, &String)]) {
    let Value::Object(document) = document else { return };
    if words.is_empty() {
        return;
    }
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    let known = document.get(noted::KEY).and_then(|facts| facts.get(noted::WORDS)).and_then(Value::as_object);
    all.extend(known.into_iter().flatten().map(|(word, parts)| (word.clone(), parts.clone())));
    all.extend(words.iter().map(|(word, parts)| ((*word).clone(), Value::from(parts.as_str()))));
    document.shift_remove(noted::KEY);
    noted::add(document, noted::WORDS, Value::Object(all.into_iter().collect()));
}

/// The letters and digits of a text: names in any spelling hold their words.
fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The wire layer of what is written so far, without overlays.
fn read_back(written: &BTreeMap<FileId, Value>, source: &Source) -> Wire {
    let mut unsaid = Diagnostics::default();
    let files = source.files.iter().enumerate().map(|(index, file)| {
        let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
        let text = written.get(&id).map_or_else(|| file.text.clone(), Value::to_string);
        SourceFile { path: file.path.clone(), text, sha256: String::new() }
    });
    let source = Source { files: files.collect(), products: source.products.clone(), ..Source::default() };
    let trees = tree::parse(&source, &mut unsaid);
    let trees = crate::overlay::apply(trees, &source, &mut unsaid);
    let documents = document::read(trees, &source, &mut unsaid);
    resolve::resolve(&documents, &source, &mut unsaid)
}
