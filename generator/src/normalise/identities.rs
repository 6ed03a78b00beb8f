//! What drafts are called on the wire.
//!
//! In: merged drafts and finished operations. Out: the wire identities of each object and enum: operation, direction
//! and JSON pointer. A draft is built once, by the operation that comes to it first; here every operation that leads
//! to it counts, so that a name does not hang on one of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::model::{Side, Type};

use super::work::{EnumDraft, EnumOwner, ObjectDraft, Use, Work};

/// Places of one object in one body that are kept: where parts are shared, the ways to them are more than anyone counts.
const MOST_PLACES: usize = 16;

/// Identities of objects and enums that stand for themselves, by index.
#[derive(Debug, Default)]
pub(super) struct Identities {
    objects: BTreeMap<usize, BTreeSet<String>>,
    enums: BTreeMap<usize, BTreeSet<String>>,
    /// How often each object was found in the request or response of each operation.
    found: BTreeMap<(usize, usize, Side), usize>,
}

impl Identities {
    pub(super) fn of(work: &Work<'_>) -> Self {
        let mut identities = Self::default();
        for object in work.roots() {
            let uses = work.objects.get(object).map(|draft| draft.uses.as_slice()).unwrap_or_default();
            for used in uses {
                identities.follow(work, object, used, &mut Vec::new());
            }
        }
        for (index, draft) in work.enums.iter().enumerate() {
            let EnumOwner::Operation(operation) = draft.owner else { continue };
            if let Some(operation) = work.operations.get(operation) {
                let found = identities.enums.entry(work.enum_root(index)).or_default();
                found.insert(format!("{} ?{}", operation.identity(), draft.field));
            }
        }
        identities
    }

    /// Identities of an object, sorted.
    pub(super) fn object(&self, object: usize) -> Vec<String> {
        self.objects.get(&object).into_iter().flatten().cloned().collect()
    }

    /// Identities of everything that an enum types, sorted.
    pub(super) fn enumeration(&self, index: usize) -> Vec<String> {
        self.enums.get(&index).into_iter().flatten().cloned().collect()
    }

    /// Notes a use of an object and, through its fields, of what is nested in it.
    fn follow(&mut self, work: &Work<'_>, object: usize, used: &Use, above: &mut Vec<usize>) {
        let (Some(draft), Some(identity)) = (work.objects.get(object), identity(work, used)) else { return };
        // What is nested in itself has a name from further out.
        if above.contains(&object) {
            return;
        }
        let places = self.found.entry((object, used.operation, used.side)).or_default();
        if *places == MOST_PLACES || !self.objects.entry(object).or_default().insert(identity.clone()) {
            return;
        }
        *places += 1;
        above.push(object);
        for (name, field) in &draft.fields {
            if let Some(id) = field.ty.enumeration() {
                let found = self.enums.entry(work.enum_root(id.0 as usize)).or_default();
                found.insert(format!("{identity}/{name}"));
            }
            if let Some(id) = field.ty.model() {
                let pointer = format!("{}/{name}{}", used.pointer, elements(&field.ty));
                let used = Use { pointer, ..used.clone() };
                self.follow(work, work.root(id.0 as usize), &used, above);
            }
        }
        above.pop();
    }
}

/// `/[]` for every list or map around the object.
fn elements(ty: &Type) -> String {
    match ty {
        Type::List(inner) | Type::Map(inner) => format!("/[]{}", elements(inner)),
        _ => String::new(),
    }
}

/// Wire identities of what one enum draft types, by those uses of its owner that `uses` picks.
pub(super) fn typed_by(work: &Work<'_>, draft: &EnumDraft, uses: fn(&ObjectDraft) -> &[Use]) -> Vec<String> {
    match draft.owner {
        EnumOwner::Operation(operation) => {
            let operation = work.operations.get(operation);
            operation.map(|operation| format!("{} ?{}", operation.identity(), draft.field)).into_iter().collect()
        }
        EnumOwner::Object(object) => {
            let uses = work.objects.get(object).map(uses).unwrap_or_default();
            uses.iter().filter_map(|used| Some(format!("{}/{}", identity(work, used)?, draft.field))).collect()
        }
    }
}

/// Wire identity of one use.
pub(super) fn identity(work: &Work<'_>, used: &Use) -> Option<String> {
    let operation = work.operations.get(used.operation)?;
    let side = match used.side {
        Side::Request => "request",
        Side::Response => "response",
    };
    Some(format!("{} {side} {}", operation.identity(), used.pointer).trim_end().to_owned())
}
