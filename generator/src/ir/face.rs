//! The IR as others read it: `cargo xtask api --format json`.
//!
//! In: an [`Api`]. Out: JSON with names instead of ids, described in ARCHITECTURE.md ("The JSON face of the IR").
//! Keys are only ever added.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Api;
use super::model::{
    Body, EnumId, Field, ModelId, ModelLayer, OpResult, Operation, Origin, Param, Part, Product, Side, Type,
};

/// The whole API.
#[must_use]
pub fn json(api: &Api) -> Value {
    let layer = &api.model;
    let names = |members: &[u32]| {
        members
            .iter()
            .filter_map(|index| layer.products.get(*index as usize))
            .map(|product| product.name.as_str())
            .collect::<Vec<_>>()
    };
    let products: Vec<Value> = layer.products.iter().map(|item| product(layer, item)).collect();
    let models = layer.models.iter().filter(|model| !model.products.is_empty()).map(|model| {
        let mut value = json!({
            "name": model.name,
            "side": model.side,
            "products": names(&model.products),
            "resource": model.resource,
            "fields": model.fields.iter().map(|item| field(layer, item, model.side)).collect::<Vec<_>>(),
            "origins": model.origins.iter().map(|item| origin(api, item)).collect::<Vec<_>>(),
        });
        if let (Side::Request, Some(object)) = (model.side, value.as_object_mut()) {
            let variants = model.variants.iter().map(
                |variant| json!({ "name": variant.name, "type": spelled(layer, &variant.ty), "value": variant.value }),
            );
            let choices: Vec<String> = model.choices.iter().map(|choice| spelled(layer, choice)).collect();
            object.insert("variants".to_owned(), variants.collect());
            object.insert("tag".to_owned(), json!(model.tag));
            object.insert("choices".to_owned(), json!(choices));
        }
        value
    });
    let enums = layer.enums.iter().filter(|item| !item.products.is_empty()).map(|item| {
        json!({
            "name": item.name,
            "products": names(&item.products),
            "values": item.values.iter().map(|value| &value.wire).collect::<Vec<_>>(),
            "origins": identities(&item.origins),
            "sources": item.origins.iter().map(|item| origin(api, item)).collect::<Vec<_>>(),
        })
    });
    json!({ "products": products, "models": models.collect::<Vec<_>>(), "enums": enums.collect::<Vec<_>>() })
}

fn origin(api: &Api, origin: &Origin) -> Value {
    json!({
        "identity": origin.identities.first(),
        "identities": origin.identities,
        "product": api.model.products.get(origin.product as usize).map(|product| &product.name),
        "at": place(api, origin.at),
        "joined": origin.joined,
    })
}

/// All identities, sorted.
fn identities(origins: &[Origin]) -> Vec<&String> {
    origins.iter().flat_map(|origin| &origin.identities).collect::<BTreeSet<_>>().into_iter().collect()
}

fn place(api: &Api, at: super::Place) -> String {
    format!("{}:{}:{}", api.wire.path_of(at.file), at.line, at.column)
}

fn product(layer: &ModelLayer, product: &Product) -> Value {
    let resources = product.resources.iter().map(|resource| {
        let operations: Vec<Value> = resource.operations.iter().map(|item| operation(layer, item)).collect();
        json!({ "name": resource.name, "title": resource.title, "operations": operations })
    });
    json!({
        "name": product.name,
        "title": product.title,
        "base_path": product.base_path,
        "tenancy": product.tenancy,
        "resources": resources.collect::<Vec<_>>(),
    })
}

