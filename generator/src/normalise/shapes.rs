//! Shapes: when two objects are equal whatever they are called.
//!
//! In: drafts. Out: a signature per draft: its fields by wire name with kind and whether they are required, nested
//! objects by their own signature, alternatives in their order. Order does not matter; recursion is cut at the object that is being described.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::ir::model::{Side, Type};

use super::work::Work;

/// Signatures of drafts, made on demand.
pub(super) struct Shapes<'a, 'w> {
    work: &'a Work<'w>,
    known: RefCell<BTreeMap<usize, String>>,
}

impl<'a, 'w> Shapes<'a, 'w> {
    pub(super) fn of(work: &'a Work<'w>) -> Self {
        Self { work, known: RefCell::default() }
    }

    /// The signature of an object draft.
    pub(super) fn signature(&self, object: usize) -> String {
        let root = self.work.root(object);
        if let Some(known) = self.known.borrow().get(&root) {
            return known.clone();
        }
        let signature = self.describe(root, &mut Vec::new());
        self.known.borrow_mut().insert(root, signature.clone());
        signature
    }

    fn describe(&self, object: usize, open: &mut Vec<usize>) -> String {
        let object = self.work.root(object);
        if let Some(level) = open.iter().position(|&outer| outer == object) {
            return format!("^{}", open.len() - level);
        }
        let Some(draft) = self.work.objects.get(object) else { return String::new() };
        open.push(object);
        let mut fields: Vec<_> = draft.fields.iter().collect();
        fields.sort_by_key(|(name, _)| *name);
        let mut out = String::from(if draft.side == Side::Request { ">{" } else { "<{" });
        for (name, field) in fields {
            let _ = write!(out, "{name}{}{},", if field.required { '!' } else { ':' }, self.kind(&field.ty, open));
        }
        for choice in &draft.choices {
            let _ = write!(out, "?{},", self.kind(choice, open));
        }
        for variant in &draft.variants {
            let tag = variant.tag.as_deref().unwrap_or_default();
            let _ = write!(out, "|{tag}={}", self.kind(&variant.ty, open));
        }
        out.push_str(draft.tag.as_deref().unwrap_or_default());
        out.push('}');
        open.pop();
        out
    }

    fn kind(&self, ty: &Type, open: &mut Vec<usize>) -> String {
        match ty {
            Type::List(inner) => format!("[{}]", self.kind(inner, open)),
            Type::Map(inner) => format!("{{{}}}", self.kind(inner, open)),
            Type::Model(id) => self.describe(id.0 as usize, open),
            Type::Enum(id) => {
                let root = self.work.enum_root(id.0 as usize);
                let mut values = self.work.enums.get(root).map(|draft| draft.values.clone()).unwrap_or_default();
                values.sort();
                format!("<{}>", values.join("|"))
            }
            other => format!("{other:?}"),
        }
    }
}
