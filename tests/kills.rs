//! Runs that are cut, and disks that refuse.
//!
//! In: `cargo xtask generate` and `fetch`, killed at random moments, interrupted, run twice at once, or with a full disk or a folder
//! that cannot be written. Out: every file is the old one or the new one, nothing else was touched, and the next run
//! mends all.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::cargo::{ended, xtask_in};
use crate::support::folders::{self, assert_same};
use crate::support::random::Random;

/// Runs that are killed, of each command.
const KILLS: usize = 70;
const FETCHES: usize = 30;
/// Documents of the folder that is generated from, and their operations: few, so that a run is short; files many, so
/// that writing is a part of it that kills hit.
const DOCUMENTS: usize = 6;

type Files = BTreeMap<String, Vec<u8>>;

/// Two specs folders with other names for everything, and a place for a crate of either.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        for (side, noun) in [("old", "thing"), ("new", "matter")] {
            for number in 0..DOCUMENTS {
                let noun = format!("{noun}{}", ["a", "b", "c", "d", "e", "f"][number]);
                let path = place.path(side).join(format!("shop/{noun}s.yml"));
                folders::put(&path, document(&noun));
            }
        }
        place
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn out(&self) -> std::path::PathBuf {
        self.path("out")
    }

    /// `generate` from one of the sides.
    fn generate(&self, side: &str, out: &Path) -> Command {
        let mut command = xtask_in(&folders::root());
        command.args(["generate", "--quiet", "--specs"]).arg(self.path(side)).arg("--out").arg(out);
        command
    }

    /// What a run that nobody cuts makes of a side.
    fn clean(&self, side: &str) -> Files {
        let out = self.path(&format!("clean-{side}"));
        ended(&mut self.generate(side, &out)).expect(0);
        folders::read(&out)
    }
}

fn document(noun: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Shop, version: '1'}}\nservers: [{{url: 'https://api.example.com/v1'}}]\npaths:\n  \
         /{noun}s:\n    get:\n      operationId: list_{noun}s\n      responses:\n        '200':\n          description: Done.\n          \
         content:\n            application/json:\n              schema:\n                type: object\n                properties:\n                  \
         {noun}s: {{type: array, items: {{type: object, properties: {{{noun}_id: {{type: string}}, {noun}_name: {{type: string}}}}}}}}\n"
    )
}

/// Fails unless every file is as one of the two runs made it, and every other one a temporary file.
fn assert_whole(found: &Files, old: &Files, new: &Files) {
    for (path, bytes) in found.iter().filter(|(path, _)| !is_temporary(path)) {
        let sides = [old.get(path), new.get(path)];
        assert!(sides.contains(&Some(bytes)), "`{path}` is neither old nor new: {} bytes", bytes.len());
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(found.contains_key(path), "`{path}` is gone");
    }
}

fn is_temporary(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with('.') && name.ends_with(".tmp"))
}

fn silent(command: &mut Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn killed_at_any_moment_every_file_is_old_or_new_and_the_next_run_mends_all() {
    let place = Place::new();
    let sides = [("old", place.clean("old")), ("new", place.clean("new"))];
    let outside = folders::read(&place.path("old"));
    let mut random = Random::seeded();
    ended(&mut place.generate("old", &place.out())).expect(0);
    let since = Instant::now();
    ended(&mut place.generate("new", &place.out())).expect(0);
    let whole = since.elapsed();
    let (mut ended_before, mut cut, mut mixed) = (0, 0, 0);
    for kill in 0..KILLS {
        // The side that is not there yet; a run that was cut leaves both.
        let (side, _) = sides[kill % 2];
        let mut child = silent(&mut place.generate(side, &place.out()));
        match kill % 3 {
            // Anywhere in the run.
            0 => std::thread::sleep(whole.mul_f64(random.below(1000) as f64 / 1000.0)),
            // As soon as the first text lies beside its file, and a little later.
            _ => {
                while !has_temporary(&place.out()) && child.try_wait().unwrap().is_none() {}
                std::thread::sleep(Duration::from_micros(random.below(4000)));
            }
        }
        let was_over = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        let found = folders::read(&place.out());
        assert_whole(&found, &sides[0].1, &sides[1].1);
        ended_before += usize::from(was_over);
        cut += usize::from(found.keys().any(|path| is_temporary(path)));
        mixed += usize::from(sides.iter().all(|(_, files)| *files != found));
        if kill % 10 == 9 {
            let (side, files) = &sides[random.below(2) as usize];
            ended(&mut place.generate(side, &place.out())).expect(0);
            assert_same(files, &folders::read(&place.out()), "the next run mends all");
        }
    }
    println!(
        "{KILLS} kills: {ended_before} too late, {cut} left temporary files, {mixed} left a mixture ({whole:?} a run)"
    );
    assert!(cut >= KILLS / 10, "only {cut} kills hit the writing");
    assert_same(&outside, &folders::read(&place.path("old")), "documents were written to");
}

fn has_temporary(folder: &Path) -> bool {
    let inner = |path: &Path| path.is_dir() && has_temporary(path);
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| is_temporary(&entry.file_name().to_string_lossy()) || inner(&entry.path()))
}

