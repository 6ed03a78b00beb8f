//! `cargo xtask mock`, until it is interrupted.
//!
//! In: a document. Out: how the service ends, and what it leaves.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::fetch::document;
use crate::support::cargo::xtask_in;
use crate::support::folders;

#[test]
fn an_interrupted_service_ends_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    folders::put(&folder.path().join("shop/bills.yml"), document("bills"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests-mock");
    let mut command = xtask_in(&folders::root());
    command.args(["mock", "--port", "0", "--specs"]).arg(folder.path()).env("CARGO_TARGET_DIR", &target);
    // Ctrl-C reaches everything that runs in the foreground.
    let mut child = command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let first = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    assert!(first.contains("http://127.0.0.1:") && first.contains("Ctrl-C ends it"), "{first}");
    let tables = || folders::read(&target.join("mock")).len();
    assert_eq!(tables(), 1);
    let sent = Command::new("kill").args(["-INT", "--", &format!("-{}", child.id())]).status().unwrap();
    assert!(sent.success());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert_eq!(tables(), 0, "the tables are removed");
}
