//! Names of models.
//!
//! In: merged drafts, verbs and resources. Out: a name for every draft that stands for itself, unique within its
//! product. Payloads are named after their envelope key or collection, bodies after verb and entity, nested objects
//! after their owner and field. Where a name is taken the next says more; a number comes last and is reported.

mod bodies;
mod entities;
mod nested;
pub(super) mod nouns;
mod results;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::Side;
use crate::ir::name::Name;

use super::resources::Roots;
use super::vocabulary::Vocabulary;
use super::work::Work;

use nouns::shorten;

/// What parts of an object are named after.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stem {
    /// The entity that all of it belongs to: `invoice`.
    pub(super) entity: Name,
    /// The object itself, without what tells requests from responses: `invoice_line_item`.
    pub(super) owner: Name,
}

/// What enums are named after.
#[derive(Debug, Default)]
pub(super) struct Stems {
    /// By operation, what its collection holds.
    pub(super) operations: Vec<Name>,
    /// By object.
    pub(super) objects: BTreeMap<usize, Stem>,
}

/// Names all drafts.
pub(super) fn assign(
    work: &mut Work<'_>,
    roots: &Roots,
    vocabulary: &Vocabulary,
    diagnostics: &mut Diagnostics,
) -> Stems {
    let members = work.operations.iter().filter(|operation| operation.path.ends_in_id());
    let collections = members.map(|operation| (operation.id.product, operation.path.collection())).collect();
    let mut namer = Namer {
        work,
        roots,
        vocabulary,
        collections,
        names: BTreeMap::new(),
        taken: BTreeMap::new(),
        entities: BTreeMap::new(),
        own: BTreeSet::new(),
        stems: BTreeMap::new(),
        actions: BTreeSet::new(),
        verbs: BTreeMap::new(),
        diagnostics,
    };
    namer.entities();
    namer.results();
    namer.nested(Side::Response);
    namer.bodies();
    namer.nested(Side::Request);
    let operations = (0..namer.work.operations.len()).map(|operation| namer.entity_of(operation)).collect();
    let stems = Stems { operations, objects: std::mem::take(&mut namer.stems) };
    let names = std::mem::take(&mut namer.names);
    for (object, name) in names {
        if let Some(draft) = work.objects.get_mut(object) {
            draft.name = name;
        }
    }
    stems
}

struct Namer<'a, 'w> {
    work: &'a Work<'w>,
    roots: &'a Roots,
    vocabulary: &'a Vocabulary,
    /// Collections with members: product and shape.
    collections: BTreeSet<(u32, String)>,
    names: BTreeMap<usize, Name>,
    /// By product and name, who has it.
    taken: BTreeMap<(usize, Name), usize>,
    /// Product and collection to the name of what it holds.
    entities: BTreeMap<(u32, String), Name>,
    /// What resources are about: names that belong to whole entities.
    own: BTreeSet<(u32, Name)>,
    stems: BTreeMap<usize, Stem>,
    /// What the bodies of all methods would be called: no part of one may.
    actions: BTreeSet<(usize, Name)>,
    /// By request object, the verbs that send it.
    verbs: BTreeMap<usize, BTreeSet<Name>>,
    diagnostics: &'a mut Diagnostics,
}

impl Namer<'_, '_> {
    /// Gives a draft its name; where that is taken, the first of `more` that is free, and a number only at last.
    fn give(&mut self, object: usize, name: &Name, more: &[Name]) -> Option<Name> {
        let object = self.work.root(object);
        let product = self.work.product_of_object(object)?;
        if let Some(name) = self.names.get(&object) {
            return Some(name.clone());
        }
        let shortened = shorten(name);
        let free = std::iter::once(shortened.clone())
            .chain(more.iter().map(shorten))
            .find(|name| !name.is_empty() && !self.taken.contains_key(&(product, name.clone())));
        let name = free.unwrap_or_else(|| self.numbered(object, product, &shortened));
        self.taken.insert((product, name.clone()), object);
        self.names.insert(object, name.clone());
        Some(name)
    }

    fn numbered(&mut self, object: usize, product: usize, name: &Name) -> Name {
        let mut numbers = name.numbered();
        let free = numbers.find(|name| !self.taken.contains_key(&(product, name.clone())));
        let free = free.unwrap_or_else(|| name.clone());
        let at = self.work.objects.get(object).map(|draft| draft.at);
        let message = format!("`{name}` is the name of another object; this one is `{free}`");
        let help = "name the field or component differently by an overlay";
        self.diagnostics.push(Diagnostic::new(Code::NumberedName, at, message).help(help));
        free
    }
}
