//! Choices in what is sent.
//!
//! In: the `oneOf` and `anyOf` of request schemas. Out: drafts with variants. A schema that is nothing but a choice is
//! one draft with a variant an alternative. Alternatives beside properties become a choice *among the keys* of the
//! object: each set of keys a variant, whatever no set names stays a field of the object. Scalars become the one kind
//! that holds them all, or raw JSON.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::ir::Place;
use crate::ir::model::{Constraints, Side, Type};
use crate::ir::name::Name;
use crate::ir::wire::{Schema, SchemaId, SchemaUse, Wire};

use super::flatten::{Alternatives, Flat};
use super::scalars::{self, Scalar};
use super::schemas::{Context, SchemaReader, empty_draft, with_variants};
use super::tags;
use super::work::{FieldDraft, VariantDraft, Work, model_id};

/// How deep alternatives are looked for among the keys of alternatives; further in, all keys are optional.
const DEEPEST: usize = 3;

/// What the reader knows of choices.
#[derive(Debug, Default)]
pub(super) struct Choices {
    known: BTreeMap<SchemaId, usize>,
    /// Schemas whose alternatives are being read: none of them can be an alternative of itself.
    open: Vec<SchemaId>,
}

/// One alternative.
#[derive(Clone, Debug)]
pub(super) struct Variant<'w> {
    pub(super) used: &'w SchemaUse,
    /// Its keys, as they are sent where it is chosen.
    pub(super) flat: Flat<'w>,
    /// What the key that tells the variants apart says.
    pub(super) tag: Option<String>,
    /// Whether its keys are not just those of its schema.
    pub(super) changed: bool,
}

/// Alternatives among the keys of an object.
#[derive(Clone, Debug)]
pub(super) struct Slot<'w> {
    schema: &'w Schema,
    variants: Vec<Variant<'w>>,
    tag: Option<String>,
}

