//! `--into`, `lock.toml` and `--locked`.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::{Project, document, published};
use crate::support::archive::zipped;
use crate::support::cargo::xtask_in;
use crate::support::folders;
use crate::support::host::{Given, Host};

const ADOPT: [&str; 5] = ["--from", "all.zip", "--into", "specs", "--verbatim"];

#[test]
fn adopting_touches_listed_documents_and_the_lock_only() {
    let project = Project::new();
    project.put("all.zip", published());
    project.put("specs/shop/bills.overlay.yaml", "overlay: 1.0.0\n");
    project.put("specs/shop/gone.yml", document("gone"));
    project.put("specs/names.lock", "{}");
    project.put("specs/diff.toml", "");
    let before = project.all();
    let ended = project.fetch(&ADOPT).expect(0);
    assert!(ended.stdout.contains("shop: 2 documents from file:all.zip ("), "{}", ended.stdout);
    assert!(ended.stdout.contains("not pinned before"), "{}", ended.stdout);
    let left = "`specs/shop/gone.yml` is not listed in products.toml; it is left as it is";
    assert!(ended.stdout.contains(left), "{}", ended.stdout);
    assert!(ended.stdout.contains("3 files written to `specs`, 0 unchanged"), "{}", ended.stdout);
    let mut after = project.all();
    for path in ["specs/shop/bills.yml", "specs/shop/items.yml", "specs/lock.toml"] {
        assert!(after.remove(path).is_some(), "{path}");
    }
    folders::assert_same(&before, &after, "nothing else is touched");
    let lock: toml::Table = project.read("specs/lock.toml").parse().unwrap();
    let pin = &lock["products"]["shop"];
    assert_eq!(pin["url"].as_str(), Some("file:all.zip"), "no folder of this machine");
    assert_eq!(pin["size"].as_integer(), Some(i64::try_from(published().len()).unwrap()));
    assert!(pin["date"].as_datetime().is_some_and(|date| date.date.is_some() && date.time.is_none()));
    assert_eq!(pin["documents"].as_table().unwrap().keys().collect::<Vec<_>>(), ["bills.yml", "items.yml"]);
    let sum = generator::load::load_texts("shop", &[("bills.yml".to_owned(), document("bills"))].into()).files[0]
        .sha256
        .clone();
    assert_eq!(pin["documents"]["bills.yml"].as_str(), Some(sum.as_str()));
}

#[test]
fn adopted_are_facts_unless_prose_is_wished_for() {
    let project = Project::new();
    let prose = "description: Nobody but the vendor may publish this sentence.";
    let bills = document("bills").replace("description: Done.", prose);
    project.put("all.zip", zipped(&[("bills.yml", &bills), ("items.yml", &document("items"))]));
    project.fetch(&ADOPT[..4]).expect(0);
    let adopted = project.read("specs/shop/bills.yml");
    assert!(!adopted.contains("Nobody") && adopted.contains("list_bills"), "{adopted}");
    // The pin is of what was published, so the same archive is nothing new.
    let before = project.all();
    let ended = project.fetch(&[&ADOPT[..4], &["--locked"]].concat()).expect(0);
    assert!(ended.stdout.contains("nothing new"), "{}", ended.stdout);
    assert_eq!(before, project.all());
    project.fetch(&ADOPT).expect(0);
    assert_eq!(project.read("specs/shop/bills.yml"), bills);
    assert_eq!(project.read("specs/lock.toml").as_bytes(), before["specs/lock.toml"]);
}

#[test]
fn an_overlay_that_is_there_survives_and_counts() {
    let project = Project::with("[products.shop]\ndocuments = ['bills.json', 'items.yml']\n");
    let overlay = "overlay: 1.0.0\ninfo: {title: Bills, version: '1'}\nactions: []\n";
    project.put("specs/shop/bills.overlay.yaml", overlay);
    let bills = "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"Bills\", \"version\": \"1\"}, \"paths\": {}}";
    project.put("all.zip", zipped(&[("bills.json", bills), ("items.yml", &document("items"))]));
    let ended = project.fetch(&ADOPT[..4]).expect(0);
    assert!(!ended.stdout.contains("left as it is"), "{}", ended.stdout);
    assert!(project.read("specs/shop/bills.yml").contains("openapi: 3.0"), "facts are YAML");
    assert_eq!(project.read("specs/shop/bills.overlay.yaml"), overlay);
}

