//! From schemas to types.
//!
//! In: a use of a schema, with the name of the field it types and the direction it travels. Out: a [`Type`]; every
//! object and every list of texts on the way becomes a draft, one per schema and direction, so that recursion ends.
//! A `$ref` to a scalar is that scalar, and aliases are gone already: neither becomes a type.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Place;
use crate::ir::fact::TimeFormat;
use crate::ir::model::{Joined, Side, Type};
use crate::ir::name::Name;
use crate::ir::noted;
use crate::ir::wire::{Additional, SchemaId, SchemaUse, Wire};

use super::choices::{self, Choices};
use super::examples;
use super::flatten::Flat;
use super::mine::Learned;
use super::scalars::{self, Scalar};
use super::shown;
use super::told;
use super::work::{EnumDraft, EnumOwner, FieldDraft, ObjectDraft, Use, Work, enum_id, model_id};

/// Builds types and drafts; lives as long as the passes that read schemas.
#[derive(Debug, Default)]
pub(super) struct SchemaReader {
    /// Objects made so far. Below `custom_fields` a schema reads differently, so that is part of the key.
    objects: BTreeMap<(SchemaId, Side, bool), usize>,
    /// Lists, maps and choices that are being read, since the last object.
    open: Vec<SchemaId>,
    /// Choices made so far, and those that are being made.
    pub(super) choices: Choices,
    /// What was found on the way.
    pub(super) findings: Diagnostics,
}

/// Where a schema is used.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// Name of the field or parameter, or of the field whose list it is in.
    pub(super) field: String,
    pub(super) owner: EnumOwner,
    pub(super) used: Use,
}

impl Context {
    /// The same field, further in: one of its alternatives.
    pub(super) fn among(&self, segment: &str) -> Self {
        let mut context = self.clone();
        let _ = write!(context.used.pointer, "/({segment})");
        context
    }

    /// What the schema types, in words.
    fn field_or_body(&self) -> &str {
        if self.field.is_empty() { "the body" } else { &self.field }
    }

    fn below(&self, field: &str, owner: EnumOwner) -> Self {
        let mut used = self.used.clone();
        used.pointer.push('/');
        used.pointer.push_str(field);
        Self { field: field.to_owned(), owner, used }
    }

    fn element(&self) -> Self {
        let mut context = self.clone();
        context.used.pointer.push_str("/[]");
        context
    }
}

impl SchemaReader {
    /// The type of a schema where it is used.
    pub(super) fn type_of(&mut self, work: &mut Work<'_>, used: &SchemaUse, context: &Context) -> Type {
        let Some(flat) = Flat::of(work.wire, used.id) else { return Type::Json };
        if !flat.properties.is_empty() {
            return self.object(work, used.id, &flat, context);
        }
        if self.open.contains(&used.id) {
            let message = format!("`{}` contains itself with no object between", context.field_or_body());
            let help = "put an object between by an overlay; until then what is inside is raw JSON";
            self.findings.push(Diagnostic::new(Code::TypeConflict, flat.own.at, message).help(help));
            return Type::Json;
        }
        self.open.push(used.id);
        let ty = self.without_fields(work, used, &flat, context);
        self.open.pop();
        ty
    }

