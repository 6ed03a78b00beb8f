//! Structs and enums.
//!
//! In: models and enums. Out: their Rust spelling; a struct that would contain itself has a box where it does.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::{
    Constraints, Enum as ModelEnum, EnumId, Field as ModelField, Model, ModelId, ModelLayer, Side, Type,
};

use super::Lowering;
use super::docs;
use super::ident::{self, Scope};
use super::krate::{Enum, Field, Ident, Struct, Ty};

/// Which fields need a box: those through which a struct would contain itself.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    /// Models that each model contains directly, not through a list or map.
    direct: BTreeMap<ModelId, BTreeSet<ModelId>>,
}

impl Boxes {
    pub(super) fn of(layer: &ModelLayer) -> Self {
        let mut direct: BTreeMap<ModelId, BTreeSet<ModelId>> = BTreeMap::new();
        for (index, model) in (0_u32..).zip(&layer.models) {
            let inner = model.types().filter_map(|ty| if let Type::Model(id) = ty { Some(*id) } else { None });
            direct.insert(ModelId(index), inner.collect());
        }
        Self { direct }
    }

    pub(super) fn needed(&self, owner: ModelId, field: ModelId) -> bool {
        let mut open = vec![field];
        let mut seen = BTreeSet::new();
        while let Some(next) = open.pop() {
            if next == owner {
                return true;
            }
            if seen.insert(next) {
                open.extend(self.direct.get(&next).into_iter().flatten());
            }
        }
        false
    }
}

impl Lowering<'_> {
    pub(super) fn structure(&self, id: ModelId, model: &Model, diagnostics: &mut Diagnostics) -> Option<Struct> {
        let (names, mut scope) = setters(model, diagnostics);
        let fields = model.fields.iter().zip(names);
        let fields = fields.map(|(field, (ident, clear))| Field { clear, ..self.field(id, field, ident) }).collect();
        let choices = self.slots(model, &mut scope);
        Some(Struct {
            name: self.names.models.get(&id)?.name.clone(),
            side: model.side,
            docs: model.docs.as_deref().map(docs::item).unwrap_or_default(),
            fields,
            choices,
            from: None,
        })
    }

    fn field(&self, owner: ModelId, field: &ModelField, ident: Ident) -> Field {
        let boxed = matches!(&field.ty, Type::Model(inner) if self.boxes.needed(owner, *inner));
        let ty = if boxed { Ty::Boxed(Box::new(self.ty(&field.ty))) } else { self.ty(&field.ty) };
        // What requires itself could never be built.
        let required = field.required && !boxed;
        let docs =
            [docs::or_named(field.docs.as_deref(), &field.wire, &field.ty), facts(&field.ty, &field.constraints)];
        Field {
            clear: ident::clear(&ident),
            ident,
            wire: field.wire.clone(),
            ty,
            required,
            docs: docs.join("\n\n").trim_end().to_owned(),
        }
    }

    /// The Rust type of a kind of value.
    pub(super) fn ty(&self, ty: &Type) -> Ty {
        match ty {
            Type::Bool => Ty::Bool,
            Type::Int => Ty::Int,
            Type::Decimal => Ty::Decimal,
            // Bytes inside JSON travel as text.
            Type::Text | Type::Bytes => Ty::Text,
            Type::Id => Ty::Id,
            Type::NumericId => Ty::NumericId,
            Type::IdList => Ty::IdList,
            Type::Date => Ty::Date,
            Type::DateTime => Ty::DateTime,
            Type::Json => Ty::Json,
            Type::List(inner) => Ty::List(Box::new(self.ty(inner))),
            Type::Map(inner) => Ty::Map(Box::new(self.ty(inner))),
            Type::Model(id) => match (self.names.models.get(id), self.api.model.model(*id)) {
                (Some(path), Some(model)) if model.is_choice() => Ty::Choice(path.clone()),
                (Some(path), _) => Ty::Struct(path.clone()),
                (None, _) => Ty::Json,
            },
            Type::Enum(id) => self.names.enums.get(id).map_or(Ty::Text, |path| Ty::Enum(path.clone())),
        }
    }

    pub(super) fn enumeration(&self, id: EnumId, item: &ModelEnum, diagnostics: &mut Diagnostics) -> Option<Enum> {
        let mut scope = Scope::default();
        let mut values = BTreeSet::new();
        let mut variants = Vec::new();
        for value in &item.values {
            if !values.insert(&value.wire) {
                continue;
            }
            let (variant, numbered) = scope.claim(ident::variant(&value.name));
            if numbered {
                let origin = item.origins.first();
                let identity = origin.and_then(|origin| origin.identities.first()).map_or("", String::as_str);
                diagnostics.push(
                    Diagnostic::new(
                        Code::NumberedName,
                        origin.map(|origin| origin.at),
                        format!(
                            "two values of `{}` ({identity}) are spelled alike; `{}` became `{variant}`",
                            item.name, value.wire
                        ),
                    )
                    .help("remove one of them by an overlay if they mean the same"),
                );
            }
            variants.push((variant, value.wire.clone()));
        }
        Some(Enum {
            name: self.names.enums.get(&id)?.name.clone(),
            docs: item.docs.as_deref().map(docs::item).unwrap_or_default(),
            variants,
        })
    }
}

/// The names of a model's fields and of what clears them, and the scope in which they are taken.
pub(super) fn setters(model: &Model, diagnostics: &mut Diagnostics) -> (Vec<(Ident, Ident)>, Scope) {
    let mut scope = Scope::default();
    // The constructor and the setter for undocumented keys keep their names.
    if model.side == Side::Request {
        scope.claim(Ident("new".to_owned()));
        scope.claim(Ident("extra".to_owned()));
    }
    let names = model.fields.iter().map(|field| {
        let (ident, numbered) = scope.claim(ident::snake(&field.name));
        if numbered {
            let message =
                format!("`{}` is spelled like another field or a method of the type; it became `{ident}`", field.wire);
            let help = "rename one of them by an overlay";
            diagnostics.push(Diagnostic::new(Code::NumberedName, field.at, message).help(help));
        }
        let clear = match model.side {
            Side::Request => scope.claim(ident::clear(&ident)).0,
            Side::Response => ident::clear(&ident),
        };
        (ident, clear)
    });
    (names.collect(), scope)
}

/// What is known of a value, as one line of Markdown.
pub(super) fn facts(ty: &Type, constraints: &Constraints) -> String {
    let mut facts = Vec::new();
    // Documents copy the limits of texts to ids, where they say nothing.
    let text = matches!(ty, Type::Text | Type::Enum(_));
    let (shortest, longest) = (constraints.min_length.filter(|&length| length > 0), constraints.max_length);
    match (shortest, longest) {
        _ if !text => {}
        (Some(low), Some(high)) => facts.push(format!("{low} to {high} characters.")),
        (Some(low), None) => facts.push(format!("At least {low} characters.")),
        (None, Some(high)) => facts.push(format!("At most {high} characters.")),
        (None, None) => {}
    }
    match (&constraints.minimum, &constraints.maximum) {
        (Some(low), Some(high)) => facts.push(format!("From {low} to {high}.")),
        (Some(low), None) => facts.push(format!("At least {low}.")),
        (None, Some(high)) => facts.push(format!("At most {high}.")),
        (None, None) => {}
    }
    if let Some(default) = &constraints.default {
        let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        if !default.is_empty() {
            facts.push(format!("Default: {}.", docs::code(&default)));
        }
    }
    facts.extend(docs::editions(&constraints.editions));
    if constraints.deprecated {
        facts.push("Deprecated.".to_owned());
    }
    facts.join(" ")
}