#[test]
fn nothing_new_changes_no_file() {
    let project = Project::new();
    project.put("all.zip", published());
    project.fetch(&ADOPT).expect(0);
    // It was fetched some days ago.
    let lock = project.read("specs/lock.toml");
    let line = lock.lines().find(|line| line.starts_with("date = ")).unwrap();
    project.put("specs/lock.toml", lock.replace(line, "date = 2020-02-29"));
    let before = project.all();
    let ended = project.fetch(&ADOPT).expect(0);
    assert!(ended.stdout.contains("as pinned since 2020-02-29"), "{}", ended.stdout);
    assert!(ended.stdout.contains("nothing new: `specs` is as it was"), "{}", ended.stdout);
    folders::assert_same(&before, &project.all(), "nothing new");
    // One document changes, and so does the date.
    project.put("all.zip", zipped(&[("bills.yml", document("bills")), ("items.yml", document("goods"))]));
    let ended = project.fetch(&ADOPT).expect(0);
    assert!(ended.stdout.contains("changed since 2020-02-29: items.yml"), "{}", ended.stdout);
    assert!(ended.stdout.contains("2 files written to `specs`, 1 unchanged"), "{}", ended.stdout);
    assert!(!project.read("specs/lock.toml").contains("2020"));
}

#[test]
fn locked_means_the_same_bytes() {
    let project = Project::new();
    project.put("all.zip", published());
    let locked = [&ADOPT[..], &["--locked"]].concat();
    project.refuses(&locked, &["lock.toml does not pin it", "--into specs"]);
    project.fetch(&ADOPT).expect(0);
    std::fs::remove_file(project.path("specs/shop/items.yml")).unwrap();
    project.fetch(&locked).expect(0);
    assert_eq!(project.read("specs/shop/items.yml"), document("items"));
    let lock = project.read("specs/lock.toml");
    let pinned = lock.lines().find_map(|line| line.strip_prefix("sha256 = ")).unwrap().trim_matches('"').to_owned();
    // The same documents in another archive are not what was pinned; the same documents from a folder are.
    let repacked = zipped(&[("items.yml", document("items")), ("bills.yml", document("bills"))]);
    project.put("all.zip", &repacked);
    let told = project.refuses(&locked, &[&pinned, "the listed documents are the pinned ones"]);
    assert_eq!(told.matches("sha256 ").count(), 1, "{told}");
    project.put("folder/items.yml", document("items"));
    project.put("folder/bills.yml", document("bills"));
    project.fetch(&["--from", "folder", "--locked"]).expect(0);
    project.put("all.zip", zipped(&[("items.yml", document("goods")), ("bills.yml", document("bills"))]));
    project.refuses(&locked, &[&pinned, "documents that differ: items.yml"]);
    // The pin itself is doctored.
    project.put("all.zip", published());
    project.put("specs/lock.toml", lock.replace(&pinned, &"0".repeat(64)));
    project.refuses(&locked, &[&pinned, &"0".repeat(64)]);
    project.put("specs/lock.toml", "products = 1");
    project.refuses(&locked, &["specs/lock.toml", "restore it"]);
}

#[test]
fn a_document_that_is_missing_is_named() {
    let project = Project::with("[products.shop]\ndocuments = ['bill.yml', 'items.yml', 'z*.yml']\n");
    project.put("all.zip", published());
    project.put("specs/shop/items.yml", document("old"));
    project.refuses(&ADOPT, &["lacks bill.yml, z*.yml", "specs/products.toml", "near names: bills.yml"]);
    let project = Project::with("[products.shop]\ndocuments = ['rooms.yml']\n");
    project.put("all.zip", published());
    project.refuses(&ADOPT, &["lacks rooms.yml", "what came has: bills.yml, items.yml, taxes.yml"]);
}

#[test]
fn what_is_published_no_more_is_left_and_told() {
    let project = Project::with("[products.shop]\ndocuments = ['*.yml']\n");
    project.put("all.zip", published());
    project.fetch(&ADOPT).expect(0);
    project.put("all.zip", zipped(&[("bills.yml", document("bills"))]));
    let ended = project.fetch(&ADOPT).expect(0);
    assert!(ended.stdout.contains("`specs/shop/taxes.yml` is not published any more"), "{}", ended.stdout);
    assert!(ended.stdout.contains(": items.yml, taxes.yml"), "{}", ended.stdout);
    assert_eq!(project.read("specs/shop/taxes.yml"), document("taxes"));
    assert!(!project.read("specs/lock.toml").contains("taxes.yml"));
}

#[test]
fn another_folder_has_its_own_settings_or_none() {
    let project = Project::new();
    project.put("all.zip", published());
    project.fetch(&["--from", "all.zip", "--into", "plain", "--verbatim"]).expect(0);
    assert!(project.path("plain/shop/items.yml").is_file() && !project.path("plain/lock.toml").exists());
    project.put("own/products.toml", "[products.office]\ndocuments = ['bills.yml']\n");
    project.fetch(&["--from", "all.zip", "--into", "own", "--verbatim"]).expect(0);
    assert!(project.path("own/office/bills.yml").is_file() && project.path("own/lock.toml").is_file());
    assert!(!project.path("own/shop").exists() && !project.path("specs/lock.toml").exists());
}

