//! Response types, widened by what the documents themselves show.
//!
//! In: response drafts and the examples of whole bodies. Out: fields whose type holds every documented example: an
//! integer shown as 1369.66 is a decimal. Each change is reported.

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Place;
use crate::ir::model::{Payload, Side, Type};
use crate::ir::noted;

use super::fit;
use super::results::json_of;
use super::scalars;
use super::shown;
use super::work::{OperationWork, Work};

/// Collects examples into fields, then widens.
pub(super) fn widen(work: &mut Work<'_>, diagnostics: &mut Diagnostics) {
    for index in 0..work.operations.len() {
        if let Some((ty, value)) = work.operations.get(index).and_then(noted_result) {
            widen_payload(work, index, &ty, &value, diagnostics);
        }
        if let Some((ty, value)) = work.operations.get(index).and_then(payload_example) {
            collect(work, &ty, &value);
            widen_payload(work, index, &ty, &value, diagnostics);
        }
    }
    for object in 0..work.objects.len() {
        widen_object(work, object, diagnostics);
    }
}

/// Widens the result itself, where it is no object.
fn widen_payload(work: &mut Work<'_>, index: usize, ty: &Type, value: &Value, diagnostics: &mut Diagnostics) {
    let wider = scalars::widen(ty, std::slice::from_ref(value));
    let Some(operation) = work.operations.get_mut(index).filter(|_| wider != *ty) else { return };
    let payload = &mut operation.result.payload;
    let listed = matches!(payload, Payload::First { .. } | Payload::Items { .. });
    let inner = match &wider {
        Type::List(inner) if listed => (**inner).clone(),
        _ if listed => return,
        whole => whole.clone(),
    };
    if let Some(slot) = payload.ty_mut() {
        *slot = inner;
        if let (Some(told), Some(kind)) = (&mut work.told, shown::kind(value)) {
            told.results.insert(operation.id, kind);
        }
        diagnostics.push(widened(operation.wire.at, "the result", (ty, &wider), std::slice::from_ref(value)));
    }
}

/// A value of the kind that the result was seen to be.
fn noted_result(operation: &OperationWork<'_>) -> Option<(Type, Value)> {
    let shown = shown::value(noted::get(&operation.wire.extensions, noted::SHOWN)?)?;
    let ty = operation.result.payload.ty()?.clone();
    Some(match &operation.result.payload {
        Payload::First { .. } | Payload::Items { .. } => (ty.list(), shown),
        _ => (ty, shown),
    })
}

/// The part of the documented body that the payload type describes.
fn payload_example(operation: &OperationWork<'_>) -> Option<(Type, Value)> {
    let example = json_of(operation.wire)?.example.as_ref()?;
    let ty = operation.result.payload.ty()?.clone();
    match &operation.result.payload {
        Payload::Key { key, .. } => Some((ty, example.get(key)?.clone())),
        Payload::First { key, .. } | Payload::Items { key, .. } => Some((ty.list(), example.get(key)?.clone())),
        _ => Some((ty, example.clone())),
    }
}

fn collect(work: &mut Work<'_>, ty: &Type, value: &Value) {
    match (ty, value) {
        (Type::List(inner), Value::Array(elements)) => {
            elements.iter().for_each(|element| collect(work, inner, element))
        }
        (Type::List(inner), Value::Object(_)) => collect(work, inner, value),
        (Type::Map(inner), Value::Object(entries)) => entries.values().for_each(|entry| collect(work, inner, entry)),
        (Type::Model(id), Value::Object(entries)) => {
            let mut below = Vec::new();
            if let Some(draft) = work.objects.get_mut(id.0 as usize) {
                for (name, entry) in entries {
                    if let Some(field) = draft.fields.get_mut(name) {
                        if !field.examples.contains(entry) {
                            field.examples.push(entry.clone());
                        }
                        below.push((field.ty.clone(), entry));
                    }
                }
            }
            below.iter().for_each(|(ty, entry)| collect(work, ty, entry));
        }
        _ => {}
    }
}

fn widen_object(work: &mut Work<'_>, object: usize, diagnostics: &mut Diagnostics) {
    let Some(draft) = work.objects.get_mut(object).filter(|draft| draft.side == Side::Response) else { return };
    for (name, field) in &mut draft.fields {
        let seen = field.seen();
        let wider = scalars::widen(&field.ty, &seen);
        if wider == field.ty {
            continue;
        }
        if let Some(told) = &mut work.told {
            told.field(field.at, &seen);
        }
        // What is only noted was said when it was noted.
        if scalars::widen(&field.ty, &field.examples) != field.ty {
            diagnostics.push(widened(field.at, &format!("`{name}`"), (&field.ty, &wider), &field.examples));
        }
        field.ty = wider;
    }
}

/// The first example that alone does not go with the type.
fn contradicting<'e>(ty: &Type, examples: &'e [Value]) -> Option<&'e Value> {
    examples.iter().find(|example| scalars::widen(ty, std::slice::from_ref(example)) != *ty)
}

/// What is said of a type that its examples made another one.
pub(super) fn widened(at: Place, what: &str, (from, to): (&Type, &Type), examples: &[Value]) -> Diagnostic {
    let (was, is) = (kind(from), kind(to));
    let message = match contradicting(from, examples) {
        Some(example) => {
            format!("{what} is documented as {was} but its example {} is not; it is read as {is}", fit::shown(example))
        }
        None => format!("{what} is documented as {was} but its example is not; it is read as {is}"),
    };
    Diagnostic::new(Code::WidenedType, at, message).help("correct the type, or the example")
}

/// A kind in words that people use for it.
pub(super) fn kind(ty: &Type) -> String {
    let plain = match ty {
        Type::Bool => "a boolean",
        Type::Int => "an integer",
        Type::Decimal => "a number",
        Type::Text => "text",
        Type::Id | Type::NumericId => "an id",
        Type::IdList => "a text of several ids",
        Type::Date => "a date",
        Type::DateTime => "a date with time",
        Type::Bytes => "a file",
        Type::Json => "raw JSON",
        Type::Model(_) => "an object",
        Type::Enum(_) => "one of several texts",
        Type::List(inner) => return format!("a list ({})", kind(inner)),
        Type::Map(inner) => return format!("a map ({})", kind(inner)),
    };
    plain.to_owned()
}
