//! Names that stay: `specs/names.lock`.
//!
//! In: the lock of the last generation and freshly chosen names. Out: the locked name wherever a wire identity has
//! one, and the next lock. An identity is method, path shape, direction and JSON pointer, so a name survives new
//! operationIds, reordered documents and other wording. A name that cannot be kept is reported, never changed
//! silently. The lock holds no sentence of a document.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Place;
use crate::ir::model::ModelLayer;
use crate::ir::name::Name;

use super::identities::Identities;
use super::vocabulary::Vocabulary;
use super::work::Work;

/// The content of `names.lock`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lock {
    /// Per product, what each wire identity is called.
    pub products: BTreeMap<String, ProductLock>,
    /// Types that several products share, with the products that do: there, they are one type.
    pub shared: BTreeMap<String, Vec<String>>,
    /// Words that could be read as several, and how they are: fields and values are named by them.
    pub words: BTreeMap<String, String>,
}

/// The names of one product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProductLock {
    /// Operation to `resource.method`.
    pub methods: BTreeMap<String, String>,
    /// Model name to the objects that it is.
    pub models: BTreeMap<String, Vec<String>>,
    /// Enum name to the fields and parameters that it types.
    pub enums: BTreeMap<String, Vec<String>>,
}

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// The text is no lock; the message says where.
    pub fn parse(text: &str) -> Result<Self, serde_yaml::Error> {
        serde_yaml::from_str(text)
    }

    /// The text of the file.
    ///
    /// # Errors
    /// Never in practice: every key and value is text.
    pub fn to_text(&self) -> Result<String, serde_yaml::Error> {
        let head = "# Public names by wire identity. Written by `cargo xtask generate`; remove a line to let its name be chosen anew.\n";
        Ok(format!("{head}{}", serde_yaml::to_string(self)?))
    }
}

/// Keeps the methods that the lock names. A line that names no method, or one that another line has, is reported.
pub(super) fn keep_methods(work: &mut Work<'_>, lock: &Lock, diagnostics: &mut Diagnostics) {
    let locked: Vec<Option<&str>> = work
        .operations
        .iter()
        .map(|operation| {
            let product = work.products.get(operation.id.product as usize)?;
            lock.products.get(&product.name)?.methods.get(&operation.identity()).map(String::as_str)
        })
        .collect();
    let mut taken: BTreeSet<(u32, Name, Name)> = BTreeSet::new();
    let mut open = Vec::new();
    for (index, (operation, locked)) in work.operations.iter_mut().zip(&locked).enumerate() {
        let Some(line) = locked else {
            open.push(index);
            continue;
        };
        match method_of(line) {
            Some((resource, verb)) if taken.insert((operation.id.product, resource.clone(), verb.clone())) => {
                (operation.resource, operation.verb) = (resource, verb);
            }
            kept => {
                let problem = if kept.is_some() { "is another method's" } else { "is no `resource.method`" };
                let message = format!("`{line}`, the name of {} in names.lock, {problem}", operation.identity());
                let help = "write `resource.method`, each method once";
                diagnostics.push(Diagnostic::new(Code::Renamed, operation.wire.at, message).help(help));
                open.push(index);
            }
        }
    }
    for index in open {
        let Some(operation) = work.operations.get_mut(index) else { continue };
        let key = |verb: &Name| (operation.id.product, operation.resource.clone(), verb.clone());
        let by_id = operation.wire.operation_id.iter().map(|id| Name::parse(id));
        let free = std::iter::once(operation.verb.clone()).chain(by_id).chain(operation.verb.numbered());
        let free = free.into_iter().find(|verb| !verb.is_empty() && !taken.contains(&key(verb)));
        let verb = free.unwrap_or_else(|| operation.verb.clone());
        if verb != operation.verb {
            diagnostics.push(
                Diagnostic::new(
                    Code::Renamed,
                    operation.wire.at,
                    format!("names.lock has `{}` for another method; this one is `{verb}`", operation.verb),
                )
                .help("rename one of them in names.lock"),
            );
        }
        taken.insert(key(&verb));
        operation.verb = verb;
    }
}

/// Resource and verb of a line such as `invoices.mark_sent`.
fn method_of(line: &str) -> Option<(Name, Name)> {
    let (resource, verb) = line.split_once('.')?;
    let (resource, verb) = (Name::parse(resource), Name::parse(verb));
    (!resource.is_empty() && !verb.is_empty()).then_some((resource, verb))
}

