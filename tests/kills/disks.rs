//! Disks that refuse.
//!
//! In: `cargo xtask generate` where the disk is full, or its folder cannot be written. Out: nothing changed, and the next
//! run does all.

use std::process::Command;

use super::mounted::Mounted;
use super::place::{Files, Place};
use crate::support::cargo::ended;
use crate::support::folders::{self, assert_same};

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
