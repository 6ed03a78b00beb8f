//! Adopted documents give the same API as published ones.

mod defects;
mod facts;
mod overlays;
mod published;

use std::collections::BTreeMap;

use serde_json::Value;

use super::adopt;
use crate::diag::Diagnostics;
use crate::ir::{Api, FileId};
use crate::load::{ProductSource, Source, SourceFile};
use crate::normalise_source;

/// Files by their paths; `products.toml` and overlays are known by theirs.
fn source(files: &[(&str, &str)]) -> Source {
    let mut source = Source::default();
    for (path, text) in files {
        let id = FileId(u32::try_from(source.files.len()).unwrap());
        let file = SourceFile { path: (*path).to_owned(), text: (*text).to_owned(), ..SourceFile::default() };
        source.files.push(file);
        match path.split_once('/') {
            None if *path == "names.lock" => source.names_lock = Some(id),
            None => source.config = Some(id),
            Some((product, _)) => {
                if source.products.iter().all(|known| known.name != product) {
                    source.products.push(ProductSource { name: product.to_owned(), ..ProductSource::default() });
                }
                let known = source.products.iter_mut().find(|known| known.name == product).unwrap();
                if path.contains(".overlay.") { known.overlays.push(id) } else { known.documents.push(id) }
            }
        }
    }
    source
}

/// The same source with its documents adopted.
fn adopted(source: &Source) -> Source {
    let mut texts = adopt(source, &mut Diagnostics::default());
    let mut adopted = source.clone();
    for file in &mut adopted.files {
        let path = file.path.replace(".json", ".yml");
        if let Some(text) = texts.remove(&path) {
            (file.path, file.text) = (path, text);
        }
    }
    assert!(texts.is_empty(), "{:?}", texts.keys());
    adopted
}

/// The text of the first document.
fn text(source: &Source) -> &str {
    &source.files[0].text
}

fn api(source: &Source) -> (Api, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let normalised = normalise_source(source.clone(), &mut diagnostics, &mut ());
    (normalised.api, diagnostics)
}

/// What code is made of: the model layer without prose, examples and places.
fn model(source: &Source) -> Value {
    let mut value = serde_json::to_value(&api(source).0.model).unwrap();
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    const ASIDE: [&str; 9] = ["docs", "summary", "example", "at", "facts", "schema", "origins", "sources", "joined"];
    match value {
        Value::Array(values) => values.iter_mut().for_each(strip),
        Value::Object(keys) => {
            keys.retain(|key, _| !ASIDE.contains(&key.as_str()));
            keys.values_mut().for_each(strip);
        }
        _ => {}
    }
}

/// Adopting changes nothing that code is made of, twice is once, and the text says no word of these.
fn holds(source: &Source, prose: &[&str]) -> Source {
    let once = adopted(source);
    let (before, after) = (model(source), model(&once));
    assert!(before == after, "{}", difference(&before, &after));
    assert_eq!(text(&adopted(&once)), text(&once));
    for words in prose {
        assert!(!text(&once).contains(words), "{words}: {}", text(&once));
    }
    for key in ["summary:", "example:", "examples:", "externalDocs:"] {
        assert!(!text(&once).contains(key), "{key}: {}", text(&once));
    }
    once
}

/// What differs, in lines.
fn difference(before: &Value, after: &Value) -> String {
    let [before, after] = [before, after].map(|value| serde_json::to_string_pretty(value).unwrap());
    let diff = similar::TextDiff::from_lines(&before, &after);
    diff.unified_diff().context_radius(4).to_string().chars().take(3000).collect()
}

/// The value at a JSON pointer of the first document.
fn at(source: &Source, pointer: &str) -> Value {
    let document: Value = serde_yaml::from_str(text(source)).unwrap();
    document.pointer(pointer).cloned().unwrap_or_default()
}

/// A document with these paths and components.
fn document(rest: &str) -> String {
    format!(
        "# Of no use.\nopenapi: 3.0.3\ninfo: {{title: Things, version: '1', description: All about things.}}\nservers: \
         [{{url: https://api.example/v1, description: Where it is.}}]\n{rest}"
    )
}

/// Codes of what is found.
fn codes(diagnostics: &Diagnostics) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for finding in diagnostics.sorted() {
        *codes.entry(finding.code.id().to_owned()).or_default() += 1;
    }
    codes
}
