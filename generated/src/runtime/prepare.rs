//! In: a call. Out: method, path, query, headers and body, all checked; nothing has been sent.

use std::fmt;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::body::{Content, multipart};
use super::call::{Body, Call, Target};
use super::encode;
use super::error::Error;
use super::id::Id;
use super::operation::{OperationSpec, Payload, Tenancy};

/// A request as it would be sent, but for its host and its credentials.
#[derive(Clone)]
#[non_exhaustive]
pub struct Prepared {
    /// The HTTP method.
    pub method: Method,
    /// Path and query, percent-encoded.
    pub path: String,
    /// All headers but `Authorization`.
    pub headers: HeaderMap,
    /// The body, where there is one.
    pub body: Option<Content>,
}

/// Values are customer data, and not shown.
impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().collect();
        f.debug_struct("Prepared").field("method", &self.method).field("headers", &names).finish_non_exhaustive()
    }
}

/// Headers that belong to the client and to HTTP itself.
const RESERVED: [&str; 6] =
    ["authorization", "connection", "content-length", "host", "proxy-authorization", "transfer-encoding"];

/// Checks a call and puts it together.
pub fn prepare(call: &Call) -> Result<Prepared, Error> {
    let (body, content_type) = body(call)?;
    let mut headers = HeaderMap::new();
    headers.insert("accept", HeaderValue::from_static(accept(&call.target)));
    if let Some(content_type) = content_type {
        insert(&mut headers, "content-type", &content_type)?;
    }
    for (name, value) in &call.headers {
        custom(&mut headers, name, value)?;
    }
    let mut query = encode::pairs(call.query.iter().map(|(name, value)| (name.as_ref(), value.as_str())));
    if let Target::Operation(spec) = &call.target {
        organization(call, spec, &mut query, &mut headers)?;
    }
    let path = with_query(path(call)?, &query);
    Ok(Prepared { method: method(&call.target)?, path, headers, body })
}

fn method(target: &Target) -> Result<Method, Error> {
    let method = match target {
        Target::Operation(spec) => spec.method,
        Target::Path { method, .. } => method,
    };
    Method::from_bytes(method.as_bytes()).map_err(|_| Error::invalid("method", "not an HTTP method"))
}

fn accept(target: &Target) -> &'static str {
    match target {
        Target::Operation(OperationSpec { payload: Payload::Download, .. }) => "*/*",
        _ => "application/json",
    }
}

/// The organisation goes where the operation declares it, and nowhere else.
fn organization(call: &Call, spec: &OperationSpec, query: &mut String, headers: &mut HeaderMap) -> Result<(), Error> {
    let Some(tenancy) = spec.tenancy else { return Ok(()) };
    let (Tenancy::Query(name) | Tenancy::Header(name)) = tenancy;
    let organization = call
        .organization
        .as_ref()
        .or(call.client.organization.as_ref())
        .filter(|id| !id.as_str().trim().is_empty())
        .ok_or_else(|| Error::invalid(name, "the operation asks for an organisation, and the client has none"))?;
    match tenancy {
        Tenancy::Header(name) => insert(headers, name, organization.as_str()),
        Tenancy::Query(name) => {
            replace_query(call, query, name, organization);
            Ok(())
        }
    }
}

/// A query parameter of the organisation's name that was set by hand gives way.
fn replace_query(call: &Call, query: &mut String, name: &str, organization: &Id) {
    let own = std::iter::once((name, organization.as_str()));
    let others = call.query.iter().filter(|(known, _)| known != name);
    *query = encode::pairs(own.chain(others.map(|(name, value)| (name.as_ref(), value.as_str()))));
}

fn path(call: &Call) -> Result<String, Error> {
    match &call.target {
        Target::Operation(spec) => {
            let mut path = spec.base_path.to_owned();
            fill(&mut path, spec.path, &call.path_values)?;
            Ok(path)
        }
        Target::Path { path, .. } => literal(path),
    }
}

/// The path with the query behind it. A documented path may hold the beginning of a query, or a fragment, which is not
/// sent; values cannot, because they are encoded.
fn with_query(mut path: String, query: &str) -> String {
    path.truncate(path.find('#').unwrap_or(path.len()));
    if !query.is_empty() {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(query);
    }
    path
}

/// Puts the values into a path such as `/invoices/{invoice_id}/approve`.
fn fill(out: &mut String, template: &str, values: &[(&'static str, String)]) -> Result<(), Error> {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| Error::invalid(template, "a brace is not closed"))?;
        out.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name);
        let (_, value) = value.ok_or_else(|| Error::invalid(name, "the path needs a value"))?;
        encode::segment_into(out, name, value)?;
        rest = tail;
    }
    out.push_str(rest);
    Ok(())
}

/// A path given by hand: its segments are text, and encoded.
fn literal(path: &str) -> Result<String, Error> {
    let rest = path.strip_prefix('/').ok_or_else(|| Error::invalid("path", "it must begin with a slash"))?;
    if path.contains(['?', '#']) {
        return Err(Error::invalid("path", "parameters are set with `query`"));
    }
    let mut out = String::new();
    for segment in rest.split('/') {
        out.push('/');
        encode::segment_into(&mut out, "path", segment)?;
    }
    Ok(out)
}

fn custom(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    if RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) {
        return Err(Error::invalid(name, "this header is set by the client"));
    }
    insert(headers, name, value)
}

fn insert(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| Error::invalid(name, "not the name of a header"))?;
    let value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| Error::invalid(name, "the value has characters that a header cannot hold"))?;
    headers.insert(key, value);
    Ok(())
}

fn body(call: &Call) -> Result<(Option<Content>, Option<String>), Error> {
    match &call.body {
        Body::None => Ok((None, None)),
        Body::Json(json) => Ok((Some(json.clone().into()), Some("application/json".to_owned()))),
        Body::Multipart(parts) => {
            multipart::encode(parts).map(|(pieces, media)| (Some(Content::new(pieces)), Some(media)))
        }
        Body::Form(fields) => {
            let fields = encode::pairs(fields.iter().map(|(name, value)| (*name, value.as_str())));
            Ok((Some(Bytes::from(fields).into()), Some("application/x-www-form-urlencoded".to_owned())))
        }
        Body::Raw(media_type, content) => Ok((Some(content.clone()), Some((*media_type).to_owned()))),
        Body::Invalid(problem) => Err(Error::invalid("body", problem)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_paths_may_hold_a_query() {
        assert_eq!(with_query("/a".into(), ""), "/a");
        assert_eq!(with_query("/a".into(), "b=1"), "/a?b=1");
        assert_eq!(with_query("/a?x=y#z".into(), "b=1"), "/a?x=y&b=1");
        assert_eq!(with_query("/a#z".into(), "b=1"), "/a?b=1");
    }
}
