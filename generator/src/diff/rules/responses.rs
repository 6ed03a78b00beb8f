//! Answers: their status, headers and bodies.

use super::super::collect::{Collector, Found};
use super::super::pairs::Scope;
use super::super::subject::{Subject, said_status};
use super::media::{Content, Name};
use super::{bodies, headers};
use crate::ir::Place;
use crate::ir::wire::{Media, Operation, Response, Status};

pub(super) fn check<'a>(scope: &Scope<'a>, (was, is): (&'a Operation, &'a Operation), out: &mut Collector<'a>) {
    for response in &was.responses {
        match is.responses.iter().find(|other| other.status == response.status) {
            Some(other) => both(scope, (response, other), out),
            None => status(scope, "removed", response, (Some(response.at), Some(is.at)), out),
        }
    }
    let new = is.responses.iter().filter(|response| !was.responses.iter().any(|other| other.status == response.status));
    for response in new {
        status(scope, "added", response, (Some(was.at), Some(response.at)), out);
    }
}

fn status<'a>(
    scope: &Scope<'a>,
    change: &str,
    response: &Response,
    (base, revision): (Option<Place>, Option<Place>),
    out: &mut Collector<'a>,
) {
    let kind = if response.status.is_success() { "success" } else { "non-success" };
    let found = Found { base, revision, ..Found::default() };
    out.add(&format!("response-{kind}-status-{change}"), scope, &said(response.status), found);
}

fn both<'a>(scope: &Scope<'a>, (was, is): (&'a Response, &'a Response), out: &mut Collector<'a>) {
    headers::check(scope, (was, is), out);
    let subject = said(is.status);
    let content = Content::of(&was.content, &is.content);
    for media in content.removed {
        let before = Some(bodies::said(media));
        let found = Found { before, after: None, base: Some(media.at), revision: Some(is.at), renamed: None };
        out.add("response-media-type-removed", scope, &subject, found);
    }
    for media in content.added {
        let after = Some(bodies::said(media));
        let found = Found { after, base: Some(was.at), revision: Some(media.at), ..Found::default() };
        out.add("response-media-type-added", scope, &subject, found);
    }
    for (was, is_media) in content.both {
        name(scope, &subject, (was, is_media), out);
        let subject = Subject::ResponseBody { status: is.status, media_type: &is_media.media_type };
        bodies::schemas(scope, &subject, (was, is_media), out);
    }
}

/// A media type whose name says more or less than before.
fn name<'a>(scope: &Scope<'a>, subject: &str, (was, is): (&'a Media, &'a Media), out: &mut Collector<'a>) {
    let (one, other) = (Name::parse(&was.media_type), Name::parse(&is.media_type));
    if one == other {
        return;
    }
    let change = match () {
        () if one.parameters != other.parameters => "changed",
        () if one.holds(&other) => "specialized",
        () => "generalized",
    };
    let (before, after) = (Some(bodies::said(was)), Some(bodies::said(is)));
    let found = Found { before, after, base: Some(was.at), revision: Some(is.at), renamed: None };
    out.add(&format!("response-media-type-name-{change}"), scope, subject, found);
}

fn said(status: Status) -> String {
    format!("answer {}", said_status(status))
}
