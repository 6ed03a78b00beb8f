//! Fields of resources that are the same: by the way to them and their names on the wire, then by names that are alike.
//!
//! What the usual operations of a resource send and receive is one group each; what another operation does has a group
//! of its own.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::align::{self, Score};
use super::operations::Aligned;
use super::{Aspect, Cell, Row};
use crate::diag::Sites;
use crate::ir::model::{Body, Field, ModelId, Operation, Resource, Type};
use crate::ir::name::Name;
use crate::ir::{Api, Place};
use crate::near;

/// Objects within objects that are looked into at most.
const DEEPEST: usize = 6;

/// Verbs of a resource as such; with `_by_…` as well.
const USUAL: [&str; 5] = ["create", "update", "get", "list", "replace"];

/// A field of one product.
#[derive(Clone, Debug)]
struct Found {
    /// The way to the object that has it: `invoice.line_items[]`.
    parent: String,
    wire: String,
    kind: String,
    values: Vec<String>,
    /// Operations that ask for it.
    required_by: Vec<String>,
    at: Place,
}

/// Fields by the way to them.
type Fields = IndexMap<String, Found>;

/// Names of the fields of what a resource is about.
pub(super) fn names<'a>(api: &'a Api, resource: &'a Resource) -> BTreeSet<&'a str> {
    let usual = resource.operations.iter().filter(|operation| is_usual(&operation.verb));
    let models = usual.filter_map(|operation| operation.result.payload.ty()?.model());
    let fields = models.filter_map(|id| api.model.model(id)).flat_map(|model| &model.fields);
    fields.map(|field| field.wire.as_str()).collect()
}

fn is_usual(verb: &Name) -> bool {
    let words = verb.words();
    words.first().is_some_and(|first| USUAL.contains(first)) && (words.len() == 1 || words.get(1) == Some(&"by"))
}

