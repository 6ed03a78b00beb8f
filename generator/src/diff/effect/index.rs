//! What is where: the way from operations to types.
//!
//! In: a lowered crate. Out: its methods by operation, its types by path, and the places on the wire where types stand,
//! by which a type is known again that has another name.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::krate::{ArgPlace, Choice, Crate, Ident, Method, Path, Product, Resource, Struct, Ty, Types};
use crate::normalise::path_shape;

use super::spell;
use super::surface::method_path;

/// One side, to be looked things up in.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    /// By product, HTTP method and shape of the path.
    methods: BTreeMap<[String; 3], Vec<Offered<'a>>>,
    /// By module and name.
    structs: BTreeMap<[&'a str; 2], &'a Struct>,
    choices: BTreeMap<[&'a str; 2], &'a Choice>,
}

/// A method and what it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offered<'a> {
    pub(super) product: &'a Product,
    pub(super) resource: &'a Resource,
    pub(super) method: &'a Method,
}

impl Offered<'_> {
    /// What is sent as JSON.
    pub(super) fn body(&self) -> Option<&Ty> {
        let args = self.method.args.iter().chain(&self.method.setters);
        args.filter(|arg| arg.place == ArgPlace::Body).map(|arg| &arg.ty).next()
    }
}

impl<'a> Index<'a> {
    pub(super) fn of(krate: &'a Crate) -> Self {
        let mut index = Self::default();
        for product in &krate.products {
            product.types.iter().for_each(|types| index.add(product.module.as_str(), types));
            for resource in &product.resources {
                for method in &resource.methods {
                    let spec = &method.spec;
                    let key = key(&spec.product, spec.method, &spec.path);
                    index.methods.entry(key).or_default().push(Offered { product, resource, method });
                }
            }
        }
        let common = krate.common.iter().map(|shared| &shared.types);
        common.for_each(|types| index.add("common", types));
        index
    }

    fn add(&mut self, module: &'a str, types: &'a Types) {
        self.structs.extend(types.structs.iter().map(|item| ([module, item.name.as_str()], item)));
        self.choices.extend(types.choices.iter().map(|item| ([module, item.name.as_str()], item)));
    }

    /// The methods that an operation became.
    pub(super) fn methods(&self, product: &str, method: &str, path: &str) -> Vec<Offered<'a>> {
        self.methods.get(&key(product, method, path)).cloned().unwrap_or_default()
    }

    /// Public paths of all types that a method takes or gives.
    pub(super) fn reachable(&self, offered: Offered<'_>) -> Vec<String> {
        let product = &offered.product.module;
        let args = offered.method.args.iter().chain(&offered.method.setters).map(|arg| &arg.ty);
        let mut places = BTreeMap::new();
        for ty in args.chain([&offered.method.output]) {
            self.follow(ty, "", product, &mut BTreeSet::new(), &mut places);
        }
        places.into_keys().collect()
    }

    /// The path of the first method of each operation.
    pub(super) fn method_paths(&self) -> impl Iterator<Item = ([String; 3], String)> {
        let first = self.methods.iter().filter_map(|(key, offered)| Some((key.clone(), *offered.first()?)));
        first.map(|(key, one)| (key, method_path(one.product, one.resource, one.method)))
    }

    /// What a type directly contains, with the key on the wire.
    pub(super) fn contents(&self, path: &Path) -> Vec<(&'a str, Ty)> {
        let at = [path.module.as_str(), path.name.as_str()];
        if let Some(item) = self.structs.get(&at) {
            let fields = item.fields.iter().map(|field| (field.wire.as_str(), field.ty.clone()));
            return fields.chain(item.choices.iter().map(|slot| ("", Ty::Choice(slot.choice.clone())))).collect();
        }
        let variants = self.choices.get(&at).map(|choice| choice.variants.as_slice()).unwrap_or_default();
        variants.iter().map(|variant| ("", variant.ty.clone())).collect()
    }

    /// The places on the wire of each type, by its public path.
    pub(super) fn places(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut places = BTreeMap::new();
        for ([_, verb, shape], offered) in &self.methods {
            for one in offered {
                let product = &one.product.module;
                let sent = one.body().map(|body| ("request", body));
                for (side, ty) in sent.into_iter().chain([("response", &one.method.output)]) {
                    let root = format!("{} {verb} {shape} {side}", product.plain());
                    self.follow(ty, &root, product, &mut BTreeSet::new(), &mut places);
                }
            }
        }
        places
    }

    fn follow(
        &self,
        ty: &Ty,
        at: &str,
        product: &Ident,
        seen: &mut BTreeSet<Path>,
        places: &mut BTreeMap<String, BTreeSet<String>>,
    ) {
        let Some(path) = named(ty) else { return };
        places.entry(spell::path(path, product)).or_default().insert(at.to_owned());
        if !seen.insert(path.clone()) {
            return;
        }
        for (key, of) in self.contents(path) {
            self.follow(&of, &format!("{at}/{key}"), product, seen, places);
        }
    }
}

/// What an operation is known by: product, HTTP method and shape of the path.
pub(super) fn key(product: &str, method: &str, path: &str) -> [String; 3] {
    [product.to_owned(), method.to_owned(), path_shape(path)]
}

/// The struct, enum or choice that a type is made of.
pub(super) fn named(ty: &Ty) -> Option<&Path> {
    match ty {
        Ty::Struct(path) | Ty::Enum(path) | Ty::Choice(path) => Some(path),
        Ty::List(inner) | Ty::Map(inner) | Ty::Page(inner) | Ty::Boxed(inner) => named(inner),
        _ => None,
    }
}
