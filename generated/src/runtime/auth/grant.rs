//! In: what the accounts server gave. Out: the same to be kept, with the moment at which it expires.

use std::fmt;
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::Token;
use crate::runtime::data_center::DataCenter;
use crate::runtime::error::Error;

/// What the accounts server gave: an access token, and with it, the first time, a refresh token.
///
/// Neither is ever shown. To keep a grant, use a [`TokenStore`](super::TokenStore), or
/// [`to_secret_json`](Self::to_secret_json) for a place of your own.
#[derive(Clone)]
#[non_exhaustive]
pub struct Grant {
    /// Goes with every request.
    pub access_token: SecretString,
    /// Gets new access tokens, for as long as nobody revokes it.
    pub refresh_token: Option<SecretString>,
    /// When the access token ends.
    pub expires_at: SystemTime,
    /// Where the account lives, if the answer named a known place.
    pub data_center: Option<DataCenter>,
    /// The scopes that were granted, if the answer says.
    pub scope: Option<String>,
}

impl Grant {
    /// The grant as JSON, secrets included: for a store of your own.
    pub fn to_secret_json(&self) -> SecretString {
        let seconds = self.expires_at.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let text = json!({
            "access_token": self.access_token.expose_secret(),
            "refresh_token": self.refresh_token.as_ref().map(ExposeSecret::expose_secret),
            "expires_at": seconds,
            "data_center": self.data_center.map(DataCenter::as_str),
            "scope": self.scope,
        });
        SecretString::from(text.to_string())
    }

    /// The grant from its JSON.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] where it is none; the text is not shown.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let invalid = |problem: &str| Error::invalid("grant", problem);
        let value: Value = serde_json::from_str(text).map_err(|_| invalid("not JSON"))?;
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let access_token = text("access_token").ok_or_else(|| invalid("there is no access token"))?;
        let seconds = value.get("expires_at").and_then(Value::as_u64).unwrap_or(0);
        let expires_at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        Ok(Self {
            access_token: access_token.into(),
            refresh_token: text("refresh_token").map(SecretString::from),
            expires_at: expires_at.unwrap_or(SystemTime::UNIX_EPOCH),
            data_center: text("data_center").and_then(|name| name.parse().ok()),
            scope: text("scope").map(str::to_owned),
        })
    }

    pub(super) fn token(&self) -> Token {
        Token::new(self.access_token.clone()).for_data_center(self.data_center)
    }

    /// How long the access token is good for.
    pub(super) fn left(&self) -> Duration {
        self.expires_at.duration_since(SystemTime::now()).unwrap_or_default()
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("expires_at", &self.expires_at)
            .field("data_center", &self.data_center)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_survives_its_json() {
        let grant = Grant {
            access_token: "1000.a".into(),
            refresh_token: Some("1000.r".into()),
            expires_at: SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000),
            data_center: Some(DataCenter::Ca),
            scope: Some("A.b.READ".to_owned()),
        };
        let text = grant.to_secret_json();
        let again = Grant::from_json(text.expose_secret()).unwrap();
        assert_eq!(again.to_secret_json().expose_secret(), text.expose_secret());
        assert_eq!(again.expires_at, grant.expires_at);
        assert!(!format!("{grant:?}").contains("1000."));
    }

    #[test]
    fn what_is_no_grant_is_an_error_that_shows_nothing() {
        for text in ["", "1000.secret", "{}", "[1]", r#"{"refresh_token":"1000.secret"}"#] {
            let error = Grant::from_json(text).unwrap_err().to_string();
            assert!(!error.contains("1000."), "{error}");
        }
        let odd = Grant::from_json(r#"{"access_token":"a","expires_at":18446744073709551615}"#).unwrap();
        assert!(odd.left() > Duration::ZERO || odd.expires_at == SystemTime::UNIX_EPOCH);
    }
}
