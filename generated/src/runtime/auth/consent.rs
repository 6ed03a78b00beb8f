//! In: client id, redirect URI and scopes. Out: the URL at which a user gives consent.

use std::fmt;

use super::Scopes;
use crate::runtime::data_center::DataCenter;
use crate::runtime::encode;

/// The URL to send a user to, so that a program may act for them.
///
/// Afterwards the accounts server redirects to the redirect URI, with `code`, `state`, and `location`, the name of the
/// user's data centre. The code goes into an [`AuthorizationCode`](super::AuthorizationCode).
///
/// ```
/// use zoho_finance::{ConsentUrl, DataCenter};
///
/// let url = ConsentUrl::new("client id", "https://example.com/callback", ["ZohoBooks.invoices.READ"])
///     .data_center(DataCenter::Eu)
///     .state("a text that nobody can guess, kept in the user's session");
/// assert!(url.to_string().starts_with("https://accounts.zoho.eu/oauth/v2/auth?response_type=code&client_id="));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ConsentUrl {
    accounts_url: String,
    client_id: String,
    redirect_uri: String,
    scopes: Scopes,
    state: Option<String>,
    offline: bool,
    prompt: Option<Prompt>,
}

/// When the accounts server asks the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Prompt {
    /// Every time, also where the user has agreed before. Only then does each code bring a refresh token.
    Consent,
}

impl ConsentUrl {
    /// A URL for these scopes, with a refresh token to come (`access_type=offline`) and the user asked each time
    /// (`prompt=consent`).
    pub fn new(client_id: impl Into<String>, redirect_uri: impl Into<String>, scopes: impl Into<Scopes>) -> Self {
        Self {
            accounts_url: DataCenter::default().accounts_url().to_owned(),
            client_id: client_id.into(),
            redirect_uri: redirect_uri.into(),
            scopes: scopes.into(),
            state: None,
            offline: true,
            prompt: Some(Prompt::Consent),
        }
    }

    /// Where the user logs in; the United States, unless another one is named. They are led on from there.
    pub fn data_center(mut self, data_center: DataCenter) -> Self {
        self.accounts_url = data_center.accounts_url().to_owned();
        self
    }

    /// Another accounts server, for tests.
    pub fn accounts_url(mut self, url: impl Into<String>) -> Self {
        self.accounts_url = url.into().trim_end_matches('/').to_owned();
        self
    }

    /// A text that comes back with the code. Compare it, so that nobody else can bring a code to the redirect URI.
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Whether a refresh token is to come, so that the program can act while the user is away.
    pub fn offline(mut self, offline: bool) -> Self {
        self.offline = offline;
        self
    }

    /// When the user is asked; `None` leaves it to the accounts server.
    pub fn prompt(mut self, prompt: Option<Prompt>) -> Self {
        self.prompt = prompt;
        self
    }
}

impl fmt::Display for ConsentUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scopes = self.scopes.to_string();
        let mut pairs = vec![
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", &scopes),
            ("access_type", if self.offline { "offline" } else { "online" }),
        ];
        pairs.extend(self.state.as_deref().map(|state| ("state", state)));
        pairs.extend(self.prompt.map(|Prompt::Consent| ("prompt", "consent")));
        write!(f, "{}/oauth/v2/auth?{}", self.accounts_url, encode::pairs(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_parts_are_encoded() {
        let url = ConsentUrl::new("1000.ID", "https://example.com/a?b=c", ["P.b.READ", "P.a.READ"]).state("x&y");
        assert_eq!(
            url.to_string(),
            "https://accounts.zoho.com/oauth/v2/auth?response_type=code&client_id=1000.ID&redirect_uri=https%3A%2F%2F\
             example.com%2Fa%3Fb%3Dc&scope=P.a.READ%2CP.b.READ&access_type=offline&state=x%26y&prompt=consent"
        );
        let url = url.data_center(DataCenter::Ca).offline(false).prompt(None).to_string();
        assert!(url.starts_with("https://accounts.zohocloud.ca/oauth/v2/auth?"), "{url}");
        assert!(url.contains("access_type=online") && !url.contains("prompt"), "{url}");
    }
}