#[test]
fn killed_at_any_moment_a_fetch_leaves_documents_old_or_new() {
    let folder = tempfile::tempdir().unwrap();
    let path = |path: &str| folder.path().join(path);
    let settings = "[products.shop]\nsource = \"https://example.com/shop.zip\"\ndocuments = [\"*.yml\"]\n";
    for number in 0..40 {
        for (side, noun) in [("old", "thing"), ("new", "matter")] {
            let text = format!("# {}\n{}", "Long. ".repeat(5000), document(noun));
            folders::put(&path(side).join(format!("shop/document-{number}.yml")), text);
        }
    }
    let fetch = |side: &str, into: &Path| {
        folders::put(&into.join("products.toml"), settings);
        let mut command = xtask_in(&folders::root());
        command.env("CARGO_TARGET_DIR", path("target"));
        command.args(["fetch", "--quiet", "--verbatim", "--from"]).arg(path(side)).arg("--into").arg(into);
        command
    };
    let sides = ["old", "new"].map(|side| {
        let into = path(&format!("clean-{side}"));
        ended(&mut fetch(side, &into)).expect(0);
        folders::read(&into)
    });
    let into = path("into");
    ended(&mut fetch("old", &into)).expect(0);
    let since = Instant::now();
    ended(&mut fetch("new", &into)).expect(0);
    let whole = since.elapsed();
    let mut random = Random::seeded();
    let mut mixed = 0;
    for kill in 0..FETCHES {
        let mut child = silent(&mut fetch(["old", "new"][kill % 2], &into));
        if kill % 3 == 0 {
            std::thread::sleep(whole.mul_f64(random.below(1000) as f64 / 1000.0));
        } else {
            while !has_temporary(&into) && child.try_wait().unwrap().is_none() {}
            std::thread::sleep(Duration::from_micros(random.below(4000)));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let found = folders::read(&into);
        assert_whole(&found, &sides[0], &sides[1]);
        mixed += usize::from(!sides.contains(&found));
        if kill % 10 == 9 {
            ended(&mut fetch("new", &into)).expect(0);
            assert_same(&sides[1], &folders::read(&into), "the next run mends all");
        }
    }
    println!("{FETCHES} kills: {mixed} left a mixture ({whole:?} a run)");
}

#[test]
fn an_interrupted_run_leaves_all_old_or_all_new() {
    let place = Place::new();
    let sides = [place.clean("old"), place.clean("new")];
    ended(&mut place.generate("old", &place.out())).expect(0);
    for (signal, delay) in [("INT", 0), ("TERM", 300), ("INT", 900)] {
        let mut child = silent(&mut place.generate("new", &place.out()));
        // The handler is there from the beginning on, but not before the program begins.
        std::thread::sleep(Duration::from_millis(100));
        while delay == 0 && !has_temporary(&place.out()) && child.try_wait().unwrap().is_none() {}
        std::thread::sleep(Duration::from_micros(delay));
        let sent = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
        let status = child.wait().unwrap();
        assert!(!sent.success() || matches!(status.code(), Some(0 | 130)), "{signal}: {status}");
        let found = folders::read(&place.out());
        assert!(sides.contains(&found), "{signal} after {delay} us left a mixture: {:?}", found.keys());
        ended(&mut place.generate("old", &place.out())).expect(0);
    }
}

#[test]
fn of_two_runs_at_once_the_last_one_wins_as_a_whole() {
    let place = Place::new();
    let sides = [place.clean("old"), place.clean("new")];
    for _ in 0..4 {
        let mut children = ["old", "new"].map(|side| silent(&mut place.generate(side, &place.out())));
        for child in &mut children {
            assert!(child.wait().unwrap().success());
        }
        let found = folders::read(&place.out());
        assert!(sides.contains(&found), "a mixture of both: {:?}", found.keys());
    }
}

#[test]
fn on_a_full_disk_nothing_changes_and_with_room_the_next_run_does_all() {
    let place = Place::new();
    let (old, new) = (place.clean("old"), place.clean("new"));
    let Some(disk) = Mounted::tmpfs(&place.path("disk")) else {
        return full_by_limit(&place, &old, &new);
    };
    let out = disk.path().join("out");
    ended(&mut place.generate("old", &out)).expect(0);
    let size: usize = old.values().map(Vec::len).sum();
    disk.remount(&format!("size={}k", size / 1024 + 400));
    let ended_full = ended(&mut place.generate("new", &out)).expect(1);
    assert!(
        ended_full.stderr.contains("cannot write `") && ended_full.stderr.contains("out/"),
        "{}",
        ended_full.stderr
    );
    assert_same(&old, &folders::read(&out), "a full disk changes nothing");
    disk.remount("size=64m");
    ended(&mut place.generate("new", &out)).expect(0);
    assert_same(&new, &folders::read(&out), "with room it does all");
}

/// Where nothing can be mounted: no file may grow beyond what most of them have.
fn full_by_limit(place: &Place, old: &Files, new: &Files) {
    let out = place.out();
    ended(&mut place.generate("old", &out)).expect(0);
    let largest = new.values().map(Vec::len).max().unwrap() / 1024;
    let generate = place.generate("new", &out);
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\""]).arg(largest.to_string());
    limited.arg(generate.get_program()).args(generate.get_args()).current_dir(folders::root());
    let ended_full = ended(&mut limited).expect(1);
    assert!(ended_full.stderr.contains("cannot write `"), "{}", ended_full.stderr);
    assert_same(old, &folders::read(&out), "a file that cannot grow changes nothing");
    ended(&mut place.generate("new", &out)).expect(0);
    assert_same(new, &folders::read(&out), "with room it does all");
}

