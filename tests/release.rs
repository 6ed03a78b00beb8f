//! `cargo xtask release`, end to end, in a copy of the project.
//!
//! In: a copy with small documents, edits of them, and what people write into the changelog. Out: the version that is
//! chosen, the texts that are written, and a project that is as it was where a step fails.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::support::cargo::{Ended, ended, xtask, xtask_in};
use crate::support::copy::Copy;
use crate::support::folders;

const DOCUMENT: &str = "specs/books/things.yml";

/// A copy whose only document is small, up to date and committed.
fn small() -> Copy {
    let copy = Copy::new();
    for product in ["billing", "books", "inventory"] {
        fs::remove_dir_all(copy.path("specs").join(product)).unwrap();
    }
    folders::put(&copy.path(DOCUMENT), fs::read(folders::own().join("effects/orders.yml")).unwrap());
    folders::put(&copy.path("specs/products.toml"), "");
    folders::put(&copy.path("specs/diff.toml"), "");
    fs::remove_file(copy.path("specs/names.lock")).unwrap();
    folders::put(&copy.path("CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- The first one.\n");
    regenerated(&copy, "Only what is small");
    copy
}

fn regenerated(copy: &Copy, message: &str) {
    copy.xtask(&["generate"]).expect(0);
    copy.commit(message);
}

/// Prepares a release without building it.
fn release(copy: &Copy, more: &[&str]) -> Ended {
    copy.xtask(&[&["release", "--no-verify"], more].concat())
}

/// Releases, and commits and tags as the command says.
fn released(copy: &Copy, more: &[&str], version: &str) -> Ended {
    let ended = release(copy, more).expect(0);
    assert!(ended.stdout.contains(&format!("git tag v{version}")), "{}{}", ended.stdout, ended.stderr);
    assert!(text(copy, "generated/Cargo.toml").contains(&format!("\nversion = \"{version}\"\n")));
    copy.commit("Release");
    copy.git(&["tag", &format!("v{version}")]);
    ended
}

fn edit(copy: &Copy, path: &str, from: &str, to: &str) {
    let before = text(copy, path);
    assert!(before.contains(from), "{path}: `{from}` is not there");
    folders::put(&copy.path(path), before.replacen(from, to, 1));
}

fn text(copy: &Copy, path: &str) -> String {
    fs::read_to_string(copy.path(path)).unwrap()
}

/// All files that git knows of or would, by path.
fn content(copy: &Copy) -> BTreeMap<String, Vec<u8>> {
    let listed = copy.git(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let paths = listed.split('\0').filter(|path| !path.is_empty());
    paths.filter_map(|path| Some((path.to_owned(), fs::read(copy.path(path)).ok()?))).collect()
}

#[test]
fn versions_follow_from_what_changed() {
    let copy = small();
    released(&copy, &[], "0.1.0");
    copy.xtask(&["release", "--notes", "v0.1.0"]).expect(0);
    let ended = release(&copy, &[]).expect(0);
    assert_eq!(ended.stdout, "nothing to release: nothing has changed since 0.1.0\n");
    let ended = release(&copy, &["--version", "1.0.0"]).expect(1);
    assert!(ended.stderr.contains("there is nothing to release as 1.0.0; say below"), "{}", ended.stderr);
    assert_eq!(copy.git(&["status", "--porcelain"]), "");

    // Something new is a patch before 1.0.
    edit(&copy, DOCUMENT, "enum: [open, shipped]", "enum: [open, shipped, lost]");
    regenerated(&copy, "A value");
    let ended = released(&copy, &[], "0.1.1");
    assert!(ended.stderr.contains("minor after 0.1.0: the API, zoho-finance: minor (1 added)"), "{}", ended.stderr);
    assert!(text(&copy, "CHANGELOG.md").contains("### books\n\n#### things\n"), "{}", text(&copy, "CHANGELOG.md"));

    // What breaks callers counts up the minor version, and what people wrote is kept.
    edit(&copy, DOCUMENT, "        total: { type: number, format: double }\n", "");
    edit(&copy, "CHANGELOG.md", "## Unreleased\n", "## Unreleased\n\n- Totals are gone.\n");
    regenerated(&copy, "No total");
    let ended = released(&copy, &[], "0.2.0");
    assert!(ended.stderr.contains("major after 0.1.1"), "{}", ended.stderr);
    let notes = copy.xtask(&["release", "--notes", "v0.2.0"]).expect(0).stdout;
    assert!(notes.starts_with("- Totals are gone.\n\nzoho-finance: major (1 removed)\n\n### books\n"), "{notes}");
    assert!(text(&copy, "Cargo.lock").contains("name = \"zoho-finance\"\nversion = \"0.2.0\"\n"));
    let lock = text(&copy, "specs/api.lock.json");
    assert!(!lock.contains("Ship an order"), "a sentence of the document");
    copy.xtask(&["diff", "--since-lock", "--fail-on", "info"]).expect(0);

    // The same from 1.0 on, where a higher version is asked for.
    edit(&copy, DOCUMENT, "enum: [open, shipped, lost]", "enum: [open, shipped, lost, found]");
    regenerated(&copy, "A value");
    let ended = release(&copy, &["--version", "0.1.9"]).expect(1);
    assert!(ended.stderr.contains("0.1.9 is lower than 0.2.1"), "{}", ended.stderr);
    released(&copy, &["--version", "1.0.0"], "1.0.0");
    edit(&copy, DOCUMENT, "lost, found]", "lost, found, sold]");
    regenerated(&copy, "A value");
    released(&copy, &[], "1.1.0");

    // What only people know of: an entry, or a file of the runtime.
    edit(&copy, "CHANGELOG.md", "## Unreleased\n", "## Unreleased\n\n- Waits less.\n");
    copy.commit("An entry");
    released(&copy, &[], "1.1.1");
    edit(&copy, "generated/src/runtime/mod.rs", "//!", "//! \n//!");
    copy.commit("The runtime");
    let ended = release(&copy, &[]).expect(1);
    assert!(ended.stderr.contains("CHANGELOG.md would say nothing of 1.1.2"), "{}", ended.stderr);
}

#[test]
fn a_dry_run_changes_nothing() {
    let copy = small();
    let before = content(&copy);
    let ended = release(&copy, &["--dry-run"]).expect(0);
    assert!(ended.stdout.starts_with("would release zoho-finance 0.1.0, and write:\n"), "{}", ended.stdout);
    assert!(ended.stdout.contains("- The first one."), "{}", ended.stdout);
    assert!(content(&copy) == before);
}

#[test]
fn what_is_not_committed_or_out_of_date_is_refused() {
    let copy = small();
    folders::put(&copy.path("notes.txt"), "");
    let ended = release(&copy, &[]).expect(1);
    assert!(ended.stderr.contains("error: tree: not committed: notes.txt;"), "{}", ended.stderr);
    fs::remove_file(copy.path("notes.txt")).unwrap();
    edit(&copy, "generated/src/books/mod.rs", "// @generated", "// @generated ");
    copy.commit("By hand");
    let before = content(&copy);
    let ended = release(&copy, &[]).expect(1);
    assert!(ended.stderr.contains("generated/src/books/mod.rs`; run `cargo xtask generate`"), "{}", ended.stderr);
    assert!(content(&copy) == before);
}

#[test]
fn what_tells_another_story_is_refused() {
    let copy = small();
    released(&copy, &[], "0.1.0");
    let tagged = copy.xtask(&["release", "--verify", "v0.2.0", "--no-verify"]).expect(1);
    assert!(tagged.stderr.contains("the tag is `v0.2.0`, and generated/Cargo.toml has 0.1.0"), "{}", tagged.stderr);
    copy.xtask(&["release", "--verify", "v0.1.0", "--no-verify"]).expect(0);
    edit(&copy, "generated/Cargo.toml", "version = \"0.1.0\"", "version = \"0.3.0\"");
    copy.commit("By hand");
    let ended = release(&copy, &[]).expect(1);
    assert!(ended.stderr.contains("generated/Cargo.toml has 0.3.0, and CHANGELOG.md knows 0.1.0"), "{}", ended.stderr);
    copy.git(&["revert", "--no-edit", "HEAD"]);
    copy.git(&["rm", "--quiet", "specs/api.lock.json"]);
    copy.commit("Lost");
    let ended = release(&copy, &[]).expect(1);
    assert!(ended.stderr.contains("there is no specs/api.lock.json; restore it"), "{}", ended.stderr);
    copy.git(&["rm", "--quiet", "CHANGELOG.md"]);
    copy.commit("Lost as well");
    let ended = release(&copy, &[]).expect(1);
    assert!(
        ended.stderr.contains("`CHANGELOG.md` cannot be read: ") && ended.stderr.contains("restore"),
        "{}",
        ended.stderr
    );
}

#[test]
fn what_does_not_belong_into_the_package_is_refused() {
    let copy = small();
    folders::put(&copy.path("generated/src/unknown.rs"), "//! Nobody knows it.\n");
    copy.commit("Unknown");
    let before = content(&copy);
    let ended = release(&copy, &[]).expect(1);
    assert!(ended.stderr.contains("`src/unknown.rs` is neither generated nor in runtime.manifest"), "{}", ended.stderr);
    assert!(content(&copy) == before);
}

/// A folder that cannot be written to: by its permissions, or where nobody keeps to them, by a mount that only this
/// program sees.
#[cfg(unix)]
#[test]
fn a_project_that_is_read_only_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let copy = small();
    let before = content(&copy);
    let specs = copy.path("specs");
    fs::set_permissions(&specs, fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = xtask_in(copy.root());
    if fs::write(specs.join("probe"), "").is_ok() {
        fs::remove_file(specs.join("probe")).unwrap();
        let program = command.get_program().to_owned();
        let script = "mount --bind specs specs && mount -o remount,bind,ro specs && exec \"$@\"";
        let allowed = Command::new("unshare").args(["--mount", "true"]).status();
        if !allowed.is_ok_and(|status| status.success()) {
            println!("skipped: whoever runs this may write everywhere, and may not mount");
            return;
        }
        command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", script, "sh"]).arg(program).current_dir(copy.root());
    }
    let ended = ended(command.args(["release", "--no-verify"])).expect(1);
    fs::set_permissions(&specs, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(ended.stderr.contains("error: write: `specs/api.lock.json` cannot be written"), "{}", ended.stderr);
    assert!(content(&copy) == before, "{}", ended.stderr);
}

/// The whole, once: the package is built and tested alone. Then a test in it fails, and nothing changes.
#[test]
#[ignore = "builds the package and what it depends on several times, which takes minutes"]
fn the_package_is_built_and_tested_alone() {
    let copy = small();
    let run = || {
        let mut command = xtask_in(copy.root());
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests-release");
        ended(command.env("CARGO_TARGET_DIR", target).args(["release", "--dry-run"]))
    };
    let done = run().expect(0);
    for step in ["default features", "test, all features", "documentation", "oldest compiler", "lowest versions"] {
        assert!(done.stderr.contains(&format!("{step} … ok")), "{step}: {}", done.stderr);
    }
    let broken = "generated/src/runtime/date.rs";
    let added = "\n#[cfg(test)]\nmod broken {\n    #[test]\n    fn it_fails() {\n        assert_eq!(1, 2);\n    }\n}\n";
    folders::put(&copy.path(broken), text(&copy, broken) + added);
    copy.commit("Broken");
    let before = content(&copy);
    let failed = run().expect(1);
    assert!(failed.stderr.contains("error: test, all features: `"), "{}", failed.stderr);
    assert!(failed.stderr.contains("it_fails"), "{}", failed.stderr);
    assert!(content(&copy) == before);
}

/// Workflows are read by nobody but the service, so they are read here: as YAML, actions with their versions, and
/// commands that exist.
#[test]
fn workflows_are_sound() {
    let folder = folders::root().join(".github/workflows");
    let mut commands = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        let workflow: Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for (job, content) in workflow["jobs"].as_mapping().unwrap() {
            assert!(content["timeout-minutes"].is_u64(), "{name}: {job:?} has no time limit");
            for step in content["steps"].as_sequence().unwrap() {
                assert!(step["uses"].is_string() != step["run"].is_string(), "{name}: {step:?}");
                if let Some(action) = step["uses"].as_str() {
                    let (_, version) = action.split_once('@').unwrap_or_default();
                    assert!(version.starts_with('v') && version.len() > 1, "{name}: `{action}` has no version");
                }
                let Some(script) = step["run"].as_str() else { continue };
                if let Some(program) = script.split_whitespace().next().filter(|first| first.starts_with('.')) {
                    assert!(folders::root().join(program).is_file(), "{name}: {program}");
                }
                for line in script.lines().filter_map(|line| line.split("cargo xtask ").nth(1)) {
                    commands += 1;
                    let words: Vec<&str> = line.split_whitespace().collect();
                    let help = xtask(&[words[0], "--help"]).expect(0).stdout;
                    let options = words.iter().filter(|word| word.starts_with("--"));
                    options.for_each(|option| assert!(help.contains(option), "{name}: {line}"));
                }
            }
        }
    }
    assert!(commands > 0);
}
