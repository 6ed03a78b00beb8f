//! Places in answers, and answers in which something else stands at some of them.
//!
//! In: an answer, the kind of its result, and what is to stand where. Out: the places that have a kind; or the text of
//! the changed answer and what reading it must give.

use std::collections::BTreeMap;

use serde_json::Value;
use zoho_finance::OperationSpec;

use super::kinds::{Kind, Kinds};
use super::pass::Pass;
use super::table::Case;

/// Where a value stands: the position among the keys or elements of each object or list on the way.
pub(crate) type At = Vec<usize>;

/// What is to stand where.
pub(crate) type Plan<'c> = BTreeMap<At, &'c Case>;

/// A value of a known kind.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) at: At,
    /// As errors name it: `payment.invoices[0].amount`.
    pub(crate) path: String,
    pub(crate) cases: Vec<Case>,
    /// Whether nothing of a known kind is inside it.
    pub(crate) is_leaf: bool,
}

/// What reading a body must give.
#[derive(Clone, Debug)]
pub(crate) enum Expected {
    /// This, when it is written again.
    Body(Value),
    /// A decode error at this path, in these words.
    Refused { path: String, what: &'static str },
}

/// An answer of an operation.
pub(crate) struct Answer<'a> {
    pub(crate) kinds: &'a Kinds,
    pub(crate) spec: &'a OperationSpec,
    pub(crate) kind: &'a Kind,
    pub(crate) body: &'a Value,
}

impl Answer<'_> {
    /// All places, each with the rows of the table that apply to it.
    pub(crate) fn places(&self) -> Vec<Place> {
        let plan = Plan::new();
        let mut pass = Pass::of(self, &plan, None);
        pass.collects = true;
        pass.body(self);
        pass.places
    }

    /// The answer with other values at some places, and what reading it gives; with `only`, nothing else is in it.
    pub(crate) fn changed(&self, plan: &Plan<'_>, only: Option<&At>) -> (String, Expected) {
        let mut pass = Pass::of(self, plan, only);
        let piece = pass.body(self);
        let expected = match pass.refused {
            Some((path, what)) => Expected::Refused { path, what },
            None => Expected::Body(piece.read.unwrap_or_default()),
        };
        (piece.sent.unwrap_or_default(), expected)
    }
}
