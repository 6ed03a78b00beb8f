//! In: an answer as it came, or why none did. Out: an [`Outcome`]: what it means for the request, whoever sent it.

use std::time::Duration;

use super::wait_for;
use crate::runtime::envelope;
use crate::runtime::error::{AuthErrorKind, Error, RateLimit, TimeoutKind, is_passing};
use crate::runtime::response::RawResponse;

/// What became of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Trying again would change nothing: a success, or an error of the request.
    Final,
    /// The service refused for a limit that passes. It has not carried out the request.
    Limited { limit: RateLimit, wait: Option<Duration> },
    /// The service refused the token. It has not carried out the request.
    Unauthorized { code: Option<i64> },
    /// A failure that may pass. `reached`: the service may have carried out the request.
    Failed { reached: bool, wait: Option<Duration> },
    /// The thing does not exist (code 1002).
    Gone,
}

/// What the code and the status of an answer say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Limit(RateLimit),
    Token,
    Other,
}

/// Codes go before statuses: limits and refused tokens are recognised under any status.
pub(crate) fn kind(status: u16, code: Option<i64>) -> Kind {
    match (code.and_then(RateLimit::from_code), code, status) {
        (Some(limit), ..) => Kind::Limit(limit),
        (None, _, 429) => Kind::Limit(RateLimit::Other),
        (None, Some(14 | 57), _) | (None, _, 401) => Kind::Token,
        _ => Kind::Other,
    }
}

/// An answer. `envelope`: the operation answers with code and message.
pub(crate) fn answer(raw: &RawResponse, envelope: bool) -> Outcome {
    let code = envelope::failure(raw, envelope);
    if code.is_none() && raw.is_success() {
        return Outcome::Final;
    }
    match kind(raw.status, code) {
        Kind::Limit(RateLimit::PerDay) => Outcome::Final,
        Kind::Limit(limit) => Outcome::Limited { limit, wait: wait_for(raw, Some(limit)) },
        Kind::Token => Outcome::Unauthorized { code },
        Kind::Other if code == Some(1002) => Outcome::Gone,
        Kind::Other if is_passing(raw.status, code) => Outcome::Failed { reached: true, wait: wait_for(raw, None) },
        Kind::Other => Outcome::Final,
    }
}

/// An error that came instead of an answer.
pub(crate) fn error(error: &Error) -> Outcome {
    match error {
        Error::Transport { sent, .. } => Outcome::Failed { reached: *sent, wait: None },
        Error::Timeout { kind: TimeoutKind::Deadline, .. } => Outcome::Final,
        Error::Timeout { sent, .. } => Outcome::Failed { reached: *sent, wait: None },
        Error::Auth(auth) if auth.kind == AuthErrorKind::Unavailable => Outcome::Failed { reached: false, wait: None },
        _ => Outcome::Final,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: u16, body: &str) -> Outcome {
        answer(&RawResponse::new(status, Default::default(), body.to_owned().into()), true)
    }

    #[test]
    fn answers() {
        let failed = Outcome::Failed { reached: true, wait: None };
        let limited = |limit| Outcome::Limited { limit, wait: None };
        for (status, body, expected) in [
            (200, r#"{"code":0,"message":""}"#, Outcome::Final),
            (204, "", Outcome::Final),
            (200, "%PDF", Outcome::Final),
            (200, r#"{"code":4,"message":""}"#, Outcome::Final),
            (400, r#"{"code":4,"message":""}"#, Outcome::Final),
            (404, "<html>", Outcome::Final),
            (301, "", Outcome::Final),
            (404, r#"{"code":1002,"message":""}"#, Outcome::Gone),
            (400, r#"{"code":1002,"message":""}"#, Outcome::Gone),
            (429, r#"{"code":44,"message":""}"#, limited(RateLimit::PerMinute)),
            (200, r#"{"code":44,"message":""}"#, limited(RateLimit::PerMinute)),
            (400, r#"{"message":"", "code":"1070"}"#, limited(RateLimit::Concurrency)),
            (429, r#"{"code":1070,"message":""}"#, limited(RateLimit::Concurrency)),
            (429, r#"{"code":45,"message":""}"#, Outcome::Final),
            (429, "<html>", limited(RateLimit::Other)),
            (401, r#"{"code":57,"message":""}"#, Outcome::Unauthorized { code: Some(57) }),
            (200, r#"{"code":14,"message":""}"#, Outcome::Unauthorized { code: Some(14) }),
            (401, "", Outcome::Unauthorized { code: None }),
            (500, "", failed.clone()),
            (502, "<html>", failed.clone()),
            (500, r#"{"code":4,"message":""}"#, failed.clone()),
            (400, r#"{"code":1000,"message":""}"#, failed.clone()),
            (408, "", failed.clone()),
            (501, "", Outcome::Final),
        ] {
            assert_eq!(outcome(status, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_code_in_a_body_without_envelope_is_data() {
        let answer =
            |body: &str| super::answer(&RawResponse::new(200, Default::default(), body.to_owned().into()), false);
        assert_eq!(answer(r#"{"code":44}"#), Outcome::Final);
        assert!(matches!(answer(r#"{"code":44,"message":"slow"}"#), Outcome::Limited { .. }));
    }
}
