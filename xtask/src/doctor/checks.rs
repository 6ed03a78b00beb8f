//! In: what the project's own files ask for, and what programs say of themselves. Out: a list of checks.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Check, Found};
use crate::paths;

/// What builds and tests of the whole take.
const ROOM: u64 = 10 << 30;
/// What is installed from the lock file of the services.
const PRISM: &str = "tests/services/node_modules/@stoplight/prism-cli";

const SERVICES: &str = "`cargo xtask contract`, `cargo xtask ci` and tests that are ignored otherwise";
const RUSTUP: &str = "install it with rustup: https://rustup.rs";

/// Everything, what all needs first.
pub(super) fn all() -> Vec<Check> {
    let required = |name, found| Check { name, only_for: None, found };
    let optional = |name, only_for, found| Check { name, only_for: Some(only_for), found };
    vec![
        required("rust", rust()),
        required("rustfmt", tool("cargo", &["fmt", "--version"], "rustup component add rustfmt")),
        required("clippy", tool("cargo", &["clippy", "--version"], "rustup component add clippy")),
        required("git", tool("git", &["--version"], "install it from your system's packages")),
        required("crates", crates()),
        optional("node", SERVICES, node()),
        optional("npm", SERVICES, tool("npm", &["--version"], "it comes with Node: https://nodejs.org")),
        optional("services", SERVICES, services()),
        optional("chromium", "tests of pages, and `cargo xtask ci`", chromium()),
        optional(
            "cargo-deny",
            "the step `deny` of `cargo xtask ci`, which is skipped without it",
            tool("cargo", &["deny", "--version"], "cargo install --locked cargo-deny"),
        ),
        optional(
            "cargo-semver-checks",
            "a second opinion on versions",
            tool("cargo", &["semver-checks", "--version"], "cargo install --locked cargo-semver-checks"),
        ),
        optional("disk", "building and testing everything", disk()),
    ]
}

/// What a program prints, if it can be run.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(paths::root()).stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn tool(program: &str, arguments: &[&str], help: &str) -> Found {
    match said(program, arguments) {
        Some(version) => Found::Here(version.lines().next().unwrap_or_default().to_owned()),
        None => Found::Missing(format!("`{program} {}` cannot be run", arguments.join(" ")), help.to_owned()),
    }
}

fn rust() -> Found {
    let Some(version) = said("rustc", &["--version"]) else {
        return Found::Missing("`rustc` cannot be run".to_owned(), RUSTUP.to_owned());
    };
    let number = version.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let wanted = text_at("Cargo.toml", &["workspace", "package", "rust-version"]).unwrap_or_default();
    let channel = text_at("rust-toolchain.toml", &["toolchain", "channel"]).unwrap_or_default();
    // A channel may be a number itself; then it is that one and no other.
    let is_pinned = channel.starts_with(|sign: char| sign.is_ascii_digit());
    if is_pinned && !number.starts_with(&channel) {
        return Found::Missing(
            format!("{number}, and rust-toolchain.toml asks for {channel}"),
            format!("rustup toolchain install {channel}"),
        );
    }
    at_least(&number, &wanted, &format!("rustup update {channel}"))
}

fn node() -> Found {
    let help = "install it: https://nodejs.org";
    let Some(version) = said("node", &["--version"]) else {
        return Found::Missing("`node` cannot be run".to_owned(), help.to_owned());
    };
    let package = std::fs::read_to_string(paths::root().join("tests/services/package.json")).unwrap_or_default();
    let package: Value = serde_json::from_str(&package).unwrap_or_default();
    let wanted = package.pointer("/engines/node").and_then(Value::as_str).unwrap_or_default();
    at_least(version.trim_start_matches('v'), wanted.trim_start_matches(['>', '=']), help)
}

/// Whether a version is as new as it must be.
fn at_least(version: &str, wanted: &str, help: &str) -> Found {
    if numbers(version) >= numbers(wanted) {
        Found::Here(format!("{version} (at least {wanted})"))
    } else {
        Found::Missing(format!("{version}, and it must be {wanted} at least"), help.to_owned())
    }
}

/// `1.88.0-nightly` as numbers.
fn numbers(version: &str) -> Vec<u32> {
    let number = version.split(['-', '+', ' ']).next().unwrap_or_default();
    number.split('.').map_while(|part| part.parse().ok()).collect()
}

/// A text in one of the project's TOML files.
fn text_at(file: &str, keys: &[&str]) -> Option<String> {
    let text = std::fs::read_to_string(paths::root().join(file)).ok()?;
    let table: toml::Table = toml::from_str(&text).ok()?;
    let (last, outer) = keys.split_last()?;
    let table = outer.iter().try_fold(&table, |table, key| table.get(*key)?.as_table())?;
    Some(table.get(*last)?.as_str()?.to_owned())
}

/// Whether the crates of the lock file are here, or can be had.
fn crates() -> Found {
    if said("cargo", &["metadata", "--locked", "--offline", "--format-version", "1"]).is_some() {
        return Found::Here("all that Cargo.lock names are here".to_owned());
    }
    // Asks the registry, and changes nothing.
    let mut command = Command::new("cargo");
    command.args(["update", "--dry-run"]).current_dir(paths::root());
    command.env("CARGO_NET_RETRY", "0").env("CARGO_HTTP_TIMEOUT", "10");
    match command.output() {
        Ok(output) if output.status.success() => {
            Found::Here("some of Cargo.lock are not here yet; the registry answers".to_owned())
        }
        _ => Found::Missing(
            "some of Cargo.lock are not here, and the registry does not answer".to_owned(),
            "connect to the network, then: cargo fetch --locked".to_owned(),
        ),
    }
}

fn services() -> Found {
    if paths::root().join(PRISM).is_dir() {
        return Found::Here("installed in tests/services".to_owned());
    }
    Found::Missing("not installed in tests/services".to_owned(), "npm ci --prefix tests/services".to_owned())
}

fn chromium() -> Found {
    let path = std::env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    if path.is_file() {
        return Found::Here(path.display().to_string());
    }
    let help = "apt-get install chromium, or set CHROMIUM to the program";
    Found::Missing(format!("there is no `{}`", path.display()), help.to_owned())
}

fn disk() -> Found {
    let target = paths::target();
    let there = target.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let Ok(free) = fs4::available_space(there) else {
        return Found::Missing(format!("`{}` does not say how much room it has", there.display()), String::new());
    };
    let text = format!("{} GB free at {}", free >> 30, paths::shown(&target));
    if free >= ROOM {
        return Found::Here(text);
    }
    Found::Missing(
        format!("{text}; {} GB should be", ROOM >> 30),
        "cargo clean, or CARGO_TARGET_DIR elsewhere".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let is_enough = |version, wanted| matches!(at_least(version, wanted, ""), Found::Here(_));
        assert!(is_enough("1.95.0", "1.88") && is_enough("1.88.0-nightly", "1.88") && is_enough("20.19", "20.19"));
        assert!(!is_enough("1.9.0", "1.88") && !is_enough("20.2.1", "20.19") && !is_enough("", "1.88"));
    }
}
