//! Request bodies.
//!
//! In: the `requestBody` of an operation. Out: what a method takes: one JSON object, another JSON value, or the parts
//! of a multipart body or form; binary properties become files.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::{Body, Part, Side, Type};
use crate::ir::name::Name;
use crate::ir::wire::{self, Media, Method};

use super::flatten::Flat;
use super::results::is_json;
use super::schemas::{Context, SchemaReader};
use super::work::{EnumOwner, OperationWork, Use, Work};

/// Reads the body of every operation.
pub(super) fn read(work: &mut Work<'_>, reader: &mut SchemaReader, diagnostics: &mut Diagnostics) {
    for index in 0..work.operations.len() {
        let Some(operation) = work.operations.get(index) else { continue };
        let Some(documented) = operation.wire.body.as_ref() else { continue };
        let (body, files) = read_body(work, reader, index, documented, diagnostics);
        if let Some(operation) = work.operations.get_mut(index) {
            operation.body = body;
            operation.files.extend(files);
        }
    }
    drop_files(work);
}

fn read_body(
    work: &mut Work<'_>,
    reader: &mut SchemaReader,
    index: usize,
    body: &wire::Body,
    diagnostics: &mut Diagnostics,
) -> (Option<Body>, Vec<Part>) {
    let by = |wanted: fn(&str) -> bool| body.content.iter().find(|media| wanted(&media.media_type));
    if let Some(media) = by(is_json) {
        let (body, mut files) = read_json(work, reader, index, media, body.required);
        // The same body as multipart: its files go beside the JSON.
        if let Some(media) = by(|name| name.starts_with("multipart/")) {
            let (more, texts): (Vec<_>, Vec<_>) = read_parts(work, reader, index, media).into_iter().partition(is_file);
            files.extend(
                more.into_iter().filter(|file| !files.iter().any(|known| known.wire == file.wire)).collect::<Vec<_>>(),
            );
            report_lost(work, body.as_ref(), &texts, diagnostics);
        }
        return (body, files);
    }
    if let Some(media) = by(|name| name.starts_with("multipart/")) {
        let (files, parts): (Vec<_>, Vec<_>) = read_parts(work, reader, index, media).into_iter().partition(is_file);
        return (Some(Body::Multipart { parts }), files);
    }
    if let Some(media) = by(|name| name.starts_with("application/x-www-form-urlencoded")) {
        return (Some(Body::Form { parts: read_parts(work, reader, index, media) }), Vec::new());
    }
    let raw =
        body.content.first().map(|media| Body::Raw { media_type: media.media_type.clone(), required: body.required });
    (raw, Vec::new())
}

/// A text that only the multipart form of a body has cannot be sent with the JSON form.
fn report_lost(work: &Work<'_>, body: Option<&Body>, texts: &[Part], diagnostics: &mut Diagnostics) {
    let Some(Body::Json { model, .. }) = body else { return };
    let known = work.objects.get(model.0 as usize);
    for text in texts.iter().filter(|text| !known.is_some_and(|draft| draft.fields.contains_key(&text.wire))) {
        let message = format!("`{}` is only a part of the multipart body, and the JSON body is sent", text.wire);
        let help = "document it in the JSON body as well; until then `extra` sends it";
        diagnostics.push(Diagnostic::new(Code::Structure, text.at, message).help(help));
    }
}

fn read_json(
    work: &mut Work<'_>,
    reader: &mut SchemaReader,
    index: usize,
    media: &Media,
    required: bool,
) -> (Option<Body>, Vec<Part>) {
    let context = context(index, "");
    let ty = media.schema.as_ref().map_or(Type::Json, |used| reader.type_of(work, used, &context));
    let required = required || takes_itself(work, index) || must_choose(work, &ty);
    let Type::Model(model) = ty else {
        return (Some(Body::JsonValue { ty, required }), Vec::new());
    };
    // A file cannot stand in JSON: it becomes a part beside it.
    let files = read_parts(work, reader, index, media).into_iter().filter(is_file).collect();
    (Some(Body::Json { model, required }), files)
}

/// Whether an operation creates, or replaces, what its body holds: without one it would do nothing. Documents hardly
/// ever say so.
fn takes_itself(work: &Work<'_>, index: usize) -> bool {
    let Some(operation) = work.operations.get(index) else { return false };
    match operation.wire.method {
        Method::Put | Method::Patch => true,
        Method::Post => {
            let collection = operation.path.shape();
            let member = |other: &OperationWork<'_>| other.path.ends_in_id() && other.path.collection() == collection;
            let same = |other: &&OperationWork<'_>| other.id.product == operation.id.product;
            !operation.path.ends_in_id() && work.operations.iter().filter(same).any(member)
        }
        _ => false,
    }
}

/// Whether a body is a choice, which has to be made.
fn must_choose(work: &Work<'_>, ty: &Type) -> bool {
    let Type::Model(id) = ty else { return false };
    let draft = work.objects.get(id.0 as usize);
    draft.is_some_and(|draft| !draft.variants.is_empty() || !draft.choices.is_empty())
}

/// Takes files out of the objects that are sent as JSON; every operation has them as parts by now.
fn drop_files(work: &mut Work<'_>) {
    for draft in work.objects.iter_mut().filter(|draft| draft.side == Side::Request) {
        draft.fields.retain(|_, field| !holds_file(&field.ty));
    }
}

fn holds_file(ty: &Type) -> bool {
    matches!(ty, Type::Bytes) || *ty == Type::Bytes.list()
}

fn read_parts(work: &mut Work<'_>, reader: &mut SchemaReader, index: usize, media: &Media) -> Vec<Part> {
    let Some(flat) = media.schema.as_ref().and_then(|used| Flat::of(work.wire, used.id)) else { return Vec::new() };
    let mut parts = Vec::new();
    for (name, used) in &flat.properties {
        let ty = reader.type_of(work, used, &context(index, name));
        let docs = Flat::of(work.wire, used.id).and_then(|flat| flat.docs.map(str::to_owned));
        parts.push(Part {
            wire: (*name).to_owned(),
            name: Name::parse(name),
            many: ty == Type::Bytes.list(),
            ty: if holds_file(&ty) { Type::Bytes } else { ty },
            required: flat.required.contains(name),
            docs: used.description.clone().or(docs),
            at: used.at,
        });
    }
    parts
}

fn is_file(part: &Part) -> bool {
    part.ty == Type::Bytes
}

fn context(operation: usize, field: &str) -> Context {
    let pointer = if field.is_empty() { String::new() } else { format!("/{field}") };
    Context {
        field: field.to_owned(),
        owner: EnumOwner::Operation(operation),
        used: Use { operation, side: Side::Request, pointer },
    }
}
