//! Patterns of prose.
//!
//! In: regular expressions written in this folder. Out: compiled ones; one that does not compile finds nothing, and a
//! test sees to it that all do.

use regex::Regex;

/// Compiles patterns.
pub(super) fn compile(patterns: &[&str]) -> Vec<Regex> {
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
}
