//! The command line as it is called.
//!
//! In: arguments of `cargo xtask`. Out: exit status, both outputs, and what was, or was not, written.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::cargo::{Ended, xtask};
use crate::support::folders;

/// A temporary folder with a specs folder of one small product, and a place for the crate.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new(document: &str) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        folders::put(&place.specs().join("shop/things.yml"), document);
        place
    }

    pub(crate) fn specs(&self) -> PathBuf {
        self.folder.path().join("specs")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn generate(&self, more: &[&str]) -> Ended {
        generate(&self.specs(), &self.out(), more)
    }
}

fn generate(specs: &Path, out: &Path, more: &[&str]) -> Ended {
    let mut arguments = vec!["generate", "--specs", specs.to_str().unwrap(), "--out", out.to_str().unwrap()];
    arguments.extend(more);
    xtask(&arguments)
}

pub(crate) const SOUND: &str = "\
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things:
    delete: {operationId: delete_things, responses: {'200': {description: Gone.}}}
servers: [{url: 'https://api.example.com/v1'}]
";

pub(crate) const WITH_WARNING: &str = "\
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things/{thing_id}:
    delete: {operationId: delete_thing, responses: {'200': {description: Gone.}}}
servers: [{url: 'https://api.example.com/v1'}]
";

/// An error in `file:line:column` form, with code and help.
fn assert_error(ended: &Ended, code: &str, place: &str) {
    assert!(ended.stderr.contains(&format!("error[{code}]: ")), "{}", ended.stderr);
    assert!(ended.stderr.contains(place), "{place}: {}", ended.stderr);
    assert!(ended.stderr.contains("= help: "), "{}", ended.stderr);
    assert!(ended.stdout.is_empty(), "{}", ended.stdout);
}

