//! What may be used of what prose states.
//!
//! In: facts that were judged good. Out: one record per subject, in the form in which the passes ask for it.

use serde_json::{Number, Value};

use crate::ir::fact::{Editions, Stated, TimeFormat};
use crate::ir::model::{Constraints, Type};
use crate::ir::noted;

use super::judge;
use super::subjects::Described;

/// Facts about one parameter, schema or operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Learned {
    /// Allowed texts.
    pub(in super::super) values: Option<Vec<String>>,
    /// What has them, where the document notes it.
    pub(in super::super) of: Option<String>,
    /// The allowed texts are `true` and `false`.
    pub(in super::super) truth: bool,
    /// Names of further parameters.
    pub(in super::super) variants: Vec<String>,
    /// A day, or a moment.
    pub(in super::super) format: Option<TimeFormat>,
    /// Many values in one text.
    pub(in super::super) commas: bool,
    /// Where it exists.
    pub(in super::super) editions: Editions,
    length: (Option<u64>, Option<u64>),
    bounds: (Option<Number>, Option<Number>),
    default: Option<Value>,
}

impl Learned {
    pub(super) fn add(&mut self, stated: &Stated, described: &Described<'_>) {
        match stated.clone() {
            Stated::Values(values) if judge::is_truth(&values) && described.location.is_some() => self.truth = true,
            Stated::Values(values) => {
                self.values = Some(values);
                let of = described.extensions.and_then(|keys| noted::text(keys, noted::OF));
                self.of = of.map(str::to_owned);
            }
            Stated::Variants(names) => self.variants = names,
            Stated::Length(low, high) => self.length = (low, high),
            Stated::Bounds(low, high) => self.bounds = (low, high),
            Stated::Format(format) => self.format = Some(format),
            Stated::Default(value) => self.default = Some(value),
            Stated::Commas(_) => self.commas = true,
            Stated::Editions(editions) => self.editions = editions,
        }
    }

    /// Both, the own fact first.
    pub(in super::super) fn or(self, other: Self) -> Self {
        Self {
            of: if self.values.is_some() { self.of } else { other.of },
            values: self.values.or(other.values),
            truth: self.truth || other.truth,
            variants: if self.variants.is_empty() { other.variants } else { self.variants },
            format: self.format.or(other.format),
            commas: self.commas || other.commas,
            editions: if self.editions.is_all() { other.editions } else { self.editions },
            length: (self.length.0.or(other.length.0), self.length.1.or(other.length.1)),
            bounds: (self.bounds.0.or(other.bounds.0), self.bounds.1.or(other.bounds.1)),
            default: self.default.or(other.default),
        }
    }

    /// Whether a type says what is known of values and format.
    pub(in super::super) fn holds(&self, ty: &Type) -> bool {
        match (&self.values, self.format) {
            (Some(_), _) => matches!(ty, Type::Enum(_)),
            (None, Some(TimeFormat::Date)) => *ty == Type::Date,
            (None, Some(TimeFormat::DateTime)) => *ty == Type::DateTime,
            (None, Some(TimeFormat::Other) | None) => true,
        }
    }

    /// Adds what no keyword says.
    pub(in super::super) fn constrain(&self, known: &mut Constraints) {
        known.min_length = known.min_length.or(self.length.0);
        known.max_length = known.max_length.or(self.length.1);
        known.minimum = known.minimum.take().or_else(|| self.bounds.0.clone());
        known.maximum = known.maximum.take().or_else(|| self.bounds.1.clone());
        known.default = known.default.take().or_else(|| self.default.clone());
        if known.editions.is_all() {
            known.editions = self.editions.clone();
        }
    }
}
