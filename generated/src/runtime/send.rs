//! In: a call. Out: the answer as it came.
//!
//! Compiled once for all operations. A token that the service refuses is renewed and tried once more, where it can be.

use reqwest::header::HeaderValue;
use reqwest::{Request, Url};
use secrecy::ExposeSecret;

use super::auth::{AuthContext, Token};
use super::call::Call;
use super::client::Inner;
use super::error::{AuthError, AuthErrorKind, Error};
use super::log;
use super::prepare::{Prepared, prepare};
use super::response::RawResponse;

/// Sends a call.
pub(crate) async fn execute(call: Call) -> Result<RawResponse, Error> {
    let prepared = prepare(&call)?;
    let operation = call.operation();
    let inner = &*call.client.inner;
    let timer = log::Timer::start();
    let result = with_token(inner, &prepared, &operation).await;
    timer.stop(&operation, &result);
    result
}

async fn with_token(inner: &Inner, prepared: &Prepared, operation: &str) -> Result<RawResponse, Error> {
    let token = token(inner).await?;
    let raw = inner.http.exchange(request(inner, prepared, &token)?, operation).await?;
    if raw.status != 401 || !inner.auth.rejected(&token) {
        return Ok(raw);
    }
    let token = self::token(inner).await?;
    inner.http.exchange(request(inner, prepared, &token)?, operation).await
}

async fn token(inner: &Inner) -> Result<Token, Error> {
    inner.auth.token(AuthContext::new(&inner.http, &inner.accounts_url)).await
}

fn request(inner: &Inner, prepared: &Prepared, token: &Token) -> Result<Request, Error> {
    let base = inner.base_url(token);
    let url = Url::parse(&format!("{base}{}", prepared.path)).map_err(|_| Error::invalid("path", "not a path"))?;
    let mut request = Request::new(prepared.method.clone(), url);
    *request.headers_mut() = prepared.headers.clone();
    request.headers_mut().insert("authorization", authorization(token)?);
    if let Some(body) = &prepared.body {
        *request.body_mut() = Some(body.clone().into());
    }
    Ok(request)
}

fn authorization(token: &Token) -> Result<HeaderValue, Error> {
    let text = format!("Zoho-oauthtoken {}", token.secret().expose_secret());
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| AuthError::new(AuthErrorKind::Missing, "the token has characters that no token has"))?;
    value.set_sensitive(true);
    Ok(value)
}
