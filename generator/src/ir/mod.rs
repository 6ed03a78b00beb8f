//! The intermediate representation: what every stage after `resolve` speaks.
//!
//! In: resolved documents. Out: one [`Api`] of two layers, neither of which knows any Rust.
//! The wire layer is the API as documented; the model layer is what a client offers, and points into the wire
//! layer by id. Lints, diffs and the fake service read the wire layer, `lower` reads the model layer.

pub mod face;
pub mod fact;
pub mod model;
pub mod name;
pub mod noted;
pub mod wire;

use serde::{Deserialize, Serialize};

/// One normalised API: all products of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Api {
    /// As documented, after overlays: nothing merged, nothing peeled.
    pub wire: wire::Wire,
    /// As offered by a client: resources, verbs, entities, envelopes, paging.
    pub model: model::ModelLayer,
}

/// A position in a file that was read: which file, which line and column, both from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Index into [`wire::Wire::files`].
    pub file: FileId,
    /// Line, from 1; 0 where the place is the whole file.
    pub line: u32,
    /// Column in characters, from 1; 0 where the place is the whole file.
    pub column: u32,
}

/// Index of a file in [`wire::Wire::files`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

impl Place {
    /// The whole of `file`, with no line.
    #[must_use]
    pub const fn file(file: FileId) -> Self {
        Self { file, line: 0, column: 0 }
    }

    /// The character at a byte of the file's text.
    #[must_use]
    pub fn at_offset(file: FileId, text: &str, offset: usize) -> Self {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let before = text.get(..offset).unwrap_or(text);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { file, line: number(before.matches('\n').count() + 1), column: number(column) }
    }
}
