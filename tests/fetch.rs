//! `cargo xtask fetch`.
//!
//! In: archives, documents and folders, from this machine or a server on loopback. Out: exit status, messages, and what
//! was written: all of it, or nothing.

mod adopting;
mod archives;
mod places;
mod transport;

use std::collections::BTreeMap;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::support::archive::zipped;
use crate::support::cargo::{Ended, ended, xtask_in};
use crate::support::folders;

/// A small document.
pub(crate) fn document(title: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: {title}, version: '1'}}\nservers: [{{url: 'https://api.example.com/v1'}}]\npaths:\n  \
         /{title}:\n    get:\n      operationId: list_{title}\n      responses: {{'200': {{description: Done.}}}}\n"
    )
}

/// An archive as it is published: two documents of the shop, and one that nobody asked for.
pub(crate) fn published() -> Vec<u8> {
    zipped(&[("bills.yml", document("bills")), ("items.yml", document("items")), ("taxes.yml", document("taxes"))])
}

/// A project with nothing but what `fetch` reads and writes.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// One product, `shop`, with two documents.
    pub(crate) fn new() -> Self {
        Self::with("[products.shop]\ndocuments = [\"bills.yml\", \"items.yml\"]\n")
    }

    pub(crate) fn with(products: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        for path in ["Cargo.toml", "generated/runtime.manifest", "templates/mod.j2", "xtask/Cargo.toml"] {
            folders::put(&project.path(path), "");
        }
        folders::put(&project.path("specs/products.toml"), products);
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, and gives its path.
    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) -> String {
        folders::put(&self.path(path), bytes);
        self.path(path).to_str().unwrap().to_owned()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    /// Everything but parts of downloads.
    pub(crate) fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let mut all = folders::read(self.folder.path());
        all.retain(|path, _| !path.contains("/.partial/"));
        all
    }

    pub(crate) fn fetch(&self, arguments: &[&str]) -> Ended {
        let mut command = xtask_in(self.folder.path());
        // A proxy that nobody answers at: this machine is reached without.
        for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env(name, "http://127.0.0.1:1");
        }
        command.env_remove("NO_PROXY").env_remove("no_proxy");
        ended(command.arg("fetch").args(arguments))
    }

    /// Fails as it should, and changes nothing.
    #[track_caller]
    pub(crate) fn refuses(&self, arguments: &[&str], words: &[&str]) -> String {
        self.ends(1, arguments, words)
    }

    /// The same, where the arguments make no sense.
    #[track_caller]
    pub(crate) fn misused(&self, arguments: &[&str], words: &[&str]) -> String {
        self.ends(2, arguments, words)
    }

    #[track_caller]
    fn ends(&self, status: i32, arguments: &[&str], words: &[&str]) -> String {
        let before = self.all();
        let ended = self.fetch(arguments).expect(status);
        for word in words {
            assert!(ended.stderr.contains(word), "`{word}` is missing:\n{}", ended.stderr);
        }
        assert!(ended.stderr.contains("error: ") && ended.stdout.is_empty(), "{}\n{}", ended.stderr, ended.stdout);
        folders::assert_same(&before, &self.all(), "a fetch that fails changes nothing");
        ended.stderr
    }
}
