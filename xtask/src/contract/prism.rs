//! In: a document. Out: Prism, serving it on this machine until the value is dropped.

use std::io::{BufRead as _, BufReader, Read};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::paths;

/// How long it may take to read a document.
const PATIENCE: Duration = Duration::from_secs(180);
/// What it prints once it serves.
const READY: &str = "Prism is listening";

/// Where it was installed from the lock file.
const PROGRAM: &str = "tests/services/node_modules/@stoplight/prism-cli/dist/index.js";

/// A running Prism.
pub(super) struct Prism {
    node: Child,
    /// Where it serves.
    pub(super) url: String,
}

/// Whether Node and Prism are there.
pub(super) fn check() -> Result<(), String> {
    let program = paths::root().join(PROGRAM);
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if node.is_ok_and(|status| status.success()) && program.is_file() {
        return Ok(());
    }
    Err("Prism is not installed; it needs Node 20.19 or later: npm ci --prefix tests/services".to_owned())
}

impl Prism {
    /// Serves a document, with requests validated.
    pub(super) fn start(document: &Path) -> Result<Self, String> {
        let port = free_port().map_err(|error| format!("no port is free: {error}"))?;
        let node = Command::new("node")
            .arg(paths::root().join(PROGRAM))
            .args(["mock", "--host", "127.0.0.1", "--port", &port.to_string(), "--verboseLevel", "info"])
            .arg(document)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("node cannot be run: {error}"))?;
        let mut prism = Self { node, url: format!("http://127.0.0.1:{port}") };
        prism.wait(port)?;
        Ok(prism)
    }

    /// Waits until it says that it serves, then lets it talk to nobody.
    fn wait(&mut self, port: u16) -> Result<(), String> {
        let Some(stdout) = self.node.stdout.take() else { return Err("it says nothing".to_owned()) };
        let stderr = self.node.stderr.take();
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut said = Vec::new();
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let ready = line.contains(READY);
                said.push(line);
                if ready {
                    // Nobody listens any more where the run has failed.
                    let _ = tell.send(None);
                    said.clear();
                }
            }
            let mut errors = String::new();
            let _ = stderr.map(|mut stderr| stderr.read_to_string(&mut errors));
            let _ = tell.send(Some(last_words(&said, &errors)));
        });
        match told.recv_timeout(PATIENCE) {
            Ok(None) => self.answers(port),
            Ok(Some(words)) => Err(words),
            Err(_) => Err(format!("it was not ready after {} s", PATIENCE.as_secs())),
        }
    }

    /// It says that it serves a moment before it does.
    fn answers(&self, port: u16) -> Result<(), String> {
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if begun.elapsed() > PATIENCE {
                return Err(format!("nobody answers at {}", self.url));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Why it ended, in a line.
fn last_words(said: &[String], errors: &str) -> String {
    let lines = said.iter().map(String::as_str).chain(errors.lines());
    let mut lines: Vec<&str> = lines.map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.retain(|line| !line.contains("Starting Prism"));
    let first = lines.into_iter().find(|line| line.contains("rror") || line.contains('✖'));
    first.unwrap_or("it ended without a word").chars().take(400).collect()
}
