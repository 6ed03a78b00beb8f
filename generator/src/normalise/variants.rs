//! Parameters that prose names as variants of another.
//!
//! In: a parameter and the names of its variants. Out: a parameter for each that nobody declares, its type told by
//! its ending: `date_start` is a date like `date`, `amount_less_than` a number, `customer_name_contains` text.

use crate::ir::model::{Constraints, Many, Param, Type};
use crate::ir::name::Name;
use crate::ir::wire;

/// Endings, how they compare, and what they say of a value.
const ENDINGS: [(&str, Kind, &str); 14] = [
    ("_startswith", Kind::Text, "begins with this"),
    ("_starts_with", Kind::Text, "begins with this"),
    ("_endswith", Kind::Text, "ends with this"),
    ("_ends_with", Kind::Text, "ends with this"),
    ("_contains", Kind::Text, "contains this"),
    ("_less_than", Kind::Number, "is less than this"),
    ("_less_equals", Kind::Number, "is at most this"),
    ("_greater_than", Kind::Number, "is greater than this"),
    ("_greater_equals", Kind::Number, "is at least this"),
    ("_start", Kind::Like, "is this or later"),
    ("_end", Kind::Like, "is this or earlier"),
    ("_before", Kind::Like, "is before this"),
    ("_after", Kind::Like, "is after this"),
    ("_in", Kind::Like, "is one of these"),
];

/// What a variant compares with.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    /// As the parameter itself.
    Like,
}

/// The variants of `base` that are not among the declared parameters.
pub(super) fn of(base: &Param, names: &[String], declared: &[wire::Param]) -> Vec<Param> {
    let is_new = |name: &&String| {
        **name != base.wire && !declared.iter().any(|param| param.location == base.location && param.name == **name)
    };
    names.iter().filter(is_new).map(|name| variant(base, name)).collect()
}

fn variant(base: &Param, name: &str) -> Param {
    let ending = ENDINGS.iter().find(|(ending, _, _)| name.ends_with(ending));
    // Prose may name the variants of another parameter: then only the name tells anything.
    let own = name.starts_with(&base.wire);
    let ty = match ending.map(|(_, kind, _)| kind) {
        Some(Kind::Text) => Type::Text,
        Some(Kind::Number) => Type::Decimal,
        Some(Kind::Like) if own || matches!(base.ty, Type::Date | Type::DateTime) => base.ty.clone(),
        _ => Type::Text,
    };
    let docs = ending.map(|(ending, _, says)| format!("`{}` {says}.", name.trim_end_matches(ending)));
    Param {
        wire: name.to_owned(),
        name: Name::parse(name),
        location: base.location,
        ty,
        many: Many::No,
        required: false,
        constraints: Constraints { editions: base.constraints.editions.clone(), ..Constraints::default() },
        docs,
        example: None,
        at: base.at,
    }
}
