//! In: an access token as given. Out: that token, for every request.

use std::fmt;

use secrecy::SecretString;

use super::{Auth, AuthContext, BoxFuture, Token};
use crate::runtime::error::Error;

/// An access token that someone else keeps fresh: good for an hour, as a rule.
#[derive(Clone)]
pub struct AccessToken(Token);

impl AccessToken {
    /// Uses this token.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self(Token::new(token))
    }
}

impl Auth for AccessToken {
    fn token<'a>(&'a self, _: &'a AuthContext) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AccessToken").finish_non_exhaustive()
    }
}
