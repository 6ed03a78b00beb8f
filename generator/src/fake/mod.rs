//! The tables of the fake service.
//!
//! In: both layers. Out: one [`Table`] a product: its operations with what each takes and what each answers, as
//! documented. They are data, which the generated crate holds under its feature `fake` and any other service can read.

mod answers;
mod shapes;
mod table;

pub use table::{Answer, Body, List, Operation, Part, Shape, Table, Use};

use serde_json::json;

use crate::ir::Api;
use crate::ir::model::{self, Body as ModelBody, Payload, Type};
use crate::ir::wire::{self, Location, Media};

use shapes::Shapes;

/// The tables of all products.
#[must_use]
pub fn tables(api: &Api) -> Vec<Table> {
    api.model.products.iter().map(|product| table(api, product)).collect()
}

/// The JSON text of a table, in lines: one a shape or operation.
#[must_use]
pub fn lines(table: &Table) -> Vec<String> {
    let rows = |rows: Vec<String>| {
        let last = rows.len().saturating_sub(1);
        let rows = rows.into_iter().enumerate();
        rows.map(move |(i, row)| if i == last { row } else { row + "," }).collect::<Vec<_>>()
    };
    let mut lines = vec![format!("{{\"product\":{},\"shapes\":[", json!(table.product))];
    lines.extend(rows(table.shapes.iter().map(|shape| json!(shape).to_string()).collect()));
    lines.push("],\"operations\":[".to_owned());
    lines.extend(rows(table.operations.iter().map(|operation| json!(operation).to_string()).collect()));
    lines.push("]}".to_owned());
    lines.iter().map(|line| ascii(line)).collect()
}

/// JSON says every character in plain letters too; some others would change how the text is shown.
fn ascii(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for c in line.chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
        }
    }
    text
}

/// The table of one product.
#[must_use]
pub fn table(api: &Api, product: &model::Product) -> Table {
    let mut shapes = Shapes::new(&api.wire);
    let operations = product.resources.iter().flat_map(|resource| &resource.operations);
    let operations = operations.filter_map(|found| operation(api, product, found, &mut shapes)).collect();
    Table { product: product.name.to_string(), shapes: shapes.into_list(), operations }
}

fn operation(
    api: &Api,
    product: &model::Product,
    operation: &model::Operation,
    shapes: &mut Shapes<'_>,
) -> Option<Operation> {
    let id = operation.wire;
    let document = api.wire.products.get(id.product as usize)?.documents.get(id.document as usize)?;
    let wire = document.operations.get(id.operation as usize)?;
    let tenancy = product.tenancy.as_ref().filter(|_| operation.tenant);
    let named = |location: Location| {
        let params = operation.params.iter().filter(move |param| param.location == location);
        params.map(|param| (param.wire.clone(), param.required)).collect()
    };
    let answer = answers::of(api, operation, wire);
    let formats = operation.formats.as_ref();
    Some(Operation {
        id: operation.id.clone(),
        method: operation.method.as_str(),
        path: format!("{}{}", operation.base_path, operation.path),
        organization: tenancy.map(|tenancy| (location(tenancy.location), tenancy.name.clone())),
        scopes: operation.scopes.clone(),
        query: named(Location::Query),
        headers: named(Location::Header),
        format: formats.filter(|formats| formats.location == Location::Query).map(|formats| formats.param.clone()),
        accept: formats.map(|formats| formats.media_types.clone()).unwrap_or_default(),
        body: body(operation, wire, shapes),
        list: list(product, operation, &answer),
        answer,
    })
}

const fn location(location: Location) -> &'static str {
    match location {
        Location::Header => "header",
        _ => "query",
    }
}

fn body(operation: &model::Operation, wire: &wire::Operation, shapes: &mut Shapes<'_>) -> Option<Body> {
    let documented = wire.body.as_ref();
    let content = documented.map(|body| body.content.as_slice()).unwrap_or_default();
    let json = |media: &&Media| crate::normalise::is_json(&media.media_type);
    let mut body = Body { required: documented.is_some_and(|body| body.required), ..Body::default() };
    match &operation.body {
        Some(ModelBody::Json { .. } | ModelBody::JsonValue { .. }) => {
            let schema = content.iter().find(json).and_then(|media| media.schema.as_ref());
            body.json = Some(schema.map_or(Use::Kind("any"), |used| shapes.of(used.id)));
        }
        Some(ModelBody::Multipart { parts } | ModelBody::Form { parts }) => {
            body.parts.extend(parts.iter().map(part));
        }
        Some(ModelBody::Raw { media_type, .. }) => body.media = Some(media_type.clone()),
        None => {}
    }
    body.parts.extend(operation.files.iter().map(part));
    (operation.body.is_some() || !body.parts.is_empty()).then_some(body)
}

fn part(part: &model::Part) -> Part {
    Part { name: part.wire.clone(), file: part.ty == Type::Bytes, required: part.required }
}

/// The list that comes in pages, and the key of its elements that is theirs alone: the one that the path of one of them
/// names, else the first id.
fn list(product: &model::Product, operation: &model::Operation, answer: &Answer) -> Option<List> {
    let Payload::Items { key, .. } = &operation.result.payload else { return None };
    operation.paging.as_ref()?;
    let element = answer.body.as_ref().and_then(|body| body.get(key)?.get(0)?.as_object());
    let has = |name: &str| element.is_some_and(|element| element.contains_key(name));
    let below = product.resources.iter().flat_map(|resource| &resource.operations).filter_map(|other| {
        let rest = other.path.strip_prefix(&operation.path)?.strip_prefix("/{")?;
        rest.strip_suffix('}').filter(|name| !name.contains('/'))
    });
    let named = below.map(str::to_owned).find(|name| has(name));
    let singular = format!("{}_id", crate::ir::name::singular(key));
    let first = || {
        let ids = element?.keys().find(|name| *name == "id" || name.ends_with("_id"));
        ids.cloned()
    };
    Some(List { key: key.clone(), id: named.or_else(|| has(&singular).then_some(singular)).or_else(first) })
}
