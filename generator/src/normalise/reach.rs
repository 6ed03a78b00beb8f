//! What operations reach.
//!
//! In: merged drafts. Out: a mark on every object and enum that parameters, bodies or results lead to. Drafts that
//! were only read on the way to another type, such as the variants of a choice, are not part of the API.

use crate::ir::model::Type;

use super::work::Work;

/// Marks what is reached, and nothing else.
pub(super) fn mark(work: &mut Work<'_>) {
    work.objects.iter_mut().for_each(|draft| draft.reached = false);
    work.enums.iter_mut().for_each(|draft| draft.reached = false);
    let mut open: Vec<Type> = Vec::new();
    for operation in &mut work.operations {
        open.extend(operation.params.iter().map(|param| param.ty.clone()));
        operation.each_type(|ty| open.push(ty.clone()));
    }
    while let Some(ty) = open.pop() {
        if let Some(id) = ty.enumeration() {
            let root = work.enum_root(id.0 as usize);
            if let Some(draft) = work.enums.get_mut(root) {
                draft.reached = true;
            }
        }
        let Some(id) = ty.model() else { continue };
        let root = work.root(id.0 as usize);
        if let Some(draft) = work.objects.get_mut(root).filter(|draft| !draft.reached) {
            draft.reached = true;
            open.extend(draft.types().cloned());
        }
    }
}
