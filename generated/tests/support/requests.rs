//! Running the table of calls.
//!
//! In: rows that build calls through the public API, and samples of documented calls. Out: where what would be sent
//! differs from the sample, in method, path, query, headers or JSON body. Bodies are compared by value: 450 is 450.0,
//! and an id as a number is its text.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::str::FromStr;

use serde::Deserialize;
use serde_json::Value;
use zoho_finance::runtime::wire::FromWire;
use zoho_finance::runtime::wire::from_wire::required;
use zoho_finance::{AccessToken, Client, Content, Error, Pending, Prepared, RawResponse, Upload};

use super::rows::literals;

/// Builds a call of one operation.
pub(crate) type Build = fn(&Client, &Sample) -> Result<Made, Failure>;

/// A call that was built.
pub(crate) struct Made {
    pub(crate) prepared: Prepared,
    /// Sends it, and takes the answer as it comes.
    pub(crate) raw: Pending<RawResponse>,
    /// Sends it, and decodes the answer.
    pub(crate) sent: Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>,
}

/// A row of the table: how the call begins, and what is set where the sample has a value.
#[allow(unused_macros, reason = "the wire test shares this file and has no table")]
macro_rules! row {
    ($product:literal $method:literal $path:literal |$client:ident, $sample:pat_param, $request:ident| $call:expr;
        $($given:expr => $set:expr;)*) => {
        Row {
            product: $product,
            method: $method,
            path: $path,
            build: |$client, $sample| {
                #[allow(unused_mut, reason = "not every operation has parameters")]
                let mut $request = $call;
                $(if $given {
                    $request = $set;
                })*
                let (prepared, raw) = (Clone::clone(&$request).prepare(), Clone::clone(&$request).send_raw());
                $crate::support::requests::made(prepared, raw, $request)
            },
        }
    };
}
#[allow(unused_imports, reason = "the wire test shares this file and has no table")]
pub(crate) use row;

/// Takes a request, in the ways in which it is looked at; nothing is sent yet.
pub(crate) fn made<R, T>(
    prepared: Result<Prepared, Error>,
    raw: Pending<RawResponse>,
    request: R,
) -> Result<Made, Failure>
where
    R: IntoFuture<Output = Result<T, Error>, IntoFuture: Send + 'static> + Send + 'static,
{
    let sent = request.into_future();
    Ok(Made { prepared: prepared?, raw, sent: Box::pin(async move { sent.await.map(drop) }) })
}

/// Why a call cannot be built: its body is no request, or a value cannot be sent.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// One operation.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) product: &'static str,
    pub(crate) method: &'static str,
    /// Base path and path template.
    pub(crate) path: &'static str,
    pub(crate) build: Build,
}

/// A documented call.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Sample {
    pub(crate) product: String,
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) query: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) request: Option<Value>,
    /// Values of the path parameters; where they are not given, they are found by comparing with the template.
    #[serde(default)]
    values: BTreeMap<String, String>,
    /// Texts of a form by name; a file has an empty one.
    #[serde(default)]
    parts: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) organization: Option<String>,
    /// The document, below the specs folder, where one is meant.
    #[serde(default)]
    pub(crate) document: String,
}

/// Stands for a path value that a sample left out.
const MISSING_ID: &str = "460000000026049";

/// The organisation of samples that name none.
const ORGANIZATION: &str = "10234695";

impl Sample {
    /// Takes the path values out of the path; an empty one is filled in.
    fn bind(mut self, template: &str) -> Self {
        let mut path = Vec::new();
        for (template, segment) in template.split('/').zip(self.path.split('/')) {
            let name = template.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            let value = if name.is_some() && segment.is_empty() { MISSING_ID } else { segment };
            if let Some(name) = name {
                self.values.insert(name.to_owned(), value.to_owned());
            }
            path.push(value.to_owned());
        }
        self.path = path.join("/");
        self
    }

    pub(crate) fn path(&self, name: &str) -> Given {
        Given(self.values.get(name).cloned().unwrap_or_default())
    }

    pub(crate) fn query(&self, name: &str) -> Given {
        Given(self.query.get(name).cloned().unwrap_or_default())
    }

    pub(crate) fn has_query(&self, name: &str) -> bool {
        self.query.contains_key(name)
    }

    pub(crate) fn header(&self, name: &str) -> Given {
        Given(find(&self.headers, name).cloned().unwrap_or_default())
    }

    pub(crate) fn has_header(&self, name: &str) -> bool {
        find(&self.headers, name).is_some()
    }

    /// Where a part has no sample, any text will do.
    pub(crate) fn part(&self, name: &str) -> Given {
        Given(self.parts.get(name).cloned().unwrap_or_else(|| name.to_owned()))
    }

    pub(crate) fn has_part(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    pub(crate) fn file(&self) -> Upload {
        Upload::bytes("receipt.pdf", b"%PDF-1.7".to_vec())
    }

    pub(crate) fn has_body(&self) -> bool {
        self.request.is_some()
    }

    /// The documented body as a request value.
    pub(crate) fn body<T: FromWire>(&self) -> Result<T, Failure> {
        Ok(required(self.request.as_ref().unwrap_or(&Value::Null), "a body")?)
    }
}

/// The text of one documented value.
pub(crate) struct Given(String);

impl Given {
    pub(crate) fn text(self) -> String {
        self.0
    }

