//! In: method, path and query of a request. Out: the operation that it is a call of.

use super::form::decoded;
use super::received::Received;
use super::table::{Operation, Table};

/// The operation, and its table, whose template has the most segments in common with the path.
pub(super) fn find<'t>(tables: &'t [Table], received: &Received) -> Option<(&'t Table, &'t Operation)> {
    let all = tables.iter().flat_map(|table| table.operations.iter().map(move |operation| (table, operation)));
    let own = all.filter(|(_, operation)| operation.method == received.method);
    let scored = own.filter_map(|found| Some((score(&found.1.path, received)?, found)));
    // Of equals the first counts, as in the documents.
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, found)| found)
}

/// How many segments are the same; nothing where one does not fit. A template may hold the beginning of a query.
fn score(template: &str, received: &Received) -> Option<usize> {
    let template = template.split('#').next().unwrap_or_default();
    let (path, query) = template.split_once('?').unwrap_or((template, ""));
    let pairs = super::form::pairs(query);
    let asked = pairs.iter().all(|(name, value)| received.query(name) == Some(value.as_str()));
    let (ours, theirs) = (path.split('/'), received.path.split('/'));
    if !asked || ours.clone().count() != theirs.clone().count() {
        return None;
    }
    let mut segments = ours.zip(theirs);
    let score = segments.try_fold(0, |score, (template, segment)| Some(score + fit(template, &decoded(segment))?));
    score.map(|score| score + pairs.len())
}

/// 1 for a segment that is the template's, 0 for a value of its parameter.
fn fit(template: &str, segment: &str) -> Option<usize> {
    let Some((before, rest)) = template.split_once('{') else { return (template == segment).then_some(1) };
    let after = rest.rsplit_once('}').map_or("", |(_, after)| after);
    let value = segment.strip_prefix(before)?.strip_suffix(after)?;
    (!value.is_empty()).then_some(0)
}
