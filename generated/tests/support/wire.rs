//! Running the wire table.
//!
//! In: the table of operations, and answers: the documents' own, or those of `WIRE_EXAMPLES_DIR`. Out: one line
//! `wire: N of M responses round-trip`, a line for each key lost or changed, and a failed test if there is any.

use std::io::Write as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use zoho_finance::runtime::wire::round_trip_text;
use zoho_finance::{Error, Operation, OperationSpec};

use super::compare::{Comparison, parse};
use super::documented::{Builder, Shapes};
use super::kinds::{Kind, Kinds};
use super::rows::literals;

/// Decodes the text of an answer as its operation would and encodes it again.
pub(crate) type Codec = fn(&str) -> Result<Value, Error>;

/// One operation.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) spec: &'static OperationSpec,
    /// Name of the documented body among the shapes.
    pub(crate) shape: &'static str,
    /// Kind of the result, or of the element of a list that holds it.
    pub(crate) kind: &'static str,
    pub(crate) codec: Codec,
}

/// The row of an operation.
pub(crate) const fn row<O: Operation>(shape: &'static str, kind: &'static str) -> Row {
    Row { spec: O::SPEC, shape, kind, codec: round_trip_text::<O> }
}

impl Row {
    fn path(&self) -> String {
        format!("{}{}", self.spec.base_path, self.spec.path)
    }
}

/// Machine-owned data beside the table.
#[derive(Deserialize)]
pub(crate) struct Data {
    shapes: Shapes,
    pub(crate) kinds: Kinds,
    pub(crate) examples: Vec<Example>,
}

/// An answer, in the form of the files of `WIRE_EXAMPLES_DIR`.
#[derive(Clone, Deserialize)]
pub(crate) struct Example {
    pub(crate) product: String,
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) response: Value,
}

impl Data {
    /// All answers to look at: those of `WIRE_EXAMPLES_DIR`, or the documented ones and, where a document shows no
    /// whole answer, one put together from its fields.
    pub(crate) fn of(rows: &[Row], text: &str) -> Self {
        let mut data: Self = parse(text, "the data of the wire test");
        match std::env::var_os("WIRE_EXAMPLES_DIR") {
            Some(folder) => data.examples = read_folder(Path::new(&folder)),
            None => data.complete(rows),
        }
        data.examples.retain(|example| !example.response.is_null());
        data
    }

    fn complete(&mut self, rows: &[Row]) {
        let builder = Builder { shapes: &self.shapes, kinds: &self.kinds };
        let examples = self.examples.iter().filter(|example| !example.response.is_null());
        let shown: Vec<_> = examples.filter_map(|example| find(rows, example)).map(|row| row.spec).collect();
        let hidden = rows.iter().filter(|row| !row.shape.is_empty() && !shown.contains(&row.spec));
        let built = hidden.map(|row| Example {
            product: row.spec.product.to_owned(),
            method: row.spec.method.to_owned(),
            path: row.path(),
            response: builder.answer(row.spec, row.shape, &self.kind_of(row)),
        });
        let built: Vec<Example> = built.collect();
        self.examples.extend(built);
    }

    /// Kind of the result of an operation, or of the element of a list that holds it.
    pub(crate) fn kind_of(&self, row: &Row) -> Kind {
        Kind::parse(row.kind)
    }
}

/// Runs all answers through the table.
pub(crate) fn run(rows: &[Row], data: &str) {
    let data = Data::of(rows, data);
    let examples = &data.examples;
    let mut failures = Vec::new();
    let mut whole = 0;
    for example in examples {
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
    match (row.codec)(&example.response.to_string()) {
        Ok(after) => Comparison::of(shapes, row.shape, &example.response, &after),
        Err(error) => vec![format!("cannot be decoded: {error}")],
    }
}

/// The operation whose path fits with the most literal segments.
pub(crate) fn find<'r>(rows: &'r [Row], example: &Example) -> Option<&'r Row> {
    let fits =
        |row: &&Row| row.spec.product == example.product && row.spec.method.eq_ignore_ascii_case(&example.method);
    rows.iter()
        .filter(fits)
        .filter_map(|row| Some((literals(&row.path(), &example.path)?, row)))
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
