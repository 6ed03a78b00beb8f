//! In: a request that is in order, and what the test ordered. Out: the operation's answer.

use super::fault::Fault;
use super::file;
use super::pages;
use super::problem::Problem;
use super::received::Received;
use super::reply::{Reply, Sending};
use super::state::Override;
use super::table::Operation;

/// The usual answer.
pub(super) fn usual(
    operation: &Operation,
    overridden: Option<&Override>,
    received: &Received,
) -> Result<Reply, Problem> {
    let own = overridden.cloned().unwrap_or_default();
    let status = own.status.unwrap_or(operation.answer.status);
    if let Some((media, bytes)) = own.file {
        return Ok(Reply::new(status, media, bytes));
    }
    if let Some(body) = own.body {
        return Ok(Reply::json(status, &body));
    }
    if let Some(media) = media(operation, received) {
        return Ok(Reply::new(status, media, file::content(media)));
    }
    match (&operation.answer.body, &operation.answer.media) {
        (Some(body), _) => {
            let mut body = body.clone();
            if let Some(list) = &operation.list {
                pages::page(list, &mut body, own.items, received)?;
            }
            Ok(Reply::json(status, &body))
        }
        (None, Some(media)) => Ok(Reply::new(status, media, file::content(media))),
        (None, None) => Ok(Reply::empty(status)),
    }
}

/// The media type of the file that is asked for, by the documented parameter or by `Accept`.
fn media<'t>(operation: &'t Operation, received: &Received) -> Option<&'t str> {
    let asked = operation.format.as_deref().and_then(|param| received.query(param));
    if let Some(format) = asked.filter(|format| !format.eq_ignore_ascii_case("json")) {
        return Some(file::media(format));
    }
    let first = received.header("accept")?.split(',').next()?.split(';').next()?.trim().to_ascii_lowercase();
    let known = operation.accept.iter().map(String::as_str).find(|media| *media == first);
    // An answer that can be had as a PDF by a parameter can be had so by `Accept` as well.
    known.or_else(|| (operation.format.is_some() && first == file::media("pdf")).then(|| file::media("pdf")))
}

/// What an ordered fault makes of the usual answer.
pub(super) fn faulty(fault: &Fault, usual: impl FnOnce() -> Result<Reply, Problem>) -> Result<Reply, Problem> {
    match fault {
        Fault::PerMinute => Err(Problem::new(429, 44, "There were too many requests in this minute.")),
        Fault::PerDay => Err(Problem::new(429, 45, "There were too many requests today.")),
        Fault::Concurrency => Err(Problem::new(429, 1070, "There are too many requests at the same time.")),
        Fault::Unauthorized => Err(Problem::unauthorized()),
        Fault::Internal => Err(Problem::new(500, 1000, "There was an internal error.")),
        Fault::Api { status, code, message } => Err(Problem::new(*status, *code, message.as_str())),
        Fault::Slow(wait) => Ok(Reply { wait: *wait, ..answered(usual) }),
        Fault::Reset => Ok(Reply { sending: Sending::Reset, ..Reply::empty(200) }),
        Fault::Cut => Ok(Reply { sending: Sending::Cut, ..answered(usual) }),
        Fault::Truncated => {
            let reply = answered(usual);
            Ok(Reply { body: reply.body.slice(..reply.body.len() / 2), ..reply })
        }
        Fault::Html => Ok(Reply::new(200, "text/html", "<!doctype html><html><body>Back soon</body></html>")),
        Fault::Empty => Ok(Reply::empty(200)),
    }
}

/// The usual answer, whether it is a good one or not.
fn answered(usual: impl FnOnce() -> Result<Reply, Problem>) -> Reply {
    usual().unwrap_or_else(|problem| Reply::problem(&problem))
}
