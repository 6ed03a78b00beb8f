//! Every diagnostic code has a fixture.
//!
//! In: `tests/bad/<code>/<name>/`, each a specs folder, where need be with templates that stand in for the project's.
//! Out: the findings as people see them, compared with `snapshots/bad/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::diag::{Code, Severity};
use generator::load::LoadOptions;

use crate::support::folders;
use crate::support::run::{Run, options};

/// Codes that no document can provoke, each with the reason.
const WITHOUT_FIXTURE: &[(Code, &str)] =
    &[(Code::Invariant, "it says that the generator is wrong; an input that provokes it is a bug to be mended")];

#[test]
fn every_fixture_says_what_is_wrong_and_where() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/bad");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (code, name, folder) in fixtures() {
            let run = run(&folder);
            let sorted = run.diagnostics.sorted();
            assert!(sorted.iter().any(|finding| finding.code.id() == code), "{code}/{name}:\n{}", run.report());
            for finding in &sorted {
                assert!(finding.help.is_some(), "{code}/{name}: no help: {}", finding.message);
                assert_ne!(finding.code, Code::Invariant, "{code}/{name}: {}", finding.message);
            }
            let spoken_of = sorted.iter().find(|finding| finding.code.id() == code).unwrap();
            assert_eq!(
                run.diagnostics.has_errors(),
                spoken_of.severity == Severity::Error,
                "{code}/{name}: a warning leaves the rest usable:\n{}",
                run.report()
            );
            insta::assert_snapshot!(format!("{code}-{name}"), run.report());
        }
    });
}

#[test]
fn every_code_has_a_fixture() {
    let present: BTreeSet<String> = fixtures().into_iter().map(|(code, ..)| code).collect();
    for code in Code::ALL {
        let excused = WITHOUT_FIXTURE.iter().any(|(without, _)| without == code);
        let has = present.contains(code.id());
        assert!(has != excused, "{}: {} fixture, {}", code.id(), if has { "a" } else { "no" }, code.title());
    }
    for code in &present {
        assert!(Code::ALL.iter().any(|known| known.id() == code), "tests/bad/{code} is no code");
    }
}

#[test]
fn what_is_dropped_leaves_the_rest() {
    for (code, name, folder) in fixtures() {
        let run = run(&folder);
        if run.diagnostics.has_errors() {
            continue;
        }
        for (path, text) in &run.files.files {
            let rust = Path::new(path).extension().is_some_and(|ending| ending == "rs");
            assert!(!rust || syn::parse_file(text).is_ok(), "{code}/{name}: {path} is no Rust");
        }
        assert!(run.files.files.contains_key("src/books/mod.rs"), "{code}/{name}: nothing was generated");
    }
}

#[test]
fn missing_folders_are_errors() {
    for options in [
        options(Path::new("bad/no-such-folder")),
        LoadOptions { templates: PathBuf::from("bad/no-such-folder"), ..options(Path::new("bad/ZG023/path")) },
        LoadOptions { products: vec!["bookz".to_owned()], ..options(Path::new("bad/ZG023/path")) },
    ] {
        let run = Run::with(&options);
        let found: Vec<_> = run.diagnostics.sorted().into_iter().filter(|finding| finding.code == Code::Io).collect();
        assert_eq!(found.len(), 1, "{}", run.report());
        assert!(found[0].severity == Severity::Error && found[0].help.is_some(), "{}", run.report());
    }
}

/// Code, name and folder of every fixture. Folders are relative to that of the tests, where cargo starts them.
pub(crate) fn fixtures() -> Vec<(String, String, PathBuf)> {
    let list = |folder: &Path| {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries
    };
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let codes = list(Path::new("bad"));
    codes.iter().flat_map(|code| list(code).into_iter().map(|folder| (name(code), name(&folder), folder))).collect()
}

fn run(folder: &Path) -> Run {
    let own = folder.join("templates");
    if !own.is_dir() {
        return Run::of(folder);
    }
    let templates = tempfile::tempdir().unwrap();
    folders::copy(&folders::templates(), templates.path());
    folders::copy(&own, templates.path());
    Run::with(&LoadOptions { templates: templates.path().to_owned(), ..options(folder) })
}
