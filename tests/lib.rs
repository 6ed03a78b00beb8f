//! Tests of the whole. The tests themselves are in `tests/*.rs`; this library holds what they share.
