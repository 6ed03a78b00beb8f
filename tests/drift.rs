//! Generated files are what the documents give, always.
//!
//! In: the project's documents. Out: no difference to `generated/` and `specs/names.lock`, between two runs, or
//! between numbers of threads; and a specs folder that nobody wrote to.

use std::collections::BTreeMap;
use std::fs;

use generator::diag::Diagnostics;
use generator::package;
use generator::write::{Mode, Target, write};

use crate::support::copy::Copy;
use crate::support::folders;
use crate::support::run::{Run, project, skeleton};

fn assert_clean(folder: &std::path::Path, target: &Target) {
    let plan = write(folder, target, Mode::Check).unwrap();
    let diffs: Vec<String> = plan.changes.into_iter().filter_map(|change| change.diff).collect();
    assert!(diffs.is_empty(), "run `cargo xtask generate`:\n{}", diffs.join("\n"));
    assert!(plan.unchanged > 0);
}

#[test]
fn the_crate_is_up_to_date() {
    let mut diagnostics = Diagnostics::default();
    let target = package::in_place(project().files.clone(), &skeleton(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    assert_clean(&folders::generated(), &target);
}

#[test]
fn the_names_are_locked() {
    let text = project().normalised.lock.to_text().unwrap();
    let files = BTreeMap::from([("names.lock".to_owned(), text)]);
    assert_clean(&folders::specs(), &Target { files, owned: Vec::new() });
}

#[test]
fn any_run_and_any_number_of_threads_give_the_same() {
    let before = folders::read(&folders::specs());
    for threads in [1, 1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let run = pool.install(|| Run::of(&folders::specs()));
        assert!(run.files == project().files, "{threads} threads give other files");
        assert!(run.normalised.lock == project().normalised.lock, "{threads} threads give other names");
        assert!(run.diagnostics == project().diagnostics, "{threads} threads give other findings");
    }
    folders::assert_same(&before, &folders::read(&folders::specs()), "specs was written to");
}

#[test]
fn without_the_lock_the_same_names_are_chosen_twice() {
    let folder = tempfile::tempdir().unwrap();
    folders::copy(&folders::specs(), folder.path());
    std::fs::remove_file(folder.path().join("names.lock")).unwrap();
    let first = Run::of(folder.path()).without_errors("without names.lock");
    std::fs::write(folder.path().join("names.lock"), first.normalised.lock.to_text().unwrap()).unwrap();
    let second = Run::of(folder.path()).without_errors("with the names.lock just written");
    assert!(first.files == second.files, "a lock that was just written changes names");
    assert!(first.normalised.lock == second.normalised.lock);
}

/// The project that is worked on is the one around the current folder, not the one that the program was built from.
#[test]
fn a_copy_of_the_project_is_checked_where_it_is() {
    let copy = Copy::new();
    copy.xtask(&["generate", "--check"]).expect(0);
    let path = copy.path("generated/src/books/mod.rs");
    let text = fs::read_to_string(&path).unwrap();
    folders::put(&path, text + "// More.\n");
    let ended = copy.xtask(&["generate", "--check"]).expect(1);
    assert!(ended.stdout.contains("a/src/books/mod.rs"), "{}{}", ended.stdout, ended.stderr);
    copy.xtask(&["generate"]).expect(0);
    assert_eq!(copy.git(&["status", "--porcelain"]), "");
}