fn operation(layer: &ModelLayer, operation: &Operation) -> Value {
    json!({
        "id": operation.id,
        "verb": operation.verb,
        "method": operation.method,
        "base_path": operation.base_path,
        "path": operation.path,
        "scopes": operation.scopes,
        "tenant": operation.tenant,
        "params": operation.params.iter().map(|item| param(layer, item)).collect::<Vec<_>>(),
        "request": operation.body.as_ref().map(|item| body(layer, item)),
        "files": operation.files.iter().map(|item| part(layer, item)).collect::<Vec<_>>(),
        "result": result(layer, &operation.result),
        "paging": operation.paging,
        "formats": operation.formats.as_ref().map(|formats| json!({
            "param": formats.param,
            "in": formats.location,
            "media_types": formats.media_types,
            "type": spelled(layer, &formats.format),
        })),
        "editions": operation.editions,
        "deprecated": operation.deprecated,
    })
}

fn param(layer: &ModelLayer, param: &Param) -> Value {
    json!({
        "name": param.name,
        "wire": param.wire,
        "in": param.location,
        "type": spelled(layer, &param.ty),
        "many": param.many,
        "required": param.required,
        "constraints": param.constraints,
    })
}

fn part(layer: &ModelLayer, part: &Part) -> Value {
    json!({ "name": part.name, "wire": part.wire, "type": spelled(layer, &part.ty), "many": part.many, "required": part.required })
}

fn body(layer: &ModelLayer, body: &Body) -> Value {
    match body {
        Body::Json { model, required } => {
            json!({ "kind": "json", "type": spelled(layer, &Type::Model(*model)), "required": required })
        }
        Body::JsonValue { ty, required } => json!({ "kind": "json", "type": spelled(layer, ty), "required": required }),
        Body::Raw { media_type, required } => json!({ "kind": "raw", "media_type": media_type, "required": required }),
        Body::Multipart { parts } => {
            json!({ "kind": "multipart", "parts": parts.iter().map(|item| part(layer, item)).collect::<Vec<_>>() })
        }
        Body::Form { parts } => {
            json!({ "kind": "form", "parts": parts.iter().map(|item| part(layer, item)).collect::<Vec<_>>() })
        }
    }
}

fn result(layer: &ModelLayer, result: &OpResult) -> Value {
    let payload = &result.payload;
    json!({
        "kind": payload.kind(),
        "media": result.media,
        "envelope": result.envelope,
        "key": payload.key(),
        "type": payload.ty().map(|ty| spelled(layer, ty)),
    })
}

fn field(layer: &ModelLayer, field: &Field, side: Side) -> Value {
    let mut value = json!({
        "name": field.name,
        "wire": field.wire,
        "type": spelled(layer, &field.ty),
        "constraints": field.constraints,
    });
    if let (Side::Request, Some(object)) = (side, value.as_object_mut()) {
        object.insert("required".to_owned(), Value::Bool(field.required));
    }
    value
}

/// `list<payment_invoice>`: kinds in lower case, models and enums by name.
pub(crate) fn spelled(layer: &ModelLayer, ty: &Type) -> String {
    let model = |id| layer.model(id).map(|model| model.name.to_string());
    let enumeration = |id| layer.enumeration(id).map(|item| item.name.to_string());
    kind(ty, &model, &enumeration)
}

/// A kind in lower case, models and enums by the names they are given; what has no name is what it is read as.
pub(crate) fn kind(
    ty: &Type,
    model: &impl Fn(ModelId) -> Option<String>,
    enumeration: &impl Fn(EnumId) -> Option<String>,
) -> String {
    let plain = match ty {
        Type::Bool => "bool",
        Type::Int => "int",
        Type::Decimal => "decimal",
        Type::Text => "text",
        Type::Id => "id",
        Type::NumericId => "numeric_id",
        Type::IdList => "id_list",
        Type::Date => "date",
        Type::DateTime => "date_time",
        Type::Bytes => "bytes",
        Type::Json => "json",
        Type::List(inner) => return format!("list<{}>", kind(inner, model, enumeration)),
        Type::Map(inner) => return format!("map<{}>", kind(inner, model, enumeration)),
        Type::Model(id) => return model(*id).unwrap_or_else(|| "json".to_owned()),
        Type::Enum(id) => return enumeration(*id).unwrap_or_else(|| "text".to_owned()),
    };
    plain.to_owned()
}
