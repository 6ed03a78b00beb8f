//! `cargo xtask refresh`, end to end.
//!
//! In: a copy of the project with one small product, and a folder in which its documents are published. Out: the exit
//! status, what became of the project, and the text for the pull request.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::cargo::{Ended, ended, xtask_in};
use crate::support::copy::Copy;
use crate::support::folders::{self, assert_same};

/// The project with nothing but a shop, as a service publishes it.
struct Shop {
    copy: Copy,
}

/// What the shop documents: calls, and the type of a thing's size.
fn document(more: &str, size: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Shop, version: '1'}}
servers: [{{url: 'https://api.example.com/v1'}}]
paths:
  /things:
    get:
      operationId: list_things
      responses: {{'200': {{description: Done., content: {{application/json: {{schema: {{$ref: '#/components/schemas/things'}}}}}}}}}}
  /things/{{thing_id}}:
    parameters: [{{name: thing_id, in: path, required: true, schema: {{type: string}}}}]
    put:
      operationId: update_thing
      responses: {{'200': {{description: Done.}}}}
{more}components:
  schemas:
    things:
      type: object
      properties:
        code: {{type: integer}}
        message: {{type: string}}
        things: {{type: array, items: {{type: object, properties: {{thing_id: {{type: string}}, size: {{type: {size}}}}}}}}}
"
    )
}

const MORE: &str = "    delete:
      operationId: delete_thing
      responses: {'200': {description: Gone.}}
";

impl Shop {
    fn new() -> Self {
        let shop = Self { copy: Copy::new() };
        fs::remove_dir_all(shop.copy.path("specs")).unwrap();
        let settings = "[products.shop]\ntitle = \"Shop\"\nsource = \"https://example.com/shop.zip\"\n\
                        documents = [\"things.yml\"]\n";
        folders::put(&shop.copy.path("specs/products.toml"), settings);
        folders::put(&shop.copy.path("specs/shop/things.yml"), document("", "integer"));
        shop.copy.xtask(&["generate"]).expect(0);
        shop.copy.commit("A shop");
        shop
    }

    /// Publishes documents, and gives the folder in which they are.
    fn publish(&self, name: &str, text: &str) -> PathBuf {
        let folder = self.copy.path("target/published").join(name);
        folders::put(&folder.join("shop/things.yml"), text);
        folders::put(&folder.join("shop/others.yml"), text);
        folder
    }

    fn summary(&self) -> PathBuf {
        self.copy.path("target/pull-request.md")
    }

    /// What is compiled is kept for the next test; one after the other, because the copy is made there as well.
    fn refresh(&self, from: &Path, more: &[&str]) -> Ended {
        let mut command = xtask_in(self.copy.root());
        command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests-refresh"));
        command.args(["refresh", "--verbatim", "--summary"]).arg(self.summary()).arg("--from").arg(from).args(more);
        ended(&mut command)
    }

    /// What differs from the last commit.
    fn changed(&self) -> Vec<String> {
        let listed = self.copy.git(&["status", "--porcelain", "--untracked-files=all"]);
        listed.lines().map(|line| line[3..].to_owned()).collect()
    }
}

