//! In: a call. Out: method, path, query, headers and body, all checked; nothing has been sent.

use std::fmt;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};

use super::body::{Content, multipart};
use super::call::{Body, Call, Name, Target};
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

/// Most paths are not longer, with their query.
const LENGTH: usize = 160;

/// Headers that belong to the client and to HTTP itself.
const RESERVED: [&str; 12] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Checks a call and puts it together.
pub fn prepare(call: &Call) -> Result<Prepared, Error> {
    if let Some((name, problem)) = &call.problem {
        return Err(Error::invalid(&**name, *problem));
    }
    let (body, content_type) = body(call)?;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(accept(&call.target)));
    if let Some(content_type) = content_type {
        insert(&mut headers, "content-type", &content_type)?;
    }
    for (name, value) in &call.headers {
        if matches!(call.body, Body::Multipart(_)) && name.eq_ignore_ascii_case("content-type") {
            return Err(Error::invalid(&**name, "the media type of a body of several parts is set by the client"));
        }
        custom(&mut headers, name, value)?;
    }
    if call.query.iter().any(|(name, _)| name.is_empty()) {
        return Err(Error::invalid("query", "a parameter has a name"));
    }
    let mut path = path(call)?;
    let organization = match call.tenancy {
        Some(tenancy) => Some(organization(call, tenancy)?),
        None => None,
    };
    if let Some((Tenancy::Header(name), id)) = organization {
        insert(&mut headers, name, id.as_str())?;
    }
    query(&mut path, call, organization);
    Ok(Prepared { method: method(&call.target)?, path, headers, body })
}

fn method(target: &Target) -> Result<Method, Error> {
    match Method::from_bytes(target.method().as_bytes()) {
        Ok(Method::CONNECT | Method::TRACE) | Err(_) => Err(Error::invalid("method", "not a method of an API")),
        Ok(method) => Ok(method),
    }
}

fn accept(target: &Target) -> &'static str {
    match target {
        Target::Operation(OperationSpec { payload: Payload::Download, .. }) => "*/*",
        _ => "application/json",
    }
}

/// The organisation goes where the operation declares it, and nowhere else.
fn organization(call: &Call, tenancy: Tenancy) -> Result<(Tenancy, &Id), Error> {
    let (Tenancy::Query(name) | Tenancy::Header(name)) = tenancy;
    let id = call.organization.as_ref().or(call.client.organization.as_ref());
    let id = id.filter(|id| !id.as_str().trim().is_empty());
    let missing = || Error::invalid(name, "the operation asks for an organisation, and the client has none");
    id.map(|id| (tenancy, id)).ok_or_else(missing)
}

/// Puts the query behind the path. A documented path may hold the beginning of a query, or a fragment, which is not sent;
/// values cannot, because they are encoded. A parameter of the organisation's name that was set by hand gives way.
fn query(path: &mut String, call: &Call, organization: Option<(Tenancy, &Id)>) {
    path.truncate(path.find('#').unwrap_or(path.len()));
    let own = match organization {
        Some((Tenancy::Query(name), id)) => Some((name, id.as_str())),
        _ => None,
    };
    let others = call.query.iter().map(|(name, value)| (&**name, value.as_str()));
    let mut separator = if path.contains('?') { '&' } else { '?' };
    for (name, value) in own.into_iter().chain(others.filter(|(name, _)| own.is_none_or(|(own, _)| own != *name))) {
        path.push(separator);
        encode::pair_into(path, name, value);
        separator = '&';
    }
}

fn path(call: &Call) -> Result<String, Error> {
    match &call.target {
        Target::Operation(spec) => {
            let mut path = String::with_capacity(LENGTH);
            path.push_str(spec.base_path);
            fill(&mut path, spec.path, &call.path_values)?;
            Ok(path)
        }
        Target::Path { path, .. } => literal(path, &call.path_values),
    }
}

/// Puts the values into a path such as `/invoices/{invoice_id}/approve`; what stands between them is copied.
fn fill(out: &mut String, template: &str, values: &[(Name, String)]) -> Result<(), Error> {
    pieces(out, template, values, String::push_str)
}

fn pieces(
    out: &mut String,
    template: &str,
    values: &[(Name, String)],
    between: fn(&mut String, &str),
) -> Result<(), Error> {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').ok_or_else(|| Error::invalid(template, "a brace is not closed"))?;
        between(out, before);
        let value = values.iter().find(|(known, _)| known == name);
        let (_, value) = value.ok_or_else(|| Error::invalid(name, "the path needs a value"))?;
        encode::segment_into(out, name, value)?;
        rest = tail;
    }
    between(out, rest);
    Ok(())
}

/// A path given by hand: its segments are text, and encoded; `{name}` stands for a value.
fn literal(path: &str, values: &[(Name, String)]) -> Result<String, Error> {
    let rest = path.strip_prefix('/').ok_or_else(|| Error::invalid("path", "it must begin with a slash"))?;
    if path.contains(['?', '#']) {
        return Err(Error::invalid("path", "parameters are set with `query`"));
    }
    if let Some((name, _)) = values.iter().find(|(name, _)| !path.contains(&format!("{{{name}}}"))) {
        return Err(Error::invalid(&**name, "the path has no place for it"));
    }
    let mut out = String::new();
    for segment in rest.split('/') {
        encode::check_segment("path", segment)?;
        out.push('/');
        pieces(&mut out, segment, values, encode::encode_into)?;
    }
    Ok(out)
}

/// A header that somebody sets by hand.
pub(crate) fn custom(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Error> {
    if RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) {
        return Err(Error::invalid(name, "this header is set by the client"));
    }
    if value.starts_with([' ', '\t']) || value.ends_with([' ', '\t']) {
        return Err(Error::invalid(name, "a space at the beginning or the end of the value would get lost"));
    }
    insert(headers, name, value)
}

/// What is no ASCII goes out as UTF-8.
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
            let fields = encode::pairs(fields.iter().map(|(name, value)| (&**name, value.as_str())));
            Ok((Some(Bytes::from(fields).into()), Some("application/x-www-form-urlencoded".to_owned())))
        }
        Body::Raw(media_type, content) => Ok((Some(content.clone()), Some(media_type.to_string()))),
        Body::Invalid(problem) => Err(Error::invalid("body", problem)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_paths_may_hold_a_query() {
        let client = crate::Client::builder().organization("7").build().unwrap();
        let own = Id::from("7");
        for (given, tenancy, pair, expected) in [
            ("/a", None, None, "/a"),
            ("/a", None, Some(("b", "1")), "/a?b=1"),
            ("/a", Some(Tenancy::Query("o")), Some(("b", "1")), "/a?o=7&b=1"),
            ("/a", Some(Tenancy::Query("o")), Some(("o", "1")), "/a?o=7"),
            ("/a", Some(Tenancy::Header("o")), Some(("o", "1")), "/a?o=1"),
            ("/a?x=y#z", None, Some(("b", "1")), "/a?x=y&b=1"),
            ("/a#z", None, Some(("b", "1")), "/a?b=1"),
        ] {
            let target = Target::Path { method: "GET".to_owned(), path: given.to_owned(), key: None };
            let mut call = Call::to(&client, target);
            if let Some((name, value)) = pair {
                call.add_query(name.to_owned(), value);
            }
            let mut path = given.to_owned();
            query(&mut path, &call, tenancy.map(|tenancy| (tenancy, &own)));
            assert_eq!(path, expected);
        }
    }
}
