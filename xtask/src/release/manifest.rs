//! Where the version of the crate stands.
//!
//! In: texts of `Cargo.toml` and `Cargo.lock`. Out: what they say of the crate, and the same texts, comments and all,
//! with another version.

use toml_edit::{DocumentMut, Item, value};

/// The crate that is released.
pub(super) const CRATE: &str = "zoho-finance";

/// A manifest that can be asked and changed.
#[derive(Debug)]
pub(super) struct Manifest(DocumentMut);

impl Manifest {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let parsed =
            text.parse::<DocumentMut>().map_err(|error| format!("generated/Cargo.toml cannot be read: {error}"));
        parsed.map(Self)
    }

    /// A text below `package`.
    pub(super) fn package(&self, key: &str) -> Result<&str, String> {
        let found = self.0.get("package").and_then(|package| package.get(key)).and_then(Item::as_str);
        found.ok_or_else(|| format!("generated/Cargo.toml has no `package.{key}`; put it there"))
    }

    /// What docs.rs builds with, as arguments for cargo.
    pub(super) fn docs_features(&self) -> Vec<String> {
        let table = ["package", "metadata", "docs", "rs"].iter().try_fold(self.0.as_item(), |item, key| item.get(key));
        let Some(table) = table else { return Vec::new() };
        let flag = |key: &str| table.get(key).and_then(Item::as_bool).unwrap_or_default();
        let mut arguments = Vec::new();
        arguments.extend(flag("all-features").then(|| "--all-features".to_owned()));
        arguments.extend(flag("no-default-features").then(|| "--no-default-features".to_owned()));
        let named = table.get("features").and_then(Item::as_array).into_iter().flatten();
        let named: Vec<&str> = named.filter_map(toml_edit::Value::as_str).collect();
        if !named.is_empty() {
            arguments.extend(["--features".to_owned(), named.join(",")]);
        }
        arguments
    }

    /// The text with another version.
    pub(super) fn with_version(&self, version: &str) -> String {
        let mut manifest = self.0.clone();
        if let Some(package) = manifest.get_mut("package").and_then(Item::as_table_like_mut) {
            package.insert("version", value(version));
        }
        manifest.to_string()
    }
}

/// A `Cargo.lock` with another version of the crate.
pub(super) fn locked(text: &str, version: &str) -> Result<String, String> {
    let mut lock = text.parse::<DocumentMut>().map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    let packages = lock.get_mut("package").and_then(Item::as_array_of_tables_mut);
    let is_it = |package: &&mut toml_edit::Table| {
        package.get("name").and_then(Item::as_str) == Some(CRATE) && !package.contains_key("source")
    };
    let own = packages.into_iter().flat_map(|packages| packages.iter_mut()).find(is_it);
    let own = own.ok_or_else(|| format!("Cargo.lock does not know {CRATE}; run `cargo check` and commit it"))?;
    own.insert("version", value(version));
    Ok(lock.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[package] # ours\nname = \"zoho-finance\"\nversion = \"0.1.0\"\n\n[package.metadata.docs.rs]\nfeatures = [\"a\", \"b\"]\n";

    #[test]
    fn only_the_version_changes() {
        let manifest = Manifest::parse(MANIFEST).map(|manifest| manifest.with_version("0.2.0"));
        assert_eq!(manifest, Ok(MANIFEST.replace("0.1.0", "0.2.0")));
        let lock = "# by cargo\nversion = 4\n\n[[package]]\nname = \"other\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"zoho-finance\"\nversion = \"0.1.0\"\ndependencies = [\n \"other\",\n]\n";
        let expected = lock.replace("finance\"\nversion = \"0.1.0\"", "finance\"\nversion = \"0.2.0\"");
        assert_eq!(locked(lock, "0.2.0"), Ok(expected));
        assert!(locked("version = 4\n", "0.2.0").is_err());
    }

    #[test]
    fn docs_are_built_as_docs_rs_does() {
        let features = |text: &str| Manifest::parse(text).map(|manifest| manifest.docs_features()).unwrap_or_default();
        assert_eq!(features(MANIFEST), ["--features", "a,b"]);
        let all = MANIFEST.replace("features = [\"a\", \"b\"]", "all-features = true");
        assert_eq!(features(&all), ["--all-features"]);
        assert!(features("[package]\nname = \"x\"\n").is_empty());
    }
}
