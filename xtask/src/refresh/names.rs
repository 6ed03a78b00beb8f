//! Names in `names.lock`.
//!
//! In: the lock before and after. Out: public names that came, went, or became others.

use std::collections::{BTreeMap, BTreeSet};

use generator::normalise::Lock;

/// What differs between two locks, by product.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// What had one name and has another: product, where it is on the wire, both names.
    pub(super) renamed: Vec<[String; 4]>,
    /// Names that nothing had before.
    pub(super) added: Vec<String>,
    /// Names that nothing has any more.
    pub(super) removed: Vec<String>,
}

impl Names {
    /// Compares.
    pub(super) fn of(before: &Lock, after: &Lock) -> Self {
        let (was, is) = (by_identity(before), by_identity(after));
        let mut names = Self::default();
        let mut seen = BTreeSet::new();
        for (key, name) in &was {
            let [product, identity] = key;
            let Some(now) = is.get(key).filter(|now| *now != name) else { continue };
            // A type stands in several places; its first tells enough.
            if seen.insert((product, name, now)) {
                names.renamed.push([product.clone(), identity.clone(), name.clone(), now.clone()]);
            }
        }
        let all = |names: &BTreeMap<[String; 2], String>| -> BTreeSet<String> {
            names.iter().map(|([product, _], name)| format!("{product}::{}", name.replace('.', "::"))).collect()
        };
        let (was, is) = (all(&was), all(&is));
        names.added = is.difference(&was).cloned().collect();
        names.removed = was.difference(&is).cloned().collect();
        names
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.renamed.is_empty() && self.added.is_empty() && self.removed.is_empty()
    }
}

/// The name of everything, by product and wire identity.
fn by_identity(lock: &Lock) -> BTreeMap<[String; 2], String> {
    let mut names = BTreeMap::new();
    for (product, own) in &lock.products {
        let methods = own.methods.iter();
        let types = own.models.iter().chain(&own.enums);
        let types = types.flat_map(|(name, identities)| identities.iter().map(move |identity| (identity, name)));
        names.extend(methods.chain(types).map(|(identity, name)| ([product.clone(), identity.clone()], name.clone())));
    }
    names
}
