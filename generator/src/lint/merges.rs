//! What became one and why. In: models and enums with their origins. Out: per product each that was documented more
//! than once, with the reason of every origin, and how many structs are left of how many documented shapes.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Subjects;
use super::shapes::Objects;
use crate::diag::{Site, Sites};
use crate::ir::Api;
use crate::ir::model::{Joined, Origin, Side};
use crate::lower::Spelling;

/// One schema that became part of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MergedOrigin {
    /// The product that documents it.
    pub product: String,
    /// Wire identities of what uses it.
    pub identities: Vec<String>,
    /// File and JSON pointer of the schema.
    pub schema: Option<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub at: Site,
    /// Why it is one with the others.
    pub joined: Joined,
}

/// One type that several schemas became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// Its name in Rust.
    pub name: String,
    /// `response`, `request` or `enum`.
    pub side: &'static str,
    /// The products that have it.
    pub products: Vec<String>,
    /// How many schemas became it.
    pub schemas: usize,
    /// The schemas.
    pub origins: Vec<MergedOrigin>,
}

/// The merged types of one product. A type of several products is listed with the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProductMerges {
    /// The product.
    pub product: String,
    /// Its types that were documented more than once, by name.
    pub types: Vec<Merged>,
}

/// How many objects are documented, and how many structs are left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// The product; nothing for the sum, where what products share counts once.
    pub product: Option<String>,
    /// Objects with fields in bodies, every occurrence.
    pub object_nodes: u64,
    /// Distinct sets of their fields.
    pub shapes: usize,
    /// Structs that are received.
    pub response_structs: usize,
    /// Structs that are sent.
    pub request_structs: usize,
}

/// All merges.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Merges {
    /// Merged types by product.
    pub products: Vec<ProductMerges>,
    /// One line a product, and the sum.
    pub figures: Vec<Figures>,
}

impl Merges {
    /// What became one in an API.
    #[must_use]
    pub fn of(api: &Api, sites: &Sites) -> Self {
        let lister = Lister { api, sites, spelling: Spelling::of(api) };
        let products = (0_u32..).zip(&api.wire.products).map(|(index, product)| {
            let types = lister.types(index);
            ProductMerges { product: product.name.clone(), types }
        });
        Self { products: products.collect(), figures: figures(api) }
    }
}

struct Lister<'a> {
    api: &'a Api,
    sites: &'a Sites,
    spelling: Spelling,
}

impl Lister<'_> {
    fn types(&self, product: u32) -> Vec<Merged> {
        let layer = &self.api.model;
        let models = layer.models.iter().zip(self.spelling.models()).filter_map(|(model, name)| {
            let side = match model.side {
                Side::Request => "request",
                Side::Response => "response",
            };
            self.merged(product, name?, side, &model.products, &model.origins)
        });
        let enums = layer.enums.iter().zip(self.spelling.enums());
        let enums = enums.filter_map(|(item, name)| self.merged(product, name?, "enum", &item.products, &item.origins));
        let mut types: Vec<Merged> = models.chain(enums).collect();
        types.sort_by(|a, b| a.name.cmp(&b.name));
        types
    }

    /// A type, if it is listed with this product and has more than one origin.
    fn merged(
        &self,
        product: u32,
        name: &str,
        side: &'static str,
        products: &[u32],
        origins: &[Origin],
    ) -> Option<Merged> {
        if products.first() != Some(&product) || origins.len() < 2 {
            return None;
        }
        let schemas: BTreeSet<_> = origins.iter().map(|origin| (origin.schema, origin.at)).collect();
        Some(Merged {
            name: name.to_owned(),
            side,
            products: products.iter().map(|product| self.product(*product)).collect(),
            schemas: schemas.len(),
            origins: origins.iter().map(|origin| self.origin(origin)).collect(),
        })
    }

    fn origin(&self, origin: &Origin) -> MergedOrigin {
        MergedOrigin {
            product: self.product(origin.product),
            identities: origin.identities.clone(),
            schema: origin.schema.and_then(|id| Subjects::of(&self.api.wire).schema(id)),
            at: self.sites.of(origin.at),
            joined: origin.joined.clone(),
        }
    }

    fn product(&self, index: u32) -> String {
        self.api.wire.products.get(index as usize).map(|product| product.name.clone()).unwrap_or_default()
    }
}

fn figures(api: &Api) -> Vec<Figures> {
    let structs = |side: Side, product: Option<u32>| {
        let models = api.model.models.iter().filter(|model| model.side == side);
        models
            .filter(|model| product.map_or(!model.products.is_empty(), |index| model.products.contains(&index)))
            .count()
    };
    let line = |name: Option<&str>, index: Option<u32>, nodes: u64, shapes: usize| Figures {
        product: name.map(str::to_owned),
        object_nodes: nodes,
        shapes,
        response_structs: structs(Side::Response, index),
        request_structs: structs(Side::Request, index),
    };
    let mut sum = Objects::default();
    let mut lines = Vec::new();
    for (index, product) in (0_u32..).zip(&api.wire.products) {
        let objects = Objects::of(&api.wire, product);
        lines.push(line(Some(&product.name), Some(index), objects.nodes, objects.shapes.len()));
        sum.nodes = sum.nodes.saturating_add(objects.nodes);
        sum.shapes.extend(objects.shapes);
    }
    lines.push(line(None, None, sum.nodes, sum.shapes.len()));
    lines
}