pub(super) fn align(api: &Api, operations: &[Aligned<'_>], sites: &Sites) -> Vec<Row> {
    let columns = operations.first().map_or(0, |aligned| aligned.operations.len());
    let mut groups: IndexMap<String, Vec<Fields>> = IndexMap::new();
    for verb in ["received", "sent"] {
        groups.insert(verb.to_owned(), vec![Fields::new(); columns]);
    }
    for aligned in operations {
        for (column, operation) in aligned.operations.iter().enumerate() {
            let Some(operation) = operation else { continue };
            let group = |what: &str| match is_usual(&operation.verb) {
                true => what.to_owned(),
                false => format!("{what} by {}", aligned.row.name),
            };
            let mut add = |what: &str, model: Option<ModelId>| {
                let fields = groups.entry(group(what)).or_insert_with(|| vec![Fields::new(); columns]);
                if let (Some(fields), Some(model)) = (fields.get_mut(column), model) {
                    Reader { api, operation, fields, open: Vec::new() }.read(model, "");
                }
            };
            add("received", operation.result.payload.ty().and_then(Type::model));
            add("sent", body(operation));
        }
    }
    groups.iter().flat_map(|(group, columns)| rows(group, columns, sites)).collect()
}

fn body(operation: &Operation) -> Option<ModelId> {
    match operation.body.as_ref()? {
        Body::Json { model, .. } => Some(*model),
        Body::JsonValue { ty, .. } => ty.model(),
        Body::Multipart { .. } | Body::Form { .. } | Body::Raw { .. } => None,
    }
}

struct Reader<'a, 'f> {
    api: &'a Api,
    operation: &'a Operation,
    fields: &'f mut Fields,
    /// Models that are being read: what they hold of themselves is known.
    open: Vec<ModelId>,
}

impl Reader<'_, '_> {
    fn read(&mut self, id: ModelId, parent: &str) {
        let Some(model) = self.api.model.model(id) else { return };
        if self.open.contains(&id) || self.open.len() >= DEEPEST {
            return;
        }
        self.open.push(id);
        for field in &model.fields {
            self.field(field, parent);
        }
        for ty in model.variants.iter().map(|variant| &variant.ty).chain(&model.choices) {
            if let Some(inner) = ty.model() {
                self.read(inner, parent);
            }
        }
        self.open.pop();
    }

    fn field(&mut self, field: &Field, parent: &str) {
        let path = if parent.is_empty() { field.wire.clone() } else { format!("{parent}.{}", field.wire) };
        let found = self.fields.entry(path.clone()).or_insert_with(|| Found {
            parent: parent.to_owned(),
            wire: field.wire.clone(),
            kind: kind(&field.ty),
            values: values(self.api, &field.ty),
            required_by: Vec::new(),
            at: field.at,
        });
        let verb = self.operation.verb.to_string();
        if field.required && !found.required_by.contains(&verb) {
            found.required_by.push(verb);
        }
        if let Some(inner) = field.ty.model() {
            let end = if matches!(field.ty, Type::List(_)) { "[]" } else { "" };
            self.read(inner, &format!("{path}{end}"));
        }
    }
}

fn rows(group: &str, columns: &[Fields], sites: &Sites) -> Vec<Row> {
    let lists: Vec<Vec<&Found>> = columns.iter().map(|fields| fields.values().collect()).collect();
    let aligned = align::align(&lists, score);
    let mut rows: Vec<Row> = aligned
        .into_iter()
        .map(|row| {
            let path = |found: &Found| match found.parent.as_str() {
                "" => found.wire.clone(),
                parent => format!("{parent}.{}", found.wire),
            };
            let name = row.iter().flatten().next().map(|found| path(found)).unwrap_or_default();
            let cells = row.iter().map(|found| found.map(|found| cell(found, group, sites)));
            Row::new(name, group, cells.collect())
        })
        .collect();
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    rows
}

fn score(one: &Found, other: &Found) -> Score {
    if one.parent != other.parent {
        return None;
    }
    if one.wire == other.wire {
        return Some(2);
    }
    let (words, others) = (Name::parse(&one.wire), Name::parse(&other.wire));
    let (words, others) = (words.words(), others.words());
    let ends = words.ends_with(&others) || others.ends_with(&words);
    // Short names are near each other by chance.
    let near = one.wire.len().min(other.wire.len()) >= 6
        && !near::ranked(&one.wire, std::iter::once(other.wire.as_str())).is_empty();
    (one.kind == other.kind && !words.is_empty() && !others.is_empty() && (ends || near)).then_some(1)
}

fn cell(found: &Found, group: &str, sites: &Sites) -> Cell {
    let cell = Cell::new(sites.of(found.at).to_string())
        .with(Aspect::Name, found.wire.clone())
        .with(Aspect::Type, found.kind.clone());
    let mut sorted = found.values.clone();
    sorted.sort();
    let cell = cell.compared_by(Aspect::Values, found.values.join(", "), sorted.join(", "));
    if !group.starts_with("sent") {
        return cell;
    }
    // That another product can do the same in one way more is no difference of the field.
    let plain: Vec<&str> = found.required_by.iter().map(String::as_str).filter(|verb| !verb.contains("_by_")).collect();
    cell.compared_by(Aspect::Required, found.required_by.join(", "), plain.join(", "))
}

fn kind(ty: &Type) -> String {
    let word = match ty {
        Type::Bool => "boolean",
        Type::Int => "integer",
        Type::Decimal => "number",
        Type::Text => "text",
        Type::Id | Type::NumericId => "id",
        Type::IdList => "ids with commas",
        Type::Date => "date",
        Type::DateTime => "date and time",
        Type::Bytes => "bytes",
        Type::Json => "any JSON",
        Type::List(inner) => return format!("list of {}", kind(inner)),
        Type::Map(inner) => return format!("map of {}", kind(inner)),
        Type::Model(_) => "object",
        Type::Enum(_) => "one of several",
    };
    word.to_owned()
}

fn values(api: &Api, ty: &Type) -> Vec<String> {
    let found = ty.enumeration().and_then(|id| api.model.enumeration(id));
    found.map(|found| found.values.iter().map(|value| value.wire.clone()).collect()).unwrap_or_default()
}
