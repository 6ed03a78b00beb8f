//! The package alone.
//!
//! In: a package, unpacked outside the workspace. Out: nothing, if it is fit for those who depend on it: it compiles with
//! default features, its tests pass with all of them, and it compiles with the lowest versions that its manifest names,
//! with the oldest compiler that it promises, as docs.rs documents it, and is what the registry would take.

use std::path::Path;
use std::process::Command;

use super::manifest::{CRATE, Manifest};
use super::package::{Package, cargo};
use crate::steps::{Failed, Outcome, Steps, output};

/// Runs all checks, and leaves no output of this one package behind.
pub(super) fn check(steps: &Steps, package: &Package, manifest: &Manifest, project: &Path) -> Result<(), Failed> {
    let root = package.root();
    let checked = checks(steps, &root, manifest, project);
    // The folder is another one each time: what was built for it is never used again.
    let _ = output(cargo(&root).args(["clean", "--offline", "--package", CRATE]));
    checked
}

fn checks(steps: &Steps, root: &Path, manifest: &Manifest, project: &Path) -> Result<(), Failed> {
    // Tests run once, because compiling takes most of the time: with all features, which have the most of them.
    steps.run("default features", cargo(root).args(["check", "--locked", "--all-targets"]))?;
    steps.run("test, all features", cargo(root).args(["test", "--locked", "--all-features"]))?;
    documentation(steps, root, manifest)?;
    oldest_compiler(steps, root, manifest)?;
    publish(steps, project)?;
    // The last one, because it changes the lock of the unpacked package.
    lowest_versions(steps, root)
}

fn documentation(steps: &Steps, root: &Path, manifest: &Manifest) -> Result<(), Failed> {
    let mut command = cargo(root);
    command.args(["doc", "--locked", "--no-deps"]).args(manifest.docs_features());
    steps.run("documentation", command.env("RUSTDOCFLAGS", "-D warnings --cfg docsrs")).map(drop)
}

/// With the compiler of `rust-version`, where rustup has it; otherwise clippy looks for what is newer.
fn oldest_compiler(steps: &Steps, root: &Path, manifest: &Manifest) -> Result<(), Failed> {
    let name = "oldest compiler";
    let rust = steps.work("rust-version", || {
        let rust = manifest.package("rust-version")?.to_owned();
        Ok((rust.clone(), Outcome::Ok(rust)))
    })?;
    let has_it = output(Command::new("rustup").args(["run", &rust, "cargo", "--version"]));
    let mut command = if has_it.is_ok_and(|(has_it, _)| has_it) {
        let mut command = cargo(root);
        // `cargo` of a toolchain is called through rustup, so not by the path of the one that runs us.
        let environment: Vec<_> =
            command.get_envs().map(|(key, value)| (key.to_owned(), value.map(ToOwned::to_owned))).collect();
        command = Command::new("rustup");
        command.current_dir(root).args(["run", &rust, "cargo", "check", "--locked", "--all-features"]);
        for (key, value) in environment {
            match value {
                Some(value) => command.env(key, value),
                None => command.env_remove(key),
            };
        }
        command.env_remove("RUSTC").env_remove("RUSTDOC").env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
        command
    } else {
        let why = format!(
            "compiled by nothing, as rustup has no {rust} (`rustup toolchain install {rust}`); clippy looks for what is newer"
        );
        steps.skip(name, &why);
        let mut command = cargo(root);
        command.args(["clippy", "--locked", "--all-features", "--", "-D", "clippy::incompatible_msrv"]);
        command
    };
    steps.run(name, &mut command).map(drop)
}

/// What the registry would take; without a network that cannot be known.
fn publish(steps: &Steps, project: &Path) -> Result<(), Failed> {
    let mut command = cargo(project);
    command.args(["publish", "--dry-run", "--locked", "--no-verify", "--package", CRATE]);
    steps.work("publish, dry run", || {
        let (is_done, said) = output(&mut command).map_err(|error| format!("cargo cannot be run: {error}"))?;
        match no_network(&said) {
            _ if is_done => Ok(((), Outcome::ok())),
            Some(why) => Ok(((), Outcome::Skipped(format!("the registry cannot be reached: {why}")))),
            None => Err(format!("cargo says:\n{said}")),
        }
    })
}

/// The line that says that the registry cannot be reached.
fn no_network(said: &str) -> Option<&str> {
    let signs = [
        "resolve host",
        "resolve hostname",
        "failed to download",
        "Could not connect",
        "onnection refused",
        "timed out",
        "network failure",
    ];
    said.lines().find(|line| signs.iter().any(|sign| line.contains(sign))).map(str::trim)
}

/// Cargo knows this only as a preview, which stable compilers allow where they are told to.
fn lowest_versions(steps: &Steps, root: &Path) -> Result<(), Failed> {
    let mut update = cargo(root);
    update.env("RUSTC_BOOTSTRAP", "1").args(["update", "-Z", "direct-minimal-versions"]);
    steps.run("lowest versions, resolved", &mut update)?;
    steps.run("lowest versions", cargo(root).args(["check", "--locked", "--all-features", "--all-targets"])).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_missing_network_is_no_failure() {
        let said = "error: failed to get `a`\nCaused by:\n  [6] Could not resolve hostname (index.crates.io)\n";
        assert_eq!(no_network(said), Some("[6] Could not resolve hostname (index.crates.io)"));
        assert_eq!(no_network("error: package has no description\n"), None);
    }
}
