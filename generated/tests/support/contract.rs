//! Calling the operations of one document.
//!
//! In: rows that build calls through the public API, a sample for each, and in the environment a document
//! (`CONTRACT_DOCUMENT`), the server of it (`CONTRACT_URL`) and a file (`CONTRACT_REPORT`). Out: in that file a JSON list
//! with what became of each call: `kept`, or which side does not accept it, and why. It stops where the server ends.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use serde::Deserialize;
use serde_json::{Value, json};
use zoho_finance::{AccessToken, Client, Error, Limits, RawResponse, RetryPolicy};

use crate::support::compare::parse;
use crate::support::requests::{Failure, Made, Row, Sample};

/// Machine-owned data beside the table.
#[derive(Deserialize)]
struct Data {
    calls: Vec<Sample>,
}

/// What became of a call.
struct Found {
    verdict: &'static str,
    details: Vec<String>,
    /// What the server finds wrong with its own answer.
    defects: Vec<String>,
}

impl Found {
    fn new(verdict: &'static str, details: Vec<String>) -> Self {
        Self { verdict, details, defects: Vec::new() }
    }
}

/// Calls every operation of the document.
pub(crate) async fn run(rows: &[Row], text: &str) {
    let given = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let (document, url, report) = (given("CONTRACT_DOCUMENT"), given("CONTRACT_URL"), given("CONTRACT_REPORT"));
    let data: Data = parse(text, "the data of the calls");
    // A run that goes on after the server ended begins with the call behind the last one.
    let from = std::env::var("CONTRACT_FROM").ok().and_then(|from| from.parse().ok()).unwrap_or(0);
    let mut found = Vec::new();
    for sample in data.calls.iter().filter(|sample| sample.document == document).skip(from) {
        let row = rows
            .iter()
            .find(|row| row.product == sample.product && row.method == sample.method && row.path == sample.path);
        let became = match row {
            Some(row) => call(row, sample, &url).await,
            None => Found::new("build", vec!["no method calls it".to_owned()]),
        };
        found.push(json!({
            "method": sample.method,
            "path": sample.path,
            "verdict": became.verdict,
            "details": became.details,
            "defects": became.defects,
        }));
        if became.verdict == "ended" {
            break;
        }
    }
    std::fs::write(&report, Value::Array(found).to_string()).unwrap_or_else(|error| panic!("{report}: {error}"));
}

async fn call(row: &Row, sample: &Sample, url: &str) -> Found {
    let made = match build(row, sample, url) {
        Ok(made) => made,
        Err(error) => return Found::new("build", vec![error.to_string()]),
    };
    let raw = match made.raw.await {
        Ok(raw) => raw,
        Err(error @ (Error::Transport { .. } | Error::Timeout { .. })) => {
            return Found::new("ended", vec![error.to_string()]);
        }
        Err(error) => return Found::new("request", vec![error.to_string()]),
    };
    let (requests, answers): (Vec<_>, Vec<_>) = violations(&raw).into_iter().partition(|(of_answer, _)| !of_answer);
    let texts = |list: Vec<(bool, String)>| list.into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    let refused = texts(requests);
    if !(200..300).contains(&raw.status) || !refused.is_empty() {
        let status = format!("HTTP {}: {}", raw.status, excerpt(&raw));
        return Found::new("request", if refused.is_empty() { vec![status] } else { refused });
    }
    let mut found = match made.sent.await {
        Ok(()) => Found::new("kept", Vec::new()),
        Err(error) => Found::new("answer", vec![error.to_string()]),
    };
    found.defects = texts(answers);
    found
}

fn build(row: &Row, sample: &Sample, url: &str) -> Result<Made, Failure> {
    let organization = sample.organization.as_deref().unwrap_or("10234695");
    let builder = Client::builder().base_url(url).organization(organization).auth(AccessToken::new("token"));
    let client = builder.retry(RetryPolicy::none()).limits(Limits::none()).build()?;
    (row.build)(&client, sample)
}

/// What the server says is wrong: in a header, or in the body of a refusal. Whether it is about the answer, and a line.
fn violations(raw: &RawResponse) -> Vec<(bool, String)> {
    let header = raw.header("sl-violations").and_then(|text| serde_json::from_str::<Value>(text).ok());
    let body = serde_json::from_slice::<Value>(&raw.body).ok();
    let refusal = body.filter(|_| raw.status >= 400).and_then(|body| body.get("validation").cloned());
    let lists = header.into_iter().chain(refusal);
    let violations = lists.flat_map(|list| list.as_array().cloned().unwrap_or_default());
    // That something is deprecated is only a warning.
    let serious = violations.filter(|violation| violation.get("severity").is_none_or(|severity| severity == "Error"));
    serious.map(|violation| read(&violation)).collect()
}

fn read(violation: &Value) -> (bool, String) {
    let location = violation.get("location").and_then(Value::as_array).cloned().unwrap_or_default();
    let place: Vec<&str> = location.iter().filter_map(Value::as_str).collect();
    let message = violation.get("message").and_then(Value::as_str).unwrap_or_default();
    (place.first() == Some(&"response"), format!("{}: {message}", place.join(".")))
}

fn excerpt(raw: &RawResponse) -> String {
    String::from_utf8_lossy(&raw.body).chars().take(200).collect()
}
