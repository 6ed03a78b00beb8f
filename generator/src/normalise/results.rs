//! What operations give back.
//!
//! In: the responses of an operation. Out: whether there is an envelope (`code` and `message`), and what of the rest
//! is the payload. Every response stays in the wire layer; this picks the one that a method returns.

use indexmap::IndexMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::{Body, MediaId, OpResult, Payload, Side, Type};
use crate::ir::noted;
use crate::ir::wire::{self, Media, Method, Response, SchemaUse, Status, Wire};

use super::flatten::Flat;
use super::schemas::{Context, SchemaReader};
use super::work::{EnumOwner, OperationWork, Use, Work};

/// Words in a path or in prose that announce a file.
const FILE_WORDS: [&str; 8] = ["pdf", "print", "attachment", "attachments", "receipt", "image", "qr", "download"];

/// Finds the result of every operation.
pub(super) fn read(work: &mut Work<'_>, reader: &mut SchemaReader, diagnostics: &mut Diagnostics) {
    for index in 0..work.operations.len() {
        let result = read_operation(work, reader, index, diagnostics);
        if let (Some(operation), Some(result)) = (work.operations.get_mut(index), result) {
            operation.result = result;
        }
    }
}

/// The media type whose body a method returns: JSON of the first successful response that has any.
pub(super) fn json_of(operation: &wire::Operation) -> Option<&Media> {
    let id = json_id(operation)?;
    operation.responses.get(id.response as usize)?.content.get(id.media as usize)
}

/// The responses of success, by index. A `default` that stands alone is what every call answers with.
fn successes(operation: &wire::Operation) -> impl Iterator<Item = (u32, &Response)> {
    let alone = operation.responses.len() == 1;
    let succeeds =
        move |response: &Response| response.status.is_success() || (alone && response.status == Status::Default);
    (0_u32..).zip(&operation.responses).filter(move |(_, response)| succeeds(response))
}

fn json_id(operation: &wire::Operation) -> Option<MediaId> {
    let media = successes(operation).flat_map(|(response, found)| {
        (0_u32..).zip(&found.content).map(move |(media, found)| (MediaId { response, media }, found))
    });
    let mut json = media.filter(|(_, media)| is_json(&media.media_type) && media.schema.is_some());
    json.next().map(|(id, _)| id)
}

/// `application/json`, `application/problem+json; charset=utf-8` and the like.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json") || essence == "*/*"
}

impl OperationWork<'_> {
    /// Whether the answer documents a `page_context`.
    pub(super) fn result_has_page_context(&self, wire: &Wire) -> bool {
        let schema = json_of(self.wire).and_then(|media| media.schema.as_ref());
        schema.and_then(|used| Flat::of(wire, used.id)).is_some_and(|flat| flat.properties.contains_key("page_context"))
    }
}

fn read_operation(
    work: &mut Work<'_>,
    reader: &mut SchemaReader,
    index: usize,
    diagnostics: &mut Diagnostics,
) -> Option<OpResult> {
    let operation = work.operations.get(index)?;
    let wire = operation.wire;
    let context = Context {
        field: String::new(),
        owner: EnumOwner::Operation(index),
        used: Use { operation: index, side: Side::Response, pointer: String::new() },
    };
    let Some(schema) = json_of(wire).and_then(|media| media.schema.as_ref()) else {
        return Some(without_json(wire, diagnostics));
    };
    let media = json_id(wire);
    let schema = enveloped_variant(work.wire, schema).unwrap_or(schema);
    let flat = Flat::of(work.wire, schema.id)?;
    if !(flat.properties.contains_key("code") && flat.properties.contains_key("message")) {
        let payload = page_without_envelope(work, reader, index, &flat, &context)
            .unwrap_or_else(|| Payload::Whole { ty: reader.shown_type(work, schema, &context) });
        return Some(OpResult { media, envelope: false, payload });
    }
    let payload = enveloped(work, reader, index, schema, &flat, &context, diagnostics);
    Some(OpResult { media, envelope: true, payload })
}

/// A list beside a `page_context` comes in pages, with or without `code` and `message`.
fn page_without_envelope(
    work: &mut Work<'_>,
    reader: &mut SchemaReader,
    index: usize,
    flat: &Flat<'_>,
    context: &Context,
) -> Option<Payload> {
    let operation = work.operations.get(index)?;
    if operation.wire.method != Method::Get || !flat.properties.contains_key("page_context") {
        return None;
    }
    let (key, element) = main_list(work, index, &payload_keys(flat))?;
    let ty = reader.shown_type(work, &element, &under(context, &key));
    Some(Payload::Items { key, ty })
}

/// Of a choice, the variant that is an envelope; the others are errors.
fn enveloped_variant<'w>(wire: &'w Wire, schema: &SchemaUse) -> Option<&'w SchemaUse> {
    let flat = Flat::of(wire, schema.id)?;
    let enveloped = |flat: &Flat<'_>| flat.properties.contains_key("code") && flat.properties.contains_key("message");
    let mut variants = flat.variants().filter(|_| !enveloped(&flat));
    variants.find(|variant| Flat::of(wire, variant.id).is_some_and(|flat| enveloped(&flat)))
}

/// No JSON is documented: a file if anything else is, or nothing beside the envelope that every call answers with.
fn without_json(operation: &wire::Operation, diagnostics: &mut Diagnostics) -> OpResult {
    let other =
        successes(operation).flat_map(|(_, response)| &response.content).any(|media| !is_json(&media.media_type));
    let payload = if other { Payload::Download } else { without_payload(operation, diagnostics) };
    OpResult { media: None, envelope: true, payload }
}

