//! In: a crate or arguments. Out: what the real compiler, and the real command line, say to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock};

use serde_json::Value;

use super::folders;

/// How a run of `cargo xtask` ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// Fails with all that was printed, if the status is another.
    #[track_caller]
    pub(crate) fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

/// Runs `cargo xtask` in the project's folder. The program is built once, and then run without cargo.
pub(crate) fn xtask<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Ended {
    ended(xtask_in(&folders::root()).args(arguments))
}

/// The program as it is called in another folder, such as a copy of the project.
pub(crate) fn xtask_in(folder: &Path) -> Command {
    let mut command = Command::new(program());
    command.current_dir(folder).env("NO_COLOR", "1").env_remove("CARGO_MANIFEST_DIR");
    command
}

/// Runs a program to its end.
pub(crate) fn ended(command: &mut Command) -> Ended {
    let output = command.output().expect("the program runs");
    Ended {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let output =
            cargo(&folders::root()).args(["build", "-p", "xtask", "--message-format", "json"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let built =
            messages(&output).into_iter().filter_map(|message| message["executable"].as_str().map(PathBuf::from));
        built.reduce(|_, last| last).expect("xtask has a program")
    })
}

/// Checks a crate that stands alone, and fails if the compiler has anything to say.
pub(crate) fn check(folder: &Path, features: &[&str]) {
    alone(folder, &["check", "--features", &features.join(",")]);
}

/// Documents a crate that stands alone, and fails if rustdoc has anything to say.
pub(crate) fn document(folder: &Path, features: &[&str]) {
    alone(folder, &["doc", "--no-deps", "--features", &features.join(",")]);
}

/// Runs tests of a crate that stands alone, such as `--doc`, with these features and no others.
pub(crate) fn test(folder: &Path, features: &[&str], tests: &[&str]) {
    let features = features.join(",");
    let mut arguments = vec!["test", "--no-default-features", "--features", &features];
    arguments.extend(tests);
    alone(folder, &arguments);
}

/// Runs cargo in a crate that stands alone, and fails if the compiler, or a test, has anything to say. Dependencies are
/// compiled once for all such crates, in the versions that the project has locked; the network is only asked without
/// them.
fn alone(folder: &Path, arguments: &[&str]) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    fs::copy(folders::root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let run = |offline: bool| {
        let mut command = cargo(folder);
        let (what, more) = arguments.split_at(1);
        command.args(what).args(["--message-format", "json"]).args(offline.then_some("--offline")).args(more);
        command.env("CARGO_TARGET_DIR", target()).env("CARGO_INCREMENTAL", "0").output().unwrap()
    };
    let mut output = run(true);
    if !output.status.success() && findings(&output).is_empty() {
        output = run(false);
    }
    let findings = findings(&output);
    // The folder is another one each time: what was made for it will never be used again.
    let clean =
        cargo(folder).args(["clean", "--offline", "-p", "zoho-finance"]).env("CARGO_TARGET_DIR", target()).output();
    assert!(clean.is_ok_and(|clean| clean.status.success()));
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
    let said = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes).lines().filter(|line| !line.starts_with('{')).collect::<Vec<_>>().join("\n")
    };
    assert!(output.status.success(), "{}\n{}", said(&output.stdout), said(&output.stderr));
}

/// Where crates that stand alone are built, beside the project's own output.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests-out")
}

fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    // What cargo tells a test about the crate that it tests is of no use to another crate.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PKG_")) {
        command.env_remove(name);
    }
    command.env_remove("CARGO_MANIFEST_DIR");
    command
}

fn messages(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Warnings and errors of the compiler; cargo hides those of dependencies.
fn findings(output: &Output) -> Vec<String> {
    let rendered = |message: &Value| {
        let found = message["reason"] == "compiler-message" && message["message"]["code"].is_object();
        let level = message["message"]["level"].as_str()?;
        let serious = level.starts_with("error") || (found && level == "warning");
        (message["reason"] == "compiler-message" && serious)
            .then(|| message["message"]["rendered"].as_str().unwrap_or_default().to_owned())
    };
    messages(output).iter().filter_map(rendered).collect()
}
