//! Values that the documents show, or that go with what they say.
//!
//! In: the wire layer. Out: JSON values, of two kinds: what an answer shows ([`shown`]), taken from examples as they
//! stand, and what a request may hold ([`Maker`]), which satisfies every keyword that [`Checker`] knows.

mod calls;
mod check;
mod formats;
mod make;
mod pattern;
mod shown;

pub use calls::{CallSample, calls};
pub use check::Checker;
pub use make::Maker;
pub use shown::shown;

#[cfg(test)]
mod tests;
