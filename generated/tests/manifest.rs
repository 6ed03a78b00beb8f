//! `runtime.manifest` lists every hand-written file of this crate, in order, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

/// What is machine-owned, or made by building.
fn is_foreign(path: &str, file: &Path) -> bool {
    let product = path.strip_prefix("src/").is_some_and(|rest| rest.contains('/') && !rest.starts_with("runtime/"));
    let data = path.starts_with("tests/") && !path.starts_with("tests/support/") && !path.ends_with(".rs");
    let built = path.starts_with("target/") || path == "Cargo.lock" || path == "Cargo.toml.orig";
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    product || data || built || hidden || is_generated(file)
}

fn is_generated(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    file.extension().is_some_and(|ending| ending == "rs")
        && text.lines().take(3).any(|line| line.contains("@generated"))
}

fn collect(root: &Path, folder: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let file = root.join(&path);
        if file.is_dir() && path != "target" {
            collect(root, &path, found);
        } else if file.is_file() && !is_foreign(&path, &file) {
            found.push(path);
        }
    }
}

#[test]
fn the_manifest_is_complete() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(root, "", &mut found);
    found.sort();
    let manifest = fs::read_to_string(root.join("runtime.manifest")).unwrap();
    assert_eq!(manifest.lines().collect::<Vec<_>>(), found, "runtime.manifest is not up to date");
}
