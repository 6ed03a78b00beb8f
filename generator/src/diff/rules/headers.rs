//! Headers of answers, whose names come in any case.

use super::super::collect::{Collector, Found};
use super::super::pairs::Scope;
use super::super::subject::Subject;
use super::super::walk;
use crate::ir::wire::{Header, Response};

pub(super) fn check<'a>(scope: &Scope<'a>, (was, is): (&'a Response, &'a Response), out: &mut Collector<'a>) {
    let find = |of: &'a Response, header: &Header| {
        of.headers.iter().find(|other| other.name.eq_ignore_ascii_case(&header.name))
    };
    for header in &was.headers {
        match find(is, header) {
            Some(other) => both(scope, is, (header, other), out),
            None => {
                let id = if header.required {
                    "required-response-header-removed"
                } else {
                    "optional-response-header-removed"
                };
                let found = Found { base: Some(header.at), revision: Some(is.at), ..Found::default() };
                out.add(id, scope, &subject(is, header).said(""), found);
            }
        }
    }
    for header in is.headers.iter().filter(|header| find(was, header).is_none()) {
        let found = Found { base: Some(was.at), revision: Some(header.at), ..Found::default() };
        out.add("response-header-added", scope, &subject(is, header).said(""), found);
    }
}

fn subject<'a>(response: &Response, header: &'a Header) -> Subject<'a> {
    Subject::ResponseHeader { status: response.status, name: &header.name }
}

fn both<'a>(scope: &Scope<'a>, response: &Response, (was, is): (&'a Header, &'a Header), out: &mut Collector<'a>) {
    let subject = subject(response, is);
    let switches = [
        (was.required, is.required, "became-required", "became-optional"),
        (was.deprecated, is.deprecated, "deprecated", "reactivated"),
    ];
    for (was_on, is_on, on, off) in switches {
        if was_on != is_on {
            let found = Found { base: Some(was.at), revision: Some(is.at), ..Found::default() };
            out.add(&format!("response-header-{}", if is_on { on } else { off }), scope, &subject.said(""), found);
        }
    }
    if let (Some(base), Some(revision)) = (&was.schema, &is.schema) {
        walk::compare(scope, &subject, (base, revision), out);
    }
}
