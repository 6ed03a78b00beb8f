//! Reports as one HTML file each.
//!
//! In: changes between versions, or products side by side. Out: a page that needs nothing else: no network, and whatever
//! a document says is text. A policy in the page allows its own style and script and nothing besides.

mod page;
mod products;
mod versions;

pub use products::products;
pub use versions::versions;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests;
