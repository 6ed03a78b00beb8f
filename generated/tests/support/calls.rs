//! Calling every operation.
//!
//! In: rows that build calls through the public API, and a sample for each. Out: a failed test that lists the
//! operations that could not be built, were refused, or gave an answer that cannot be read.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use serde::Deserialize;
use zoho_finance::fake::Service;
use zoho_finance::{Client, RetryPolicy};

use crate::support::compare::parse;
use crate::support::requests::{Failure, Row, Sample};

/// Machine-owned data beside the table.
#[derive(Deserialize)]
struct Data {
    calls: Vec<Sample>,
}

/// Calls every operation of the fake service.
pub(crate) async fn fake(rows: &[Row], text: &str) {
    let data: Data = parse(text, "the data of the calls");
    let service = Service::builder().strict().start().await.unwrap_or_else(|error| panic!("{error}"));
    let mut failures = Vec::new();
    for row in rows {
        let sample = data.calls.iter().find(|sample| fits(row, sample));
        let called = match sample {
            Some(sample) => call(row, sample, service.client()).await,
            None => Err("there is no sample".into()),
        };
        if let Err(error) = called {
            let problem = service.requests().pop().and_then(|request| request.problem);
            failures.push(format!("{} {}: {error} {problem:?}", row.method, row.path));
        }
    }
    println!("fake: {} of {} operations", rows.len() - failures.len(), rows.len());
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

fn fits(row: &Row, sample: &Sample) -> bool {
    row.product == sample.product && row.method == sample.method && row.path == sample.path
}

async fn call(row: &Row, sample: &Sample, builder: zoho_finance::ClientBuilder) -> Result<(), Failure> {
    let organization = sample.organization.as_deref().unwrap_or("10234695");
    let client: Client = builder.organization(organization).retry(RetryPolicy::none()).build()?;
    let made = (row.build)(&client, sample)?;
    Ok(made.sent.await?)
}
