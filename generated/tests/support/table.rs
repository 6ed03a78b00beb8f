//! The rows of the tolerance table.
//!
//! In: a kind and a value of it. Out: every way in which the service may send something in its place, and what is then
//! read: the same value, none, another one, or an error.

use serde_json::{Value, json};

use super::kinds::Kind;

/// One row at one place.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What the row is about.
    pub(crate) row: &'static str,
    /// JSON to send; nothing for a key that is left out.
    pub(crate) input: Option<String>,
    pub(crate) outcome: Outcome,
}

/// What is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// This value.
    Is(Value),
    /// No value.
    Nothing,
    /// An error that names the place, what was expected and what was found.
    Refused,
}

use Outcome::{Is, Nothing, Refused};

/// All rows for a value; `sample` is spelled as it is written.
pub(crate) fn cases(kind: &Kind, sample: &Value) -> Vec<Case> {
    let mut rows = vec![case("as documented", &sample.to_string(), Is(sample.clone()))];
    rows.push(case("null", "null", Nothing));
    rows.push(Case { row: "missing", input: None, outcome: Nothing });
    match kind {
        Kind::Id => ids(&mut rows, sample),
        Kind::Number => numbers(&mut rows, sample),
        Kind::Integer => integers(&mut rows, sample),
        Kind::Boolean => booleans(&mut rows, sample),
        Kind::Text => texts(&mut rows),
        Kind::Enum => enums(&mut rows),
        Kind::Date | Kind::DateTime => dates(&mut rows),
        Kind::Json => anything(&mut rows),
        Kind::List(inner) => lists(&mut rows, inner, sample),
        Kind::Map(_) => objects(&mut rows),
        Kind::Model(_) => models(&mut rows, sample),
    }
    rows
}

fn case(row: &'static str, input: &str, outcome: Outcome) -> Case {
    Case { row, input: Some(input.to_owned()), outcome }
}

fn blank_is_nothing(rows: &mut Vec<Case>) {
    rows.push(case("empty text for no value", "\"\"", Nothing));
    rows.push(case("blank text for no value", "\" \"", Nothing));
}

fn refused(rows: &mut Vec<Case>, inputs: &[&str]) {
    rows.extend(inputs.iter().map(|input| case("wrong kind", input, Refused)));
}

fn ids(rows: &mut Vec<Case>, sample: &Value) {
    let text = sample.as_str().unwrap_or_default();
    if text.parse::<u64>().is_ok_and(|number| number.to_string() == text) {
        rows.push(case("id as number", text, Is(sample.clone())));
    }
    rows.push(case("id of 19 digits as number", "9030000079467000123", Is(json!("9030000079467000123"))));
    rows.push(case("id of 19 digits as text", "\"9030000079467000123\"", Is(json!("9030000079467000123"))));
    rows.push(case("empty id", "\"\"", Is(json!(""))));
    refused(rows, &["true", "12.5", "[]", "{}"]);
}

fn numbers(rows: &mut Vec<Case>, sample: &Value) {
    rows.push(case("number as text", &format!("\"{sample}\""), Is(sample.clone())));
    rows.push(case("number between blanks", &format!("\" {sample} \""), Is(sample.clone())));
    rows.push(case("zero at the end", "450.10", Is(json!(450.1))));
    rows.push(case("zero at the end, as text", "\"450.10\"", Is(json!(450.1))));
    rows.push(case("exponent", "4.501e2", Is(json!(450.1))));
    rows.push(case("15 digits", "1.23456789012345", Is(json!(1.23456789012345))));
    rows.push(case("15 digits as text", "\"1.23456789012345\"", Is(json!(1.23456789012345))));
    blank_is_nothing(rows);
    refused(rows, &["true", "\"20.00%\"", "[]", "{}"]);
}