impl SchemaReader {
    /// The type of a schema that is nothing but a choice.
    pub(super) fn choice<'w>(&mut self, work: &mut Work<'w>, id: SchemaId, flat: &Flat<'w>, context: &Context) -> Type {
        if let Some(&known) = self.choices.known.get(&id) {
            self.note_use(work, known, context);
            return Type::Model(model_id(known));
        }
        let [choice] = flat.choices.as_slice() else { return self.object(work, id, flat, context) };
        let mut variants = variants_of(work.wire, choice);
        variants.retain(|variant| variant.used.id != id && !self.choices.open.contains(&variant.used.id));
        match variants.as_slice() {
            [] => Type::Json,
            [one] => self.type_of(work, one.used, context),
            _ if variants.iter().all(|variant| is_keyed(work.wire, variant.used.id)) => {
                self.choice_of_objects(work, id, flat, variants, context)
            }
            _ => self.choice_of_kinds(work, id, flat, &variants, context),
        }
    }

    fn choice_of_objects<'w>(
        &mut self,
        work: &mut Work<'w>,
        id: SchemaId,
        flat: &Flat<'w>,
        mut variants: Vec<Variant<'w>>,
        context: &Context,
    ) -> Type {
        for variant in &mut variants {
            variant.require(&flat.required);
        }
        let schema = flat.choices.first().map_or(flat.own, |choice| choice.schema);
        let tag = tags::find(schema, &mut variants, work.wire);
        let object = self.begin(work, id, flat, context);
        self.alternatives(id, |reader| reader.add_variants(work, object, tag, variants, context));
        Type::Model(model_id(object))
    }

    /// A choice that is not only between objects.
    fn choice_of_kinds(
        &mut self,
        work: &mut Work<'_>,
        id: SchemaId,
        flat: &Flat<'_>,
        variants: &[Variant<'_>],
        context: &Context,
    ) -> Type {
        let object = self.begin(work, id, flat, context);
        let drafts: Vec<VariantDraft> = variants
            .iter()
            .map(|variant| {
                let ty = self.type_of(work, variant.used, &context.among(&variant.segment()));
                variant.draft(ty)
            })
            .collect();
        let types: Vec<Type> = drafts.iter().map(|variant| variant.ty.clone()).collect();
        if let Some(draft) = work.objects.get_mut(object) {
            draft.variants = drafts;
        }
        let holds_objects = types.iter().any(|ty| ty.model().is_some());
        match scalars::one_kind(&types) {
            None if holds_objects => Type::Model(model_id(object)),
            kind => {
                // Nothing refers to the draft but what it is made of.
                self.choices.known.remove(&id);
                kind.unwrap_or(Type::Json)
            }
        }
    }

    fn begin(&mut self, work: &mut Work<'_>, id: SchemaId, flat: &Flat<'_>, context: &Context) -> usize {
        let object = work.objects.len();
        self.choices.known.insert(id, object);
        work.objects.push(empty_draft(object, id, flat, context));
        object
    }

    /// The alternatives among the keys of an object.
    pub(super) fn slots<'w>(
        &mut self,
        work: &mut Work<'w>,
        id: SchemaId,
        slots: Vec<Slot<'w>>,
        context: &Context,
    ) -> Vec<Type> {
        let mut types = Vec::new();
        for (index, slot) in slots.into_iter().enumerate() {
            let segment = if index == 0 { String::new() } else { (index + 1).to_string() };
            let context = context.among(&segment);
            let object = work.objects.len();
            let flat = Flat::empty(slot.schema);
            work.objects.push(empty_draft(object, id, &flat, &context));
            self.add_variants(work, object, slot.tag, slot.variants, &context);
            types.push(Type::Model(model_id(object)));
        }
        types
    }

    fn add_variants<'w>(
        &mut self,
        work: &mut Work<'w>,
        object: usize,
        tag: Option<String>,
        variants: Vec<Variant<'w>>,
        context: &Context,
    ) {
        let mut drafts = Vec::new();
        for variant in variants {
            let context = context.among(&variant.segment());
            let ty = if variant.changed {
                let object = work.objects.len();
                work.objects.push(empty_draft(object, variant.used.id, &variant.flat, &context));
                self.fill(work, object, variant.used.id, &variant.flat, &context);
                Type::Model(model_id(object))
            } else {
                self.type_of(work, variant.used, &context)
            };
            drafts.push(variant.draft(ty));
        }
        if let Some(draft) = work.objects.get_mut(object) {
            (draft.variants, draft.tag) = (drafts, tag);
        }
    }

    /// Reads what stands further in than the alternatives that are being read.
    pub(super) fn further_in<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let open = std::mem::take(&mut self.choices.open);
        let result = read(self);
        self.choices.open = open;
        result
    }

    /// Reads alternatives of a schema.
    pub(super) fn alternatives<T>(&mut self, id: SchemaId, read: impl FnOnce(&mut Self) -> T) -> T {
        self.choices.open.push(id);
        let result = read(self);
        self.choices.open.pop();
        result
    }

    /// Takes the keys of alternatives out of an object. Alternatives that leave a choice open, because one of them
    /// asks for nothing, only add optional keys.
    pub(super) fn split<'w>(&self, wire: &'w Wire, id: SchemaId, flat: &Flat<'w>) -> (Flat<'w>, Vec<Slot<'w>>) {
        let mut own = flat.clone();
        own.choices.clear();
        let mut slots = Vec::new();
        for choice in &flat.choices {
            let known = |variant: &Variant<'_>| variant.used.id == id || self.choices.open.contains(&variant.used.id);
            let variants = variants_of(wire, choice);
            let deep = self.choices.open.len() >= DEEPEST || variants.iter().any(known);
            let keyed = variants.iter().all(|variant| is_keyed(wire, variant.used.id));
            let slot = if deep || !keyed { None } else { among(wire, &mut own, choice, variants) };
            match slot {
                Some(slot) => slots.push(slot),
                None => {
                    let whole = Flat { choices: vec![choice.clone()], ..own.clone() };
                    let whole = with_variants(wire, &whole);
                    (own.properties, own.parts) = (whole.properties, whole.parts);
                }
            }
        }
        (own, slots)
    }
}

/// The alternatives, each once.
fn variants_of<'w>(wire: &'w Wire, choice: &Alternatives<'w>) -> Vec<Variant<'w>> {
    let mut seen = BTreeSet::new();
    let mut sets = BTreeSet::new();
    let each = choice.variants.iter().filter(|used| seen.insert(used.id));
    let read = each.filter_map(|used| {
        let mut flat = Flat::of(wire, used.id)?;
        // A variant that is made of the whole has the whole's choice among its parts.
        flat.choices.retain(|own| !std::ptr::eq(own.schema, choice.schema));
        let named = |name: &&&str| !flat.properties.contains_key(**name);
        flat.named = flat.required.iter().filter(named).copied().collect();
        let changed = !flat.named.is_empty();
        Some(Variant { used, flat, tag: None, changed })
    });
    let bare = |variant: &Variant<'_>| variant.flat.properties.is_empty() && !variant.flat.required.is_empty();
    read.filter(|variant| !bare(variant) || sets.insert(variant.flat.required.clone())).collect()
}

/// Whether a schema says which keys it has: an object with properties, a set of required keys, or a choice of such.
fn is_keyed(wire: &Wire, id: SchemaId) -> bool {
    fn keyed(wire: &Wire, id: SchemaId, seen: &mut Vec<SchemaId>) -> bool {
        let Some(flat) = Flat::of(wire, id).filter(|_| !seen.contains(&id)) else { return false };
        seen.push(id);
        let object = matches!(flat.ty, None | Some("object")) && flat.items.is_none();
        let named = flat.properties.keys().chain(&flat.required).any(|name| !name.starts_with("cf_"));
        let chosen = !flat.choices.is_empty() && flat.variants().all(|variant| keyed(wire, variant.id, seen));
        object && (named || chosen)
    }
    keyed(wire, id, &mut Vec::new())
}

