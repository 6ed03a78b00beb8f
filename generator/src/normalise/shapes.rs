//! Shapes: when two objects are equal whatever they are called.
//!
//! In: drafts. Out: a class per draft. Drafts of one class have the same fields by wire name, with the same kinds, and
//! nested objects of one class again, however they refer to themselves. Order does not matter.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::ir::model::{Side, Type};

use super::work::{ObjectDraft, Work};

/// Classes of drafts.
#[derive(Debug)]
pub(super) struct Shapes {
    /// By index of the draft.
    classes: Vec<usize>,
}

impl Shapes {
    /// All objects begin as equal; each round tells apart those whose fields, with the classes of what is inside them,
    /// differ. This ends when a round finds nothing new, and takes as long for recursive shapes as for others.
    pub(super) fn of(work: &Work<'_>) -> Self {
        let mut shapes = Self { classes: vec![0; work.objects.len()] };
        let mut count = 1;
        loop {
            let next = shapes.refined(work);
            let found = next.classes.iter().max().map_or(0, |last| last + 1);
            shapes = next;
            if found <= count {
                return shapes;
            }
            count = found;
        }
    }

    /// The class of an object draft.
    pub(super) fn class(&self, work: &Work<'_>, object: usize) -> usize {
        self.classes.get(work.root(object)).copied().unwrap_or_default()
    }

    fn refined(&self, work: &Work<'_>) -> Self {
        let mut known: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let classes = work.objects.iter().enumerate().map(|(index, draft)| {
            let next = known.len();
            *known.entry((self.class(work, index), self.describe(work, draft))).or_insert(next)
        });
        Self { classes: classes.collect() }
    }

    fn describe(&self, work: &Work<'_>, draft: &ObjectDraft) -> String {
        let mut fields: Vec<_> = draft.fields.iter().collect();
        fields.sort_by_key(|(name, _)| *name);
        let mut out = String::from(if draft.side == Side::Request { ">{" } else { "<{" });
        for (name, field) in fields {
            let _ = write!(out, "{name}{}{},", if field.required { '!' } else { ':' }, self.kind(work, &field.ty));
        }
        for choice in &draft.choices {
            let _ = write!(out, "?{},", self.kind(work, choice));
        }
        for variant in &draft.variants {
            let tag = variant.tag.as_deref().unwrap_or_default();
            let _ = write!(out, "|{tag}={}", self.kind(work, &variant.ty));
        }
        out.push_str(draft.tag.as_deref().unwrap_or_default());
        out.push('}');
        out
    }

    fn kind(&self, work: &Work<'_>, ty: &Type) -> String {
        match ty {
            Type::List(inner) => format!("[{}]", self.kind(work, inner)),
            Type::Map(inner) => format!("{{{}}}", self.kind(work, inner)),
            Type::Model(id) => format!("#{}", self.class(work, id.0 as usize)),
            Type::Enum(id) => {
                let root = work.enum_root(id.0 as usize);
                let mut values = work.enums.get(root).map(|draft| draft.values.clone()).unwrap_or_default();
                values.sort();
                format!("<{}>", values.join("|"))
            }
            other => format!("{other:?}"),
        }
    }
}
