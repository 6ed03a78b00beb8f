//! Runs that are cut, and disks that refuse.
//!
//! In: `cargo xtask generate` and `fetch`, killed at random moments, interrupted, run twice at once, or with a full disk
//! or a folder that cannot be written. Out: every file is the old one or the new one, nothing else was touched, and the
//! next run mends all.

mod disks;
mod mounted;
mod place;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::cargo::{ended, xtask_in};
use crate::support::folders::{self, assert_same};
use crate::support::random::Random;
use place::{Place, assert_whole, document, has_temporary, is_temporary, silent};

/// Runs that are killed, of each command.
const KILLS: usize = 70;
const FETCHES: usize = 30;
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
