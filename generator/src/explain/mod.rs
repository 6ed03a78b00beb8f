//! Where a thing comes from: `cargo xtask explain books::Invoice.status`.
//!
//! In: a normalised API with the findings made on the way to it, and a name in Rust or wire spelling. Out: plain data:
//! what the thing is, every place that documents it, what became one with it and why, the facts mined for it, the
//! findings about it, the overlays that touched it, who uses it and its line in `names.lock`.

mod data;
mod describe;
mod index;
mod operations;
mod origins;
mod query;
mod touched;
mod types;
mod uses;

pub use data::{Explanation, FieldLine, Locked, OperationLine, Origin, Overlay, ParamLine, ResultLine, What};
pub use query::Unknown;
pub use uses::Use;

use crate::Normalised;
use crate::diag::{Diagnostics, Sites};

/// Explains a name.
///
/// # Errors
/// Nothing, or more than one thing, has that name; the error suggests others.
pub fn explain(
    normalised: &Normalised,
    diagnostics: &Diagnostics,
    sites: &Sites,
    name: &str,
) -> Result<Explanation, Unknown> {
    let index = index::Index::of(&normalised.api);
    let (named, product) = query::find(&index, name)?;
    let describer = describe::Describer { normalised, diagnostics, sites, index: &index };
    describer.explanation(&named, product).ok_or_else(|| query::unknown(&index, name))
}

#[cfg(test)]
mod tests;