/// The alternatives among the keys of `own`, whose keys they take; nothing where they leave a choice.
fn among<'w>(
    wire: &'w Wire,
    own: &mut Flat<'w>,
    choice: &Alternatives<'w>,
    mut variants: Vec<Variant<'w>>,
) -> Option<Slot<'w>> {
    let mut rest = own.clone();
    let tag = tags::find(choice.schema, &mut variants, wire);
    // What every alternative requires is required, whichever is chosen.
    let everywhere = |name: &str| variants.iter().all(|variant| variant.flat.required.contains(&name));
    let always: Vec<&str> = rest.properties.keys().copied().filter(|name| everywhere(name)).collect();
    for name in always {
        if !rest.required.contains(&name) {
            rest.required.push(name);
        }
    }
    let chosen: BTreeSet<&str> = variants
        .iter()
        .flat_map(|variant| &variant.flat.required)
        .copied()
        .filter(|name| !rest.required.contains(name))
        .collect();
    for variant in &mut variants {
        variant.take(&rest, &chosen);
    }
    if variants.len() < 2 {
        // One alternative is none: what it asks for is asked for.
        let only = variants.pop()?;
        rest.properties.extend(only.flat.properties);
        rest.required.extend(only.flat.required);
        rest.named.extend(only.flat.named);
        *own = rest;
        return None;
    }
    if variants.iter().any(|variant| variant.flat.required.is_empty() && variant.tag.is_none()) {
        return None;
    }
    if !choice.exclusive {
        let all: Vec<Flat<'w>> = variants.iter().map(|variant| variant.flat.clone()).collect();
        variants.iter_mut().for_each(|variant| variant.offer(&all));
    }
    rest.properties.retain(|name, _| !chosen.contains(name) && tag.as_deref() != Some(name));
    *own = rest;
    Some(Slot { schema: choice.schema, variants, tag })
}

impl<'w> Variant<'w> {
    /// Where it stands in a pointer: by what it is, not by its position, so that names survive another order.
    fn segment(&self) -> String {
        let keys = || self.flat.required.iter().copied().chain(self.optional()).take(4).collect::<Vec<_>>().join("+");
        self.tag.clone().or_else(|| self.used.component.clone()).unwrap_or_else(keys)
    }

    fn optional(&self) -> impl Iterator<Item = &'w str> + '_ {
        self.flat.properties.keys().copied().filter(|name| !self.flat.required.contains(name))
    }

    fn draft(&self, ty: Type) -> VariantDraft {
        VariantDraft {
            ty,
            tag: self.tag.clone(),
            said: self.flat.own.title.clone().or_else(|| self.used.component.clone()),
            keys: self.flat.required.iter().map(|name| (*name).to_owned()).collect(),
            more: self.optional().map(str::to_owned).collect(),
            docs: self.used.description.clone().or_else(|| self.flat.docs.map(str::to_owned)),
            at: self.used.at,
            name: Name::default(),
        }
    }

    /// Adds what is required of every alternative that has it.
    fn require(&mut self, names: &[&'w str]) {
        for name in names.iter().filter(|name| self.flat.properties.contains_key(**name)) {
            if !self.flat.required.contains(name) {
                self.flat.required.push(name);
                self.changed = true;
            }
        }
    }

    /// Makes it a set of the keys of `own`: what it requires is its own, what else both document stays where it is.
    fn take(&mut self, own: &Flat<'w>, chosen: &BTreeSet<&str>) {
        self.changed = true;
        let flat = &mut self.flat;
        flat.parts.extend(&own.parts);
        flat.required.retain(|name| !own.required.contains(name));
        let mut properties = IndexMap::new();
        for name in &flat.required {
            if let Some(used) = flat.properties.get(name).or_else(|| own.properties.get(name)) {
                properties.insert(*name, *used);
            }
        }
        for (name, used) in &flat.properties {
            if chosen.contains(name) || !own.properties.contains_key(name) {
                properties.entry(*name).or_insert(*used);
            }
        }
        flat.named = flat.required.iter().filter(|name| !properties.contains_key(**name)).copied().collect();
        flat.properties = properties;
    }

    /// `anyOf` allows more than one: the keys of the others are optional.
    fn offer(&mut self, all: &[Flat<'w>]) {
        for other in all {
            for (name, used) in &other.properties {
                self.flat.properties.entry(*name).or_insert(*used);
            }
            self.flat.parts.extend(&other.parts);
        }
    }
}

/// A key that only a set of required keys names.
pub(super) fn undocumented(name: &str, at: Place) -> FieldDraft {
    let ty = Scalar { name, ty: None, format: None, example: None, side: Side::Request }.kind();
    FieldDraft {
        ty,
        required: true,
        constraints: Constraints::default(),
        docs: None,
        examples: Vec::new(),
        shown: Vec::new(),
        at,
        conflict: false,
    }
}
