//! Choices of requests, from a document to what is sent.
//!
//! In: `tests/cases/choices/`, and `tests/uses/choices.rs`, a test of what is generated from it. Out: what that test says
//! as a part of the complete crate.

use std::fs;

use generator::diag::Diagnostics;
use generator::package;
use generator::write::{Mode, write};

use crate::cases;
use crate::support::cargo::test;
use crate::support::folders;
use crate::support::run::{Run, skeleton};

#[test]
fn a_chosen_alternative_is_what_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let specs = tempfile::tempdir().unwrap();
    folders::copy(&cases::folder().join("choices"), &specs.path().join("choices"));
    let run = Run::of(specs.path()).without_errors("choices");
    let mut diagnostics = Diagnostics::default();
    let target = package::standalone(run.files, &skeleton(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    write(folder.path(), &target, Mode::Write).unwrap();
    fs::copy(folders::own().join("uses/choices.rs"), folder.path().join("tests/choices.rs")).unwrap();
    test(folder.path(), &["choices", "serialize"], &["--test", "choices"]);
}