#[test]
fn in_a_folder_that_cannot_be_written_nothing_changes() {
    let place = Place::new();
    let (old, new) = (place.clean("old"), place.clean("new"));
    let Some(disk) = Mounted::tmpfs(&place.path("disk")).or_else(|| Mounted::plain(&place.path("disk"))) else {
        println!("skipped: neither a mount nor modes make a folder read-only here");
        return;
    };
    let out = disk.path().join("out");
    ended(&mut place.generate("old", &out)).expect(0);
    disk.read_only(true);
    let refused = ended(&mut place.generate("new", &out));
    let absent = ended(&mut place.generate("new", &disk.path().join("absent")));
    disk.read_only(false);
    let refused = refused.expect(1);
    assert!(refused.stderr.contains("error: cannot ") && refused.stderr.contains("out/"), "{}", refused.stderr);
    assert!(absent.expect(1).stderr.contains("absent"));
    assert_same(&old, &folders::read(&out), "a folder that is read-only");
    ended(&mut place.generate("new", &out)).expect(0);
    assert_same(&new, &folders::read(&out), "a folder that can be written again");
}

/// A folder that can be made small or read-only.
struct Mounted {
    folder: std::path::PathBuf,
    is_mount: bool,
}

impl Mounted {
    /// A disk of its own in memory; only some users may have one.
    fn tmpfs(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(folder).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self { folder: folder.to_owned(), is_mount: true })
    }

    /// A folder whose modes count, which they do not for every user.
    fn plain(folder: &Path) -> Option<Self> {
        let plain = Self { folder: folder.to_owned(), is_mount: false };
        fs::create_dir_all(folder).unwrap();
        plain.read_only(true);
        let counts = fs::write(folder.join("probe"), "").is_err();
        plain.read_only(false);
        counts.then_some(plain)
    }

    fn path(&self) -> &Path {
        &self.folder
    }

    fn remount(&self, option: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{option}")]).arg(&self.folder).status();
        assert!(done.is_ok_and(|status| status.success()), "{option}");
    }

    fn read_only(&self, is_read_only: bool) {
        if self.is_mount {
            return self.remount(if is_read_only { "ro" } else { "rw" });
        }
        let mode = if is_read_only { "a-w" } else { "u+w" };
        let done = Command::new("chmod").args(["-R", mode]).arg(&self.folder).status();
        assert!(done.is_ok_and(|status| status.success()), "{mode}");
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if self.is_mount {
            let _ = Command::new("umount").arg(&self.folder).status();
        }
    }
}