#[test]
fn broken_documents_write_nothing() {
    for (name, code, place) in [
        ("ZG002/unclosed-list", "ZG002", "things.yml:7:"),
        ("ZG002/json", "ZG002", "things.json:4:"),
        ("ZG003/openapi-2.0", "ZG003", "things.yml:1:10"),
        ("ZG003/openapi-3.1", "ZG003", "things.yml:1:10"),
        ("ZG006/no-match", "ZG006", "things.overlay.yaml:5:"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let specs = folders::own().join("bad").join(name);
        let (absent, present) = (folder.path().join("absent"), folder.path().join("present"));
        assert_error(&generate(&specs, &absent, &[]).expect(1), code, place);
        assert!(!absent.exists(), "{name}");
        folders::put(&present.join("src/kept.rs"), "// kept\n");
        let before = folders::read(&present);
        assert_error(&generate(&specs, &present, &[]).expect(1), code, place);
        folders::assert_same(&before, &folders::read(&present), name);
    }
}

#[test]
fn an_undefined_variable_of_a_template_writes_nothing() {
    let place = Place::new(SOUND);
    let templates = place.folder.path().join("templates");
    folders::copy(&folders::templates(), &templates);
    folders::copy(&folders::own().join("bad/ZG004/undefined-variable/templates"), &templates);
    let ended = place.generate(&["--templates", templates.to_str().unwrap()]).expect(1);
    assert_error(&ended, "ZG004", "src/product/mod.rs.j2:3:15");
    assert!(!place.out().exists());
}

#[test]
fn missing_folders_and_products_write_nothing() {
    let place = Place::new(SOUND);
    let missing = place.folder.path().join("missing");
    let ended = generate(&missing, &place.out(), &[]).expect(1);
    assert_error(&ended, "ZG001", missing.to_str().unwrap());
    let ended = place.generate(&["--templates", missing.to_str().unwrap()]).expect(1);
    assert_error(&ended, "ZG001", missing.to_str().unwrap());
    let ended = place.generate(&["--product", "stationery"]).expect(2);
    assert_error(&ended, "ZG001", "`stationery`");
    assert!(ended.stderr.contains("shop"), "the known products are named: {}", ended.stderr);
    assert!(!place.out().exists());
    // No rights are taken away here: some users may read every file.
    fs::write(place.specs().join("shop/more.yml"), b"openapi: \xff\n").unwrap();
    assert_error(&place.generate(&[]).expect(1), "ZG001", "more.yml");
    assert!(!place.out().exists());
}

#[test]
fn unknown_products_of_the_project_name_the_known_ones() {
    for command in ["generate", "api"] {
        let ended = xtask(&[command, "--product", "stationery"]).expect(2);
        assert_error(&ended, "ZG001", "`stationery`");
        for product in ["billing", "books", "inventory"] {
            assert!(ended.stderr.contains(product), "{command}: {}", ended.stderr);
        }
    }
}

#[test]
fn warnings_are_errors_where_they_are_denied() {
    let place = Place::new(WITH_WARNING);
    let ended = place.generate(&["--deny", "warnings"]).expect(1);
    assert_error(&ended, "ZG023", "things.yml:5:5");
    assert!(!place.out().exists());
    let ended = place.generate(&[]).expect(0);
    assert!(ended.stderr.contains("warning[ZG023]: ") && ended.stderr.contains("things.yml:5:5"), "{}", ended.stderr);
    assert!(place.out().join("src/shop/things.rs").is_file());
}

#[test]
fn the_tree_is_clean() {
    let ended = xtask(&["generate", "--check"]).expect(0);
    assert!(!ended.stdout.contains("@@"), "{}", ended.stdout);
    for word in ["4 documents", "67 operations", "0 files out of date", "load", "write"] {
        assert!(ended.stdout.contains(word), "`{word}` is missing: {}", ended.stdout);
    }
}

#[test]
fn a_doctored_crate_is_shown_as_a_diff_with_the_command_that_mends_it() {
    let place = Place::new(SOUND);
    let specs = folders::read(&place.specs());
    place.generate(&[]).expect(0);
    place.generate(&["--check"]).expect(0);
    let clean = folders::read(&place.out());
    let file = place.out().join("src/shop/things.rs");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("/things", "/thinks", 1)).unwrap();
    folders::put(&place.out().join("src/shop/stale.rs"), format!("{}// stale\n", generator::format::HEADER));
    let doctored = folders::read(&place.out());

    let ended = place.generate(&["--check"]).expect(1);
    for line in ["--- a/src/shop/things.rs", "+++ b/src/shop/things.rs", "@@ ", "a/src/shop/stale.rs", "-// stale"] {
        assert!(ended.stdout.contains(line), "`{line}` is missing:\n{}", ended.stdout);
    }
    let (removed, added) = ("-    /// `DELETE /v1/thinks`", "+    /// `DELETE /v1/things`");
    assert!(ended.stdout.contains(removed) && ended.stdout.contains(added), "{}", ended.stdout);
    assert!(ended.stderr.contains("run `cargo xtask generate"), "{}", ended.stderr);
    folders::assert_same(&doctored, &folders::read(&place.out()), "--check writes nothing");

    let ended = place.generate(&["--dry-run"]).expect(0);
    assert!(ended.stdout.contains("update ") && ended.stdout.contains("remove "), "{}", ended.stdout);
    folders::assert_same(&doctored, &folders::read(&place.out()), "--dry-run writes nothing");

    place.generate(&[]).expect(0);
    folders::assert_same(&clean, &folders::read(&place.out()), "generating mends it");
    folders::assert_same(&specs, &folders::read(&place.specs()), "a specs folder is never written to");
}

#[test]
fn a_dry_run_lists_and_changes_nothing() {
    let place = Place::new(SOUND);
    let ended = place.generate(&["--dry-run"]).expect(0);
    let listed = |path: &str| ended.stdout.lines().any(|line| line.starts_with("create ") && line.ends_with(path));
    assert!(listed("Cargo.toml") && listed("src/shop/things.rs") && listed("src/runtime/mod.rs"), "{}", ended.stdout);
    assert!(!place.out().exists());
}