fn enveloped(
    work: &mut Work<'_>,
    reader: &mut SchemaReader,
    index: usize,
    schema: &SchemaUse,
    flat: &Flat<'_>,
    context: &Context,
    diagnostics: &mut Diagnostics,
) -> Payload {
    let Some(operation) = work.operations.get(index) else { return Payload::Json };
    let wire = operation.wire;
    let keys = payload_keys(flat);
    if keys.is_empty() {
        return without_payload(wire, diagnostics);
    }
    if let Some((key, element)) = main_list(work, index, &keys) {
        let context = under(context, &key);
        let ty = reader.shown_type(work, &element, &context);
        return if gives_one(work, index) { Payload::First { key, ty } } else { Payload::Items { key, ty } };
    }
    match keys.iter().next() {
        Some((key, used)) if keys.len() == 1 && is_structured(work, used) => {
            let ty = reader.type_of(work, used, &under(context, key));
            Payload::Key { key: (*key).to_owned(), ty }
        }
        _ => Payload::Flat { ty: flat_type(work, reader, schema, context) },
    }
}

/// The envelope's own keys are not part of a flat payload.
fn flat_type(work: &mut Work<'_>, reader: &mut SchemaReader, schema: &SchemaUse, context: &Context) -> Type {
    let ty = reader.type_of(work, schema, context);
    if let Type::Model(id) = ty
        && let Some(draft) = work.objects.get_mut(id.0 as usize)
    {
        draft.fields.retain(|name, _| !matches!(name.as_str(), "code" | "message"));
    }
    ty
}

fn under(context: &Context, key: &str) -> Context {
    let mut below = context.clone();
    key.clone_into(&mut below.field);
    below.used.pointer = format!("/{key}");
    below
}

fn payload_keys<'f>(flat: &'f Flat<'_>) -> IndexMap<&'f str, SchemaUse> {
    let own = ["code", "message", "page_context"];
    flat.properties
        .iter()
        .filter(|(name, _)| !own.contains(name))
        .map(|(name, used)| (*name, (*used).clone()))
        .collect()
}

/// The list that a response is about: its only payload, or, of several on the GET of a collection, the one that is
/// called like the collection or is the only list of objects.
fn main_list(work: &Work<'_>, index: usize, keys: &IndexMap<&str, SchemaUse>) -> Option<(String, SchemaUse)> {
    let operation = work.operations.get(index)?;
    let mut lists: Vec<(String, SchemaUse)> =
        keys.iter().filter_map(|(name, used)| Some(((*name).to_owned(), element_of(work, used)?))).collect();
    if keys.len() > 1 {
        if operation.wire.method != Method::Get || operation.path.ends_in_id() {
            return None;
        }
        let noun = letters(operation.path.noun().unwrap_or_default());
        if let Some(named) = lists.iter().find(|(name, _)| letters(name) == noun) {
            return Some(named.clone());
        }
        lists.retain(|(_, element)| is_structured(work, element));
    }
    (lists.len() == 1).then(|| lists.pop()).flatten()
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn element_of(work: &Work<'_>, used: &SchemaUse) -> Option<SchemaUse> {
    let flat = Flat::of(work.wire, used.id)?;
    let listed = flat.ty == Some("array") || (flat.ty.is_none() && flat.items.is_some());
    listed.then(|| flat.items.cloned()).flatten()
}

fn is_structured(work: &Work<'_>, used: &SchemaUse) -> bool {
    Flat::of(work.wire, used.id).is_some_and(|flat| {
        !flat.properties.is_empty() || !flat.choices.is_empty() || matches!(flat.ty, Some("object" | "array"))
    })
}

/// One thing returned as an array: where the path ends in an id, or the operation creates in a collection that has
/// members of its own.
fn gives_one(work: &Work<'_>, index: usize) -> bool {
    let Some(operation) = work.operations.get(index) else { return false };
    let creates = operation.wire.method == Method::Post && !operation.path.ends_in_id() && {
        let collection = operation.path.shape();
        work.operations.iter().any(|other| {
            other.id.product == operation.id.product && other.path.ends_in_id() && other.path.collection() == collection
        })
    };
    // What takes a list gives one.
    let takes_list = matches!(operation.body, Some(Body::JsonValue { ty: Type::List(_), .. }));
    (operation.path.ends_in_id() || creates) && !takes_list
}

fn without_payload(operation: &wire::Operation, diagnostics: &mut Diagnostics) -> Payload {
    if operation.method != Method::Get {
        return Payload::None;
    }
    if announces(&operation.path) || prose_announces(operation) {
        return Payload::Download;
    }
    diagnostics.push(
        Diagnostic::new(Code::MissingPayload, operation.at, format!("GET {} documents no result", operation.path))
            .help("document what it returns; until then the method gives raw JSON"),
    );
    Payload::Json
}

/// Whether only prose, or a note, tells that an operation gives a file.
pub(super) fn is_file_by_prose(operation: &OperationWork<'_>) -> bool {
    let wire = operation.wire;
    let content = successes(wire).flat_map(|(_, response)| &response.content);
    operation.result.payload == Payload::Download
        && content.into_iter().all(|media| is_json(&media.media_type))
        && !announces(&wire.path)
        && prose_announces(wire)
}

/// Whether the document says in words, or notes, that it gives a file.
fn prose_announces(operation: &wire::Operation) -> bool {
    let texts = [operation.summary.as_ref(), operation.description.as_ref()];
    let noted = noted::get(&operation.extensions, noted::FILE) == Some(&serde_json::Value::Bool(true));
    noted || texts.into_iter().flatten().any(|text| announces(text))
}

fn announces(text: &str) -> bool {
    text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(|word| FILE_WORDS.contains(&word))
}
