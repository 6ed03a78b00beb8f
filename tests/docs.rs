//! What the guides of the project name is there.
//!
//! In: the texts for people at the top level. Out: every path in backticks exists, and every `cargo xtask` command
//! in them is one that the program knows. Placeholders (`…`, `<product>`, `*`) are passed over.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use generator::diag::Code;

use crate::support::cargo::xtask;
use crate::support::folders;

const GUIDES: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

/// Folders and files of the top level; what begins with one of them is a path.
const TOP: [&str; 17] = [
    "generator/",
    "specs/",
    "templates/",
    "generated/",
    "xtask/",
    "tests/",
    ".ci/",
    ".github/",
    ".cargo/",
    "src/",
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "deny.toml",
];

fn guides() -> Vec<(&'static str, String)> {
    let read = |name: &'static str| match fs::read_to_string(folders::root().join(name)) {
        Ok(text) => Some((name, text)),
        Err(error) => panic!("{name}: {error}"),
    };
    GUIDES.into_iter().filter_map(read).collect()
}

#[test]
fn every_path_that_a_guide_names_exists() {
    let mut missing = Vec::new();
    for (guide, text) in guides() {
        for path in spans(&text).into_iter().chain(links(&text)).filter(|path| is_path(path)) {
            let path = path.split(['#', ':']).next().unwrap_or_default().trim_end_matches('/').to_owned();
            let places = [folders::root(), folders::generated(), folders::root().join("generator")];
            if !places.iter().any(|place| place.join(&path).exists() || is_new_document(&place.join(&path))) {
                missing.push(format!("{guide}: `{path}`"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_command_that_a_guide_names_is_known() {
    let commands: BTreeSet<Vec<String>> = guides().iter().flat_map(|(_, text)| commands(text)).collect();
    assert!(!commands.is_empty(), "no guide names a command");
    for command in commands {
        let ended = xtask(&[command[0].as_str(), "--help"]);
        assert_eq!(ended.status, 0, "`cargo xtask {}`: {}", command.join(" "), ended.stderr);
        for option in command.iter().filter(|word| word.starts_with("--") && *word != "--help") {
            let name = option.split('=').next().unwrap_or_default();
            assert!(ended.stdout.contains(name), "`cargo xtask {}`: no option {name}", command.join(" "));
        }
    }
}

#[test]
fn every_code_stands_in_the_table_of_codes() {
    let text = fs::read_to_string(folders::root().join("ARCHITECTURE.md")).unwrap();
    let wanted: Vec<String> = Code::ALL.iter().map(|code| row(*code)).collect();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| `ZG")).collect();
    assert_eq!(rows, wanted, "the table is:\n{}", wanted.join("\n"));
}

fn row(code: Code) -> String {
    let severity = format!("{:?}", code.severity()).to_lowercase();
    format!("| `{}` | {severity} | {} |", code.id(), code.title())
}

fn is_path(text: &str) -> bool {
    TOP.iter().any(|top| text == top.trim_end_matches('/') || text.starts_with(top))
        && !text.contains(['…', '<', '>', '*', '{', ' ', '$'])
        && !text.contains("...")
}

/// A document that a guide tells to add: only its product's folder has to be there.
fn is_new_document(path: &Path) -> bool {
    let document = path.extension().is_some_and(|ending| ending == "yml" || ending == "yaml");
    let product = path.parent().filter(|product| product.parent() == Some(&folders::specs()));
    document && product.is_some_and(Path::is_dir)
}

/// Texts between single backticks, code blocks apart.
fn spans(text: &str) -> Vec<String> {
    let mut block = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            block = !block;
        } else if !block {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// Targets of links.
fn links(text: &str) -> Vec<String> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect()
}

/// The words after `cargo xtask`, up to the first placeholder, value or end of the command.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for rest in text.split("cargo xtask ").skip(1) {
        let line = rest.split(['`', '\n', '|', '#', ';', '&', ')']).next().unwrap_or_default();
        let sound = |word: &&str| word.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'));
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some(name) = words.first().filter(|word| sound(word) && !word.starts_with('-')) else { continue };
        let options = words.iter().skip(1).filter(|word| word.starts_with("--") && sound(word));
        found.push(std::iter::once(name).chain(options).map(|word| (*word).to_owned()).collect());
    }
    found
}
