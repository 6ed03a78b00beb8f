//! In: what was fetched and the folder that it goes into. Out: the same documents without the vendor's prose.

use std::collections::BTreeMap;
use std::path::Path;

use super::Fetched;
use super::failure::Failure;

/// The documents as facts, by path.
pub(super) fn facts(_fetched: &Fetched, _into: &Path) -> Result<BTreeMap<String, String>, Failure> {
    Err(Failure::new("documents can only be adopted as published so far").help("say `--verbatim`, for private use"))
}
