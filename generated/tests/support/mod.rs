//! Hand-written parts of the machine-owned tests.

pub(crate) mod compare;
pub(crate) mod wire;
