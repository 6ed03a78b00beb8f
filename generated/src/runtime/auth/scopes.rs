//! In: the scopes of operations. Out: the shortest list that covers them all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::runtime::operation::{Operation, OperationSpec};

/// What `ALL` stands for.
const FOUR: [&str; 4] = ["CREATE", "DELETE", "READ", "UPDATE"];
/// The resource that stands for all resources of its product.
const EVERYTHING: &str = "fullaccess";

/// OAuth scopes to ask a user for: as few as cover what a program does.
///
/// A scope is `<product>.<resource>.<action>`. `ALL` covers the four actions of its resource, and takes their place when
/// all four are there; `fullaccess` covers all resources of its product.
///
/// ```
/// use zoho_finance::Scopes;
///
/// let scopes = Scopes::new()
///     .scope("ZohoBooks.invoices.READ")
///     .scope("ZohoBooks.invoices.CREATE")
///     .scope("ZohoBooks.contacts.ALL")
///     .scope("ZohoBooks.contacts.READ");
/// assert_eq!(scopes.to_string(), "ZohoBooks.contacts.ALL,ZohoBooks.invoices.CREATE,ZohoBooks.invoices.READ");
/// ```
///
/// The scopes of operations are part of the crate: `Scopes::new().operation::<List>()` with the request types of the
/// methods that a program calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    given: BTreeSet<String>,
}

impl Scopes {
    /// No scopes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what an operation asks for.
    #[must_use]
    pub fn operation<O: Operation>(self) -> Self {
        self.spec(O::SPEC)
    }

    /// Adds what an operation asks for, by its data.
    #[must_use]
    pub fn spec(mut self, spec: &OperationSpec) -> Self {
        self.extend(spec.scopes.iter().copied());
        self
    }

    /// Adds a scope by its name.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.extend([scope]);
        self
    }

    /// The shortest list that covers everything added, in alphabetical order.
    pub fn list(&self) -> Vec<String> {
        let mut resources: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        let mut list: BTreeSet<String> = BTreeSet::new();
        for scope in &self.given {
            match parts(scope) {
                Some((product, resource, action)) => {
                    resources.entry((product, resource)).or_default().insert(action);
                }
                None => {
                    list.insert(scope.clone());
                }
            }
        }
        let everything: BTreeSet<&str> = resources
            .iter()
            .filter(|((_, resource), actions)| *resource == EVERYTHING && covers_all(actions))
            .map(|((product, _), _)| *product)
            .collect();
        for ((product, resource), actions) in &resources {
            if everything.contains(product) && *resource != EVERYTHING {
                continue;
            }
            list.extend(shortest(actions).into_iter().map(|action| format!("{product}.{resource}.{action}")));
        }
        list.into_iter().collect()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }
}

/// Product, resource and action.
fn parts(scope: &str) -> Option<(&str, &str, &str)> {
    let (product, rest) = scope.split_once('.')?;
    let (resource, action) = rest.rsplit_once('.')?;
    Some((product, resource, action))
}

fn is_all(action: &str) -> bool {
    action.eq_ignore_ascii_case("ALL")
}

fn covers_all(actions: &BTreeSet<&str>) -> bool {
    actions.iter().any(|action| is_all(action)) || FOUR.iter().all(|action| actions.contains(action))
}

/// Actions that are none of the four are covered by nothing.
fn shortest<'a>(actions: &BTreeSet<&'a str>) -> Vec<&'a str> {
    let all = actions.iter().copied().find(|action| is_all(action));
    let all = all.or_else(|| covers_all(actions).then_some("ALL"));
    let Some(all) = all else { return actions.iter().copied().collect() };
    let others = actions.iter().copied().filter(|action| !is_all(action) && !FOUR.contains(action));
    std::iter::once(all).chain(others).collect()
}

impl<S: Into<String>> Extend<S> for Scopes {
    fn extend<I: IntoIterator<Item = S>>(&mut self, scopes: I) {
        let trimmed = scopes.into_iter().map(|scope| scope.into().trim().to_owned());
        self.given.extend(trimmed.filter(|scope| !scope.is_empty()));
    }
}

impl<S: Into<String>> FromIterator<S> for Scopes {
    fn from_iter<I: IntoIterator<Item = S>>(scopes: I) -> Self {
        let mut all = Self::new();
        all.extend(scopes);
        all
    }
}

impl<S: Into<String>, const N: usize> From<[S; N]> for Scopes {
    fn from(scopes: [S; N]) -> Self {
        scopes.into_iter().collect()
    }
}

/// As the consent URL wants them: separated by commas.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.list().join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_list() {
        for (given, expected) in [
            (vec![], ""),
            (vec!["P.a.READ", "P.a.READ", " P.a.READ "], "P.a.READ"),
            (vec!["P.a.READ", "P.a.ALL", "P.b.READ"], "P.a.ALL,P.b.READ"),
            (vec!["P.a.READ", "P.a.CREATE", "P.a.DELETE", "P.a.UPDATE"], "P.a.ALL"),
            (vec!["P.a.READ", "P.a.CREATE", "P.a.DELETE", "P.a.UPDATE", "P.a.APPROVE"], "P.a.ALL,P.a.APPROVE"),
            (vec!["P.a.READ", "Q.a.READ"], "P.a.READ,Q.a.READ"),
            (vec!["P.fullaccess.all", "P.a.READ", "Q.a.READ"], "P.fullaccess.all,Q.a.READ"),
            (vec!["P.modules.a.READ", "P.modules.a.ALL"], "P.modules.a.ALL"),
            (vec!["offline", "P.a.READ"], "P.a.READ,offline"),
        ] {
            assert_eq!(given.iter().copied().collect::<Scopes>().to_string(), expected, "{given:?}");
        }
    }
}
