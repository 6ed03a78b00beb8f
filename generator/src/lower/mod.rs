//! From the model layer to Rust: spelling only.
//!
//! In: the [`Api`]. Out: a [`Crate`] of modules, structs, enums and methods with checked identifiers and Rust types.
//! Words were chosen by `normalise`; here they get their case, keywords their escapes, recursion its boxes.

mod answers;
mod choices;
mod convert;
pub(crate) mod docs;
mod expr;
mod ident;
pub mod krate;
mod methods;
pub mod spelling;
mod types;
mod usage;

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::ir::model::{EnumId, ModelId, Product as ModelProduct};
use crate::ir::name::Name;
use crate::{fake, samples};

use ident::{Methods, Scope};
pub use spelling::Spelling;

use krate::{Crate, Ident, Path, Product, Resource, Shared, Types};

/// Spells the whole API.
#[must_use]
pub fn lower(api: &Api, diagnostics: &mut Diagnostics) -> Crate {
    let names = Names::of(api);
    let boxes = types::Boxes::of(&api.model);
    let lowering = Lowering { api, names, boxes, written: Cell::new(0) };
    let mut krate = Crate {
        products: api
            .model
            .products
            .iter()
            .enumerate()
            .map(|(index, product)| lowering.product(index, product, diagnostics))
            .collect(),
        common: lowering.common(diagnostics),
        answers: answers::of(api, &lowering.names),
        calls: samples::calls(api),
    };
    convert::add(&mut krate);
    usage::describe(&mut krate);
    krate
}

/// The module of a product, by its folder's name.
#[must_use]
pub fn product_module(folder: &str) -> String {
    ident::product(&Name::parse(folder)).plain().to_owned()
}

/// What lowering one part needs to know of the others.
struct Lowering<'a> {
    api: &'a Api,
    names: Names,
    boxes: types::Boxes,
    /// How many objects the example that is being written has.
    written: Cell<usize>,
}

/// Modules of all products, paths of all models and enums.
#[derive(Debug, Default)]
struct Names {
    /// By index of the product.
    products: Vec<Ident>,
    models: BTreeMap<ModelId, Path>,
    enums: BTreeMap<EnumId, Path>,
}

impl Names {
    fn of(api: &Api) -> Self {
        let mut scopes: BTreeMap<Ident, Scope> = BTreeMap::new();
        let mut modules = Scope::default();
        let mut names = Self::default();
        for product in &api.model.products {
            let (module, _) = modules.claim(ident::product(&product.name));
            // The product's handle has its name first.
            scopes.entry(module.clone()).or_default().claim(ident::camel(&product.name));
            names.products.push(module);
        }
        let own = names.products.clone();
        let module = |products: &[u32]| match products {
            [product] => own.get(*product as usize).cloned().unwrap_or_default(),
            _ => Ident("common".to_owned()),
        };
        let mut claim = |products: &[u32], name: &Name| {
            let module = module(products);
            let name = scopes.entry(module.clone()).or_default().claim_type(ident::camel(name));
            Path { module, name }
        };
        for (index, model) in (0_u32..).zip(&api.model.models).filter(|(_, model)| !model.products.is_empty()) {
            names.models.insert(ModelId(index), claim(&model.products, &model.name));
        }
        for (index, item) in (0_u32..).zip(&api.model.enums).filter(|(_, item)| !item.products.is_empty()) {
            names.enums.insert(EnumId(index), claim(&item.products, &item.name));
        }
        names
    }
}

