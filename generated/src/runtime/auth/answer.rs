//! In: an answer of the token endpoint, which reports errors with HTTP 200 too. Out: a [`Grant`], or why there is none.

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::Grant;
use crate::runtime::data_center::DataCenter;
use crate::runtime::error::redact::redact;
use crate::runtime::error::{AuthError, AuthErrorKind};
use crate::runtime::response::RawResponse;

/// Where tokens are asked for.
pub(super) const PATH: &str = "/oauth/v2/token";

/// How long a token is good for where the answer does not say.
const LIFETIME: Duration = Duration::from_secs(3600);
/// Longer lifetimes than a day are milliseconds: the older form of the answer.
const LONGEST: u64 = 24 * 3600;
/// So much of a message is kept.
const MESSAGE: usize = 200;

/// Reads an answer to what was asked at that time. `sent`: what must not be shown, should the server echo it.
pub(super) fn read(raw: &RawResponse, asked: SystemTime, sent: &[&SecretString]) -> Result<Grant, AuthError> {
    let unavailable = |what: &str| AuthError::new(AuthErrorKind::Unavailable, format!("{what} (HTTP {})", raw.status));
    if raw.status == 429 {
        return Err(AuthError::new(
            AuthErrorKind::TooManyRefreshes,
            "the accounts server asks to slow down (HTTP 429)",
        ));
    }
    let body: Value = serde_json::from_slice(&raw.body).map_err(|_| unavailable("the answer is not JSON"))?;
    let text = |key: &str| body.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    if let Some(error) = text("error") {
        return Err(refused(raw.status, error, text("error_description"), sent));
    }
    if !raw.is_success() {
        return Err(unavailable("the accounts server failed"));
    }
    let access_token = text("access_token").ok_or_else(|| unavailable("the answer has no access token"))?;
    Ok(Grant {
        access_token: access_token.into(),
        refresh_token: text("refresh_token").map(SecretString::from),
        expires_at: asked + lifetime(&body),
        data_center: text("api_domain").and_then(DataCenter::from_api_domain),
        scope: text("scope").map(str::to_owned),
    })
}

fn refused(status: u16, error: &str, description: Option<&str>, sent: &[&SecretString]) -> AuthError {
    let mut message: String = description.map_or_else(|| error.to_owned(), |text| format!("{error}: {text}"));
    sent.iter().for_each(|secret| redact(&mut message, secret.expose_secret()));
    let mut message: String = message.chars().take(MESSAGE).collect();
    let too_many = message.to_ascii_lowercase().contains("too many");
    let kind = match (too_many, status) {
        (true, _) => AuthErrorKind::TooManyRefreshes,
        (false, 500..) => AuthErrorKind::Unavailable,
        (false, _) => AuthErrorKind::Refused,
    };
    if matches!(error, "invalid_code" | "invalid_client") {
        message.push_str("; is it the right data centre?");
    }
    AuthError::new(kind, message)
}

/// `expires_in` in seconds, unless `expires_in_sec` stands beside it.
fn lifetime(body: &Value) -> Duration {
    let number = |key: &str| match body.get(key)? {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_u64(),
    };
    let seconds = number("expires_in_sec").or_else(|| {
        let given = number("expires_in")?;
        Some(if given > LONGEST { given / 1000 } else { given })
    });
    seconds.map_or(LIFETIME, |seconds| Duration::from_secs(seconds.min(LONGEST)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(status: u16, body: &str) -> Result<Grant, AuthError> {
        let secret = SecretString::from("1000.client-secret");
        read(&RawResponse::new(status, Default::default(), body.to_owned().into()), SystemTime::now(), &[&secret])
    }

    #[test]
    fn lifetimes() {
        for (body, seconds) in [
            (json!({"expires_in": 3600}), 3600),
            (json!({"expires_in": "1800"}), 1800),
            (json!({"expires_in": 3_600_000, "expires_in_sec": 3600}), 3600),
            (json!({"expires_in": 3_600_000}), 3600),
            (json!({"expires_in": 0}), 0),
            (json!({"expires_in": -1}), 3600),
            (json!({"expires_in": u64::MAX}), 24 * 3600),
            (json!({}), 3600),
        ] {
            assert_eq!(lifetime(&body).as_secs(), seconds, "{body}");
        }
    }

    #[test]
    fn only_known_hosts_are_believed() {
        for (domain, expected) in [
            ("https://www.zohoapis.eu", Some(DataCenter::Eu)),
            ("https://www.zohoapis.ca/", Some(DataCenter::Ca)),
            ("https://www.zohoapis.eu.evil.example", None),
            ("http://www.zohoapis.eu", None),
        ] {
            let body = json!({"access_token": "t", "api_domain": domain}).to_string();
            assert_eq!(answer(200, &body).unwrap().data_center, expected, "{domain}");
        }
    }

    #[test]
    fn errors_are_recognised_whatever_the_status() {
        for (status, body, kind) in [
            (200, r#"{"error":"invalid_code"}"#, AuthErrorKind::Refused),
            (400, r#"{"error":"invalid_client"}"#, AuthErrorKind::Refused),
            (401, r#"{"error":"access_denied"}"#, AuthErrorKind::Refused),
            (
                200,
                r#"{"error":"Access Denied","error_description":"You have made too many requests"}"#,
                AuthErrorKind::TooManyRefreshes,
            ),
            (429, "slow down", AuthErrorKind::TooManyRefreshes),
            (500, r#"{"error":"general_error"}"#, AuthErrorKind::Unavailable),
            (502, "<html>", AuthErrorKind::Unavailable),
            (503, r#"{"access_token":"t"}"#, AuthErrorKind::Unavailable),
            (200, "", AuthErrorKind::Unavailable),
            (200, "<html>", AuthErrorKind::Unavailable),
            (200, "{}", AuthErrorKind::Unavailable),
            (200, "[]", AuthErrorKind::Unavailable),
            (200, r#"{"access_token":7}"#, AuthErrorKind::Unavailable),
        ] {
            assert_eq!(answer(status, body).unwrap_err().kind, kind, "{status} {body}");
        }
    }

    #[test]
    fn an_echo_shows_no_secret() {
        let body = r#"{"error":"invalid_client","error_description":"no client 1000.client-secret"}"#;
        let shown = format!("{:?}", answer(200, body).unwrap_err());
        assert!(!shown.contains("1000.client"), "{shown}");
    }
}
