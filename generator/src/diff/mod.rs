//! What changed between two APIs.
//!
//! In: two sides as documented ([`crate::ir::wire`]). Out: a [`Report`]: one [`Change`] for each thing that a caller can
//! tell, with the id of its check, how bad it is, and its place on both sides. Every check is a row of [`table`]; the
//! rules that find them are in `rules`, one subject a file.
//!
//! Sides are compared by what they mean: references by content, sets in any order, an `allOf` of one part as that part.

mod change;
mod classes;
mod collect;
pub mod effect;
pub mod html;
mod node;
mod pairs;
pub mod products;
mod renames;
mod rules;
pub mod settings;
pub mod show;
mod subject;
pub mod table;
mod view;
mod walk;

pub use change::{Change, Level, Report};

use crate::ir::wire::Wire;

use classes::Classes;
use collect::Collector;
use pairs::Pairs;

/// Compares two versions of an API.
#[must_use]
pub fn versions(base: &Wire, revision: &Wire) -> Report {
    let classes = Classes::of(base, revision);
    let mut out = Collector::new(base, revision, &classes);
    for pair in Pairs::of(base, revision) {
        rules::run(&pair, &mut out);
    }
    out.finish()
}