    fn without_fields<'w>(
        &mut self,
        work: &mut Work<'w>,
        used: &SchemaUse,
        flat: &Flat<'w>,
        context: &Context,
    ) -> Type {
        if !flat.choices.is_empty() {
            return match context.used.side {
                Side::Request => self.choice(work, used.id, flat, context),
                Side::Response => self.variants(work, used.id, flat, context),
            };
        }
        match flat.ty {
            Some("array") => self.list(work, flat.items, context),
            None if flat.items.is_some() => self.list(work, flat.items, context),
            Some("object") => self.map(work, flat.additional, context),
            None if flat.additional.is_some() => self.map(work, flat.additional, context),
            _ => scalar(work, flat, used, context),
        }
    }

    /// The type of what is no field: an element of a list, a value of a map, a whole body. Fields are widened by all
    /// their examples together, what is received here by the one it has.
    pub(super) fn shown_type(&mut self, work: &mut Work<'_>, used: &SchemaUse, context: &Context) -> Type {
        let ty = self.type_of(work, used, context);
        let flat = Flat::of(work.wire, used.id);
        let seen = flat.as_ref().and_then(Flat::seen);
        let (Side::Response, Some(seen)) = (context.used.side, seen) else { return ty };
        let wider = scalars::widen(&ty, std::slice::from_ref(&seen));
        if let Some(told) = work.told.as_mut().filter(|_| wider != ty) {
            told.show(used.id, &seen);
        }
        if let Some(example) = flat.and_then(|flat| flat.example).filter(|_| wider != ty) {
            let what = format!("what is in `{}`", context.field_or_body());
            self.findings.push(examples::widened(used.at, &what, (&ty, &wider), std::slice::from_ref(example)));
        }
        wider
    }

    fn list(&mut self, work: &mut Work<'_>, items: Option<&SchemaUse>, context: &Context) -> Type {
        let element = items.map_or(Type::Json, |items| self.shown_type(work, items, &context.element()));
        element.list()
    }

    /// An object without fields is a map only where its values are documented.
    fn map(&mut self, work: &mut Work<'_>, additional: Option<&Additional>, context: &Context) -> Type {
        match additional {
            Some(Additional::Schema(values)) => Type::Map(Box::new(self.shown_type(work, values, &context.element()))),
            Some(Additional::Any(true)) => Type::Map(Box::new(Type::Json)),
            _ => Type::Json,
        }
    }

    /// The object of a schema, one a schema, direction and use as a custom field.
    pub(super) fn object<'w>(&mut self, work: &mut Work<'w>, id: SchemaId, flat: &Flat<'w>, context: &Context) -> Type {
        if !flat.properties.is_empty() && flat.properties.keys().all(|name| name.starts_with("cf_")) {
            return Type::Map(Box::new(Type::Json));
        }
        let custom = context.field == "custom_fields";
        let key = (id, context.used.side, custom);
        if let Some(&object) = self.objects.get(&key) {
            self.note_use(work, object, context);
            return Type::Model(model_id(object));
        }
        let object = work.objects.len();
        self.objects.insert(key, object);
        work.objects.push(empty_draft(object, id, flat, context));
        self.fill(work, object, id, flat, context);
        Type::Model(model_id(object))
    }

    /// Gives a draft its fields, and on the request side its choices.
    pub(super) fn fill<'w>(
        &mut self,
        work: &mut Work<'w>,
        object: usize,
        id: SchemaId,
        flat: &Flat<'w>,
        context: &Context,
    ) {
        // What an object contains may contain the object again: that is what models are for.
        let open = std::mem::take(&mut self.open);
        let (own, slots) = match context.used.side {
            Side::Request => self.split(work.wire, id, flat),
            Side::Response => (with_variants(work.wire, flat), Vec::new()),
        };
        let mut fields = IndexMap::new();
        for (name, used) in &own.properties {
            if context.used.side == Side::Request && is_read_only(work, used) {
                continue;
            }
            let below = context.below(name, EnumOwner::Object(object));
            let ty = match *name {
                "value" if context.field == "custom_fields" => Type::Json,
                _ => self.further_in(|reader| reader.type_of(work, used, &below)),
            };
            let learned = beside_ref(work, &own, name, used);
            let told = Told { docs: used.description.as_deref(), schema: Some(used.id), at: used.at };
            let ty = refine(work, ty, &learned, &told, &below);
            let mut field = field_draft(work, used, own.required.contains(name), ty);
            field.shown.extend(shown_of(work, &own, name, used));
            learned.constrain(&mut field.constraints);
            fields.insert((*name).to_owned(), field);
        }
        for name in &own.named {
            fields.insert((*name).to_owned(), choices::undocumented(name, flat.own.at));
        }
        let choices = self.alternatives(id, |reader| reader.slots(work, id, slots, context));
        self.open = open;
        if let Some(draft) = work.objects.get_mut(object) {
            (draft.fields, draft.choices) = (fields, choices);
        }
    }

    /// A choice of kinds that are received. Scalars join; objects become one object with the fields of all.
    fn variants(&mut self, work: &mut Work<'_>, id: SchemaId, flat: &Flat<'_>, context: &Context) -> Type {
        let examples: Vec<Value> = flat.seen().into_iter().collect();
        let types: Vec<Type> = flat.variants().map(|variant| self.type_of(work, variant, context)).collect();
        match types.as_slice() {
            [one] => one.clone(),
            _ if types.iter().all(|ty| ty.model().is_none()) => {
                let joined = join_all(&types, &examples);
                if let (Some(told), Some(example)) = (&mut work.told, examples.first())
                    && join_all(&types, &[]) != joined
                {
                    told.show(id, example);
                }
                joined
            }
            _ => self.union(work, id, flat, &types, context),
        }
    }

    fn union(&mut self, work: &mut Work<'_>, id: SchemaId, flat: &Flat<'_>, types: &[Type], context: &Context) -> Type {
        let objects: Vec<usize> = types
            .iter()
            .filter_map(|ty| if let Type::Model(model) = ty { Some(model.0 as usize) } else { None })
            .collect();
        if objects.len() != types.len() {
            return Type::Json;
        }
        let key = (id, context.used.side, false);
        // One of the objects may hold the choice: then the union is known already, and not whole.
        let object = self.objects.get(&key).copied().unwrap_or(work.objects.len());
        self.objects.insert(key, object);
        let mut draft = work.objects.get(object).cloned().unwrap_or_else(|| empty_draft(object, id, flat, context));
        for part in objects.iter().filter_map(|&part| work.objects.get(part)) {
            for (name, field) in &part.fields {
                if let (Some(told), Some(known)) = (&mut work.told, draft.fields.get(name))
                    && told::mixes([&known.ty, &field.ty].into_iter())
                {
                    told.field(known.at, &known.seen());
                    told.field(field.at, &field.seen());
                }
                draft
                    .fields
                    .entry(name.clone())
                    .and_modify(|known| join_field(known, field))
                    .or_insert_with(|| field.clone());
            }
        }
        draft.fields.values_mut().for_each(|field| field.required = false);
        match work.objects.get_mut(object) {
            Some(known) => *known = draft,
            None => work.objects.push(draft),
        }
        Type::Model(model_id(object))
    }

    pub(super) fn note_use(&self, work: &mut Work<'_>, object: usize, context: &Context) {
        if let Some(draft) = work.objects.get_mut(object)
            && !draft.uses.contains(&context.used)
        {
            draft.uses.push(context.used.clone());
            draft.own_uses = draft.uses.len();
        }
    }
}

