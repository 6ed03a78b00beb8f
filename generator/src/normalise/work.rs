//! The working set that the passes of `normalise` share.
//!
//! In: nothing yet. Out: operations with what each pass has found out so far, and *drafts*: one object or enum for
//! every schema and direction that needs a type, before any are merged or named. Types refer to drafts by the ids
//! that later become model and enum ids.

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::model::{Constraints, EnumId, Joined, ModelId, OpResult, Param, Part, Side, Tenancy, Type};
use crate::ir::name::Name;
use crate::ir::wire::{self, SchemaId, Wire};
use crate::ir::{Place, model};

use super::mine::Mined;
use super::operation_identity;
use super::paths::Path;
use super::told::Told;

/// Everything the passes read and write.
pub(super) struct Work<'w> {
    pub(super) wire: &'w Wire,
    /// What the prose of the documents says.
    pub(super) mined: Mined,
    pub(super) products: Vec<ProductWork>,
    pub(super) operations: Vec<OperationWork<'w>>,
    pub(super) objects: Vec<ObjectDraft>,
    pub(super) enums: Vec<EnumDraft>,
    /// What prose and examples tell, where somebody asks.
    pub(super) told: Option<Told>,
}

/// What is known of a product.
pub(super) struct ProductWork {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) base_path: String,
    pub(super) tenancy: Option<Tenancy>,
}

/// What is known of an operation.
pub(super) struct OperationWork<'w> {
    pub(super) id: model::OperationId,
    pub(super) wire: &'w wire::Operation,
    pub(super) path: Path,
    /// Stem of its document, as words.
    pub(super) stem: Name,
    pub(super) base_path: String,
    pub(super) resource: Name,
    pub(super) verb: Name,
    pub(super) tenant: bool,
    pub(super) params: Vec<Param>,
    pub(super) body: Option<model::Body>,
    pub(super) files: Vec<Part>,
    pub(super) result: OpResult,
    pub(super) paging: Option<model::Paging>,
    pub(super) formats: Option<model::Formats>,
}

impl OperationWork<'_> {
    /// `GET /invoices/{}`: what an operation is called in wire identities.
    pub(super) fn identity(&self) -> String {
        operation_identity(self.wire)
    }
}

/// Where in an operation a draft is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// Index into [`Work::operations`].
    pub(super) operation: usize,
    /// Request or response.
    pub(super) side: Side,
    /// JSON pointer within the body; lists are `[]`.
    pub(super) pointer: String,
}

/// An object schema in one direction.
#[derive(Clone, Debug)]
pub(super) struct ObjectDraft {
    pub(super) side: Side,
    pub(super) component: Option<String>,
    pub(super) fields: IndexMap<String, FieldDraft>,
    /// What there is to choose from, where the draft is a choice; then it has no fields.
    pub(super) variants: Vec<VariantDraft>,
    /// The key that tells which variant was chosen, where one does.
    pub(super) tag: Option<String>,
    /// Choices whose keys stand among its own.
    pub(super) choices: Vec<Type>,
    pub(super) docs: Option<String>,
    pub(super) at: Place,
    pub(super) uses: Vec<Use>,
    /// How many of `uses` are its own; those behind them came with merged drafts.
    pub(super) own_uses: usize,
    /// The schema that it was read from.
    pub(super) schema: SchemaId,
    /// Index of the draft it was merged into; itself while it stands alone.
    pub(super) merged_into: usize,
    /// Why it was merged.
    pub(super) joined: Joined,
    /// Whether an operation leads to it.
    pub(super) reached: bool,
    pub(super) name: Name,
}

/// One alternative of a choice.
#[derive(Clone, Debug)]
pub(super) struct VariantDraft {
    pub(super) ty: Type,
    /// What the key that tells the variants apart says.
    pub(super) tag: Option<String>,
    /// What the document calls it.
    pub(super) said: Option<String>,
    /// The keys that it requires.
    pub(super) keys: Vec<String>,
    /// The keys that it may have besides.
    pub(super) more: Vec<String>,
    pub(super) docs: Option<String>,
    pub(super) at: Place,
    pub(super) name: Name,
}

/// A field of a draft.
#[derive(Clone, Debug)]
pub(super) struct FieldDraft {
    pub(super) ty: Type,
    pub(super) required: bool,
    pub(super) constraints: Constraints,
    pub(super) docs: Option<String>,
    /// Own example first, then those found in the examples of whole bodies.
    pub(super) examples: Vec<Value>,
    /// Values of the kinds that the document says were seen.
    pub(super) shown: Vec<Value>,
    pub(super) at: Place,
    /// Documented with kinds that do not go together: raw JSON, whatever else joins.
    pub(super) conflict: bool,
}

