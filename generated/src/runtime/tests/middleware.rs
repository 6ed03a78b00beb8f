//! Hooks around every try.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use super::{builder, code, done, in_turn};
use crate::runtime::sample::CreatePayment;
use crate::runtime::server::{Fault, Reply};
use crate::{
    Attempt, Attempted, BoxError, BoxFuture, ClientBuilder, Error, Limits, Middleware, RefreshToken, RetryPolicy, dec,
};

/// Writes down what it sees.
#[derive(Clone)]
struct Notes {
    name: &'static str,
    lines: Arc<Mutex<Vec<String>>>,
    refuses: Option<u32>,
}

impl Notes {
    fn new(name: &'static str) -> Self {
        Self { name, lines: Arc::default(), refuses: None }
    }

    fn and(&self, name: &'static str) -> Self {
        Self { name, ..self.clone() }
    }

    fn refusing(self, number: u32) -> Self {
        Self { refuses: Some(number), ..self }
    }

    fn note(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }

    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }
}

impl Middleware for Notes {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            self.note(format!("{} before {} {}", self.name, attempt.operation(), attempt.number()));
            if self.refuses == Some(attempt.number()) {
                return Err("not now".into());
            }
            attempt.set_header(&format!("X-{}", self.name), &attempt.number().to_string())?;
            Ok(())
        })
    }

    fn after<'a>(&'a self, attempt: &'a Attempt, result: &'a Attempted<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async {
            tokio::task::yield_now().await;
            let what = match (result.status(), result.error()) {
                (Some(status), None) => format!("{status} {:?}", result.code()),
                (None, Some(error)) => error.kind().to_owned(),
                other => panic!("{other:?}"),
            };
            self.note(format!("{} after {} {what}", self.name, attempt.number()));
        })
    }
}

fn quick(builder: ClientBuilder) -> ClientBuilder {
    builder.retry(RetryPolicy::default().delays(Duration::ZERO, Duration::ZERO))
}

#[tokio::test]
async fn several_in_order_around_every_try() {
    let replies = vec![|| code(500, 1000), || done().fault(Fault::ResetBefore), done];
    let (builder, server) = builder(in_turn(replies)).await;
    let (one, two) = (Notes::new("one"), Notes::new("two"));
    let two = Notes { lines: Arc::clone(&one.lines), ..two };
    let client = quick(builder).middleware(one.clone()).middleware(Arc::new(two)).build().unwrap();
    client.sample().get("1").send().await.unwrap();
    let mut expected = Vec::new();
    for (number, what) in [(1, "500 Some(1000)"), (2, "transport"), (3, "200 None")] {
        expected.extend(["one", "two"].map(|name| format!("{name} before get_payment {number}")));
        expected.extend(["two", "one"].map(|name| format!("{name} after {number} {what}")));
    }
    assert_eq!(one.lines(), expected);
    let seen = server.seen();
    assert_eq!((seen[2].header("x-one"), seen[2].header("x-two")), (Some("3"), Some("3")));
    assert_eq!(seen[2].header("authorization"), Some("Zoho-oauthtoken 1000.secret"));
}

#[tokio::test]
async fn a_refusal_ends_the_request_before_it_is_sent() {
    let (builder, server) = builder(|_| done()).await;
    let notes = Notes::new("a");
    let client = quick(builder).middleware(notes.clone()).middleware(notes.and("b").refusing(1));
    let client = client.middleware(notes.and("c")).build().unwrap();
    let error = client.sample().get("1").send().await.unwrap_err();
    assert!(matches!(&error, Error::Refused { operation, .. } if operation == "get_payment"), "{error:?}");
    assert_eq!(error.to_string(), "get_payment: refused before it was sent: not now");
    assert!(!error.is_retryable() && !error.may_have_taken_effect() && std::error::Error::source(&error).is_some());
    assert_eq!(notes.lines(), ["a before get_payment 1", "b before get_payment 1", "a after 1 refused"]);
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_refusal_of_a_later_try_says_that_an_earlier_one_was_sent() {
    let (builder, server) = builder(|_| code(500, 1000)).await;
    let client = quick(builder).middleware(Notes::new("a").refusing(2)).build().unwrap();
    let error = client.sample().delete("1").send().await.unwrap_err();
    assert!(error.may_have_taken_effect() && error.kind() == "refused", "{error:?}");
    assert_eq!(server.count(), 1);
}

/// A refused try takes nothing from the allowance.
#[tokio::test(start_paused = true)]
async fn what_is_refused_does_not_count() {
    struct Never;
    impl Middleware for Never {
        fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
            let sent = attempt.headers().contains_key("x-send");
            Box::pin(async move { if sent { Ok(()) } else { Err("no".into()) } })
        }
    }
    let (builder, server) = builder(|_| done()).await;
    let client = builder.limits(Limits::default().per_minute(1).concurrent(1)).middleware(Never).build().unwrap();
    let begin = Instant::now();
    for _ in 0..5 {
        client.sample().get("1").send().await.unwrap_err();
    }
    client.sample().get("1").header("X-Send", "1").send().await.unwrap();
    assert_eq!((server.count(), begin.elapsed().as_secs()), (1, 0));
}