/// Whether only the service writes a field. The other way round nothing is left out: what is documented to be sent only
/// may be received all the same.
fn is_read_only(work: &Work<'_>, used: &SchemaUse) -> bool {
    work.wire.schema(used.id).is_some_and(|schema| schema.read_only)
}

/// The schema with the fields that only some of its variants have, which are not required.
pub(super) fn with_variants<'w>(wire: &'w Wire, flat: &Flat<'w>) -> Flat<'w> {
    let mut whole = flat.clone();
    for variant in flat.variants().filter_map(|variant| Flat::of(wire, variant.id)) {
        for (name, used) in variant.properties {
            whole.properties.entry(name).or_insert(used);
        }
        whole.parts.extend(variant.parts);
    }
    whole
}

fn join_field(known: &mut FieldDraft, other: &FieldDraft) {
    known.examples.extend(other.examples.iter().cloned());
    known.shown.extend(other.shown.iter().cloned());
    known.ty = scalars::join(&known.ty, &other.ty, &known.seen()).unwrap_or(Type::Json);
    known.docs = known.docs.take().or_else(|| other.docs.clone());
}

fn join_all(types: &[Type], examples: &[Value]) -> Type {
    let mut types = types.iter();
    let first = types.next().cloned().unwrap_or(Type::Json);
    types.try_fold(first, |joined, ty| scalars::join(&joined, ty, examples)).unwrap_or(Type::Json)
}

pub(super) fn empty_draft(index: usize, id: SchemaId, flat: &Flat<'_>, context: &Context) -> ObjectDraft {
    ObjectDraft {
        side: context.used.side,
        component: flat.own.component.clone(),
        fields: IndexMap::new(),
        variants: Vec::new(),
        tag: None,
        choices: Vec::new(),
        docs: flat.docs.map(str::to_owned),
        at: flat.own.at,
        uses: vec![context.used.clone()],
        own_uses: 1,
        schema: id,
        merged_into: index,
        joined: Joined::First,
        reached: false,
        name: Name::default(),
    }
}

fn field_draft(work: &Work<'_>, used: &SchemaUse, required: bool, ty: Type) -> FieldDraft {
    let flat = Flat::of(work.wire, used.id);
    let docs = used.description.clone().or_else(|| flat.as_ref().and_then(|flat| flat.docs.map(str::to_owned)));
    let mut constraints = flat.as_ref().map(|flat| flat.constraints.clone()).unwrap_or_default();
    if let Some(flat) = &flat {
        work.mined.schema(&flat.parts).constrain(&mut constraints);
    }
    FieldDraft {
        ty,
        required,
        constraints,
        docs,
        shown: flat.as_ref().filter(|flat| flat.example.is_none()).and_then(Flat::seen).into_iter().collect(),
        examples: flat.and_then(|flat| flat.example.cloned()).into_iter().collect(),
        at: used.at,
        conflict: false,
    }
}

/// Values of the kinds that the schema which has a property says it holds.
fn shown_of(work: &Work<'_>, flat: &Flat<'_>, name: &str, used: &SchemaUse) -> Vec<Value> {
    let kinds = owner(work, flat, name, used)
        .and_then(|owner| noted::get(&work.wire.schema(owner)?.extensions, noted::FIELDS)?.get(name)?.as_array());
    kinds.into_iter().flatten().filter_map(shown::value).collect()
}