/// A set of documented texts.
#[derive(Clone, Debug)]
pub(super) struct EnumDraft {
    pub(super) values: Vec<String>,
    /// Name of the field or parameter that it types.
    pub(super) field: String,
    /// The object it belongs to, or the operation of a parameter.
    pub(super) owner: EnumOwner,
    pub(super) docs: Option<String>,
    /// The schema that it was read from, if the parameter it types has one.
    pub(super) schema: Option<SchemaId>,
    pub(super) at: Place,
    pub(super) merged_into: usize,
    /// Why it was merged.
    pub(super) joined: Joined,
    /// Whether an operation leads to it.
    pub(super) reached: bool,
    pub(super) name: Name,
}

/// What an enum belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EnumOwner {
    Object(usize),
    Operation(usize),
}

impl FieldDraft {
    /// Every value that is known of it.
    pub(super) fn seen(&self) -> Vec<Value> {
        self.examples.iter().chain(&self.shown).cloned().collect()
    }
}

impl ObjectDraft {
    /// Every type that it is made of.
    pub(super) fn types(&self) -> impl Iterator<Item = &Type> {
        let fields = self.fields.values().map(|field| &field.ty);
        fields.chain(self.variants.iter().map(|variant| &variant.ty)).chain(&self.choices)
    }

    /// Every type that it is made of, to be changed.
    pub(super) fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let fields = self.fields.values_mut().map(|field| &mut field.ty);
        fields.chain(self.variants.iter_mut().map(|variant| &mut variant.ty)).chain(&mut self.choices)
    }
}

impl Work<'_> {
    /// The draft that stands for this one after merging.
    pub(super) fn root(&self, object: usize) -> usize {
        let mut at = object;
        // Merging only ever points to a lower index, so this ends.
        while let Some(next) = self.objects.get(at).map(|draft| draft.merged_into).filter(|&next| next < at) {
            at = next;
        }
        at
    }

    /// The enum that stands for this one after merging.
    pub(super) fn enum_root(&self, enumeration: usize) -> usize {
        let mut at = enumeration;
        while let Some(next) = self.enums.get(at).map(|draft| draft.merged_into).filter(|&next| next < at) {
            at = next;
        }
        at
    }

    /// Indexes of the objects that stand for themselves and are part of the API.
    pub(super) fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        let roots = self.objects.iter().enumerate().filter(|(i, draft)| draft.merged_into == *i && draft.reached);
        roots.map(|(i, _)| i)
    }

    /// Indexes of the enums that stand for themselves and are part of the API.
    pub(super) fn enum_roots(&self) -> impl Iterator<Item = usize> + '_ {
        let roots = self.enums.iter().enumerate().filter(|(i, draft)| draft.merged_into == *i && draft.reached);
        roots.map(|(i, _)| i)
    }

    /// Index of the product that an enum belongs to.
    pub(super) fn product_of_enum(&self, enumeration: usize) -> Option<usize> {
        match self.enums.get(enumeration)?.owner {
            EnumOwner::Object(object) => self.product_of_object(self.root(object)),
            EnumOwner::Operation(operation) => self.product_of(operation),
        }
    }

    /// Index of the product that an operation belongs to.
    pub(super) fn product_of(&self, operation: usize) -> Option<usize> {
        self.operations.get(operation).map(|operation| operation.id.product as usize)
    }

    /// The document that an operation is in.
    pub(super) fn document(&self, operation: &OperationWork<'_>) -> Option<&wire::Document> {
        self.wire.products.get(operation.id.product as usize)?.documents.get(operation.id.document as usize)
    }

    /// Index of the product that uses a draft first.
    pub(super) fn product_of_object(&self, object: usize) -> Option<usize> {
        let draft = self.objects.get(object)?;
        draft.uses.first().and_then(|used| self.product_of(used.operation))
    }
}

/// The model id of an object draft.
pub(super) fn model_id(object: usize) -> ModelId {
    ModelId(u32::try_from(object).unwrap_or(u32::MAX))
}

/// The enum id of an enum draft.
pub(super) fn enum_id(enumeration: usize) -> EnumId {
    EnumId(u32::try_from(enumeration).unwrap_or(u32::MAX))
}

impl OperationWork<'_> {
    /// Calls `change` with every type outside the parameters.
    pub(super) fn each_type(&mut self, change: impl FnMut(&mut Type)) {
        model::each_type(&mut self.body, &mut self.formats, &mut self.result, change);
    }
}
