//! Request bodies.
//!
//! In: the `requestBody` of an operation. Out: what a method takes: one JSON object, another JSON value, or the parts
//! of a multipart body or form; binary properties become files.

use crate::ir::model::{Body, Part, Side, Type};
use crate::ir::name::Name;
use crate::ir::wire::{self, Media};

use super::flatten::Flat;
use super::results::is_json;
use super::schemas::{Context, SchemaReader};
use super::work::{EnumOwner, Use, Work};

/// Reads the body of every operation.
pub(super) fn read(work: &mut Work<'_>, reader: &mut SchemaReader) {
    for index in 0..work.operations.len() {
        let Some(operation) = work.operations.get(index) else { continue };
        let Some(documented) = operation.wire.body.as_ref() else { continue };
        let (body, files) = read_body(work, reader, index, documented);
        if let Some(operation) = work.operations.get_mut(index) {
            operation.body = body;
            operation.files.extend(files);
        }
    }
}

fn read_body(
    work: &mut Work<'_>,
    reader: &mut SchemaReader,
    index: usize,
    body: &wire::Body,
) -> (Option<Body>, Vec<Part>) {
    let by = |wanted: fn(&str) -> bool| body.content.iter().find(|media| wanted(&media.media_type));
    if let Some(media) = by(is_json) {
        let (body, mut files) = read_json(work, reader, index, media, body.required);
        // The same body as multipart: its files go beside the JSON.
        if let Some(media) = by(|name| name.starts_with("multipart/")) {
            files.extend(read_parts(work, reader, index, media).into_iter().filter(is_file));
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
    let any = body.content.first().map(|_| Body::JsonValue { ty: Type::Bytes, required: body.required });
    (any, Vec::new())
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
    let Type::Model(model) = ty else {
        return (Some(Body::JsonValue { ty, required }), Vec::new());
    };
    let files = take_files(work, model.0 as usize);
    (Some(Body::Json { model, required }), files)
}

/// A file cannot stand in JSON: it leaves the object and becomes a part beside it.
fn take_files(work: &mut Work<'_>, object: usize) -> Vec<Part> {
    let Some(draft) = work.objects.get_mut(object) else { return Vec::new() };
    let files = draft.fields.iter().filter(|(_, field)| field.ty == Type::Bytes).map(|(wire, field)| Part {
        wire: wire.clone(),
        name: Name::parse(wire),
        ty: Type::Bytes,
        required: false,
        docs: field.docs.clone(),
        at: field.at,
    });
    let files: Vec<Part> = files.collect();
    draft.fields.retain(|_, field| field.ty != Type::Bytes);
    files
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
            ty: if ty == Type::Bytes.list() { Type::Bytes } else { ty },
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
