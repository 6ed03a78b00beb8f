//! In: JSON as the service sends it, which does not always follow its documents. Out: typed values, and back to JSON.
//!
//! [`FromWire`] is tolerant, one rule a type; [`ToWire`] writes exactly what the value holds. Models and enums implement
//! both through the macros beside them; nothing here is derived, so that there is one visitor for all models.

pub mod from_wire;
pub mod json;
pub mod list;
pub mod map;
pub mod model;
pub mod one_of;
pub mod open_enum;
pub mod path;
pub mod request_model;
pub mod scalar;
pub(crate) mod setters;
pub mod to_wire;
pub(crate) mod walk;

#[cfg(feature = "serialize")]
pub mod read_request;
#[cfg(feature = "serialize")]
pub mod round_trip;

#[cfg(test)]
mod tolerance_tests;

pub use from_wire::FromWire;
pub use to_wire::{ToWire, Wire};

#[cfg(feature = "serialize")]
pub use round_trip::{round_trip, round_trip_text};
