//! Documented calls, built through the public API and compared with what the documents say is sent.

#[cfg(feature = "serialize")]
#[allow(dead_code, reason = "the wire test uses the rest")]
mod support;

#[cfg(feature = "serialize")]
#[path = "rows/requests.rs"]
mod rows;

#[cfg(feature = "serialize")]
#[test]
fn documented_calls_are_built_as_documented() {
    #[derive(serde::Deserialize)]
    struct Data {
        examples: Vec<support::requests::Sample>,
    }
    let data: Data = support::compare::parse(include_str!("examples.json"), "the data of the tests");
    let rows = rows::all();
    assert!(!rows.is_empty() && !data.examples.is_empty(), "there is nothing to compare");
    let mut failures = Vec::new();
    for sample in &data.examples {
        let found = support::requests::check(&rows, sample);
        failures.extend(
            found.into_iter().map(|what| format!("{} {} {}: {what}", sample.product, sample.method, sample.path)),
        );
    }
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
}

#[cfg(not(feature = "serialize"))]
#[test]
fn documented_calls_are_built_as_documented() {
    panic!("this test reads request bodies: run it with `--features serialize`");
}
