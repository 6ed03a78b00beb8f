//! In: what a test orders and what requests bring. Out: what the service remembers.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::orders::Orders;
use super::received::Received;

/// Everything that changes while the service runs.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) requests: Vec<Received>,
    pub(super) orders: Orders,
    /// Answers of operations, by their keys.
    pub(super) overrides: BTreeMap<String, Override>,
    pub(super) tokens: Tokens,
}

/// What a test changed about the answer of an operation.
#[derive(Clone, Debug, Default)]
pub(super) struct Override {
    pub(super) status: Option<u16>,
    pub(super) body: Option<Value>,
    /// Media type and bytes.
    pub(super) file: Option<(String, Bytes)>,
    /// How many items its list has.
    pub(super) items: Option<u64>,
}

/// Which tokens are good.
pub(super) struct Tokens {
    /// Access tokens; without scopes they are good for everything.
    pub(super) access: BTreeMap<String, Option<Vec<String>>>,
    pub(super) refresh: Vec<String>,
    pub(super) codes: Vec<String>,
    pub(super) lifetime: Duration,
    /// Whether every token and code is good.
    pub(super) any: bool,
    made: u64,
}

/// Tokens are secrets, even here.
impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("access", &self.access.len()).finish_non_exhaustive()
    }
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            access: BTreeMap::new(),
            refresh: Vec::new(),
            codes: Vec::new(),
            lifetime: Duration::from_secs(3600),
            any: false,
            made: 0,
        }
    }
}

impl Tokens {
    /// Whether a token is good for all of these scopes.
    pub(super) fn allow(&self, token: &str, scopes: &[String]) -> bool {
        match self.access.get(token) {
            Some(Some(granted)) => scopes.iter().all(|scope| granted.iter().any(|given| covers(given, scope))),
            Some(None) => true,
            None => self.any,
        }
    }

    pub(super) fn refreshes(&self, token: &str) -> bool {
        self.any || self.refresh.iter().any(|known| known == token)
    }

    /// A code is good once.
    pub(super) fn use_code(&mut self, code: &str) -> bool {
        let at = self.codes.iter().position(|known| known == code);
        at.map(|at| self.codes.swap_remove(at)).is_some() || self.any
    }

    pub(super) fn new_access_token(&mut self) -> String {
        let token = self.next("access");
        self.access.insert(token.clone(), None);
        token
    }

    pub(super) fn new_refresh_token(&mut self) -> String {
        let token = self.next("refresh");
        self.refresh.push(token.clone());
        token
    }

    fn next(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("1000.fake-{kind}-{}", self.made)
    }
}

/// Whether a granted scope is the one that is asked for, or all of its resource or product.
fn covers(given: &str, wanted: &str) -> bool {
    let (given, wanted) = (given.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    if let Some(product) = given.strip_suffix(".fullaccess.all") {
        return wanted.starts_with(&format!("{product}."));
    }
    given == wanted
        || given
            .strip_suffix(".all")
            .is_some_and(|all| wanted.rsplit_once('.').is_some_and(|(resource, _)| resource == all))
}
