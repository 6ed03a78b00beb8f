//! Products against each other.
//!
//! In: the model layer of several products. Out: a [`Matrix`]: resources aligned by what they are about, in each its
//! operations and its fields, one column a product, and in what they differ. Nothing is old or new here: things are in
//! some products only, or differ.

mod align;
mod fields;
mod markdown;
mod operations;
mod resources;

pub use markdown::markdown;

use serde::Serialize;

use crate::config::Config;
use crate::diag::Sites;
use crate::ir::Api;

/// Products side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// The columns.
    pub products: Vec<Column>,
    /// Resources, aligned ones first.
    pub resources: Vec<Resource>,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Path of its API below the host.
    pub base_path: String,
    /// How the organisation is sent: `query organization_id`.
    pub organization: Option<String>,
}

/// A resource of one product, or the same one of several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// What it is called in the first product that has it.
    pub name: String,
    /// What it is called in each product.
    pub members: Vec<Option<String>>,
    /// Its operations.
    pub operations: Vec<Row>,
    /// Its fields, those that are received first.
    pub fields: Vec<Row>,
}

/// One operation or field in each product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is called in the first product that has it.
    pub name: String,
    /// Where a field is: `received`, `sent`, `sent by email`; empty for an operation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// One a product.
    pub cells: Vec<Option<Cell>>,
    /// In what those that have it differ.
    pub differs: Vec<Aspect>,
}

/// One operation or field in one product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What is known of it.
    pub facts: Vec<Known>,
    /// Where it stands: `file:line:column`.
    pub at: String,
}

/// One thing known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Of what kind.
    pub aspect: Aspect,
    /// In words.
    pub said: String,
    /// What is compared, where that is not what is said.
    #[serde(skip)]
    pub compared: Option<String>,
}

/// In what things may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Aspect {
    /// What it is called.
    Name,
    /// HTTP method and path.
    Path,
    /// What kind of value.
    Type,
    /// Whether it must be sent, and by whom.
    Required,
    /// The documented values.
    Values,
    /// What lists can be filtered by.
    Filters,
    /// OAuth scopes.
    Scope,
    /// Whether the organisation is sent.
    Organization,
    /// Whether it comes in pages.
    Paging,
    /// What comes back.
    Result,
}

impl Aspect {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Path => "path",
            Self::Type => "type",
            Self::Required => "required",
            Self::Values => "values",
            Self::Filters => "filters",
            Self::Scope => "scope",
            Self::Organization => "organization",
            Self::Paging => "paging",
            Self::Result => "result",
        }
    }
}

impl Cell {
    fn new(at: String) -> Self {
        Self { facts: Vec::new(), at }
    }

    fn with(mut self, aspect: Aspect, said: impl Into<String>) -> Self {
        self.facts.push(Known { aspect, said: said.into(), compared: None });
        self
    }

    fn compared_by(mut self, aspect: Aspect, said: impl Into<String>, compared: impl Into<String>) -> Self {
        self.facts.push(Known { aspect, said: said.into(), compared: Some(compared.into()) });
        self
    }

    /// What is known of one aspect.
    #[must_use]
    pub fn said(&self, aspect: Aspect) -> Option<&str> {
        self.facts.iter().find(|known| known.aspect == aspect).map(|known| known.said.as_str())
    }
}

impl Row {
    fn new(name: impl Into<String>, group: impl Into<String>, cells: Vec<Option<Cell>>) -> Self {
        let mut aspects: Vec<Aspect> =
            cells.iter().flatten().flat_map(|cell| &cell.facts).map(|known| known.aspect).collect();
        aspects.sort_unstable();
        aspects.dedup();
        aspects.retain(|aspect| differ(&cells, *aspect));
        Self { name: name.into(), group: group.into(), cells, differs: aspects }
    }

    /// Whether every product has it.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        self.cells.iter().all(Option::is_some)
    }
}

/// Whether those who have it are not of one mind.
fn differ(cells: &[Option<Cell>], aspect: Aspect) -> bool {
    let mut known = cells.iter().flatten().map(|cell| {
        let known = cell.facts.iter().find(|known| known.aspect == aspect);
        known.map(|known| known.compared.as_deref().unwrap_or(&known.said))
    });
    let first = known.next();
    known.any(|other| Some(other) != first)
}

/// Compares products; nothing for a name that no product has.
#[must_use]
pub fn compare(api: &Api, names: &[String], config: &Config, sites: &Sites) -> Option<Matrix> {
    let find = |name: &String| api.model.products.iter().find(|product| product.name.as_str() == name);
    let products: Vec<_> = names.iter().map(find).collect::<Option<_>>()?;
    let columns = products.iter().map(|product| Column {
        name: product.name.to_string(),
        title: product.title.clone(),
        base_path: product.base_path.clone(),
        organization: product
            .tenancy
            .as_ref()
            .map(|tenancy| format!("{} {}", crate::diff::subject::parameter(tenancy.location), tenancy.name)),
    });
    let columns: Vec<Column> = columns.collect();
    let mut resources: Vec<Resource> = resources::align(api, &products, config)
        .into_iter()
        .map(|members| {
            let operations = operations::align(api, &products, &members, config, sites);
            Resource {
                name: members.iter().flatten().next().map(|member| member.name.to_string()).unwrap_or_default(),
                members: members.iter().map(|member| member.map(|member| member.name.to_string())).collect(),
                fields: fields::align(api, &operations, sites),
                operations: operations.into_iter().map(|aligned| aligned.row).collect(),
            }
        })
        .collect();
    let lone = |resource: &Resource| resource.members.iter().flatten().count() < 2;
    resources.sort_by_key(lone);
    Some(Matrix { products: columns, resources })
}

/// Names in `[[same]]` that no resource and no operation has.
#[must_use]
pub fn unknown_aliases(api: &Api, config: &Config) -> Vec<String> {
    let known = |name: &str| {
        api.model.products.iter().flat_map(|product| product.resources.iter().map(move |found| (product, found))).any(
            |(product, resource)| {
                let own = format!("{}.{}", product.name, resource.name);
                name == own || resource.operations.iter().any(|operation| name == format!("{own}.{}", operation.verb))
            },
        )
    };
    config.same.iter().flat_map(|same| &same.of).filter(|name| !known(name)).cloned().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests;