#[test]
fn a_refresh_adopts_tests_and_tells_what_changed() {
    let shop = Shop::new();
    let ended = shop.refresh(&shop.publish("more", &document(MORE, "integer")), &[]).expect(10);
    assert!(ended.stdout.contains("refresh: compatible"), "{}", ended.stdout);
    let changed = shop.changed();
    assert!(!changed.contains(&"CHANGELOG.md".to_owned()), "before the first release there is no entry: {changed:?}");
    for path in ["specs/shop/things.yml", "specs/names.lock", "specs/lock.toml"] {
        assert!(changed.iter().any(|one| one == path), "{path}: {changed:?}");
    }
    assert!(changed.iter().any(|path| path.starts_with("generated/src/shop/")), "{changed:?}");
    let own = ["specs/", "generated/"];
    assert!(changed.iter().all(|path| own.iter().any(|own| path.starts_with(own))), "{changed:?}");
    let text = fs::read_to_string(shop.summary()).unwrap();
    assert!(text.starts_with("# Refresh shop: compatible\n"), "{text}");
    for said in ["DELETE /things/{thing_id}", "`others.yml`", "the first one", "things::delete", "| shop | 0 | 0 |"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    shop.copy.xtask(&["generate", "--check"]).expect(0);
    shop.copy.commit("Refreshed");

    let again = shop.refresh(&shop.publish("more", &document(MORE, "integer")), &[]).expect(0);
    assert!(again.stdout.contains("nothing changed"), "{}", again.stdout);
    assert_eq!(shop.changed(), [""; 0]);

    shop.copy.xtask(&["release", "--no-verify"]).expect(0);
    shop.copy.commit("Released");

    // What was there changes its type, and goes.
    let breaking = shop.publish("breaking", &document("", "boolean"));
    let ended = shop.refresh(&breaking, &[]).expect(11);
    assert!(ended.stdout.contains("refresh: breaking"), "{}", ended.stdout);
    let text = fs::read_to_string(shop.summary()).unwrap();
    for said in [
        "# Refresh shop: breaking\n",
        "## What breaks callers",
        "What no longer compiles",
        "major",
        "**0.2.0**, after 0.1.0",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let log = fs::read_to_string(shop.copy.path("CHANGELOG.md")).unwrap();
    assert_eq!(log.matches("@generated-begin: api").count(), 1, "{log}");
    assert!(log.contains("/things/{thing_id}") && log.contains("## Unreleased"), "{log}");
}

#[test]
fn a_dry_run_and_a_schedule() {
    let shop = Shop::new();
    let more = shop.publish("more", &document(MORE, "integer"));
    let ended = shop.refresh(&more, &["--dry-run", "--exit-zero"]).expect(0);
    assert!(ended.stdout.contains("refresh: compatible") && ended.stderr.contains("--dry-run"), "{}", ended.stderr);
    assert_eq!(shop.changed(), [""; 0]);
}

#[test]
fn what_cannot_be_fetched_read_or_compiled_changes_nothing() {
    let shop = Shop::new();
    let before = folders::read(shop.copy.root());
    let missing = shop.refresh(&shop.copy.path("target/nowhere"), &[]).expect(1);
    assert!(missing.stderr.contains("nothing was changed"), "{}", missing.stderr);
    shop.refresh(Path::new("http://127.0.0.1:9/"), &[]).expect(1);
    let broken = shop.refresh(&shop.publish("broken", "openapi: 3.0.3\npaths: [\n"), &[]).expect(1);
    assert!(broken.stderr.contains("things.yml"), "{}", broken.stderr);
    let misuse = shop.refresh(&shop.publish("more", &document(MORE, "integer")), &["--product", "shpo"]).expect(2);
    assert!(misuse.stderr.contains("`shop`"), "{}", misuse.stderr);
    let after = |path: &String| !path.starts_with("target/");
    let kept = |files: std::collections::BTreeMap<String, Vec<u8>>| {
        files.into_iter().filter(|(path, _)| after(path)).collect()
    };
    assert_same(&kept(before), &kept(folders::read(shop.copy.root())), "something was changed");

    let file = shop.copy.path("generated/src/runtime/mod.rs");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\nfn that_does_not_compile() -> u8 {{}}\n")).unwrap();
    shop.copy.commit("Something is wrong with the runtime");
    let ended = shop.refresh(&shop.publish("more", &document(MORE, "integer")), &[]).expect(1);
    assert!(
        ended.stderr.contains("that_does_not_compile") && ended.stderr.contains("error: compile"),
        "{}",
        ended.stderr
    );
    assert_eq!(shop.changed(), [""; 0]);
}

#[test]
fn an_overlay_that_does_not_fit_is_named_and_may_be_corrected_before() {
    let shop = Shop::new();
    let overlay = |target: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: Things, version: '1'}}\nactions:\n  - target: {target}\n    description: It says too little.\n    update: {{summary: Changes a thing}}\n"
        )
    };
    let path = shop.copy.path("specs/shop/things.overlay.yaml");
    folders::put(&path, overlay("$.paths['/things/{thing_id}'].put"));
    shop.copy.xtask(&["generate"]).expect(0);
    shop.copy.commit("An overlay");
    let moved = document(MORE, "integer").replace("thing_id", "id");
    let published = shop.publish("moved", &moved);
    let ended = shop.refresh(&published, &[]).expect(1);
    let said = "specs/shop/things.overlay.yaml:4";
    for word in [said, "$.paths['/things/{thing_id}'].put", "ZG006", "refresh again", "nothing was changed"] {
        assert!(ended.stderr.contains(word), "{word}: {}", ended.stderr);
    }
    assert!(!ended.stderr.contains("refresh/project/specs"), "the copy is nobody's concern: {}", ended.stderr);
    assert_eq!(shop.changed(), [""; 0]);

    // Corrected for what comes, it does not fit what is there; the committed one does.
    folders::put(&path, overlay("$.paths['/things/{id}'].put"));
    let ended = shop.refresh(&published, &["--dry-run"]).expect(11);
    assert!(ended.stdout.contains("refresh: breaking"), "{}", ended.stdout);
    assert!(fs::read_to_string(shop.summary()).unwrap().contains("DELETE /things/{id}"));
}
