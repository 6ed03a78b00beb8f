//! What is generated compiles, alone and without a warning.
//!
//! In: the project's documents, and the small ones of `tests/cases/`. Out: the verdict of the real compiler, and of
//! rustdoc, on the complete crates that are written for them into temporary folders.

use std::path::Path;

use generator::diag::Diagnostics;
use generator::lower::product_module;
use generator::package;
use generator::write::{Mode, write};
use tempfile::TempDir;

use crate::cases;
use crate::support::cargo::{check, document, test, xtask};
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
fn every_case_compiles_and_is_documented() {
    let folder = cases_crate();
    assert_complete(folder.path());
    check(folder.path(), &["serialize", "blocking"]);
    document(folder.path(), &["serialize", "blocking"]);
}

#[test]
fn the_example_of_every_method_compiles() {
    let products = &cases::run().normalised.api.model.products;
    let modules: Vec<String> = products.iter().map(|product| product_module(product.name.as_str())).collect();
    let features: Vec<&str> = modules.iter().map(String::as_str).collect();
    // The guide's own examples make a client, which needs TLS.
    test(cases_crate().path(), &features, &["--doc", "--", "--skip", "README"]);
}

/// The complete crate of all cases.
fn cases_crate() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut diagnostics = Diagnostics::default();
    let target = package::standalone(cases::run().files.clone(), &skeleton(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    write(folder.path(), &target, Mode::Write).unwrap();
    folder
}

/// The crate has all that belongs to one.
fn assert_complete(folder: &Path) {
    for path in ["Cargo.toml", "README.md", "LICENSE-MIT", "src/lib.rs", "src/runtime/mod.rs", "tests/wire.rs"] {
        assert!(folder.join(path).is_file(), "{path} is missing");
    }
}