/// Keeps the names of models.
pub(super) fn keep_models(work: &mut Work<'_>, identities: &Identities, lock: &Lock, diagnostics: &mut Diagnostics) {
    let items = work.roots().filter_map(|index| {
        let draft = work.objects.get(index)?;
        let (product, chosen) = (work.product_of_object(index)?, draft.name.clone());
        Some(Item { index, product, chosen, identities: identities.object(index), at: Some(draft.at) })
    });
    let items: Vec<Item> = items.collect();
    for (object, name) in keep(work, lock, |product| invert(&product.models), &items, &BTreeSet::new(), diagnostics) {
        if let Some(draft) = work.objects.get_mut(object) {
            draft.name = name;
        }
    }
}

/// Keeps the names of enums; a model's name is none for an enum.
pub(super) fn keep_enums(work: &mut Work<'_>, identities: &Identities, lock: &Lock, diagnostics: &mut Diagnostics) {
    let items = work.enum_roots().filter_map(|index| {
        let draft = work.enums.get(index)?;
        let (product, chosen) = (work.product_of_enum(index)?, draft.name.clone());
        Some(Item { index, product, chosen, identities: identities.enumeration(index), at: Some(draft.at) })
    });
    let items: Vec<Item> = items.collect();
    let models = work
        .roots()
        .filter_map(|object| Some((work.product_of_object(object)?, work.objects.get(object)?.name.clone())));
    let models: BTreeSet<(usize, Name)> = models.collect();
    for (index, name) in keep(work, lock, |product| invert(&product.enums), &items, &models, diagnostics) {
        if let Some(draft) = work.enums.get_mut(index) {
            draft.name = name;
        }
    }
}

struct Item {
    index: usize,
    product: usize,
    chosen: Name,
    identities: Vec<String>,
    at: Option<Place>,
}

impl Item {
    /// The locked name that most of its identities have, the first of several.
    fn locked<'l>(&self, locked: &'l BTreeMap<String, Name>) -> Option<(usize, &'l Name)> {
        let mut counts: BTreeMap<&Name, usize> = BTreeMap::new();
        let known = self.identities.iter().filter_map(|identity| locked.get(identity));
        known.filter(|name| !name.is_empty()).for_each(|name| *counts.entry(name).or_default() += 1);
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map(|(name, count)| (count, name))
    }
}

fn keep(
    work: &Work<'_>,
    lock: &Lock,
    names: impl Fn(&ProductLock) -> BTreeMap<String, Name>,
    items: &[Item],
    foreign: &BTreeSet<(usize, Name)>,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, Name)> {
    let mut kept = Vec::new();
    for (product, known) in work.products.iter().enumerate() {
        let locked = lock.products.get(&known.name).map(&names).unwrap_or_default();
        let mut taken: BTreeSet<Name> =
            foreign.iter().filter(|(of, _)| *of == product).map(|(_, name)| name.clone()).collect();
        let own = items.iter().filter(|item| item.product == product);
        let mut own: Vec<(&Item, Option<(usize, &Name)>)> = own.map(|item| (item, item.locked(&locked))).collect();
        // Of two that were one, the name stays with the one that is more of it.
        own.sort_by_key(|(item, locked)| (std::cmp::Reverse(locked.map(|(count, _)| count)), item.index));
        let mut open = Vec::new();
        for (item, found) in own {
            let found = found.map(|(_, name)| name);
            match found.filter(|name| taken.insert((*name).clone())) {
                Some(name) => kept.push((item.index, name.clone())),
                None => open.push((item, found)),
            }
        }
        for (item, was) in open {
            let free = std::iter::once(item.chosen.clone()).chain(item.chosen.numbered());
            let name = free.into_iter().find(|name| !taken.contains(name)).unwrap_or_else(|| item.chosen.clone());
            if let Some(was) = was.filter(|was| **was != name) {
                diagnostics.push(renamed(item.at, was, &name));
            } else if name != item.chosen {
                diagnostics.push(displaced(item, &name));
            }
            taken.insert(name.clone());
            kept.push((item.index, name));
        }
    }
    kept
}