#[test]
fn json_messages_are_one_object_a_line() {
    let place = Place::new(WITH_WARNING);
    let ended = place.generate(&["--message-format", "json"]).expect(0);
    let found: Vec<Value> = ended.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found.len(), 1, "{}", ended.stderr);
    assert_eq!(found[0]["code"], "ZG023");
    assert_eq!(found[0]["severity"], "warning");
    assert!(found[0]["file"].as_str().unwrap().ends_with("shop/things.yml"));
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&5.into(), &5.into()));
    assert!(found[0]["message"].is_string() && found[0]["help"].is_string());
    let summary: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(summary["kind"], "summary");
    assert_eq!((&summary["documents"], &summary["operations"]), (&1.into(), &1.into()));
    assert!(summary["milliseconds"]["load"].is_number());
    let changes = summary["changes"].as_array().unwrap();
    assert!(changes.iter().any(|change| change["path"].as_str().is_some_and(|path| path.ends_with("Cargo.toml"))));

    fs::write(place.specs().join("shop/things.yml"), "openapi: 3.1.0\n").unwrap();
    let ended = place.generate(&["--message-format", "json"]).expect(1);
    for line in ended.stderr.lines() {
        assert!(serde_json::from_str::<Value>(line).unwrap().is_object(), "{line}");
    }
    assert!(ended.stderr.contains("ZG003"), "{}", ended.stderr);
}

#[test]
fn a_product_alone_is_a_crate_of_that_product() {
    let place = Place::new(SOUND);
    folders::put(&place.specs().join("office/things.yml"), SOUND);
    place.generate(&["--product", "office"]).expect(0);
    assert!(place.out().join("src/office/things.rs").is_file());
    assert!(!place.out().join("src/shop").exists());
}

#[test]
fn the_api_is_printed_for_people_and_as_json() {
    let place = Place::new(SOUND);
    let specs = place.specs();
    let ended = xtask(&["api", "--specs", specs.to_str().unwrap()]).expect(0);
    assert!(ended.stdout.contains("DELETE /things"), "{}", ended.stdout);
    let ended = xtask(&["api", "--specs", specs.to_str().unwrap(), "--format", "json"]).expect(0);
    let face: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(face["products"][0]["resources"][0]["operations"][0]["id"], "delete_things");
}

#[test]
fn arguments_that_make_no_sense_are_told_apart() {
    for arguments in [
        &["generate", "--no-such-option"][..],
        &["generate", "--check", "--dry-run"],
        &["generate", "--specs", "specs"],
        &["generate", "--message-format", "xml"],
        &["no-such-command"],
        &[],
    ] {
        let ended = xtask(arguments).expect(2);
        let told = ended.stderr.contains("error: ") || ended.stderr.contains("Usage: ");
        assert!(ended.stdout.is_empty() && told, "{arguments:?}: {}", ended.stderr);
    }
}

/// Only the making is remembered: warnings are told again, and the disk is compared and mended every time.
#[test]
fn what_was_made_before_is_not_made_again() {
    // Nobody else has made this.
    let unique = format!("version: '{}'", std::process::id());
    let place = Place::new(&WITH_WARNING.replace("version: '1'", &unique));
    let first = place.generate(&[]).expect(0);
    assert!(first.stdout.contains("normalise "), "{}", first.stdout);
    let second = place.generate(&[]).expect(0);
    assert!(!second.stdout.contains("normalise ") && second.stdout.contains(" 0 files written"), "{}", second.stdout);
    assert!(first.stderr.contains("warning[") && second.stderr == first.stderr, "{}", second.stderr);
    fs::remove_file(place.out().join("src/shop/mod.rs")).unwrap();
    let third = place.generate(&[]).expect(0);
    assert!(!third.stdout.contains("normalise ") && third.stdout.contains(" 1 files written"), "{}", third.stdout);
    place.generate(&["--deny", "warnings"]).expect(1);
    folders::put(
        &place.specs().join("shop/things.yml"),
        WITH_WARNING.replace("version: '1'", &unique.replace('\'', "\"")),
    );
    let other = place.generate(&[]).expect(0);
    assert!(other.stdout.contains("normalise "), "{}", other.stdout);
}

#[test]
fn quiet_runs_tell_only_what_is_wrong() {
    let sound = Place::new(SOUND);
    let ended = sound.generate(&["--quiet"]).expect(0);
    assert_eq!(ended.stderr, "");
    let warned = Place::new(WITH_WARNING).generate(&["--quiet"]).expect(0);
    assert!(warned.stderr.starts_with("warning[ZG"), "{}", warned.stderr);
}
