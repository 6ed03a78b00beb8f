//! `cargo xtask diff`.

pub(crate) mod operand;
