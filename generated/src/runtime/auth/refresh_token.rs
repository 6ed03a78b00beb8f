//! In: client id, client secret and refresh token. Out: access tokens, each fetched once for all who wait for it and
//! renewed shortly before it expires.
//!
//! The fetch is one future for all callers, polled by whoever is first in line. A caller that goes away leaves it to the
//! next one, so that no answer of the accounts server is lost and none is asked for twice.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};

use super::budget::Budget;
use super::{Auth, AuthContext, BoxFuture, Grant, Token, TokenStore, answer};
use crate::runtime::error::{AuthError, AuthErrorKind, Error};
use crate::runtime::log;
use crate::runtime::policy::clock::Instant;

/// How long before its end a token is renewed. It is still good then: who cannot renew it uses it.
const MARGIN: Duration = Duration::from_secs(300);
/// How long before its end a token counts as dead.
const SKEW: Duration = Duration::from_secs(5);
/// After a renewal that failed, the next one is not tried before this, as long as the old token is good.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the accounts server refused is not asked for again before this.
const REFUSED_FOR: Duration = Duration::from_secs(60);

/// Access tokens by way of a refresh token.
///
/// However many requests run at the same time, one fetch gets the token for all of them; where it fails, those who waited
/// fail with it. A token is renewed five minutes before it expires, and at most ten are asked for in ten minutes, which
/// is what the accounts server gives.
///
/// ```
/// use zoho_finance::{FileStore, RefreshToken};
///
/// let auth = RefreshToken::new("client id", "client secret", "refresh token")
///     .store(FileStore::new("/var/lib/my-program/zoho-token"));
/// # let _ = auth;
/// ```
pub struct RefreshToken {
    credentials: Arc<Credentials>,
    state: Mutex<State>,
    /// The fetch under way, if there is one. Held by the caller that polls it.
    flight: tokio::sync::Mutex<Option<Flight>>,
}

type Flight = Pin<Box<dyn Future<Output = Result<Fetched, AuthError>> + Send>>;

/// What it takes to fetch a token.
struct Credentials {
    client_id: String,
    client_secret: SecretString,
    /// `None`: the store has it.
    refresh_token: Option<SecretString>,
    store: Option<Box<dyn TokenStore>>,
    budget: Budget,
}

#[derive(Default)]
struct State {
    token: Option<Fetched>,
    /// The last token that the service refused: it is not taken from the store again.
    refused: Option<Token>,
    /// How many fetches have come to an end.
    fetches: u64,
    failure: Option<Failure>,
}

/// Why the last fetch failed, and until when the next one would fail too.
struct Failure {
    error: AuthError,
    until: Instant,
}

/// A token with its times.
#[derive(Clone)]
struct Fetched {
    token: Token,
    renew_at: Instant,
    dead_at: Instant,
}

impl Fetched {
    /// A token that is good for this long from now on.
    fn new(token: Token, lifetime: Duration) -> Self {
        let end = Instant::now() + lifetime;
        Self { token, renew_at: end - MARGIN.min(lifetime / 2), dead_at: end - SKEW.min(lifetime / 10) }
    }
}

/// What is to be done for a token.
enum Need {
    Nothing(Token),
    /// It is good for a while, and to be renewed.
    Renewal(Token),
    Fetch,
}