/// Shows everything it can get at.
struct Nosy(Arc<Mutex<String>>);

impl Middleware for Nosy {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            for name in ["Authorization", "authorization", "Host", "Cookie\r\nX: 1"] {
                assert!(matches!(attempt.set_header(name, "mine"), Err(Error::InvalidInput { .. })), "{name}");
            }
            let (method, url, headers) = (attempt.method(), attempt.url(), attempt.headers());
            let organization = attempt.organization();
            let product = attempt.product();
            let template = attempt.path_template();
            let shown = format!("{attempt:?} {method} {url} {headers:?} {organization:?} {product:?} {template}\n");
            self.0.lock().unwrap().push_str(&shown);
            Ok(())
        })
    }

    fn after<'a>(&'a self, attempt: &'a Attempt, result: &'a Attempted<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let shown = format!("{attempt:?} {result:?} {:?} {:?}\n", result.headers(), result.error());
            self.0.lock().unwrap().push_str(&shown);
        })
    }
}

#[tokio::test]
async fn it_sees_the_request_and_no_secret() {
    let (builder, _server) = builder(|request| match request.path() {
        "/oauth/v2/token" => Reply::json(200, r#"{"access_token":"1000.hidden-token","expires_in":3600}"#),
        "/sample/v1/payments/7" => done(),
        _ => code(401, 57),
    })
    .await;
    let shown = Arc::new(Mutex::new(String::new()));
    let auth = RefreshToken::new("id", "1000.hidden-secret", "1000.hidden-refresh");
    let client = quick(builder).auth(auth).middleware(Nosy(Arc::clone(&shown))).build().unwrap();
    client.sample().get("7").query("a", "b c").header("X-Own", "1").send().await.unwrap();
    client.sample().create(&CreatePayment::new("1", dec!(1), vec![])).send().await.unwrap_err();
    client.request("GET", "/x/{id}").path("id", "1").send().await.unwrap_err();
    let shown = shown.lock().unwrap().clone();
    assert!(!shown.contains("hidden") && !shown.to_lowercase().contains("authorization"), "{shown}");
    assert!(!shown.contains("/oauth/"), "{shown}");
    for part in [
        "/sample/v1/payments/7?organization_id=10234695&a=b%20c",
        "/sample/v1/payments/{payment_id}",
        "\"x-own\": \"1\"",
        "Some(\"sample\")",
        "Id(\"10234695\")",
        "operation: \"GET /x/{id}\"",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn time_limits_hold_and_times_are_measured() {
    struct Slow(Mutex<Vec<Duration>>, Duration);
    impl Middleware for Slow {
        fn before<'a>(&'a self, _: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
            Box::pin(async {
                tokio::time::sleep(self.1).await;
                Ok(())
            })
        }

        fn after<'a>(&'a self, _: &'a Attempt, result: &'a Attempted<'a>) -> BoxFuture<'a, ()> {
            self.0.lock().unwrap().push(result.duration());
            Box::pin(tokio::time::sleep(self.1))
        }
    }
    let (builder, server) = builder(|_| done().after(Duration::from_secs(3))).await;
    let slow = Arc::new(Slow(Mutex::default(), Duration::from_secs(2)));
    let client = builder.middleware(Arc::clone(&slow)).build().unwrap();
    let begin = Instant::now();
    client.sample().get("1").send().await.unwrap();
    assert_eq!(begin.elapsed().as_secs(), 7);
    assert_eq!(slow.0.lock().unwrap().iter().map(Duration::as_secs).collect::<Vec<_>>(), [3]);
    // What comes in time counts, whatever is done with it afterwards.
    client.sample().get("1").timeout(Duration::from_secs(6)).send().await.unwrap();
    assert_eq!(begin.elapsed().as_secs(), 13);
    let error = client.sample().get("1").timeout(Duration::from_secs(1)).send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { sent: false, .. }), "{error:?}");
    assert_eq!((begin.elapsed().as_secs(), server.count()), (14, 2));
}
