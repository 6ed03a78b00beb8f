//! In: what the caller holds: a token, or what it takes to get one. Out: an access token for each request.
//!
//! - [`AccessToken`]: a token as given. [`RefreshToken`]: tokens by way of a refresh token.
//! - `consent`, `authorization_code`: how to get a refresh token in the first place; `scopes`: which scopes to ask for.
//! - `answer`: what the accounts server says; `grant`: what it gives; `store`, `file_store`: where that is kept.
//! - `budget`: how many tokens may be asked for; `denied`: where a fresh token was of no use.

mod access_token;
mod answer;
mod authorization_code;
mod budget;
mod consent;
mod context;
pub(crate) mod denied;
mod file_store;
mod grant;
mod refresh_token;
mod scopes;
mod store;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

pub use access_token::AccessToken;
pub use authorization_code::AuthorizationCode;
pub use consent::{ConsentUrl, Prompt};
pub use context::AuthContext;
pub use file_store::FileStore;
pub use grant::Grant;
pub use refresh_token::RefreshToken;
pub use scopes::Scopes;
pub use store::{MemoryStore, TokenStore};

use super::data_center::DataCenter;
use super::error::{AuthError, AuthErrorKind, Error};

/// A future behind a pointer, so that [`Auth`] can be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where access tokens come from.
///
/// Implement it to share tokens between machines or to fetch them elsewhere.
///
/// ```
/// use zoho_finance::{Auth, AuthContext, BoxFuture, Error, Token};
///
/// /// Another process keeps a fresh token in the environment.
/// struct FromEnvironment;
///
/// impl Auth for FromEnvironment {
///     fn token<'a>(&'a self, _: &'a AuthContext) -> BoxFuture<'a, Result<Token, Error>> {
///         Box::pin(async { Ok(Token::new(std::env::var("ZOHO_TOKEN").unwrap_or_default())) })
///     }
/// }
/// ```
pub trait Auth: Send + Sync {
    /// A token for one try of a request. Called for every try; keeping tokens is up to the implementation.
    fn token<'a>(&'a self, context: &'a AuthContext) -> BoxFuture<'a, Result<Token, Error>>;

    /// Told that the service refused a token. `true` asks for the request to be sent once more, with a new token.
    fn rejected(&self, token: &Token) -> bool {
        let _ = token;
        false
    }
}

/// Clients that share one `Auth` share its tokens.
impl<T: Auth + ?Sized> Auth for Arc<T> {
    fn token<'a>(&'a self, context: &'a AuthContext) -> BoxFuture<'a, Result<Token, Error>> {
        (**self).token(context)
    }

    fn rejected(&self, token: &Token) -> bool {
        (**self).rejected(token)
    }
}

/// An access token. Its text is never shown.
#[derive(Clone)]
pub struct Token {
    secret: Arc<SecretString>,
    data_center: Option<DataCenter>,
}

impl Token {
    /// A token with this text.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self { secret: Arc::new(secret.into()), data_center: None }
    }

    /// Says which data centre the token is for. It counts only where the client was not told one.
    #[must_use]
    pub fn for_data_center(mut self, data_center: Option<DataCenter>) -> Self {
        self.data_center = data_center;
        self
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.secret
    }

    pub(crate) fn data_center(&self) -> Option<DataCenter> {
        self.data_center
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        self.secret.expose_secret() == other.secret.expose_secret()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("data_center", &self.data_center).finish_non_exhaustive()
    }
}

/// What a client has that was given no credentials.
pub(crate) struct NoAuth;

impl Auth for NoAuth {
    fn token<'a>(&'a self, _: &'a AuthContext) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async {
            Err(AuthError::new(AuthErrorKind::Missing, "set them with `Client::builder().auth(..)`").into())
        })
    }
}
