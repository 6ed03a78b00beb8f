//! No secret is shown, wherever one looks.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use serde_json::json;

#[cfg(feature = "tracing")]
use std::{sync::atomic::Ordering::SeqCst, time::Duration};
#[cfg(feature = "tracing")]
use {
    super::code,
    crate::runtime::sample::CreatePayment,
    crate::{Upload, dec},
};

use super::{builder, done};
use crate::runtime::server::Reply;
use crate::{AccessToken, AuthorizationCode, Client, ConsentUrl, Error, Grant, MemoryStore, RefreshToken, TokenStore};

#[tokio::test]
async fn secrets_are_not_shown() {
    let auth = RefreshToken::new("id", "hidden-secret", "hidden-refresh");
    let token = AccessToken::new("hidden-token");
    let code = AuthorizationCode::new("id", "hidden-secret", "hidden-code");
    let grant = Grant::from_json(r#"{"access_token":"hidden-token","refresh_token":"hidden-refresh"}"#).unwrap();
    let store = MemoryStore::new();
    store.save(&grant).await.unwrap();
    let url = ConsentUrl::new("id", "https://example.com", ["A.b.READ"]);
    let builder = Client::builder().auth(AccessToken::new("hidden-token")).organization("1");
    let mut shown = format!("{auth:?} {token:?} {code:?} {grant:?} {store:?} {url:?} {builder:?}");
    let client = builder.build().unwrap();
    let request = client.sample().list().header("X-Key", "hidden-header").customer_name_contains("hidden-name");
    write!(shown, "{client:?} {request:?} {:?}", request.clone().send()).unwrap();
    write!(shown, "{:?} {:?}", client.inner.auth_context, crate::Token::new("hidden-token")).unwrap();
    assert!(!shown.contains("hidden"), "{shown}");
}

/// All that an error says, its causes included.
fn all(error: &Error) -> String {
    let mut shown = format!("{error:?} {error} {error:#?}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        write!(shown, " {error:?} {error}").unwrap();
        cause = error.source();
    }
    shown
}

#[tokio::test]
async fn a_server_that_echoes_gives_no_secret_away() {
    for shape in 0..6 {
        let (builder, _server) = builder(move |request| {
            let token = request.header("authorization").unwrap();
            match shape {
                0 => Reply::new(502, "text/html", format!("<html>you sent {token}</html>")),
                1 => Reply::new(502, "text/html", format!("<html>{}{token}</html>", "x".repeat(80))),
                2 => Reply::json(400, json!({"code": 4, "message": format!("what is {token}?")}).to_string()),
                3 => Reply::json(429, json!({"code": 45, "message": token}).to_string()),
                4 => Reply::json(401, json!({"code": 57, "message": token}).to_string()),
                _ => {
                    let long = format!("{}{token}", "y".repeat(20));
                    Reply::json(200, json!({"code": 0, "message": "", "payment": {"count": long}}).to_string())
                }
            }
        })
        .await;
        let token = "1000.hidden0123456789hidden0123456789hidden0123456789hidden0123456789";
        let builder = builder.auth(AccessToken::new(token)).retry(crate::RetryPolicy::none());
        let error = builder.build().unwrap().sample().get("1").send().await.unwrap_err();
        let shown = all(&error);
        assert!(!shown.contains("1000.hid"), "{shape}: {shown}");
    }
}

#[tokio::test]
async fn a_token_that_no_header_can_hold_is_not_shown() {
    let (builder, _server) = builder(|_| done()).await;
    let client = builder.auth(AccessToken::new("hidden\n1234")).build().unwrap();
    let shown = all(&client.sample().get("1").send().await.unwrap_err());
    assert!(!shown.contains("hidden"), "{shown}");
}

/// Keeps everything that is logged, at every level, by every library.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

impl tracing::field::Visit for Everything {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        write!(self.0.lock().unwrap(), " {field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Everything {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        write!(self.0.lock().unwrap(), "\nspan {}", span.metadata().name()).unwrap();
        span.record(&mut self.clone());
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        write!(self.0.lock().unwrap(), "\n{}", event.metadata().target()).unwrap();
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        write!(self.0.lock().unwrap(), "\n{} {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn no_log_at_any_level_has_a_secret() {
    let everything = Everything::default();
    log::set_max_level(log::LevelFilter::Trace);
    log::set_boxed_logger(Box::new(everything.clone())).unwrap();
    let _guard = tracing::subscriber::set_default(everything.clone());

    let (builder, server) = builder(|request| match request.path() {
        "/oauth/v2/token" => Reply::json(200, r#"{"access_token":"1000.hidden-token","expires_in":3600}"#),
        "/sample/v1/payments/1" => done(),
        _ => Reply::json(401, r#"{"code":57,"message":"no"}"#),
    })
    .await;
    let auth = RefreshToken::new("id", "1000.hidden-secret", "1000.hidden-refresh").store(MemoryStore::new());
    let client = builder.auth(auth).build().unwrap();
    client.sample().get("1").send().await.unwrap();
    client.sample().get("2").send().await.unwrap_err();
    client.sample().list().customer_name_contains("hidden-name").send().await.unwrap_err();
    let exchange = AuthorizationCode::new("id", "1000.hidden-secret", "1000.hidden-code");
    exchange.exchange(&client).await.unwrap();
    assert!(server.count() > 5);

    let shown = everything.0.lock().unwrap().clone();
    assert!(shown.contains("reqwest") || shown.contains("hyper"), "something was logged: {shown}");
    #[cfg(feature = "tracing")]
    assert!(shown.contains("get_payment"), "{shown}");
    assert!(!shown.contains("hidden"), "{shown}");
}

#[cfg(feature = "tracing")]
#[tokio::test]
async fn spans_and_events_have_names_and_numbers_and_no_values() {
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    let failures = std::sync::atomic::AtomicU32::new(1);
    let (builder, _server) = builder(move |request| match request.path() {
        "/oauth/v2/token" => Reply::json(200, r#"{"access_token":"1000.hidden-token","expires_in":3600}"#),
        path if path.ends_with("/pdf") => Reply::new(200, "application/pdf", "hidden-content"),
        path if path.ends_with("-odd") => Reply::new(502, "text/html", "<html>hidden-page</html>"),
        path if path.ends_with("-no") => Reply::json(200, r#"{"code":4,"message":"hidden-message"}"#),
        _ if failures.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok() => code(500, 1000),
        _ => done().header("X-Answer", "hidden-answer"),
    })
    .await;
    let auth = RefreshToken::new("hidden-id", "1000.hidden-secret", "1000.hidden-refresh");
    let retry = crate::RetryPolicy::default().delays(Duration::ZERO, Duration::ZERO);
    let client = builder.auth(auth).organization("hidden-organization").retry(retry).build().unwrap();
    let payments = client.sample();
    let list = payments.list().customer_name_contains("hidden-name").header("X-Own", "hidden-header");
    list.stream().collect_all().await.unwrap();
    payments.get("hidden-id").send().await.unwrap();
    let body = CreatePayment::new("hidden-customer", dec!(1), vec![]).reference_number("hidden-reference");
    payments.create(&body).send().await.unwrap();
    payments.add_attachment("hidden-id", Upload::bytes("hidden-file.txt", "hidden-content")).send().await.unwrap();
    payments.pdf("hidden-id").send().await.unwrap();
    payments.get("hidden-no").send().await.unwrap_err();
    payments.get("hidden-odd").send().await.unwrap_err();
    payments.get("").send().await.unwrap_err();
    client.request("GET", "/books/v3/hidden-path/{id}").path("id", "hidden-id").send().await.unwrap();

    let shown = everything.0.lock().unwrap().clone();
    assert!(!shown.contains("hidden"), "{shown}");
    for part in [
        "span request otel.kind=\"client\"",
        "otel.name=\"GET /sample/v1/payments/{payment_id}\"",
        "operation=\"create_payment\"",
        "operation=\"by_hand\"",
        "product=\"sample\"",
        "http.request.method=\"POST\"",
        "url.template=\"/sample/v1/payments\"",
        "server.address=\"127.0.0.1\"",
        "server.port=",
        "http.response.status_code=502",
        "error.type=\"502\"",
        "error.type=\"api\"",
        "error.type=\"invalid_input\"",
        "http.request.resend_count=1",
        "code=4",
        "message=waits and tries again",
        "message=the access token was renewed",
        "message=tried",
        "message=answered",
        "message=failed",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}
