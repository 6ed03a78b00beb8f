//! What there is to say about the documents: `cargo xtask lint`.
//!
//! In: a normalised API and the findings made on the way to it. Out: plain data, for people or programs to be printed:
//! the findings with their sums, what became one and why, and the facts that were mined in prose.

mod findings;
mod merges;
mod mined;
mod shapes;
mod subjects;

pub use findings::{CodeCount, Finding, Findings, Totals};
pub use merges::{Figures, Merged, MergedOrigin, Merges, ProductMerges};
pub use mined::{Mined, MinedCount, MinedFact};
pub(crate) use subjects::{Subjects, property_pointer};

#[cfg(test)]
mod tests;
