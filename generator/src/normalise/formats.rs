//! Answers that come in several formats.
//!
//! In: the parameters of a GET. Out: where a query parameter `accept` chooses between JSON and files, that parameter
//! leaves the method and becomes the operation's [`Formats`]: a second method gives the file.

use crate::ir::model::{Formats, Payload, Type};
use crate::ir::wire::{Location, Method};

use super::work::Work;

/// Takes `accept` out of the parameters of operations that answer with JSON.
pub(super) fn split(work: &mut Work<'_>) {
    for index in 0..work.operations.len() {
        let Some(operation) = work.operations.get_mut(index) else { continue };
        if operation.wire.method != Method::Get || matches!(operation.result.payload, Payload::Download) {
            continue;
        }
        let accept =
            operation.params.iter().position(|param| param.location == Location::Query && param.wire == "accept");
        let Some((at, Type::Enum(format))) = accept.and_then(|at| Some((at, operation.params.get(at)?.ty.clone())))
        else {
            continue;
        };
        let param = operation.params.remove(at);
        operation.formats = Some(Formats { param: param.wire, format });
        if let Some(draft) = work.enums.get_mut(format.0 as usize) {
            draft.values.retain(|value| value != "json");
            "format".clone_into(&mut draft.field);
            draft.docs = Some("Formats other than JSON.".to_owned());
        }
    }
}
