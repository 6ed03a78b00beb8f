//! Where models and enums come from.
//!
//! In: drafts after merging. Out: for each that stands for others, every schema that became it, with the wire
//! identities of its own uses and the reason why it was merged.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::model::Origin;

use super::identities::{identity, typed_by};
use super::work::{EnumDraft, ObjectDraft, Use, Work};

/// Drafts by what stands for them.
pub(super) struct Origins<'a, 'w> {
    work: &'a Work<'w>,
    objects: BTreeMap<usize, Vec<usize>>,
    enums: BTreeMap<usize, Vec<usize>>,
}

impl<'a, 'w> Origins<'a, 'w> {
    pub(super) fn of(work: &'a Work<'w>) -> Self {
        let mut origins = Self { work, objects: BTreeMap::new(), enums: BTreeMap::new() };
        for object in 0..work.objects.len() {
            origins.objects.entry(work.root(object)).or_default().push(object);
        }
        for index in 0..work.enums.len() {
            origins.enums.entry(work.enum_root(index)).or_default().push(index);
        }
        origins
    }

    /// Origins of an object that stands for itself: its own first.
    pub(super) fn of_object(&self, root: usize) -> Vec<Origin> {
        let merged = self.objects.get(&root).map(Vec::as_slice).unwrap_or_default();
        merged.iter().filter_map(|&object| self.object(self.work.objects.get(object)?)).collect()
    }

    fn object(&self, draft: &ObjectDraft) -> Option<Origin> {
        let own = own_uses(draft);
        let product = self.work.product_of(own.first()?.operation)?;
        Some(Origin {
            product: number(product),
            identities: sorted(own.iter().filter_map(|used| identity(self.work, used))),
            schema: Some(draft.schema),
            at: draft.at,
            joined: draft.joined.clone(),
        })
    }

    /// Origins of an enum that stands for itself: its own first.
    pub(super) fn of_enum(&self, root: usize) -> Vec<Origin> {
        let merged = self.enums.get(&root).map(Vec::as_slice).unwrap_or_default();
        merged.iter().filter_map(|&index| self.enumeration(index, self.work.enums.get(index)?)).collect()
    }

    fn enumeration(&self, index: usize, draft: &EnumDraft) -> Option<Origin> {
        Some(Origin {
            product: number(self.work.product_of_enum(index)?),
            identities: sorted(typed_by(self.work, draft, own_uses)),
            schema: draft.schema,
            at: draft.at,
            joined: draft.joined.clone(),
        })
    }
}

/// Its uses, without those that came with merged drafts.
fn own_uses(draft: &ObjectDraft) -> &[Use] {
    draft.uses.get(..draft.own_uses).unwrap_or(&draft.uses)
}

fn sorted(identities: impl IntoIterator<Item = String>) -> Vec<String> {
    identities.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
