//! Everything that has a name. In: an API. Out: its types, fields and operations with the names that people call them.

use crate::ir::Api;
use crate::ir::model::{Enum, EnumId, Field, Model, ModelId, Operation, Product, Resource};
use crate::lower::{Spelling, spelling};

/// A thing that can be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Model(ModelId),
    /// A model and the position of a field in it.
    Field(ModelId, usize),
    Enum(EnumId),
    /// Positions of product, resource and operation.
    Operation(usize, usize, usize),
}

/// All names of one API.
pub(super) struct Index<'a> {
    pub(super) api: &'a Api,
    spelling: Spelling,
}

impl<'a> Index<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        Self { api, spelling: Spelling::of(api) }
    }

    pub(super) fn products(&self) -> impl Iterator<Item = &str> {
        (0_u32..).zip(&self.api.model.products).map(|(index, _)| self.spelling.product(index))
    }

    pub(super) fn product(&self, index: u32) -> &str {
        self.spelling.product(index)
    }

    /// Models and enums with the products that have them and their Rust names.
    pub(super) fn types(&self) -> impl Iterator<Item = (Named, &'a [u32], &str)> {
        let layer = &self.api.model;
        let models = (0_u32..).zip(layer.models.iter().zip(self.spelling.models()));
        let models = models
            .filter_map(|(id, (model, name))| Some((Named::Model(ModelId(id)), model.products.as_slice(), name?)));
        let enums = (0_u32..).zip(layer.enums.iter().zip(self.spelling.enums()));
        let enums =
            enums.filter_map(|(id, (item, name))| Some((Named::Enum(EnumId(id)), item.products.as_slice(), name?)));
        models.chain(enums)
    }

    /// Operations with the position of their product.
    pub(super) fn operations(&self) -> impl Iterator<Item = (Named, u32, &'a Resource, &'a Operation)> {
        let products = self.api.model.products.iter().enumerate().zip(0_u32..);
        products.flat_map(|((p, product), index)| {
            product.resources.iter().enumerate().flat_map(move |(r, resource)| {
                let operations = resource.operations.iter().enumerate();
                operations.map(move |(o, operation)| (Named::Operation(p, r, o), index, resource, operation))
            })
        })
    }

    pub(super) fn model(&self, id: ModelId) -> Option<&'a Model> {
        self.api.model.model(id)
    }

    pub(super) fn enumeration(&self, id: EnumId) -> Option<&'a Enum> {
        self.api.model.enumeration(id)
    }

    pub(super) fn field(&self, id: ModelId, field: usize) -> Option<&'a Field> {
        self.model(id)?.fields.get(field)
    }

    pub(super) fn operation(
        &self,
        (p, r, o): (usize, usize, usize),
    ) -> Option<(&'a Product, &'a Resource, &'a Operation)> {
        let product = self.api.model.products.get(p)?;
        let resource = product.resources.get(r)?;
        Some((product, resource, resource.operations.get(o)?))
    }

    /// What to call a thing: `books::Invoice.status`, `books::invoices::mark_sent`. What several products have is
    /// called by the one preferred.
    pub(super) fn name(&self, named: &Named, preferred: Option<u32>) -> String {
        let type_name = |products: &[u32], name: Option<&str>| {
            let product = preferred.filter(|product| products.contains(product)).or(products.first().copied());
            format!("{}::{}", product.map_or("", |product| self.spelling.product(product)), name.unwrap_or_default())
        };
        let found = match *named {
            Named::Model(id) => self.model(id).map(|model| type_name(&model.products, self.spelling.model(id))),
            Named::Enum(id) => {
                self.enumeration(id).map(|item| type_name(&item.products, self.spelling.enumeration(id)))
            }
            Named::Field(id, field) => self
                .field(id, field)
                .map(|field| format!("{}.{}", self.name(&Named::Model(id), preferred), spelling::field(&field.name))),
            Named::Operation(p, r, o) => self.operation((p, r, o)).map(|(_, resource, operation)| {
                let product = self.spelling.product(u32::try_from(p).unwrap_or(u32::MAX));
                format!("{product}::{}", method_name(resource, operation))
            }),
        };
        found.unwrap_or_default()
    }
}

/// `invoices::mark_sent`
pub(super) fn method_name(resource: &Resource, operation: &Operation) -> String {
    format!("{}::{}", spelling::resource(&resource.name), spelling::method(&operation.verb))
}
