//! Things that were only renamed.
//!
//! In: what is gone and what is new in one place. Out: which of them are the same thing under another name: they mean
//! the same, their names are alike, and nothing else fits either. The removal and the addition are told all the same.

use super::classes::Classes;
use crate::ir::wire::SchemaId;
use crate::near;

/// Something with a name.
pub(super) type Named<'a> = (&'a str, SchemaId);

/// Pairs of an old and a new name.
pub(super) fn find<'a>(gone: &[Named<'a>], new: &[Named<'a>], classes: &Classes) -> Vec<(&'a str, &'a str)> {
    let fits = |old: &Named<'a>, other: &Named<'a>| {
        classes.are_equal(old.1, other.1) && !near::ranked(old.0, std::iter::once(other.0)).is_empty()
    };
    let certain = |old: &Named<'a>| {
        let mut fitting = new.iter().filter(|other| fits(old, other));
        let only = fitting.next().filter(|_| fitting.next().is_none())?;
        let alone = gone.iter().filter(|old| fits(old, only)).count() == 1;
        alone.then_some((old.0, only.0))
    };
    gone.iter().filter_map(certain).collect()
}
