//! In: a crate. Out: its test that calls every operation, built, and what a run of it against one server found.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::paths;

/// Bytes of stack of the test.
const STACK: usize = 256 << 20;
/// The test of the crate.
const TEST: &str = "contract";

/// The built test.
pub(super) struct Calls {
    program: PathBuf,
    folder: PathBuf,
}

impl Calls {
    /// Builds it in the crate of this workspace, or in one that stands alone.
    pub(super) fn build(folder: &Path) -> Result<Self, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(folder).args(["test", "--no-run", "--test", TEST, "--features", "serialize"]);
        command.args(["--package", "zoho-finance", "--message-format", "json-render-diagnostics"]);
        if folder != paths::generated() {
            command.env("CARGO_TARGET_DIR", paths::target().join("contract").join("build"));
        }
        let output = command.stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| format!("cargo cannot be run: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let program = messages.filter(|message| message.pointer("/target/name") == Some(&TEST.into()));
        let program = program.filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from)).next_back();
        match program.filter(|_| output.status.success()) {
            Some(program) => Ok(Self { program, folder: folder.to_owned() }),
            None => Err("the calls cannot be built".to_owned()),
        }
    }

    /// Calls the operations of a document from one on, until the server ends; gives the report of the test.
    pub(super) fn run(&self, document: &str, from: usize, url: &str, report: &Path) -> Result<Vec<Value>, String> {
        let output = Command::new(&self.program)
            .args(["--ignored", "--test-threads", "1"])
            .current_dir(&self.folder)
            .env("CONTRACT_DOCUMENT", document)
            .env("CONTRACT_FROM", from.to_string())
            .env("CONTRACT_URL", url)
            // Documented values may be nested deep.
            .env("RUST_MIN_STACK", STACK.to_string())
            .env("CONTRACT_REPORT", report)
            .output();
        let output = output.map_err(|error| format!("the calls cannot be run: {error}"))?;
        let text = std::fs::read_to_string(report).map_err(|_| {
            let said = String::from_utf8_lossy(&output.stderr);
            format!("the calls gave no report: {}", said.lines().take(3).collect::<Vec<_>>().join(" "))
        })?;
        serde_json::from_str(&text).map_err(|error| format!("the report of the calls cannot be read: {error}"))
    }
}
