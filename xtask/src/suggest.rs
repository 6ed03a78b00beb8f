//! Names that were mistyped.
//!
//! In: a name that nobody knows, and the names there are. Out: what to do about it.

use generator::near;

/// `did you mean …?` where one is near enough, else what there is.
pub(crate) fn help<'a>(wanted: &str, what: &str, names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = names.collect();
    names.dedup();
    match near::nearest(wanted, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => format!("there are no {what}"),
        None => format!("{what} are: {}", names.join(", ")),
    }
}