impl RefreshToken {
    /// Uses this refresh token of this client.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
    ) -> Self {
        Self::with(client_id.into(), client_secret.into(), Some(refresh_token.into()), None)
    }

    /// Uses the refresh token that a store has: after a consent, it was put there.
    ///
    /// Without one in the store, requests fail with [`AuthErrorKind::Missing`].
    pub fn stored(
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
        store: impl TokenStore + 'static,
    ) -> Self {
        Self::with(client_id.into(), client_secret.into(), None, Some(Box::new(store)))
    }

    fn with(
        client_id: String,
        client_secret: SecretString,
        refresh_token: Option<SecretString>,
        store: Option<Box<dyn TokenStore>>,
    ) -> Self {
        let credentials = Credentials { client_id, client_secret, refresh_token, store, budget: Budget::default() };
        Self { credentials: Arc::new(credentials), state: Mutex::default(), flight: tokio::sync::Mutex::new(None) }
    }

    /// Keeps tokens in a store, and takes from there what is still good. A grant of another refresh token is passed over
    /// and replaced. A store that cannot be read is an error; a token that cannot be kept is used all the same, with a
    /// warning (feature `tracing`).
    #[must_use]
    pub fn store(self, store: impl TokenStore + 'static) -> Self {
        match Arc::try_unwrap(self.credentials) {
            Ok(credentials) => {
                let Credentials { client_id, client_secret, refresh_token, .. } = credentials;
                Self::with(client_id, client_secret, refresh_token, Some(Box::new(store)))
            }
            // Only a fetch shares the credentials, and there has been none.
            Err(credentials) => Self { credentials, ..self },
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn need(&self) -> Need {
        let now = Instant::now();
        match &self.state().token {
            Some(known) if now < known.renew_at => Need::Nothing(known.token.clone()),
            Some(known) if now < known.dead_at => Need::Renewal(known.token.clone()),
            _ => Need::Fetch,
        }
    }

    async fn get(&self, context: &AuthContext) -> Result<Token, AuthError> {
        let seen = self.state().fetches;
        let (mut flight, old) = match self.need() {
            Need::Nothing(token) => return Ok(token),
            Need::Renewal(token) => match self.flight.try_lock() {
                Ok(flight) => (flight, Some(token)),
                Err(_) => return Ok(token),
            },
            Need::Fetch => (self.flight.lock().await, None),
        };
        if let Need::Nothing(token) = self.need() {
            return Ok(token);
        }
        if let Some(failure) = self.failed_since(seen) {
            return Err(failure);
        }
        let fetch = flight.get_or_insert_with(|| {
            let refused = self.state().refused.clone();
            Box::pin(Arc::clone(&self.credentials).fetch(context.clone(), refused))
        });
        let result = fetch.as_mut().await;
        *flight = None;
        self.settle(result, old)
    }

    /// The failure of a fetch that this caller waited for, or that still holds.
    fn failed_since(&self, seen: u64) -> Option<AuthError> {
        let state = self.state();
        let failure = state.failure.as_ref()?;
        (state.fetches != seen || Instant::now() < failure.until).then(|| failure.error.clone())
    }

    fn settle(&self, result: Result<Fetched, AuthError>, old: Option<Token>) -> Result<Token, AuthError> {
        let mut state = self.state();
        state.fetches += 1;
        state.failure = None;
        match (result, old) {
            (Ok(fetched), _) => {
                let token = fetched.token.clone();
                state.token = Some(fetched);
                Ok(token)
            }
            (Err(_), Some(old)) => {
                if let Some(known) = state.token.as_mut() {
                    known.renew_at = Instant::now() + PATIENCE;
                }
                Ok(old)
            }
            (Err(error), None) => {
                let holds = matches!(error.kind, AuthErrorKind::Refused | AuthErrorKind::TooManyRefreshes);
                let until = Instant::now() + if holds { REFUSED_FOR } else { Duration::ZERO };
                state.failure = Some(Failure { error: error.clone(), until });
                Err(error)
            }
        }
    }
}

impl Credentials {
    /// A token from the store, or else from the accounts server.
    async fn fetch(self: Arc<Self>, context: AuthContext, refused: Option<Token>) -> Result<Fetched, AuthError> {
        let kept = self.load().await?;
        if let Some(grant) = &kept {
            let is_new = !refused.is_some_and(|refused| refused.is(&grant.token()));
            let lifetime = grant.left();
            if is_new && lifetime > MARGIN && !grant.access_token.expose_secret().is_empty() {
                return Ok(Fetched::new(grant.token(), lifetime));
            }
        }
        let refresh_token = self.refresh_token.clone().or_else(|| kept.and_then(|grant| grant.refresh_token));
        let refresh_token = refresh_token.ok_or_else(|| {
            AuthError::new(AuthErrorKind::Missing, "the store has no refresh token: ask the user for consent first")
        })?;
        let timer = log::Timer::start();
        let grant = self.ask(&context, refresh_token).await;
        timer.renewed(&grant);
        let grant = grant?;
        self.save(&grant).await;
        Ok(Fetched::new(grant.token(), grant.left()))
    }

    /// The grant in the store, where it is one of this refresh token.
    async fn load(&self) -> Result<Option<Grant>, AuthError> {
        let Some(store) = &self.store else { return Ok(None) };
        let kept = store.load().await.map_err(AuthError::unavailable)?;
        Ok(kept.filter(|grant| match (&self.refresh_token, &grant.refresh_token) {
            (Some(own), Some(kept)) => own.expose_secret() == kept.expose_secret(),
            (own, kept) => own.is_none() && kept.is_some(),
        }))
    }

    async fn ask(&self, context: &AuthContext, refresh_token: SecretString) -> Result<Grant, AuthError> {
        self.budget.take().map_err(|wait| {
            let message = format!("ten in the last ten minutes; the next one in {} s", wait.as_secs().max(1));
            AuthError::new(AuthErrorKind::TooManyRefreshes, message)
        })?;
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.expose_secret()),
            ("refresh_token", refresh_token.expose_secret()),
        ];
        let asked = SystemTime::now();
        let raw = context.post_form(answer::PATH, &fields).await.map_err(|error| {
            if !error.may_have_taken_effect() {
                self.budget.give_back();
            }
            AuthError::unavailable(error)
        })?;
        let mut grant = answer::read(&raw, asked, &[&self.client_secret, &refresh_token])?;
        // It stays the same, and only comes with a code; where one comes, it takes the place of the old one.
        grant.refresh_token.get_or_insert(refresh_token);
        Ok(grant)
    }

    /// The token is good whether or not it can be kept, so the request goes on.
    async fn save(&self, grant: &Grant) {
        if let Some(store) = &self.store
            && let Err(error) = store.save(grant).await
        {
            log::warn("the access token could not be kept", &error);
        }
    }
}

impl Auth for RefreshToken {
    fn token<'a>(&'a self, context: &'a AuthContext) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async { Ok(self.get(context).await?) })
    }

    fn rejected(&self, token: &Token) -> bool {
        let mut state = self.state();
        let is_current = state.token.as_ref().is_some_and(|known| known.token.is(token));
        if !is_current {
            return true;
        }
        let may_renew = self.credentials.budget.is_ample();
        if may_renew {
            state.refused = Some(token.clone());
            state.token = None;
        }
        may_renew
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshToken").finish_non_exhaustive()
    }
}
