//! What the machine owns can be deleted.
//!
//! In: a copy of the generated crate, parts of it deleted, edited or added. Out: after generating, the crate as it
//! was, byte for byte; what people wrote is never touched.

use std::fs;

use generator::diag::Diagnostics;
use generator::load::load_skeleton;
use generator::package;
use generator::write::{Mode, write};
use tempfile::TempDir;

use crate::support::folders;
use crate::support::run::project;

/// A copy of the crate, up to date.
fn copy() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    folders::copy(&folders::generated(), folder.path());
    regenerate(&folder);
    folder
}

fn regenerate(folder: &TempDir) -> generator::write::Plan {
    let mut diagnostics = Diagnostics::default();
    let skeleton = load_skeleton(folder.path(), &mut diagnostics);
    let target = package::in_place(project().files.clone(), &skeleton, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    write(folder.path(), &target, Mode::Write).unwrap()
}

#[test]
fn deleted_files_come_back_byte_for_byte() {
    let folder = copy();
    let before = folders::read(folder.path());
    for module in ["billing", "books", "common", "inventory"] {
        fs::remove_dir_all(folder.path().join("src").join(module)).unwrap();
    }
    for file in project().files.files.keys().filter(|file| !file.starts_with("src/")) {
        fs::remove_file(folder.path().join(file)).unwrap();
    }
    for file in ["Cargo.toml", "src/lib.rs"] {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, emptied(&text)).unwrap();
        assert_ne!(fs::read_to_string(&path).unwrap(), text, "{file} has a region");
    }
    regenerate(&folder);
    folders::assert_same(&before, &folders::read(folder.path()), "not as it was");
    assert!(regenerate(&folder).changes.is_empty(), "a second run has nothing to do");
}

/// The text without what stands in its generated regions.
fn emptied(text: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for line in text.lines() {
        inside &= !line.contains("@generated-end");
        if !inside {
            out.push_str(line);
            out.push('\n');
        }
        inside |= line.contains("@generated-begin");
    }
    out
}

#[test]
fn stale_files_go_and_edited_ones_are_mended() {
    let folder = copy();
    let before = folders::read(folder.path());
    for stale in ["src/books/stale.rs", "src/common/deep/er/stale.rs", "src/gone/mod.rs", "src/gone/types/mod.rs"] {
        folders::put(&folder.path().join(stale), format!("{}// of an earlier generation\n", generator::format::HEADER));
    }
    folders::put(&folder.path().join("src/billing/mod.rs"), "// edited\n");
    regenerate(&folder);
    folders::assert_same(&before, &folders::read(folder.path()), "not as it was");
    assert!(!folder.path().join("src/gone").exists() && !folder.path().join("src/common/deep").exists());
}

#[test]
fn hand_written_files_are_never_touched() {
    let folder = copy();
    let own = ["src/runtime/mod.rs", "src/runtime/new_concern.rs", "README.md", "tests/of_people.rs", "notes.txt"];
    for file in own {
        folders::put(&folder.path().join(file), "// written by a person\n");
    }
    regenerate(&folder);
    for file in own {
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), "// written by a person\n", "{file}");
    }
}

#[test]
fn nothing_is_written_through_a_link() {
    #[cfg(unix)]
    {
        let (folder, elsewhere) = (copy(), tempfile::tempdir().unwrap());
        fs::remove_dir_all(folder.path().join("src/books")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("src/books")).unwrap();
        let mut diagnostics = Diagnostics::default();
        let skeleton = load_skeleton(folder.path(), &mut diagnostics);
        let target = package::in_place(project().files.clone(), &skeleton, &mut diagnostics);
        assert!(write(folder.path(), &target, Mode::Write).is_err());
        assert!(folders::read(elsewhere.path()).is_empty());
    }
}
