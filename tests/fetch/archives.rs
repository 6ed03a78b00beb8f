//! What archives may hold, and what they are refused for.

use std::io::Write as _;

use super::{Project, document, published};
use crate::support::archive::{flagged, renamed, with_link, zipped};

/// Adopts an archive that is to be refused, for this reason.
#[track_caller]
fn refused(archive: &[u8], words: &[&str]) {
    let project = Project::new();
    let from = project.put("came.zip", archive);
    project.put("specs/shop/items.yml", document("old"));
    project.refuses(&["--from", &from, "--into", "specs", "--verbatim"], words);
    project.refuses(&["--from", &from], words);
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    let sound = zipped(&[("nested/bills.yml", document("bills")), ("items.yml", document("items"))]);
    for (path, why) in [
        ("/ested/bills.yml", "absolute path"),
        ("C:/ted/bills.yml", "absolute path"),
        ("../ted/bills.yml", "leads out of its folder"),
        ("nes/../bills.yml", "leads out of its folder"),
        ("nested/./ills.ym", "leads out of its folder"),
        ("nested//ills.yml", "leads out of its folder"),
        ("nested\\bills.yml", "backslash"),
        ("nested/\u{1b}[2Ja.yml", "no text"),
    ] {
        let to: String = path.chars().take(16).collect();
        assert_eq!(to.len(), "nested/bills.yml".len(), "{path}");
        refused(&renamed(&sound, "nested/bills.yml", &to), &[why, "came.zip", "shop: "]);
    }
}

#[test]
fn links_are_refused() {
    refused(&with_link(&document("bills"), "items.yml", "/etc/passwd"), &["`items.yml`", "link"]);
    refused(&with_link(&document("bills"), "items.yml", "bills.yml"), &["`items.yml`", "link"]);
}

#[test]
fn names_that_meet_are_refused() {
    let (bills, items) = (document("bills"), document("items"));
    let twice = zipped(&[("bills.yml", &bills), ("items.yml", &items), ("iteme.yml", &items)]);
    refused(&renamed(&twice, "iteme.yml", "items.yml"), &["two entries of one name"]);
    refused(&renamed(&twice, "iteme.yml", "ITEMS.yml"), &["`items.yml` and `ITEMS.yml`"]);
    refused(&zipped(&[("v1/bills.yml", &bills), ("v2/bills.yml", &bills)]), &["`v1/bills.yml` and `v2/bills.yml`"]);
}

#[test]
fn other_files_are_refused() {
    let bills = document("bills");
    for name in ["readme.txt", "run.sh", "noending", "more.zip", ".hidden.yml", ".yml"] {
        refused(&zipped(&[("bills.yml", bills.as_str()), (name, "x")]), &[name, "neither YAML nor JSON"]);
    }
    refused(&zipped(&[("bills.yml", &bills), ("bills.overlay.yaml", &bills)]), &["bills.overlay.yaml", "overlay"]);
    refused(&flagged(&published(), 1), &["encrypted"]);
    refused(&zipped::<&str, &str>(&[]), &["no documents"]);
    refused(&zipped(&[("empty/", "")]), &["no documents"]);
}

#[test]
fn folders_and_what_systems_add_are_no_reason() {
    let project = Project::new();
    let archive = zipped(&[
        ("openapi-all/", String::new()),
        ("openapi-all/bills.yml", document("bills")),
        ("openapi-all/items.yml", document("items")),
        ("openapi-all/.DS_Store", "x".to_owned()),
        ("__MACOSX/openapi-all/._bills.yml", "x".to_owned()),
    ]);
    let from = project.put("came.zip", archive);
    let ended = project.fetch(&["--from", &from]).expect(0);
    assert!(ended.stdout.contains("shop: 2 documents"), "{}", ended.stdout);
    assert_eq!(project.read("target/specs/shop/bills.yml"), document("bills"));
    assert!(!project.path("target/specs/shop/._bills.yml").exists());
}

#[test]
fn bombs_are_refused() {
    let much = vec![b' '; 4 << 20];
    let archive = zipped(&[("bills.yml", document("bills").as_bytes()), ("items.yml", &much)]);
    assert!(archive.len() < 20_000, "it is packed well");
    refused(&archive, &["`items.yml`", "times larger than packed", "200"]);
    // It says that it is small.
    let mut lying = archive;
    let (size, small) = ((4_u32 << 20).to_le_bytes(), 100_u32.to_le_bytes());
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size {
            lying[at..at + 4].copy_from_slice(&small);
        }
    }
    refused(&lying, &["items.yml"]);
    let many: Vec<(String, String)> = (0..2001).map(|index| (format!("{index}.yml"), String::new())).collect();
    refused(&zipped(&many), &["2001 entries", "2000 are the limit"]);
}

#[test]
fn sizes_are_bounded() {
    // What cannot be packed, so that only its size counts.
    let mut state = 1_u64;
    let mut noise = |length: usize| -> Vec<u8> {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state.to_le_bytes()[7]
        };
        (0..length).map(|_| next()).collect()
    };
    let archive = zipped(&[("bills.yml", noise(1 << 20)), ("items.yml", noise(1 << 20))]);
    let project = Project::new();
    let from = project.put("came.zip", &archive);
    project.refuses(&["--from", &from, "--max-size", "1"], &["came.zip", "1048576 are the limit", "--max-size"]);
    project.refuses(&["--from", &from], &["`bills.yml` is not UTF-8 (line 1)"]);
}

#[test]
fn what_is_cut_off_or_damaged_is_refused() {
    let whole = published();
    for length in [30, whole.len() / 2, whole.len() - 1] {
        refused(&whole[..length], &["truncated or damaged"]);
    }
    let mut damaged = zipped(&[("bills.yml", document("bills").repeat(3))]);
    damaged[60] ^= 0x55;
    refused(&damaged, &["truncated or damaged", "bills.yml"]);
}

#[test]
fn documents_are_read_before_they_are_kept() {
    let items = document("items");
    for (bills, words) in [
        ("openapi: 3.1.0\n", &["shop/bills.yml:1:", "3.1"][..]),
        ("swagger: '2.0'\n", &["shop/bills.yml:1:1"]),
        ("a: [\n", &["shop/bills.yml:"]),
        ("<!DOCTYPE html><html></html>", &["shop/bills.yml:", "begins `<!DOCTYPE html>"]),
        ("", &["shop/bills.yml"]),
    ] {
        refused(&zipped(&[("bills.yml", bills), ("items.yml", &items)]), words);
    }
    // What nobody asked for may be anything.
    let project = Project::new();
    let from = project
        .put("came.zip", zipped(&[("bills.yml", document("bills")), ("items.yml", items), ("x.yml", "[".to_owned())]));
    project.fetch(&["--from", &from]).expect(0);
}

#[test]
fn names_of_others_cannot_steer_the_terminal() {
    let project = Project::new();
    let mut file = std::fs::File::create(project.path("came.zip")).unwrap();
    file.write_all(b"\x1b[2J\x07 is no archive").unwrap();
    let told = project.refuses(&["--from", project.path("came.zip").to_str().unwrap()], &["something else came"]);
    assert!(!told.contains('\u{1b}') && !told.contains('\u{7}'), "{told}");
}
