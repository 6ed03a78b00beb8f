//! What changes mean for who uses the crate. In: both sides and what differs between them. Out: the effect.

use std::path::Path;

use generator::diag::Diagnostics;
use generator::diff::Report;
use generator::diff::effect::{Effect, sides};
use generator::load::{Source, load_settings};

use super::operand::Side;

/// Compares the crates of both sides; a side without names takes those of the specs folder.
pub(crate) fn of(base: &Side, revision: &Side, specs: &Path, report: &Report) -> Option<Effect> {
    let mut diagnostics = Diagnostics::default();
    let defaults = if specs.is_dir() { load_settings(specs, &mut diagnostics) } else { Source::default() };
    let (was, is) = sides::crates(base.given(), revision.given(), &defaults, &mut diagnostics);
    if diagnostics.has_errors() {
        super::operand::report(&Side { source: defaults, ..Side::default() }, &diagnostics);
        return None;
    }
    Some(Effect::of(&was, &is, report))
}