/// The part of a schema that documents a property.
fn owner(work: &Work<'_>, flat: &Flat<'_>, name: &str, used: &SchemaUse) -> Option<SchemaId> {
    let own = |part: &SchemaId| work.wire.schema(*part).and_then(|schema| schema.properties.get(name));
    flat.parts.iter().copied().find(|part| own(part).is_some_and(|own| std::ptr::eq(own, used)))
}

/// What prose beside the `$ref` of a property says.
fn beside_ref(work: &Work<'_>, flat: &Flat<'_>, name: &str, used: &SchemaUse) -> Learned {
    owner(work, flat, name, used).map(|owner| work.mined.property(owner, name)).unwrap_or_default()
}

fn scalar(work: &mut Work<'_>, flat: &Flat<'_>, used: &SchemaUse, context: &Context) -> Type {
    let docs = used.description.as_deref().or(flat.docs);
    let told = Told { docs, schema: Some(used.id), at: flat.own.at };
    let texts = flat.texts.as_ref().filter(|_| matches!(flat.ty, Some("string") | None));
    if let Some(texts) = texts {
        let values = texts.iter().map(|text| (*text).to_owned()).collect();
        return enumeration(work, values, &told, context);
    }
    let seen = flat.seen();
    let scalar = Scalar {
        name: &context.field,
        ty: flat.ty,
        format: flat.format,
        example: seen.as_ref(),
        side: context.used.side,
    };
    if let Some(told) = &mut work.told {
        told.ask(used.id, &scalar);
    }
    let ty = match scalar.kind() {
        // Nothing is documented but what prose says.
        Type::Json if flat.ty.is_none() && context.field != "value" => Type::Text,
        kind => kind,
    };
    let mut learned = work.mined.schema(&flat.parts);
    let stated = learned.clone();
    if learned.values.is_some() {
        let of = learned.of.take().or_else(|| work.mined.noun(docs?, &context.field));
        if of.is_some_and(|of| is_of_another(work, &of, context)) {
            learned.values = None;
        }
    }
    let refined = match refine(work, ty, &learned, &told, context) {
        Type::Text => scalar.kind(),
        refined => refined,
    };
    if !stated.holds(&refined) {
        doubt(work, flat, docs, context);
    }
    refined
}

/// Notes that what is stated of a schema does not hold here.
fn doubt(work: &mut Work<'_>, flat: &Flat<'_>, docs: Option<&str>, context: &Context) {
    let of = work.mined.schema(&flat.parts).of.or_else(|| work.mined.noun(docs?, &context.field));
    if let Some(told) = &mut work.told {
        told.doubt(&flat.parts, of.as_deref());
    }
}

/// Whether a component's prose speaks of another object than the one that it is used in here.
fn is_of_another(work: &Work<'_>, of: &str, context: &Context) -> bool {
    let Some(operation) = work.operations.get(context.used.operation) else { return false };
    let mut segments = context.used.pointer.split('/').filter(|segment| !matches!(*segment, "" | "[]"));
    let holder = segments.nth_back(1).filter(|_| !context.used.pointer.starts_with('?'));
    let Some(holder) = holder.or_else(|| operation.path.noun()) else { return false };
    work.mined.is_of_another(operation.id.product as usize, of, holder)
}

/// What an enum is read from.
pub(super) struct Told<'d> {
    pub(super) docs: Option<&'d str>,
    pub(super) schema: Option<SchemaId>,
    pub(super) at: Place,
}

/// A text, with what prose says of it: one of several, a day, a moment, a truth value, or several ids.
pub(super) fn refine(work: &mut Work<'_>, ty: Type, learned: &Learned, told: &Told<'_>, context: &Context) -> Type {
    if learned.commas && matches!(ty, Type::Text | Type::Id) {
        return Type::IdList;
    }
    if ty != Type::Text {
        return ty;
    }
    match (&learned.values, learned.format) {
        (Some(values), _) => enumeration(work, values.clone(), told, context),
        (None, Some(TimeFormat::Date)) => Type::Date,
        (None, Some(TimeFormat::DateTime)) => Type::DateTime,
        _ if learned.truth => Type::Bool,
        _ => ty,
    }
}

fn enumeration(work: &mut Work<'_>, values: Vec<String>, told: &Told<'_>, context: &Context) -> Type {
    let index = work.enums.len();
    work.enums.push(EnumDraft {
        values,
        field: context.field.clone(),
        owner: context.owner,
        docs: told.docs.map(str::to_owned),
        schema: told.schema,
        at: told.at,
        merged_into: index,
        joined: Joined::First,
        reached: false,
        name: Name::default(),
    });
    Type::Enum(enum_id(index))
}
