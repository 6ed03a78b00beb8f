//! Answers that no method gives.
//!
//! In: operations with their results and formats. Out: a finding for each that documents further successful answers,
//! or further media types of the one that its method gives.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Place;
use crate::ir::model::Payload;
use crate::ir::wire::{Response, Status};

use super::results::is_json;
use super::work::{OperationWork, Work};

/// Reports what is left out of every operation.
pub(super) fn report(work: &Work<'_>, diagnostics: &mut Diagnostics) {
    for operation in &work.operations {
        if let Some((at, message)) = other_answers(operation).or_else(|| other_media(operation)) {
            let message = format!("{} {} {message}", operation.wire.method.as_str(), operation.wire.path);
            let help = "ask with `send_raw` for the rest, or leave one answer by an overlay";
            diagnostics.push(Diagnostic::new(Code::SeveralAnswers, at, message).help(help));
        }
    }
}

fn other_answers(operation: &OperationWork<'_>) -> Option<(Place, String)> {
    let successes = || operation.wire.responses.iter().filter(|response| response.status.is_success());
    if successes().count() < 2 {
        return None;
    }
    let given = given(operation).or_else(|| successes().next())?;
    let statuses: Vec<String> = successes().map(|response| status(response.status)).collect();
    let other = successes().find(|response| response.at != given.at)?;
    let message = format!("documents {}; the method gives what {} has", statuses.join(" and "), status(given.status));
    Some((other.at, message))
}

/// The answer that the method gives.
fn given<'w>(operation: &OperationWork<'w>) -> Option<&'w Response> {
    let media = operation.result.media?;
    operation.wire.responses.get(media.response as usize)
}

/// Files beside JSON, where no parameter asks for them.
fn other_media(operation: &OperationWork<'_>) -> Option<(Place, String)> {
    let is_reached = operation.formats.is_some() || operation.result.payload == Payload::Download;
    let content = &given(operation).filter(|_| !is_reached)?.content;
    let other = content.iter().find(|media| !is_json(&media.media_type))?;
    Some((other.at, format!("also answers with `{}`; the method gives the JSON", other.media_type)))
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}
