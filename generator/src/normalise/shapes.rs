//! Shapes: when two objects are equal whatever they are called.
//!
//! In: drafts. Out: a signature per draft: its fields by wire name with kind and whether they are required, nested
//! objects by their own signature, alternatives in their order. Order of fields does not matter; recursion is cut at the
//! object that is being described. An object that leads to nothing around it is described once, and is a number after.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::ir::model::{Side, Type};

use super::work::Work;

/// Signatures of drafts, made on demand.
pub(super) struct Shapes<'a, 'w> {
    work: &'a Work<'w>,
    known: RefCell<BTreeMap<usize, String>>,
    /// Numbers of descriptions.
    numbers: RefCell<BTreeMap<String, usize>>,
}

/// The objects around the one that is being described.
#[derive(Default)]
struct Open {
    objects: Vec<usize>,
    /// The outermost object that was referred to.
    outermost: Option<usize>,
}

impl<'a, 'w> Shapes<'a, 'w> {
    pub(super) fn of(work: &'a Work<'w>) -> Self {
        Self { work, known: RefCell::default(), numbers: RefCell::default() }
    }

    /// The signature of an object draft.
    pub(super) fn signature(&self, object: usize) -> String {
        self.describe(object, &mut Open::default())
    }

    fn describe(&self, object: usize, open: &mut Open) -> String {
        let object = self.work.root(object);
        if let Some(known) = self.known.borrow().get(&object) {
            return known.clone();
        }
        let here = open.objects.len();
        if let Some(level) = open.objects.iter().position(|&outer| outer == object) {
            open.outermost = Some(open.outermost.map_or(level, |known| known.min(level)));
            return format!("^{}", here - level);
        }
        let outer = open.outermost.take();
        open.objects.push(object);
        let described = self.fields(object, open);
        open.objects.pop();
        let leads_out = open.outermost.filter(|&level| level < here);
        open.outermost = [outer, leads_out].into_iter().flatten().min();
        if leads_out.is_some() {
            return described;
        }
        let mut numbers = self.numbers.borrow_mut();
        let next = numbers.len();
        let number = format!("#{}", numbers.entry(described).or_insert(next));
        self.known.borrow_mut().insert(object, number.clone());
        number
    }

    fn fields(&self, object: usize, open: &mut Open) -> String {
        let Some(draft) = self.work.objects.get(object) else { return String::new() };
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
        out
    }

    fn kind(&self, ty: &Type, open: &mut Open) -> String {
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
