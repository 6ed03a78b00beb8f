//! In: a grant. Out: the same grant later, from memory or from another place.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{BoxFuture, Grant};
use crate::runtime::error::Error;

/// Where grants are kept, so that a new process does not have to ask for a new token, and several can share one.
///
/// [`MemoryStore`] and [`FileStore`](super::FileStore) are there; implement it for a database or a key ring. One store
/// holds one grant.
pub trait TokenStore: Send + Sync {
    /// The grant that is kept, if there is one.
    fn load(&self) -> BoxFuture<'_, Result<Option<Grant>, Error>>;

    /// Keeps a grant in place of the last one.
    fn save<'a>(&'a self, grant: &'a Grant) -> BoxFuture<'a, Result<(), Error>>;
}

/// Whoever shares a store shares its grant.
impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn load(&self) -> BoxFuture<'_, Result<Option<Grant>, Error>> {
        (**self).load()
    }

    fn save<'a>(&'a self, grant: &'a Grant) -> BoxFuture<'a, Result<(), Error>> {
        (**self).save(grant)
    }
}

/// Keeps a grant in memory: for clients of one process that share it, and for tests. A clone is the same store.
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<Option<Grant>>>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn slot(&self) -> MutexGuard<'_, Option<Grant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Grant>, Error>> {
        Box::pin(async { Ok(self.slot().clone()) })
    }

    fn save<'a>(&'a self, grant: &'a Grant) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async {
            *self.slot() = Some(grant.clone());
            Ok(())
        })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MemoryStore").field(&*self.slot()).finish()
    }
}
