//! What things are called in Rust, without the crate around them.
//!
//! In: the [`Api`]. Out: the names that its products, resources, methods, models and enums get.

use super::{Names, ident};
use crate::ir::Api;
use crate::ir::model::{EnumId, ModelId};
use crate::ir::name::Name;

/// Rust names of one API.
#[derive(Debug)]
pub struct Spelling {
    names: Names,
    models: u32,
    enums: u32,
}

impl Spelling {
    /// The names that [`super::lower`] gives.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Self { names: Names::of(api), models: count(api.model.models.len()), enums: count(api.model.enums.len()) }
    }

    /// The module of a product: `books`.
    #[must_use]
    pub fn product(&self, index: u32) -> &str {
        self.names.products.get(index as usize).map_or("", |module| module.plain())
    }

    /// A model: `InvoiceLineItem`.
    #[must_use]
    pub fn model(&self, id: ModelId) -> Option<&str> {
        self.names.models.get(&id).map(|path| path.name.plain())
    }

    /// An enum: `PaymentMode`.
    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> Option<&str> {
        self.names.enums.get(&id).map(|path| path.name.plain())
    }

    /// All models by id.
    pub fn models(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.models).map(|id| self.model(ModelId(id)))
    }

    /// All enums by id.
    pub fn enums(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.enums).map(|id| self.enumeration(EnumId(id)))
    }
}

/// The module of a resource, which is also a method: `customer_payments`.
#[must_use]
pub fn resource(name: &Name) -> String {
    ident::resource(name).plain().to_owned()
}

/// A method: `mark_sent`.
#[must_use]
pub fn method(verb: &Name) -> String {
    ident::snake(verb).plain().to_owned()
}

/// A field: `line_items`.
#[must_use]
pub fn field(name: &Name) -> String {
    ident::snake(name).plain().to_owned()
}
