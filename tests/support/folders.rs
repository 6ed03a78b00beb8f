//! In: nothing but where this crate was built. Out: the folders of the project, and copies and readings of folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    own().parent().expect("the tests lie in the project").to_owned()
}

/// The folder of the tests.
pub(crate) fn own() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The project's documents.
pub(crate) fn specs() -> PathBuf {
    root().join("specs")
}

/// The project's templates.
pub(crate) fn templates() -> PathBuf {
    root().join("templates")
}

/// The project's generated crate.
pub(crate) fn generated() -> PathBuf {
    root().join("generated")
}

/// Bytes of every file below a folder, by path with `/`. An absent folder is empty.
pub(crate) fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else {
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

/// Copies a folder; `target` folders of cargo stay behind.
pub(crate) fn copy(from: &Path, to: &Path) {
    for (path, bytes) in read(from).into_iter().filter(|(path, _)| !path.starts_with("target/")) {
        put(&to.join(path), bytes);
    }
}

/// Writes a file and the folders above it.
pub(crate) fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Fails with the names of the files that differ, not with their bytes.
pub(crate) fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>, what: &str) {
    let differing: Vec<&String> = one
        .keys()
        .chain(other.keys().filter(|path| !one.contains_key(*path)))
        .filter(|path| one.get(*path) != other.get(*path))
        .collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
}
