//! Answers that come in several formats.
//!
//! In: the parameters and answers of a GET. Out: where a query parameter `accept` chooses between JSON and files, that
//! parameter leaves the method and becomes the operation's [`Formats`]: a second method gives the file. Where none does,
//! but the documents name other media types beside JSON, the header `Accept` chooses among them.

use crate::ir::model::{Formats, OpResult, Param, Payload, Type};
use crate::ir::wire::{Location, Method, Operation, Wire};

use super::results::is_json;
use super::work::Work;

/// Takes `accept` out of the parameters of operations that answer with JSON.
pub(super) fn split(work: &mut Work<'_>) {
    let accept = |param: &Param| param.location == Location::Query && param.wire == "accept";
    for operation in &mut work.operations {
        if operation.wire.method != Method::Get || matches!(operation.result.payload, Payload::Download) {
            continue;
        }
        let Some(at) = operation.params.iter().position(accept) else {
            operation.formats = negotiated(&operation.result, operation.wire, work.wire);
            continue;
        };
        let param = operation.params.remove(at);
        if let Type::Enum(format) = param.ty
            && let Some(draft) = work.enums.get_mut(format.0 as usize)
        {
            draft.values.retain(|value| value != "json");
            "format".clone_into(&mut draft.field);
            draft.docs = Some("Formats other than JSON.".to_owned());
        }
        operation.formats =
            Some(Formats { param: param.wire, location: Location::Query, format: param.ty, media_types: Vec::new() });
    }
}

/// What the header `Accept` can ask for: other media types of the answer that the method gives, and values that the header
/// is documented with.
fn negotiated(result: &OpResult, operation: &Operation, wire: &Wire) -> Option<Formats> {
    let given = result.media.and_then(|media| operation.responses.get(media.response as usize))?;
    let declared = operation
        .params
        .iter()
        .find(|param| param.location == Location::Header && param.name.eq_ignore_ascii_case("accept"));
    let schema = declared.and_then(|param| wire.schema(param.schema.as_ref()?.id));
    let values = schema.into_iter().flat_map(|schema| &schema.enumeration).flatten().filter_map(|value| value.as_str());
    let mut media_types = Vec::new();
    for media_type in given.content.iter().map(|media| media.media_type.as_str()).chain(values) {
        if !is_json(media_type) && media_type.contains('/') && !media_types.iter().any(|known| known == media_type) {
            media_types.push(media_type.to_owned());
        }
    }
    let param = declared.map_or_else(|| "Accept".to_owned(), |param| param.name.clone());
    (!media_types.is_empty()).then_some(Formats { param, location: Location::Header, format: Type::Text, media_types })
}