    pub(crate) fn parsed<T: FromStr>(self) -> Result<T, Failure> {
        self.0.parse().map_err(|_| format!("`{}` is not of the documented kind", self.0).into())
    }

    pub(crate) fn each(self) -> Vec<String> {
        self.0.split(',').map(|text| text.trim().to_owned()).collect()
    }

    pub(crate) fn each_parsed<T: FromStr>(self) -> Result<Vec<T>, Failure> {
        self.0.split(',').map(|text| Given(text.trim().to_owned()).parsed()).collect()
    }
}

/// Builds the call of a sample and compares it.
pub(crate) fn check(rows: &[Row], sample: &Sample) -> Vec<String> {
    let fits = |row: &&Row| row.product == sample.product && row.method.eq_ignore_ascii_case(&sample.method);
    let scored = rows.iter().filter(fits).filter_map(|row| Some((literals(row.path, &sample.path)?, row)));
    let Some((_, row)) = scored.max_by_key(|(score, _)| *score) else {
        return vec!["no operation has this path".to_owned()];
    };
    let sample = sample.clone().bind(row.path);
    match (row.build)(&client(&sample), &sample) {
        Ok(made) => differences(&sample, &made.prepared),
        Err(error) => vec![format!("cannot be built: {error}")],
    }
}

/// A client for the sample's organisation, whichever parameter or header names it.
fn client(sample: &Sample) -> Client {
    let named = sample.query.iter().chain(&sample.headers).find(|(name, _)| {
        let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
        letters.to_ascii_lowercase().ends_with("organizationid")
    });
    let organization = named.map_or(ORGANIZATION, |(_, value)| value.as_str());
    let built = Client::builder().organization(organization).auth(AccessToken::new("token")).build();
    built.unwrap_or_else(|error| panic!("no client: {error}"))
}

fn differences(sample: &Sample, prepared: &Prepared) -> Vec<String> {
    let mut found = Vec::new();
    let mut differ = |what: &str, expected: String, is: String| {
        if expected != is {
            found.push(format!("{what} is {is}, documented {expected}"));
        }
    };
    differ("method", sample.method.clone(), prepared.method.to_string());
    let (path, query) = prepared.path.split_once('?').unwrap_or((&prepared.path, ""));
    differ("path", sample.path.clone(), decoded(path));
    let query = pairs(query);
    let names: BTreeSet<&String> = sample.query.keys().chain(query.keys()).collect();
    for name in names {
        let shown = |value: Option<&String>| value.map_or_else(|| "missing".to_owned(), |value| format!("{value:?}"));
        differ(&format!("query {name}"), shown(sample.query.get(name)), shown(query.get(name)));
    }
    for (name, value) in &sample.headers {
        let is = prepared.headers.get(name.as_str()).and_then(|value| value.to_str().ok()).unwrap_or("missing");
        differ(name, value.clone(), is.to_owned());
    }
    let is_json = prepared.headers.get("content-type").is_some_and(|value| value == "application/json");
    let sent = prepared
        .body
        .as_ref()
        .and_then(Content::bytes)
        .filter(|_| is_json)
        .map(|body| serde_json::from_slice(&body).unwrap_or_default());
    compare("", sample.request.as_ref(), sent.as_ref(), &mut found);
    found
}

/// Bodies by value.
fn compare(path: &str, expected: Option<&Value>, is: Option<&Value>, found: &mut Vec<String>) {
    match (expected, is) {
        (Some(Value::Object(expected)), Some(Value::Object(is))) => {
            let keys: BTreeSet<&String> = expected.keys().chain(is.keys()).collect();
            keys.into_iter().for_each(|key| compare(&format!("{path}.{key}"), expected.get(key), is.get(key), found));
        }
        (Some(Value::Array(expected)), Some(Value::Array(is))) if expected.len() == is.len() => {
            expected
                .iter()
                .zip(is)
                .enumerate()
                .for_each(|(i, (a, b))| compare(&format!("{path}[{i}]"), Some(a), Some(b), found));
        }
        (Some(Value::Number(a)), Some(Value::Number(b))) if a.as_f64() == b.as_f64() => {}
        (Some(Value::Number(a)), Some(Value::String(b))) | (Some(Value::String(b)), Some(Value::Number(a)))
            if a.to_string() == *b => {}
        (expected, is) if expected == is => {}
        (expected, is) => {
            let shown = |value: Option<&Value>| value.map_or_else(|| "missing".to_owned(), Value::to_string);
            found.push(format!("body{path} is {}, documented {}", shown(is), shown(expected)));
        }
    }
}

fn find<'m>(map: &'m BTreeMap<String, String>, name: &str) -> Option<&'m String> {
    map.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn pairs(query: &str) -> BTreeMap<String, String> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(&value.replace('+', " "))))
        .collect()
}

/// Undoes percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits = (byte == b'%')
            .then(|| [rest.next(), rest.next()].into_iter().flatten().map(char::from).collect::<String>());
        match digits.map(|digits| u8::from_str_radix(&digits, 16)) {
            Some(Ok(byte)) => bytes.push(byte),
            Some(Err(_)) => bytes.push(b'%'),
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
