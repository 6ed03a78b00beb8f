//! In: the operations for which a fresh token was of no use. Out: whether it is worth a try to renew the token for one.
//!
//! The service says the same (code 57) of a dead token and of a missing scope. Only a fresh token tells; where one was
//! refused too, no further token is spent on the same scopes for a while.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::runtime::call::Target;
use crate::runtime::policy::clock::Instant;

/// For as long as a token lives, as a rule.
const WHILE: Duration = Duration::from_secs(3600);
/// So many are kept in mind.
const MOST: usize = 512;

/// Where a fresh token was of no use, and when.
#[derive(Debug, Default)]
pub(crate) struct Denied(Mutex<HashMap<Key, Instant>>);

/// What is refused alike.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    /// The token, wherever it is used.
    Token,
    /// The scopes of operations; of others the first segments of the path.
    Scopes(Cow<'static, str>),
}

impl Key {
    fn of(target: &Target, code: Option<i64>) -> Self {
        match (code, target.scopes(), target) {
            (Some(57), [], Target::Operation(spec)) => Self::Scopes(spec.id.into()),
            (Some(57), [], Target::Path { method, path, .. }) => {
                let place: Vec<&str> = path.split('/').take(4).collect();
                Self::Scopes(format!("{method} {}", place.join("/")).into())
            }
            (Some(57), [scope], _) => Self::Scopes((*scope).into()),
            (Some(57), scopes, _) => Self::Scopes(scopes.join(",").into()),
            _ => Self::Token,
        }
    }
}

impl Denied {
    pub(crate) fn insert(&self, target: &Target, code: Option<i64>) {
        let mut denied = self.current();
        if denied.len() >= MOST {
            denied.clear();
        }
        denied.insert(Key::of(target, code), Instant::now());
    }

    pub(crate) fn contains(&self, target: &Target, code: Option<i64>) -> bool {
        let denied = self.current();
        !denied.is_empty() && denied.get(&Key::of(target, code)).is_some_and(|since| since.elapsed() < WHILE)
    }

    /// The service took a token for it: all is open again.
    pub(crate) fn forget(&self, target: &Target) {
        let mut denied = self.current();
        if !denied.is_empty() {
            denied.remove(&Key::Token);
            denied.remove(&Key::of(target, Some(57)));
        }
    }

    fn current(&self) -> MutexGuard<'_, HashMap<Key, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> Target {
        Target::Path { method: "GET".to_owned(), path: path.to_owned(), key: None }
    }

    #[tokio::test(start_paused = true)]
    async fn for_a_while_and_for_what_is_alike() {
        let denied = Denied::default();
        denied.insert(&path("/a/v1/things/1"), Some(57));
        assert!(denied.contains(&path("/a/v1/things/2"), Some(57)));
        assert!(!denied.contains(&path("/a/v1/others/1"), Some(57)));
        assert!(!denied.contains(&path("/a/v1/things/1"), Some(14)));
        denied.forget(&path("/a/v1/others/1"));
        assert!(denied.contains(&path("/a/v1/things/1"), Some(57)));
        denied.forget(&path("/a/v1/things/3"));
        assert!(!denied.contains(&path("/a/v1/things/1"), Some(57)));
        denied.insert(&path("/a"), Some(14));
        assert!(denied.contains(&path("/b"), None));
        tokio::time::advance(WHILE).await;
        assert!(!denied.contains(&path("/b"), None));
    }
}
