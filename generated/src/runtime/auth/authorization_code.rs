//! In: the code that a user's consent gave. Out: a [`Grant`], with the refresh token that is to be kept.

use std::fmt;
use std::time::SystemTime;

use secrecy::{ExposeSecret, SecretString};

use super::{Grant, answer};
use crate::runtime::client::Client;
use crate::runtime::error::{AuthError, Error};

/// A code that the accounts server gave after a user's consent, to be exchanged once, within a minute or so.
///
/// The client needs no credentials for it, but the user's data centre: the `location` that came with the code.
///
/// ```no_run
/// # async fn f(code: String, location: &str) -> zoho_finance::Result<()> {
/// use zoho_finance::{AuthorizationCode, Client, FileStore, RefreshToken, TokenStore};
///
/// let client = Client::builder().data_center(location.parse()?).build()?;
/// let code = AuthorizationCode::new("client id", "client secret", code).redirect_uri("https://example.com/callback");
/// let grant = code.exchange(&client).await?;
///
/// let store = FileStore::new("/var/lib/my-program/zoho-token");
/// store.save(&grant).await?;
/// let auth = RefreshToken::stored("client id", "client secret", store);
/// # Ok(())
/// # }
/// ```
#[must_use = "a code does nothing until it is exchanged"]
pub struct AuthorizationCode {
    client_id: String,
    client_secret: SecretString,
    code: SecretString,
    redirect_uri: Option<String>,
}

impl AuthorizationCode {
    /// A code for this client.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
        code: impl Into<SecretString>,
    ) -> Self {
        Self { client_id: client_id.into(), client_secret: client_secret.into(), code: code.into(), redirect_uri: None }
    }

    /// The redirect URI of the consent. Codes made by hand in the console of the accounts server have none.
    pub fn redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(redirect_uri.into());
        self
    }

    /// Exchanges the code.
    ///
    /// It is sent once: a code whose answer was lost cannot be used again.
    ///
    /// # Errors
    ///
    /// [`Error::Auth`], with the name that the accounts server gives the error.
    pub async fn exchange(self, client: &Client) -> Result<Grant, Error> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.expose_secret()),
            ("code", self.code.expose_secret()),
        ];
        fields.extend(self.redirect_uri.as_deref().map(|uri| ("redirect_uri", uri)));
        let asked = SystemTime::now();
        let context = &client.inner.auth_context;
        let raw = context.post_form(answer::PATH, &fields).await.map_err(AuthError::unavailable)?;
        Ok(answer::read(&raw, asked, &[&self.client_secret, &self.code])?)
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}
