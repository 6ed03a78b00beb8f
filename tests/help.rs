//! What the command line says of itself.
//!
//! In: `--help`, typing errors, and a shell that completes. Out: a snapshot of each help text, suggestions, and the words
//! that a shell would offer.

use std::process::Command;

use crate::command::{Place, SOUND};
use crate::support::cargo::xtask;
use crate::support::picture;

/// The commands as the top help lists them.
fn commands() -> Vec<String> {
    let help = xtask(&["--help"]).expect(0).stdout;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let rows = list.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    rows.map(|line| line.split(' ').next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

#[test]
fn help_of_every_command() {
    picture!("help", xtask(&["--help"]).expect(0).stdout);
    for name in commands() {
        let help = xtask(&[&name, "--help"]).expect(0).stdout;
        assert!(help.contains("\nExample"), "`cargo xtask {name} --help` has no example");
        picture!(format!("help-{name}"), help);
    }
}

#[test]
fn what_is_mistyped_gets_a_suggestion() {
    let place = Place::new(SOUND);
    let specs = place.specs();
    let specs = specs.to_str().unwrap();
    let out = place.specs().with_file_name("none");
    for (arguments, status, suggestion) in [
        (vec!["generat"], 2, "generate"),
        (vec!["generate", "--chek"], 2, "--check"),
        (vec!["completions", "bsh"], 2, "bash"),
        (vec!["lint", "--format", "jsn"], 2, "json"),
        (vec!["ci", "--only", "clipy"], 2, "`clippy`"),
        (vec!["ci", "--from", "tst"], 2, "`test`"),
        (vec!["generate", "--check", "--product", "boks"], 2, "`books`"),
        (vec!["generate", "--product", "shpo", "--specs", specs, "--out", out.to_str().unwrap()], 2, "`shop`"),
        (vec!["lint", "--product", "boks"], 1, "`books`"),
        (vec!["api", "--product", "inventroy"], 2, "`inventory`"),
        (vec!["diff", "books", "inventroy"], 2, "`inventory`"),
        (vec!["diff", "specs", "specs", "--product", "boks"], 2, "`books`"),
        (vec!["explain", "books::Invoic"], 1, "`books::Invoice`"),
        (vec!["fetch", "--product", "boks"], 2, "`books`"),
        (vec!["refresh", "--product", "boks"], 2, "`books`"),
    ] {
        let ended = xtask(&arguments).expect(status);
        let said = ended.stderr + &ended.stdout;
        assert!(said.contains(suggestion), "{arguments:?} does not suggest {suggestion}: {said}");
    }
}

/// What bash offers for a line.
fn offered(line: &str) -> Vec<String> {
    let script = "source /dev/stdin <<<\"$COMPLETIONS\"; read -ra COMP_WORDS <<<\"$LINE\"; \
                  [[ $LINE == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); \
                  _cargo_and_xtask cargo \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"; \
                  printf '%s\\n' \"${COMPREPLY[@]}\"";
    let completions = xtask(&["completions", "bash"]).expect(0).stdout;
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", script]).env("COMPLETIONS", completions).env("LINE", line);
    let output = bash.output().expect("bash runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_cargo_xtask_as_it_is_typed() {
    assert_eq!(offered("cargo xt"), ["xtask"]);
    let all = offered("cargo xtask ");
    assert!(commands().iter().all(|name| all.contains(name)), "{all:?}");
    assert_eq!(offered("cargo xtask gen"), ["generate"]);
    assert_eq!(offered("cargo xtask diff --since"), ["--since-lock"]);
    assert_eq!(offered("cargo xtask lint --format j"), ["json"]);
}

#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = xtask(&["completions", shell]).expect(0).stdout;
        assert!(script.contains("since-lock") && script.contains("xtask"), "{shell}");
    }
}

#[test]
fn the_doctor_knows_what_is_required() {
    let ended = xtask(&["doctor", "--format", "json"]).expect(0);
    let found: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let checks = found["checks"].as_array().unwrap();
    let row = |name: &str| checks.iter().find(|check| check["name"] == name).unwrap().clone();
    for name in ["rust", "rustfmt", "clippy", "git", "crates"] {
        assert!(row(name)["required"] == true && row(name)["state"] == "ok", "{}", row(name));
    }
    assert!(row("cargo-deny")["only_for"].is_string());
    for check in checks.iter().filter(|check| check["state"] == "missing") {
        assert!(check["help"].as_str().is_some_and(|help| !help.is_empty()), "{check}");
    }
}

#[test]
fn the_script_of_ci_and_the_command_have_one_list() {
    let listed = xtask(&["ci", "--list"]).expect(0).stdout;
    let one = xtask(&["ci", "--list", "--from", "doc", "--only", "fmt"]);
    assert_eq!(one.status, 2, "`--from` and `--only` contradict each other");
    assert_eq!(xtask(&["ci", "--list", "--only", "fmt"]).expect(0).stdout, "fmt  cargo fmt --all --check\n");
    for step in ["clippy-books", "generate", "test", "contract"] {
        assert!(listed.lines().any(|line| line.starts_with(&format!("{step} "))), "{listed}");
    }
    let script = std::fs::read_to_string(crate::support::folders::root().join(".ci/run")).unwrap();
    assert!(script.trim_end().ends_with("exec cargo xtask ci --verbose \"$@\""), "{script}");
    assert!(!script.contains("cargo test"), "{script}");
}

#[test]
fn a_step_that_fails_shows_its_output_and_ends_the_run() {
    let copy = crate::support::copy::Copy::new();
    let settings = std::fs::read(crate::support::folders::root().join("rustfmt.toml")).unwrap();
    crate::support::folders::put(&copy.path("rustfmt.toml"), settings);
    let file = copy.path("xtask/src/main.rs");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\nfn   badly_laid_out( ) {{}}\n")).unwrap();
    let ended = copy.xtask(&["ci", "--only", "fmt"]).expect(1);
    assert!(ended.stderr.contains("badly_laid_out"), "{}", ended.stderr);
    assert!(ended.stdout.contains("fmt    failed") && ended.stdout.contains("total"), "{}", ended.stdout);
    std::fs::write(&file, text).unwrap();
    let ended = copy.xtask(&["ci", "--only", "fmt"]).expect(0);
    assert!(ended.stdout.contains("fmt    ok"), "{}", ended.stdout);
}
