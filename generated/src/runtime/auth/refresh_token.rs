//! In: client id, client secret and refresh token. Out: access tokens, each fetched once for all who wait for it and
//! renewed shortly before it expires.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::{Auth, AuthContext, BoxFuture, Token};
use crate::runtime::data_center::DataCenter;
use crate::runtime::error::{AuthError, AuthErrorKind, Error};
use crate::runtime::response::RawResponse;

/// How long before its end a token is renewed.
const MARGIN: Duration = Duration::from_secs(300);
/// How long a token is good for where the answer does not say.
const LIFETIME: Duration = Duration::from_secs(3600);
/// No answer is believed that promises more.
const LONGEST: u64 = 24 * 3600;

/// Access tokens by way of a refresh token.
///
/// However many requests run at the same time, one of them fetches the token and the others wait for it; where fetching
/// fails, those who waited fail with it.
pub struct RefreshToken {
    client_id: String,
    client_secret: SecretString,
    refresh_token: SecretString,
    state: Mutex<State>,
    /// Held by the one that fetches.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    token: Option<(Token, Instant)>,
    /// How many fetches have come to an end.
    fetches: u64,
    failure: Option<AuthError>,
}

impl RefreshToken {
    /// Uses this refresh token of this client.
    pub fn new(
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            refresh_token: refresh_token.into(),
            state: Mutex::default(),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self) -> Option<Token> {
        let state = self.state();
        let (token, renew_at) = state.token.as_ref()?;
        (Instant::now() < *renew_at).then(|| token.clone())
    }

    async fn get(&self, context: AuthContext<'_>) -> Result<Token, Error> {
        let seen = self.state().fetches;
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        let _turn = self.turn.lock().await;
        if let Some(token) = self.fresh() {
            return Ok(token);
        }
        if let Some(failure) = self.failed_since(seen) {
            return Err(failure.into());
        }
        let result = self.fetch(context).await;
        self.settle(&result);
        result.map(|(token, _)| token)
    }

    fn failed_since(&self, seen: u64) -> Option<AuthError> {
        let state = self.state();
        (state.fetches != seen).then(|| state.failure.clone()).flatten()
    }

    fn settle(&self, result: &Result<(Token, Duration), Error>) {
        let mut state = self.state();
        state.fetches += 1;
        state.failure = None;
        match result {
            Ok((token, lifetime)) => {
                let margin = MARGIN.min(*lifetime / 2);
                state.token = Some((token.clone(), Instant::now() + *lifetime - margin));
            }
            Err(Error::Auth(failure)) => state.failure = Some(failure.clone()),
            Err(error) => state.failure = Some(AuthError::new(AuthErrorKind::Unavailable, error.to_string())),
        }
    }

    async fn fetch(&self, context: AuthContext<'_>) -> Result<(Token, Duration), Error> {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.expose_secret()),
            ("refresh_token", self.refresh_token.expose_secret()),
        ];
        let raw = context.post_form("/oauth/v2/token", &fields).await?;
        Ok(read(&raw)?)
    }
}

/// Reads the answer of the accounts server, which reports errors with HTTP 200 too.
fn read(raw: &RawResponse) -> Result<(Token, Duration), AuthError> {
    let unavailable = |what: &str| AuthError::new(AuthErrorKind::Unavailable, format!("{what} (HTTP {})", raw.status));
    if raw.status == 429 {
        return Err(AuthError::new(AuthErrorKind::TooManyRefreshes, "HTTP 429"));
    }
    let body: Value = serde_json::from_slice(&raw.body).map_err(|_| unavailable("the answer is not JSON"))?;
    let text = |key: &str| body.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    if let Some(error) = text("error") {
        return Err(refused(error, text("error_description")));
    }
    let secret = text("access_token").ok_or_else(|| unavailable("the answer has no access token"))?;
    let known = text("api_domain").and_then(DataCenter::from_api_domain);
    Ok((Token::new(secret).for_data_center(known), lifetime(body.get("expires_in"))))
}

fn refused(error: &str, description: Option<&str>) -> AuthError {
    let message: String = description.map_or_else(|| error.to_owned(), |text| format!("{error}: {text}"));
    let too_many = message.to_ascii_lowercase().contains("too many");
    let kind = if too_many { AuthErrorKind::TooManyRefreshes } else { AuthErrorKind::Refused };
    AuthError::new(kind, message.chars().take(200).collect::<String>())
}

fn lifetime(expires_in: Option<&Value>) -> Duration {
    let seconds = match expires_in {
        Some(Value::Number(seconds)) => seconds.as_u64(),
        Some(Value::String(seconds)) => seconds.parse().ok(),
        _ => None,
    };
    seconds.map_or(LIFETIME, |seconds| Duration::from_secs(seconds.min(LONGEST)))
}

impl Auth for RefreshToken {
    fn token<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(self.get(context))
    }

    fn rejected(&self, token: &Token) -> bool {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|(known, _)| known.is(token)) {
            state.token = None;
        }
        true
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshToken").finish_non_exhaustive()
    }
}
