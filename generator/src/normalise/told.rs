//! What prose and examples told, and no keyword does.
//!
//! In: what the passes find out on the way, where somebody asks ([`told`](super::told)). Out: [`Told`], by the schema,
//! property or operation that it was told of: enough to write documents that give the same API without any prose.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::ir::Place;
use crate::ir::fact::Fact;
use crate::ir::model::{OperationId, Side, Type};
use crate::ir::wire::SchemaId;

use super::scalars::Scalar;
use super::shown;
use super::work::Work;

/// Everything that was told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// What prose says, with what became of it.
    pub(crate) facts: Vec<Fact>,
    /// Schemas whose values or format do not hold wherever they are used, and what they hold for, where that is why.
    pub(crate) partial: BTreeMap<SchemaId, Option<String>>,
    /// Parameters whose values or format do not hold.
    pub(crate) partial_params: BTreeSet<Place>,
    /// Types that only an example tells.
    pub(crate) inferred: BTreeMap<SchemaId, Inferred>,
    /// Kinds of values by place of the property.
    pub(crate) fields: BTreeMap<Place, Vec<Value>>,
    /// Kinds of results that their examples widened.
    pub(crate) results: BTreeMap<OperationId, Value>,
    /// What operations do, where the summary says it.
    pub(crate) actions: BTreeMap<OperationId, String>,
    /// Operations whose prose announces a file.
    pub(crate) files: BTreeSet<OperationId>,
    /// How words are read.
    pub(crate) words: BTreeMap<String, String>,
    /// Where the type of a schema was asked for.
    asked: BTreeMap<SchemaId, Vec<Asked>>,
}

/// What an example tells of a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Inferred {
    /// Keywords that say the same wherever the schema is used.
    Keywords(&'static str, Option<&'static str>),
    /// A kind: what follows from it depends on where the schema is used.
    Kind(Value),
}

/// One use of a scalar schema that has an example.
#[derive(Clone, Debug)]
struct Asked {
    field: String,
    ty: Option<String>,
    format: Option<String>,
    side: Side,
    kind: Type,
    example: Value,
}

impl Told {
    /// The type of a schema that has an example was asked for.
    pub(super) fn ask(&mut self, schema: SchemaId, scalar: &Scalar<'_>) {
        let Some(example) = scalar.example else { return };
        self.asked.entry(schema).or_default().push(Asked {
            field: scalar.name.to_owned(),
            ty: scalar.ty.map(str::to_owned),
            format: scalar.format.map(str::to_owned),
            side: scalar.side,
            kind: scalar.kind(),
            example: example.clone(),
        });
    }

    /// The values or the format of these schemas do not hold everywhere.
    pub(super) fn doubt(&mut self, parts: &[SchemaId], of: Option<&str>) {
        for part in parts {
            let known = self.partial.entry(*part).or_default();
            *known = known.take().or_else(|| of.map(str::to_owned));
        }
    }

    /// Kinds of values that a property was seen to hold.
    pub(super) fn field(&mut self, at: Place, values: &[Value]) {
        let known = self.fields.entry(at).or_default();
        for kind in shown::kinds(values) {
            if !known.contains(&kind) {
                known.push(kind);
            }
        }
    }

    /// A schema holds values that its type does not.
    pub(super) fn show(&mut self, schema: SchemaId, example: &Value) {
        if let Some(kind) = shown::kind(example) {
            self.inferred.insert(schema, Inferred::Kind(kind));
        }
    }

    /// Decides what examples tell of types.
    pub(super) fn settle(&mut self) {
        for (schema, asked) in std::mem::take(&mut self.asked) {
            if self.inferred.contains_key(&schema) || !asked.iter().any(Asked::needs_example) {
                continue;
            }
            let Some(first) = asked.iter().find(|asked| asked.needs_example()) else { continue };
            let keywords = first.keywords().filter(|keywords| asked.iter().all(|asked| asked.agrees(*keywords)));
            let inferred = keywords.map(|(ty, format)| Inferred::Keywords(ty, format));
            let kind = || shown::kind(&first.example).map(Inferred::Kind);
            if let Some(inferred) = inferred.or_else(kind) {
                self.inferred.insert(schema, inferred);
            }
        }
    }
}

impl Asked {
    fn kind_of(&self, ty: Option<&str>, format: Option<&str>) -> Type {
        Scalar { name: &self.field, ty, format, example: None, side: self.side }.kind()
    }

    fn needs_example(&self) -> bool {
        self.kind_of(self.ty.as_deref(), self.format.as_deref()) != self.kind
    }

    /// What says the same as the example.
    fn keywords(&self) -> Option<(&'static str, Option<&'static str>)> {
        Some(match self.kind {
            Type::Bool => ("boolean", None),
            Type::NumericId => ("integer", None),
            Type::Decimal => ("number", None),
            Type::Text => ("string", None),
            Type::Date => ("string", Some("date")),
            _ => return None,
        })
    }

    fn agrees(&self, (ty, format): (&str, Option<&str>)) -> bool {
        let format = format.or(self.format.as_deref());
        self.kind != Type::Json && self.kind_of(Some(ty), format) == self.kind
    }
}

/// What a field of a draft was, before drafts are merged.
pub(super) struct Before {
    name: String,
    at: Place,
    ty: Type,
    seen: Vec<Value>,
}

/// The fields of all drafts, where somebody asks.
pub(super) fn before(work: &Work<'_>) -> Vec<Vec<Before>> {
    if work.told.is_none() {
        return Vec::new();
    }
    let fields = work.objects.iter().map(|draft| {
        let fields = draft.fields.iter();
        fields
            .map(|(name, field)| Before { name: name.clone(), at: field.at, ty: field.ty.clone(), seen: field.seen() })
            .collect()
    });
    fields.collect()
}

/// Where a number and another kind became one field, every value that was seen of it counted.
pub(super) fn merged(work: &mut Work<'_>, before: &[Vec<Before>]) {
    let Some(mut told) = work.told.take() else { return };
    let mut fields: BTreeMap<(usize, &str), Vec<&Before>> = BTreeMap::new();
    for (index, draft) in before.iter().enumerate() {
        for field in draft {
            fields.entry((work.root(index), &field.name)).or_default().push(field);
        }
    }
    for field in fields.values() {
        if mixes(field.iter().map(|field| &field.ty)) {
            field.iter().for_each(|field| told.field(field.at, &field.seen));
        }
    }
    work.told = Some(told);
}

/// Whether numbers and something else come together.
pub(super) fn mixes<'t>(types: impl Iterator<Item = &'t Type>) -> bool {
    let is_number = |ty: &Type| matches!(ty, Type::Int | Type::Decimal);
    let (numbers, others): (Vec<&Type>, Vec<&Type>) = types.partition(|ty| is_number(ty));
    !numbers.is_empty() && others.iter().any(|ty| matches!(ty, Type::Text | Type::Enum(_) | Type::Bool))
}
