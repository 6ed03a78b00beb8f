//! Answers that come in several formats.
//!
//! In: the parameters of a GET. Out: where a query parameter `accept` chooses between JSON and files, that parameter
//! leaves the method and becomes the operation's [`Formats`]: a second method gives the file.

use crate::ir::model::{Formats, Param, Payload, Type};
use crate::ir::wire::{Location, Method};

use super::work::Work;

/// Takes `accept` out of the parameters of operations that answer with JSON.
pub(super) fn split(work: &mut Work<'_>) {
    let accept = |param: &Param| param.location == Location::Query && param.wire == "accept";
    for operation in &mut work.operations {
        if operation.wire.method != Method::Get || matches!(operation.result.payload, Payload::Download) {
            continue;
        }
        let Some(at) = operation.params.iter().position(accept) else { continue };
        let param = operation.params.remove(at);
        if let Type::Enum(format) = param.ty
            && let Some(draft) = work.enums.get_mut(format.0 as usize)
        {
            draft.values.retain(|value| value != "json");
            "format".clone_into(&mut draft.field);
            draft.docs = Some("Formats other than JSON.".to_owned());
        }
        operation.formats = Some(Formats { param: param.wire, format: param.ty });
    }
}
