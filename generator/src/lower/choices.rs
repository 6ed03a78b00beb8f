//! Choices as enums.
//!
//! In: models that are choices. Out: an enum each, with a variant an alternative and a function that makes it from what
//! the alternative requires, so that callers write `CollectInvoice::card(card_id)`.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::{Model, ModelId, Type, Variant};
use crate::ir::name::Name;

use super::Lowering;
use super::docs;
use super::ident::{self, Scope};
use super::krate::{Alternative, Choice, Ident, Made, Path, Slot, Ty};

impl Lowering<'_> {
    pub(super) fn choice(&self, id: ModelId, model: &Model, diagnostics: &mut Diagnostics) -> Option<Choice> {
        let types: Vec<Ty> = model.variants.iter().map(|variant| self.ty(&variant.ty)).collect();
        let named = model.variants.iter().zip(self.makers(model)).zip(&types);
        let variants = named.map(|((variant, (ident, make)), ty)| Alternative {
            ident,
            make,
            unique: types.iter().filter(|other| *other == ty).count() == 1,
            ty: ty.clone(),
            value: variant.value.clone(),
            docs: self.alternative_docs(variant),
            made_of: self.made_of(&variant.ty),
        });
        let variants: Vec<Alternative> = variants.collect();
        for (alternative, variant) in variants.iter().zip(&model.variants) {
            if ident::variant(&variant.name) != alternative.ident {
                let message = format!("two alternatives are spelled alike; one became `{}`", alternative.ident);
                let at = model.origins.first().map(|origin| origin.at);
                let help = "give one of them another `title` by an overlay";
                diagnostics.push(Diagnostic::new(Code::NumberedName, at, message).help(help));
            }
        }
        Some(Choice {
            name: self.names.models.get(&id)?.name.clone(),
            docs: model.docs.as_deref().map(docs::item).unwrap_or_default(),
            tag: model.tag.clone(),
            keyed: types.iter().all(|ty| matches!(ty, Ty::Struct(_) | Ty::Choice(_))),
            variants,
        })
    }

    /// Variant and function of each alternative.
    pub(super) fn makers(&self, model: &Model) -> Vec<(Ident, Ident)> {
        let (mut variants, mut functions) = (Scope::default(), Scope::default());
        let claim = |variant: &Variant| {
            let ident = variants.claim(ident::variant(&variant.name)).0;
            (ident, functions.claim(ident::snake(&variant.name)).0)
        };
        model.variants.iter().map(claim).collect()
    }

    /// What the constructor of a variant's struct takes.
    fn made_of(&self, ty: &Type) -> Option<Made> {
        let Type::Model(id) = ty else { return None };
        let model = self.api.model.model(*id).filter(|model| !model.is_choice())?;
        // Findings about the struct are reported where it is emitted.
        let item = self.structure(*id, model, &mut Diagnostics::default())?;
        let fields = item.fields.into_iter().filter(|field| field.required);
        Some(Made { fields: fields.collect(), choices: item.choices })
    }

    /// What the document says, or the keys that make the variant what it is.
    fn alternative_docs(&self, variant: &Variant) -> String {
        if let Some(docs) = variant.docs.as_deref().map(docs::sentence).filter(|docs| !docs.is_empty()) {
            return docs;
        }
        let model = if let Type::Model(id) = variant.ty { self.api.model.model(id) } else { None };
        let required = model.into_iter().flat_map(|model| &model.fields).filter(|field| field.required);
        let keys: Vec<String> = required.map(|field| docs::code(&field.wire)).collect();
        match keys.as_slice() {
            [] => format!("{}.", docs::code(variant.value.as_deref().unwrap_or(variant.name.as_str()))),
            keys => format!("With {}.", keys.join(" and ")),
        }
    }

    /// The choices among the keys of a struct.
    pub(super) fn slots(&self, model: &Model, scope: &mut Scope) -> Vec<Slot> {
        let lowered = model.choices.iter().filter_map(|ty| {
            let Ty::Choice(choice) = self.ty(ty) else { return None };
            Some(Slot { ident: scope.claim_value(self.slot_name(ty)), docs: slot_docs(&choice), choice })
        });
        lowered.collect()
    }

    /// The last word of the choice's name: `by` of `collect_invoice_by`.
    fn slot_name(&self, ty: &Type) -> Ident {
        let name =
            ty.model().and_then(|id| self.api.model.model(id)).map(|model| model.name.clone()).unwrap_or_default();
        ident::snake(&Name::parse(name.words().last().unwrap_or(&"choice")))
    }
}

fn slot_docs(choice: &Path) -> String {
    format!("one of what `{}` offers.", choice.name)
}
