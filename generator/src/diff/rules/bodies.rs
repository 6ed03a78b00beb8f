//! Bodies of requests.

use super::super::collect::{Collector, Found};
use super::super::pairs::Scope;
use super::super::subject::Subject;
use super::super::walk;
use super::media::Content;
use crate::ir::wire::{Body, Media, Operation};

pub(super) fn check<'a>(scope: &Scope<'a>, (was, is): (&'a Operation, &'a Operation), out: &mut Collector<'a>) {
    match (&was.body, &is.body) {
        (None, Some(body)) => {
            let id = if body.required { "request-body-added-required" } else { "request-body-added-optional" };
            let found = Found { base: Some(was.at), revision: Some(body.at), ..Found::default() };
            out.add(id, scope, "request body", found);
        }
        (Some(body), None) => {
            let found = Found { base: Some(body.at), revision: Some(is.at), ..Found::default() };
            out.add("request-body-removed", scope, "request body", found);
        }
        (Some(was), Some(is)) => both(scope, (was, is), out),
        (None, None) => {}
    }
}

fn both<'a>(scope: &Scope<'a>, (was, is): (&'a Body, &'a Body), out: &mut Collector<'a>) {
    if was.required != is.required {
        let id = if is.required { "request-body-became-required" } else { "request-body-became-optional" };
        let found = Found { base: Some(was.at), revision: Some(is.at), ..Found::default() };
        out.add(id, scope, "request body", found);
    }
    let content = Content::of(&was.content, &is.content);
    for media in content.removed {
        let (before, base) = (Some(said(media)), Some(media.at));
        let found = Found { before, after: None, base, revision: Some(is.at), renamed: None };
        out.add("request-body-media-type-removed", scope, "request body", found);
    }
    for media in content.added {
        let (after, revision) = (Some(said(media)), Some(media.at));
        let found = Found { after, base: Some(was.at), revision, ..Found::default() };
        out.add("request-body-media-type-added", scope, "request body", found);
    }
    for (was, is) in content.both {
        let subject = Subject::RequestBody { media_type: &is.media_type };
        schemas(scope, &subject, (was, is), out);
    }
}

/// The schemas of one media type.
pub(super) fn schemas<'a>(
    scope: &Scope<'a>,
    subject: &Subject<'a>,
    (was, is): (&'a Media, &'a Media),
    out: &mut Collector<'a>,
) {
    let change = match (&was.schema, &is.schema) {
        (Some(base), Some(revision)) => return walk::compare(scope, subject, (base, revision), out),
        (None, None) => return,
        (None, Some(_)) => "added",
        (Some(_), None) => "removed",
    };
    let (before, after) = (Some(said(was)), Some(said(is)));
    let found = Found { before, after, base: Some(was.at), revision: Some(is.at), renamed: None };
    out.add(&format!("{}-media-type-schema-{change}", subject.prefix(true)), scope, &subject.said(""), found);
}

/// A media type in words.
pub(super) fn said(media: &Media) -> String {
    format!("`{}`", media.media_type)
}
