//! The documented calls of `../shared/examples`, built through the public API.
//!
//! In: one JSON file a resource, with method, path, query, headers and bodies. Out: a failed test for each call that
//! would not be sent as documented. Without that folder there is nothing to compare, which a printed line says; the
//! project's own fixtures are compared by `generated/tests/requests.rs` always.

#![allow(clippy::panic, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../generated/tests/rows/requests.rs"]
mod rows;
#[path = "../generated/tests/support/mod.rs"]
#[allow(dead_code, reason = "the wire test uses the rest")]
mod support;

use std::path::{Path, PathBuf};

use support::requests::{Sample, check};

/// Calls whose page differs from the published document, where the document is right.
///
/// Product, method, path, what differs (the beginning of the finding), and why.
const DIFFERENCES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "books",
        "POST",
        "/books/v3/invoices/email",
        "cannot be built: `contacts[0]`",
        "the page shows the placeholder \"string\" where the document has objects",
    ),
    (
        "books",
        "POST",
        "/books/v3/invoices/fromsalesorder",
        "cannot be built: salesorder_id: an id is not empty",
        "the page shows it in the body only; the document requires it in the query",
    ),
    (
        "books",
        "POST",
        "/books/v3/invoices/paymentreminder",
        "cannot be built: invoice_ids: an id is not empty",
        "the page shows an empty list of ids, which is refused before it is sent",
    ),
    (
        "books",
        "GET",
        "/books/v3/invoices/pdf",
        "cannot be built: invoice_ids: an id is not empty",
        "the page shows an empty list of ids, which is refused before it is sent",
    ),
    (
        "books",
        "GET",
        "/books/v3/invoices/print",
        "cannot be built: invoice_ids: an id is not empty",
        "the page shows an empty list of ids, which is refused before it is sent",
    ),
    (
        "books",
        "POST",
        "/books/v3/invoices/982000000567114/comments",
        "cannot be built",
        "the page shows no body; the document requires one",
    ),
    (
        "books",
        "PUT",
        "/books/v3/invoices/982000000567114/comments/982000000567019",
        "cannot be built",
        "the page shows no body; the document requires one",
    ),
];

#[test]
fn documented_calls_are_sent_as_documented() {
    let Some(folder) = examples() else { return };
    let rows = rows::all();
    let samples: Vec<Sample> = files(&folder).iter().flat_map(|file| read(file)).collect();
    let mut failures = Vec::new();
    let mut seen = vec![false; DIFFERENCES.len()];
    let mut same = 0;
    for sample in &samples {
        let found = check(&rows, sample);
        let unexplained: Vec<String> =
            found.into_iter().filter(|finding| !explained(sample, finding, &mut seen)).collect();
        same += usize::from(unexplained.is_empty());
        failures.extend(
            unexplained.into_iter().map(|what| format!("{} {} {}: {what}", sample.product, sample.method, sample.path)),
        );
    }
    println!("requests: {same} of {} as documented", samples.len());
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
    for (entry, seen) in DIFFERENCES.iter().zip(seen) {
        assert!(seen, "the table names a difference that there is not: {entry:?}");
    }
}

fn explained(sample: &Sample, finding: &str, seen: &mut [bool]) -> bool {
    let entry = DIFFERENCES.iter().position(|(product, method, path, difference, _)| {
        *product == sample.product
            && *method == sample.method
            && *path == sample.path
            && finding.starts_with(difference)
    });
    if let Some(slot) = entry.and_then(|entry| seen.get_mut(entry)) {
        *slot = true;
    }
    entry.is_some()
}

fn examples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/examples");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared/examples is not there");
    None
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be listed");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

fn read(file: &Path) -> Vec<Sample> {
    let text = std::fs::read_to_string(file).expect("the file can be read");
    support::compare::parse(&text, &file.display().to_string())
}