impl Lowering<'_> {
    fn product(&self, index: usize, product: &ModelProduct, diagnostics: &mut Diagnostics) -> Product {
        let own = u32::try_from(index).unwrap_or(u32::MAX);
        let mut modules: Vec<&Name> = product.resources.iter().map(|resource| &resource.name).collect();
        modules.sort();
        let types = modules.into_iter().map(|resource| {
            self.types_where(ident::resource(resource), |products, of| products == [own] && of == resource, diagnostics)
        });
        Product {
            module: self.names.products.get(index).cloned().unwrap_or_default(),
            handle: ident::camel(&product.name),
            title: product.title.clone(),
            types: types.filter(|types| !types.is_empty()).collect(),
            shared: self.shared(own),
            resources: product.resources.iter().map(|resource| self.resource(product, resource)).collect(),
            fake: fake::lines(&fake::table(self.api, product)),
        }
    }

    /// Shared types, one module for each set of products that share any.
    fn common(&self, diagnostics: &mut Diagnostics) -> Vec<Shared> {
        let layer = &self.api.model;
        let models = layer.models.iter().map(|model| &model.products);
        let sets = models.chain(layer.enums.iter().map(|item| &item.products)).filter(|products| products.len() > 1);
        let mut sets: Vec<Vec<u32>> = sets.cloned().collect();
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets.sort();
        sets.dedup();
        let lowered = sets.into_iter().map(|set| {
            let products = set.iter().filter_map(|&product| self.names.products.get(product as usize));
            let products: Vec<Ident> = products.cloned().collect();
            let module = ident::resource(&Name::from_words(products.iter().map(Ident::as_str)));
            let same = |products: &[u32], _: &Name| {
                let mut products = products.to_vec();
                products.sort_unstable();
                products == set
            };
            let types = self.types_where(module, same, diagnostics);
            Shared { products, types }
        });
        lowered.collect()
    }

    /// Names of common types that the product has as well, sorted.
    fn shared(&self, product: u32) -> Vec<Ident> {
        let belongs = |products: &[u32]| products.len() > 1 && products.contains(&product);
        let models = self
            .names
            .models
            .iter()
            .filter(|(id, _)| self.api.model.model(**id).is_some_and(|model| belongs(&model.products)));
        let enums = self
            .names
            .enums
            .iter()
            .filter(|(id, _)| self.api.model.enumeration(**id).is_some_and(|item| belongs(&item.products)));
        let mut names: Vec<Ident> =
            models.map(|(_, path)| path.name.clone()).chain(enums.map(|(_, path)| path.name.clone())).collect();
        names.sort();
        names
    }

    fn types_where(&self, module: Ident, keep: impl Fn(&[u32], &Name) -> bool, diagnostics: &mut Diagnostics) -> Types {
        let models = self
            .api
            .model
            .models
            .iter()
            .zip(0_u32..)
            .filter(|(model, _)| !model.products.is_empty() && keep(&model.products, &model.resource));
        let enums = self
            .api
            .model
            .enums
            .iter()
            .zip(0_u32..)
            .filter(|(item, _)| !item.products.is_empty() && keep(&item.products, &item.resource));
        let (choices, models): (Vec<_>, Vec<_>) = models.partition(|(model, _)| model.is_choice());
        let structs = models.into_iter().filter_map(|(model, id)| self.structure(ModelId(id), model, diagnostics));
        let mut types = Types {
            module,
            structs: structs.collect(),
            choices: choices
                .into_iter()
                .filter_map(|(model, id)| self.choice(ModelId(id), model, diagnostics))
                .collect(),
            enums: enums.filter_map(|(item, id)| self.enumeration(EnumId(id), item, diagnostics)).collect(),
        };
        types.structs.sort_by(|a, b| a.name.cmp(&b.name));
        types.enums.sort_by(|a, b| a.name.cmp(&b.name));
        types.choices.sort_by(|a, b| a.name.cmp(&b.name));
        types
    }

    fn resource(&self, product: &ModelProduct, resource: &crate::ir::model::Resource) -> Resource {
        let docs = docs::operation(Some(&resource.title), resource.docs.as_deref());
        let module = ident::resource(&resource.name);
        // Called like its module, so that a handle `New` does not have a constructor of its name.
        let handle = ident::camel(&Name::parse(module.plain()));
        let mut scopes = Methods::of(&handle);
        let methods =
            resource.operations.iter().flat_map(|operation| self.methods(product, operation, &mut scopes)).collect();
        Resource { module, handle, docs, methods }
    }
}