fn invert(names: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Name> {
    names
        .iter()
        .flat_map(|(name, identities)| identities.iter().map(|identity| (identity.clone(), Name::parse(name))))
        .collect()
}

fn renamed(at: Option<Place>, was: &Name, is: &Name) -> Diagnostic {
    Diagnostic::new(Code::Renamed, at, format!("the type `{was}` of names.lock is now `{is}`"))
        .help("this breaks callers: keep the old name by hand in names.lock, or release a major version")
}

/// A new type whose name the lock has for another one.
fn displaced(item: &Item, name: &Name) -> Diagnostic {
    let message = format!("names.lock has `{}` for another type; this one is `{name}`", item.chosen);
    Diagnostic::new(Code::NumberedName, item.at, message).help("give it a name of its own in names.lock")
}

/// The lock for the names as they are now.
pub(super) fn write(work: &Work<'_>, identities: &Identities) -> Lock {
    let mut lock = Lock::default();
    for operation in &work.operations {
        let method = format!("{}.{}", operation.resource, operation.verb);
        if let Some(product) = product_lock(&mut lock, work, operation.id.product as usize) {
            product.methods.insert(operation.identity(), method);
        }
    }
    for object in work.roots() {
        let (Some(draft), Some(product)) = (work.objects.get(object), work.product_of_object(object)) else { continue };
        if let Some(product) = product_lock(&mut lock, work, product) {
            product.models.insert(draft.name.to_string(), identities.object(object));
        }
    }
    for index in work.enum_roots() {
        let Some(draft) = work.enums.get(index) else { continue };
        let product = work.product_of_enum(index);
        if let Some(product) = product.and_then(|product| product_lock(&mut lock, work, product)) {
            product.enums.insert(draft.name.to_string(), identities.enumeration(index));
        }
    }
    lock
}

/// Adds which types are shared, and reports types that were one and no longer are.
pub(super) fn write_shared(lock: &mut Lock, layer: &ModelLayer, locked: &Lock, diagnostics: &mut Diagnostics) {
    let models = layer.models.iter().map(|model| (&model.name, &model.products, &model.origins));
    let enums = layer.enums.iter().map(|item| (&item.name, &item.products, &item.origins));
    let present = models.clone().chain(enums.clone()).filter(|(_, products, _)| !products.is_empty());
    let places: BTreeMap<&str, Place> =
        present.filter_map(|(name, _, origins)| Some((name.as_str(), origins.first()?.at))).collect();
    let all = models.chain(enums).map(|(name, products, _)| (name, products));
    for (name, products) in all.filter(|(_, products)| products.len() > 1) {
        let members = products.iter().filter_map(|&product| layer.products.get(product as usize));
        let mut members: Vec<&str> = members.map(|product| product.name.as_str()).collect();
        members.sort_unstable();
        lock.shared.entry(name.to_string()).or_default().push(members.join(" "));
    }
    lock.shared.values_mut().for_each(|sets| sets.sort());
    for (name, sets) in &locked.shared {
        let now = lock.shared.get(name).map(Vec::as_slice).unwrap_or_default();
        for gone in sets.iter().filter(|set| !now.contains(set)) {
            diagnostics.push(
                Diagnostic::new(
                    Code::Renamed,
                    places.get(name.as_str()).copied(),
                    format!("`{name}` is no longer one type in the products {gone}"),
                )
                .help("this breaks callers that pass it from one product to another; release a major version"),
            );
        }
    }
}

/// Adds how words are read, and reports those that are read otherwise now.
pub(super) fn write_words(lock: &mut Lock, vocabulary: &Vocabulary, locked: &Lock, diagnostics: &mut Diagnostics) {
    lock.words = vocabulary.decisions();
    for (word, was) in &locked.words {
        if let Some(is) = lock.words.get(word).filter(|is| *is != was) {
            let message = format!("`{word}` of names.lock was read as `{was}`, now as `{is}`");
            let help =
                "this renames fields and values: take the phrase out of products.toml, or release a major version";
            diagnostics.push(Diagnostic::new(Code::Renamed, None, message).help(help));
        }
    }
}

fn product_lock<'l>(lock: &'l mut Lock, work: &Work<'_>, product: usize) -> Option<&'l mut ProductLock> {
    let name = &work.products.get(product)?.name;
    Some(lock.products.entry(name.clone()).or_default())
}
