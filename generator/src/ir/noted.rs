//! `x-facts`: what a document knows and no keyword of OpenAPI 3.0 says.
//!
//! In: the `x-…` keys of a part. Out: what stands under each key of [`KEY`]. Adopted documents have it where a published
//! one says the same in prose or shows it in an example; whoever writes a document may use it as well.
//!
//! | part | key | what it holds |
//! |---|---|---|
//! | document | [`WORDS`] | how words that are run together are read: `customerpayments: customer payments` |
//! | operation | [`ACTION`] | what it does, verb first, where the `operationId` does not tell: `mark sent` |
//! | operation | [`FILE`] | `true`: the answer without a documented body is a file |
//! | operation | [`SHOWN`] | what kind of value the result was seen to be |
//! | parameter, schema | [`VALUES`] | texts that are allowed |
//! | schema | [`OF`] | what has these values: where another thing holds the field, they are not its values |
//! | parameter | [`VARIANTS`] | further query parameters of the same kind: `name_contains` |
//! | parameter, schema | [`SEPARATOR`] | `comma`: the text holds many values |
//! | parameter, schema | `minLength`, `maxLength`, `minimum`, `maximum`, `format`, `default` | as the keywords |
//! | schema | [`SHOWN`] | what kind of value the schema was seen to hold |
//! | schema | [`FIELDS`] | what kinds of values its properties were seen to hold, by name |

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// The extension.
pub const KEY: &str = "x-facts";
/// Allowed texts.
pub const VALUES: &str = "values";
/// What they are values of.
pub const OF: &str = "of";
/// Further parameters.
pub const VARIANTS: &str = "variants";
/// How many values in one text are separated.
pub const SEPARATOR: &str = "separator";
/// The separator that is known.
pub const COMMA: &str = "comma";
/// What an operation does.
pub const ACTION: &str = "action";
/// Whether an operation gives a file.
pub const FILE: &str = "file";
/// The kind of a value that was seen.
pub const SHOWN: &str = "shown";
/// Kinds of values of properties.
pub const FIELDS: &str = "fields";
/// How words are read.
pub const WORDS: &str = "words";

/// What stands under a key of `x-facts`.
#[must_use]
pub fn get<'e>(extensions: &'e IndexMap<String, Value>, key: &str) -> Option<&'e Value> {
    extensions.get(KEY)?.get(key)
}

/// The text under a key of `x-facts`.
#[must_use]
pub fn text<'e>(extensions: &'e IndexMap<String, Value>, key: &str) -> Option<&'e str> {
    get(extensions, key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// Adds a key to the `x-facts` of a part that is written.
pub fn add(part: &mut Map<String, Value>, key: &str, value: Value) {
    let facts = part.entry(KEY).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(facts) = facts {
        facts.entry(key).or_insert(value);
    }
}
