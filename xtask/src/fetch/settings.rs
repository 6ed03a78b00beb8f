//! In: a folder. Out: what its `products.toml` and `lock.toml` say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::config::{Config, ProductConfig};
use generator::ir::FileId;

use super::failure::Failure;
use super::lock::{self, Lock};
use crate::paths;

/// The file that names sources and documents.
pub(super) const FILE: &str = "products.toml";

/// What is known before anything is fetched.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// Where they were read, as people read it.
    pub(super) path: String,
    /// Products by name.
    pub(super) products: BTreeMap<String, ProductConfig>,
    /// What was adopted last.
    pub(super) lock: Lock,
}

/// Reads both files.
pub(super) fn read(folder: &Path) -> Result<Settings, Failure> {
    let path = folder.join(FILE);
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Failure::io("read", &path, &error).help("it names source and documents of each product; see README.md")
    })?;
    let shown = paths::shown(&path);
    let config = Config::parse(FileId(0), &text).map_err(|error| {
        Failure::new(format!("`{shown}` cannot be read: {error}")).help("see README.md for its keys")
    })?;
    for name in config.products.keys() {
        let mut parts = Path::new(name).components();
        if !matches!((parts.next(), parts.next()), (Some(std::path::Component::Normal(_)), None)) {
            return Err(Failure::new(format!("`{shown}` has a product `{name}`, which is no name of a folder")));
        }
    }
    Ok(Settings { path: shown, products: config.products, lock: lock::read(folder)? })
}

/// The folder whose settings hold for what is adopted into `into`: its own where it has any, else the project's.
pub(super) fn folder(into: Option<&Path>) -> PathBuf {
    into.filter(|folder| folder.join(FILE).is_file()).map_or_else(paths::specs, Path::to_owned)
}
