//! Which schemas mean the same.
//!
//! In: the schemas of both sides. Out: a class for each; two schemas are of one class if no caller can tell them apart:
//! references count by content, `allOf` by what its parts ask for together, sets in any order, notes not at all. Classes
//! are refined round by round until no round tells more apart, so that cycles end.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use crate::ir::wire::{Additional, Schema, SchemaId, SchemaUse, Wire};

use super::view::asks_for_nothing;

/// Classes of the schemas of both sides.
#[derive(Debug, Default)]
pub(super) struct Classes {
    base: Vec<u32>,
    revision: Vec<u32>,
}

/// What one schema says: itself, and through others.
#[derive(Debug, Default)]
struct Shape {
    /// Its keywords with their values.
    own: BTreeSet<String>,
    /// What each keyword or property refers to, as an index into all schemas.
    edges: BTreeSet<(String, usize)>,
    /// Alternatives, whose order means nothing.
    sets: Vec<(&'static str, Vec<usize>)>,
}

impl Classes {
    /// Tells the schemas of both sides apart.
    pub(super) fn of(base: &Wire, revision: &Wire) -> Self {
        let split = base.schemas.len();
        let shapes: Vec<Shape> = [(base, 0), (revision, split)]
            .into_iter()
            .flat_map(|(wire, offset)| wire.schemas.iter().map(move |schema| Shape::of(wire, schema, offset)))
            .collect();
        let mut classes = refine(&shapes);
        let revision = classes.split_off(split);
        Self { base: classes, revision }
    }

    /// Whether a schema of the base means what one of the revision means.
    pub(super) fn are_equal(&self, base: SchemaId, revision: SchemaId) -> bool {
        let (base, revision) = (self.base.get(base.0 as usize), self.revision.get(revision.0 as usize));
        base.is_some() && base == revision
    }
}

fn refine(shapes: &[Shape]) -> Vec<u32> {
    let mut known = HashMap::new();
    let mut classes: Vec<u32> = shapes.iter().map(|shape| number(&mut known, &shape.own)).collect();
    let mut count = known.len();
    loop {
        let mut known = HashMap::new();
        let next: Vec<u32> =
            shapes.iter().zip(&classes).map(|(shape, &own)| number(&mut known, shape.seen(own, &classes))).collect();
        classes = next;
        if known.len() == count {
            return classes;
        }
        count = known.len();
    }
}

/// The number of a key, the next one where it is new.
fn number<K: std::hash::Hash + Eq>(known: &mut HashMap<K, u32>, key: K) -> u32 {
    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
    *known.entry(key).or_insert(next)
}

/// A shape with classes in place of schemas.
type Seen<'s> = (u32, BTreeSet<(&'s str, u32)>, Vec<(&'static str, Vec<u32>)>);

impl Shape {
    fn of(wire: &Wire, schema: &Schema, offset: usize) -> Self {
        let mut shape = Self::default();
        shape.add(wire, schema, offset, &mut Vec::new());
        shape
    }

    fn seen(&self, own: u32, classes: &[u32]) -> Seen<'_> {
        let class = |index: &usize| classes.get(*index).copied().unwrap_or(u32::MAX);
        let edges = self.edges.iter().map(|(label, index)| (label.as_str(), class(index))).collect();
        let sets = self.sets.iter().map(|(label, indexes)| {
            let mut set: Vec<u32> = indexes.iter().map(class).collect();
            set.sort_unstable();
            (*label, set)
        });
        let mut sets: Vec<_> = sets.collect();
        sets.sort();
        (own, edges, sets)
    }

    /// Adds a schema and all that it is made of.
    fn add<'w>(&mut self, wire: &'w Wire, schema: &'w Schema, offset: usize, open: &mut Vec<&'w Schema>) {
        if open.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        open.push(schema);
        self.keywords(schema);
        let at = |used: &SchemaUse| used.id.0 as usize + offset;
        let mut edge = |label: String, used: &SchemaUse| {
            self.edges.insert((label, at(used)));
        };
        schema.properties.iter().for_each(|(name, used)| edge(format!(".{name}"), used));
        schema.items.iter().for_each(|used| edge("items".to_owned(), used));
        schema.not.iter().for_each(|used| edge("not".to_owned(), used));
        if let Some(Additional::Schema(used)) = &schema.additional_properties {
            edge("additional".to_owned(), used);
        }
        for (label, list) in [("oneOf", &schema.one_of), ("anyOf", &schema.any_of)] {
            if !list.is_empty() {
                self.sets.push((label, list.iter().map(at).collect()));
            }
        }
        for part in schema.all_of.iter().filter_map(|used| wire.schema(used.id)) {
            // Parts that ask for nothing are told, although they change nothing.
            if asks_for_nothing(part) {
                self.own.insert(format!("part {:?} {:?}", part.title, part.description));
            }
            self.add(wire, part, offset, open);
        }
    }

    fn keywords(&mut self, schema: &Schema) {
        let mut own = |keyword: &str, value: Option<&dyn std::fmt::Display>| {
            if let Some(value) = value {
                let mut text = keyword.to_owned();
                let _ = write!(text, " {value}");
                self.own.insert(text);
            }
        };
        macro_rules! each {
            ($($field:ident)*) => {
                $(own(stringify!($field), schema.$field.as_ref().map(|value| value as &dyn std::fmt::Display));)*
            };
        }
        each!(ty format default pattern min_length max_length minimum maximum multiple_of min_items max_items);
        each!(min_properties max_properties);
        for value in schema.enumeration.iter().flatten() {
            own("enum", Some(value));
        }
        for name in &schema.required {
            own("required", Some(name));
        }
        if let Some(found) = &schema.discriminator {
            own("discriminator", Some(&found.property));
            found.mapping.iter().for_each(|(value, to)| own("mapping", Some(&format!("{value} {to}"))));
        }
        if let Some(Additional::Any(any)) = &schema.additional_properties {
            own("additional", Some(any));
        }
        if let Some(values) = schema.extensions.get(super::rules::EXTENSIBLE) {
            own("extensible", Some(values));
        }
        let switches = [
            ("nullable", schema.nullable),
            ("read_only", schema.read_only),
            ("write_only", schema.write_only),
            ("deprecated", schema.deprecated),
            ("exclusive_minimum", schema.exclusive_minimum),
            ("exclusive_maximum", schema.exclusive_maximum),
            ("unique_items", schema.unique_items),
            ("enum of none", schema.enumeration.as_ref().is_some_and(Vec::is_empty)),
        ];
        switches.iter().filter(|(_, on)| *on).for_each(|(name, _)| own(name, Some(&"")));
    }
}
