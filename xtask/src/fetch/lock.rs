//! `lock.toml`: what was adopted, and from where.
//!
//! In: the folder it lies in, and what was fetched. Out: a [`Lock`], and its text. What did not change keeps its entry
//! to the letter, its date included, so that a run with nothing new changes no file.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::failure::Failure;
use crate::paths;

/// Name of the file.
pub(super) const FILE: &str = "lock.toml";

const HEAD: &str = "\
# What was adopted, from where and when. `cargo xtask fetch --into` writes this file, `--locked` verifies what is fetched
# against it. The sums of documents are those of the published files.
";

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Lock {
    /// By product.
    pub(super) products: BTreeMap<String, Pin>,
}

/// What the content of one product is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pin {
    /// Where it came from: an address, or `file:` and the name of a file or, with `/` at its end, of a folder.
    pub(crate) url: String,
    /// SHA-256 of what came; of a folder that of its listing, sum and name of each document.
    pub(crate) sha256: String,
    /// Its bytes.
    pub(crate) size: u64,
    /// The day on which it was fetched first, in UTC.
    pub(crate) date: toml::value::Datetime,
    /// SHA-256 of each document by file name.
    pub(crate) documents: BTreeMap<String, String>,
}

impl Pin {
    /// Whether a folder was pinned, which has no bytes of its own to compare.
    pub(super) fn is_folder(&self) -> bool {
        self.url.starts_with("file:") && self.url.ends_with('/')
    }

    /// File names of the documents that are not those of another pin, gone ones included.
    pub(crate) fn differing<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let differ = self.documents.iter().filter(|(name, sum)| other.documents.get(*name) != Some(*sum));
        let gone = other.documents.keys().filter(|name| !self.documents.contains_key(*name));
        differ.map(|(name, _)| name).chain(gone).map(String::as_str).collect()
    }
}

/// Reads the file; without one, nothing is pinned.
pub(super) fn read(folder: &Path) -> Result<Lock, Failure> {
    let path = folder.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Lock::default()),
        Err(error) => return Err(Failure::io("read", &path, &error)),
    };
    toml::from_str(&text).map_err(|error| {
        Failure::new(format!("`{}` cannot be read: {error}", paths::shown(&path)))
            .help("restore it from version control")
    })
}

/// The file's text.
pub(super) fn text(lock: &Lock) -> Result<String, Failure> {
    let body = toml::to_string(lock).map_err(|error| Failure::new(format!("{FILE} cannot be written: {error}")))?;
    Ok(format!("{HEAD}\n{body}"))
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Today, in UTC.
pub(super) fn today() -> toml::value::Datetime {
    use chrono::Datelike as _;
    let day = chrono::Utc::now().date_naive();
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let date = toml::value::Date {
        year: u16::try_from(day.year()).unwrap_or_default(),
        month: part(day.month()),
        day: part(day.day()),
    };
    toml::value::Datetime { date: Some(date), time: None, offset: None }
}
