//! In: a request to the token endpoint. Out: a token, or the reason why there is none, which comes with HTTP 200.

use serde_json::json;

use super::fault::Fault;
use super::form;
use super::problem::Problem;
use super::received::Received;
use super::reply::Reply;
use super::state::Tokens;
use super::{answer, file};

/// Where the accounts server answers.
pub(super) const PATH: &str = "/oauth/v2/token";

/// Answers a request for a token.
pub(super) fn reply(tokens: &mut Tokens, fault: Option<&Fault>, received: &Received) -> Reply {
    match fault {
        None => granted(tokens, received),
        Some(Fault::Unauthorized) => refused("invalid_code"),
        Some(Fault::PerMinute | Fault::PerDay | Fault::Concurrency) => Reply::json(
            400,
            &json!({"error": "Access Denied", "error_description": "There were too many requests for tokens."}),
        ),
        Some(fault) => {
            let usual = || Ok(granted(tokens, received));
            let broken: Result<Reply, Problem> = answer::faulty(fault, usual);
            broken.unwrap_or_else(|problem| {
                Reply::new(problem.status, file::media("html"), file::content(file::media("html")))
            })
        }
    }
}

fn refused(error: &str) -> Reply {
    Reply::json(200, &json!({ "error": error }))
}

fn granted(tokens: &mut Tokens, received: &Received) -> Reply {
    let mut fields = received.query.clone();
    let parts = form::parts(received).unwrap_or_default();
    fields.extend(parts.into_iter().map(|part| (part.name, String::from_utf8_lossy(&part.bytes).into_owned())));
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let whole = ["client_id", "client_secret"].iter().all(|name| field(name).is_some_and(|value| !value.is_empty()));
    if received.method != "POST" || !whole {
        return refused("invalid_client");
    }
    let refresh = match field("grant_type") {
        Some("refresh_token") if field("refresh_token").is_some_and(|token| tokens.refreshes(token)) => None,
        Some("authorization_code") if field("code").is_some_and(|code| tokens.use_code(code)) => {
            Some(tokens.new_refresh_token())
        }
        Some("refresh_token" | "authorization_code") => return refused("invalid_code"),
        _ => return refused("unsupported_grant_type"),
    };
    let mut body = json!({
        "access_token": tokens.new_access_token(),
        "token_type": "Bearer",
        "expires_in": tokens.lifetime.as_secs(),
    });
    if let (Some(refresh), Some(keys)) = (refresh, body.as_object_mut()) {
        keys.insert("refresh_token".to_owned(), json!(refresh));
    }
    Reply::json(200, &body)
}
