//! Facts that are switched off.
//!
//! In: `not_mined` of `products.toml`, and `x-not-mined` of a schema, parameter or operation, which an overlay sets.
//! Out: for a fact, whether it is off; switches that match none, which are errors.

use serde_json::Value;

use crate::config::{Config, Switch};
use crate::ir::fact::{State, Stated};
use crate::ir::wire::Wire;

use super::subjects::Described;

/// The key that switches facts of its node off: `true`, or a list of their kinds.
const KEY: &str = "x-not-mined";

/// A switch that matches no fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Unmatched {
    pub(in super::super) product: String,
    pub(in super::super) switch: Switch,
}

/// All switches of one run.
pub(super) struct Switches<'c> {
    all: Vec<(usize, &'c str, &'c Switch, bool)>,
}

impl<'c> Switches<'c> {
    /// Switches of products that are not read do not count.
    pub(super) fn of(wire: &Wire, config: &'c Config) -> Self {
        let index = |name: &str| wire.products.iter().position(|product| product.name == name);
        let of_products = config.products.iter().filter_map(|(name, product)| Some((index(name)?, name, product)));
        let all = of_products.flat_map(|(index, name, product)| {
            product.not_mined.iter().map(move |switch| (index, name.as_str(), switch, false))
        });
        Self { all: all.collect() }
    }

    /// Off, if a switch or key says so.
    pub(super) fn off(&mut self, described: &Described<'_>, stated: &Stated) -> Option<State> {
        let mut off = described.extensions.and_then(|keys| keys.get(KEY)).is_some_and(|key| names(key, stated.word()));
        for (product, _, switch, used) in &mut self.all {
            let matches = *product == described.product
                && switch.of.get_ref() == &described.identity
                && switch.fact == stated.word();
            *used |= matches;
            off |= matches;
        }
        off.then_some(State::Off)
    }

    /// A fact that is named as off needs no prose that states it: adopted documents have none.
    pub(super) fn note(&mut self, described: &Described<'_>) {
        let Some(key) = described.extensions.and_then(|keys| keys.get(KEY)) else { return };
        for (product, _, switch, used) in &mut self.all {
            let same = *product == described.product && switch.of.get_ref() == &described.identity;
            *used |= same && names(key, &switch.fact);
        }
    }

    pub(super) fn unmatched(self) -> Vec<Unmatched> {
        let unused = self.all.into_iter().filter(|(_, _, _, used)| !used);
        unused
            .map(|(_, product, switch, _)| Unmatched { product: product.to_owned(), switch: switch.clone() })
            .collect()
    }
}

fn names(key: &Value, word: &str) -> bool {
    match key {
        Value::Bool(all) => *all,
        Value::String(one) => one == word,
        Value::Array(several) => several.iter().any(|one| one.as_str() == Some(word)),
        _ => false,
    }
}