fn integers(rows: &mut Vec<Case>, sample: &Value) {
    rows.push(case("integer as text", &format!("\"{sample}\""), Is(sample.clone())));
    rows.push(case("integer between blanks", &format!("\" {sample} \""), Is(sample.clone())));
    // Floats have an integer of their own up to here.
    if sample.as_i64().is_some_and(|number| number.unsigned_abs() < 1 << 53) {
        rows.push(case("integer with fraction 0", &format!("{sample}.0"), Is(sample.clone())));
        rows.push(case("integer with fraction 0, as text", &format!("\"{sample}.0\""), Is(sample.clone())));
        rows.push(case("exponent", &format!("{sample}e0"), Is(sample.clone())));
    }
    blank_is_nothing(rows);
    refused(rows, &["12.5", "\"12.5\"", "true", "\"Small\"", "9223372036854775808", "[]", "{}"]);
}

fn booleans(rows: &mut Vec<Case>, sample: &Value) {
    rows.push(case("boolean as text", &format!("\"{sample}\""), Is(sample.clone())));
    rows.push(case("0 for false", "0", Is(json!(false))));
    rows.push(case("1 for true", "1", Is(json!(true))));
    blank_is_nothing(rows);
    refused(rows, &["2", "\"maybe\"", "[]", "{}"]);
}

fn texts(rows: &mut Vec<Case>) {
    rows.push(case("text as integer", "129890", Is(json!("129890"))));
    rows.push(case("text as number", "12.5", Is(json!("12.5"))));
    rows.push(case("text as boolean", "true", Is(json!("true"))));
    rows.push(case("empty text", "\"\"", Is(json!(""))));
    rows.push(case("blank text", "\" \"", Is(json!(" "))));
    refused(rows, &["[]", "{}"]);
}

fn enums(rows: &mut Vec<Case>) {
    rows.push(case("unknown value", "\"zz_unknown_value\"", Is(json!("zz_unknown_value"))));
    rows.push(case("value as number", "129890", Is(json!("129890"))));
    refused(rows, &["[]", "{}"]);
}

fn dates(rows: &mut Vec<Case>) {
    rows.push(case("date", "\"2016-06-05\"", Is(json!("2016-06-05"))));
    rows.push(case("offset without colon", "\"2013-11-18T02:17:40-0800\"", Is(json!("2013-11-18T02:17:40-0800"))));
    rows.push(case("offset with colon", "\"2013-11-18T02:17:40+05:30\"", Is(json!("2013-11-18T02:17:40+05:30"))));
    rows.push(case("no date", "\"05 Jun 2016\"", Is(json!("05 Jun 2016"))));
    rows.push(case("text as integer", "129890", Is(json!("129890"))));
    blank_is_nothing(rows);
    refused(rows, &["[]", "{}"]);
}

fn anything(rows: &mut Vec<Case>) {
    for kept in [json!(""), json!(true), json!([null, 1]), json!({"a": [{}]})] {
        rows.push(case("any JSON", &kept.to_string(), Is(kept)));
    }
}

fn lists(rows: &mut Vec<Case>, inner: &Kind, sample: &Value) {
    rows.push(case("empty text for an empty list", "\"\"", Is(json!([]))));
    rows.push(case("empty list", "[]", Is(json!([]))));
    let first = sample.get(0).filter(|first| first.is_object());
    if let (Kind::Model(_) | Kind::Map(_), Some(first)) = (inner, first) {
        rows.push(case("one object for a list", &first.to_string(), Is(json!([first]))));
    }
    refused(rows, &["3", "true", "\"text\""]);
}

fn objects(rows: &mut Vec<Case>) {
    blank_is_nothing(rows);
    refused(rows, &["3", "true", "\"text\"", "[]"]);
}

fn models(rows: &mut Vec<Case>, sample: &Value) {
    let mut more = sample.clone();
    if let Some(object) = more.as_object_mut() {
        object.insert("zz_unknown_field".to_owned(), json!({"a": [1, null]}));
    }
    rows.push(case("unknown field", &more.to_string(), Is(sample.clone())));
    objects(rows);
}
