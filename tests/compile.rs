//! What is generated compiles, alone and without a warning.
//!
//! In: the project's documents, and the small ones of `tests/cases/`. Out: the verdict of the real compiler on the
//! complete crates that are written for them into temporary folders.

use std::path::Path;

use generator::diag::Diagnostics;
use generator::package;
use generator::write::{Mode, write};

use crate::cases;
use crate::support::cargo::{check, xtask};
use crate::support::folders;
use crate::support::run::skeleton;

#[test]
fn the_project_compiles_alone() {
    let folder = tempfile::tempdir().unwrap();
    let specs = folders::specs();
    let arguments = ["generate", "--specs", specs.to_str().unwrap(), "--out", folder.path().to_str().unwrap()];
    xtask(&arguments).expect(0);
    assert_complete(folder.path());
    check(folder.path(), &["serialize"]);
}

#[test]
fn every_case_compiles() {
    let folder = tempfile::tempdir().unwrap();
    let mut diagnostics = Diagnostics::default();
    let target = package::standalone(cases::run().files.clone(), &skeleton(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    write(folder.path(), &target, Mode::Write).unwrap();
    assert_complete(folder.path());
    check(folder.path(), &["serialize"]);
}

/// The crate has all that belongs to one.
fn assert_complete(folder: &Path) {
    for path in ["Cargo.toml", "README.md", "LICENSE-MIT", "src/lib.rs", "src/runtime/mod.rs", "tests/wire.rs"] {
        assert!(folder.join(path).is_file(), "{path} is missing");
    }
}