#[test]
fn a_destination_that_cannot_be_written_changes_nothing() {
    let project = Project::new();
    project.put("all.zip", published());
    project.put("a-file", "");
    project.refuses(&["--from", "all.zip", "--into", "a-file", "--verbatim"], &["a-file"]);
    // A folder where a document belongs, after one that could be written.
    project.put("specs/shop/items.yml/inner", "");
    project.refuses(&ADOPT, &["items.yml"]);
    std::fs::remove_dir_all(project.path("specs/shop")).unwrap();
    project.put("specs/shop", "a file");
    project.refuses(&ADOPT, &["shop"]);
    std::fs::remove_file(project.path("specs/shop")).unwrap();
    std::os::unix::fs::symlink(project.path("a-file"), project.path("specs/shop")).unwrap();
    project.refuses(&ADOPT, &["shop"]);
    project.put("target/specs/shop", "a file");
    project.refuses(&["--from", "all.zip"], &["shop"]);
}

#[test]
fn a_run_that_is_killed_leaves_files_old_or_new() {
    let project = Project::new();
    let title = |round: usize| document(if round.is_multiple_of(2) { "even" } else { "odd" });
    let archive = move |round: usize| zipped(&[("bills.yml", title(round)), ("items.yml", title(round))]);
    let host = Host::start(move |asked, _| {
        let round: usize = asked.path.trim_matches(|sign: char| !sign.is_ascii_digit()).parse().unwrap();
        Given::file(archive(round))
    });
    for round in 0..12 {
        let mut command: Command = xtask_in(&project.path(""));
        command.args(["fetch", "--from", &host.at(&format!("{round}.zip")), "--into", "specs", "--verbatim"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(3 * round as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        for name in ["bills.yml", "items.yml"] {
            let path = project.path("specs/shop").join(name);
            let text = path.exists().then(|| std::fs::read_to_string(path).unwrap());
            assert!(text.is_none_or(|text| text == title(0) || text == title(1)), "{name} of round {round}");
        }
    }
    project.fetch(&["--from", &host.at("1.zip"), "--into", "specs", "--verbatim"]).expect(0);
    let names: Vec<String> = folders::read(&project.path("specs")).into_keys().collect();
    assert_eq!(names, ["lock.toml", "products.toml", "shop/bills.yml", "shop/items.yml"], "nothing is left behind");
    assert_eq!(project.read("specs/shop/items.yml"), document("odd"));
}

#[test]
fn a_document_that_came_in_another_format_replaces_the_one_that_is_there() {
    let project = Project::with("[products.shop]\ndocuments = ['bills.json']\n");
    let bills = "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"Bills\", \"version\": \"1\"}, \"paths\": {}}";
    project.put("all.zip", zipped(&[("bills.json", bills)]));
    project.fetch(&[&ADOPT[..4], &["--verbatim"]].concat()).expect(0);
    assert!(project.path("specs/shop/bills.json").is_file());
    let ended = project.fetch(&ADOPT[..4]).expect(0);
    assert!(ended.stdout.contains("`specs/shop/bills.json` goes: the same document is"), "{}", ended.stdout);
    assert!(project.path("specs/shop/bills.yml").is_file() && !project.path("specs/shop/bills.json").exists());
    // And back.
    project.fetch(&[&ADOPT[..4], &["--verbatim"]].concat()).expect(0);
    assert!(project.path("specs/shop/bills.json").is_file() && !project.path("specs/shop/bills.yml").exists());
}

#[test]
fn parts_that_are_left_out_are_told_at_their_places() {
    let project = Project::with("[products.shop]\ndocuments = ['bills.yml']\n");
    let paths: String = (0..30)
        .map(|number| format!("  /bills{number}:\n    get:\n      responses: {{'200': {{$ref: '#/components/responses/none{number}'}}}}\n"))
        .collect();
    let text = format!("openapi: 3.0.3\ninfo: {{title: Bills, version: '1'}}\npaths:\n{paths}");
    project.put("all.zip", zipped(&[("bills.yml", &text)]));
    let ended = project.fetch(&ADOPT[..4]).expect(0);
    let warnings: Vec<&str> = ended.stderr.lines().filter(|line| line.starts_with("warning: ")).collect();
    assert!(warnings[0].contains("shop/bills.yml:6:") && warnings[0].contains("none0"), "{}", ended.stderr);
    assert!(warnings.len() == 21 && warnings[20].contains("and 10 more"), "{}", ended.stderr);
}
