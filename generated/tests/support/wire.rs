//! Running the wire table.
//!
//! In: the table of operations, and answers: the documents' own, or those of `WIRE_EXAMPLES_DIR`. Out: one line
//! `wire: N of M responses round-trip`, a line for each key lost or changed, and a failed test if there is any.

use std::io::Write as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use zoho_finance::Error;

use super::compare::{Comparison, Shapes, parse};
use super::rows::literals;

/// Decodes an answer as its operation would and encodes it again.
pub(crate) type Codec = fn(&Value) -> Result<Value, Error>;

/// One operation.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) product: &'static str,
    pub(crate) method: &'static str,
    /// Base path and path template.
    pub(crate) path: &'static str,
    /// Name of the documented body among the shapes.
    pub(crate) shape: &'static str,
    pub(crate) codec: Codec,
}

/// Machine-owned data beside the table.
#[derive(Deserialize)]
struct Data {
    shapes: Shapes,
    examples: Vec<Example>,
}

/// An answer, in the form of the files of `WIRE_EXAMPLES_DIR`.
#[derive(Deserialize)]
struct Example {
    product: String,
    method: String,
    path: String,
    #[serde(default)]
    response: Value,
}

/// Runs all answers through the table.
pub(crate) fn run(rows: &[Row], data: &str) {
    let data: Data = parse(data, "the data of the wire test");
    let examples = match std::env::var_os("WIRE_EXAMPLES_DIR") {
        Some(folder) => read_folder(Path::new(&folder)),
        None => data.examples,
    };
    let examples: Vec<_> = examples.into_iter().filter(|example| !example.response.is_null()).collect();
    let mut failures = Vec::new();
    let mut whole = 0;
    for example in &examples {
        let found = check(rows, &data.shapes, example);
        whole += usize::from(found.is_empty());
        failures.extend(
            found.into_iter().map(|what| format!("{} {} {}: {what}", example.product, example.method, example.path)),
        );
    }
    // Written past the test harness, which shows what is printed of failed tests only.
    let mut out = std::io::stdout().lock();
    for line in &failures {
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "wire: {whole} of {} responses round-trip", examples.len());
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
}

fn check(rows: &[Row], shapes: &Shapes, example: &Example) -> Vec<String> {
    let Some(row) = find(rows, example) else { return vec!["no operation has this path".to_owned()] };
    match (row.codec)(&example.response) {
        Ok(after) => Comparison::of(shapes, row.shape, &example.response, &after),
        Err(error) => vec![format!("cannot be decoded: {error}")],
    }
}

/// The operation whose path fits with the most literal segments.
fn find<'r>(rows: &'r [Row], example: &Example) -> Option<&'r Row> {
    let fits = |row: &&Row| row.product == example.product && row.method.eq_ignore_ascii_case(&example.method);
    rows.iter()
        .filter(fits)
        .filter_map(|row| Some((literals(row.path, &example.path)?, row)))
        .max_by_key(|(score, _)| *score)
        .map(|(_, row)| row)
}

fn read_folder(folder: &Path) -> Vec<Example> {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("WIRE_EXAMPLES_DIR {}: {error}", folder.display()));
    let mut files: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        parse::<Vec<Example>>(&text, &path.display().to_string())
    };
    assert!(!files.is_empty(), "WIRE_EXAMPLES_DIR {} holds no JSON file", folder.display());
    files.iter().flat_map(read).collect()
}
