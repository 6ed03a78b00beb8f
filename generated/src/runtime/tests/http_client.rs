//! HTTP clients that callers bring along.

use std::time::Duration;

use serde_json::json;

use super::{builder, done};
use crate::runtime::sample::CreatePayment;
use crate::runtime::server::{Reply, Server};
use crate::{AccessToken, Client, Error, RefreshToken, RetryPolicy, Upload, dec};

fn plain() -> reqwest::ClientBuilder {
    // The test server needs no certificates, and the machine may have none.
    crate::runtime::tls::configure(reqwest::Client::builder(), false).unwrap().no_proxy()
}

#[tokio::test]
async fn it_sends_what_the_own_one_sends() {
    let (builder, server) = builder(|_| done()).await;
    let client = builder.http_client(plain().user_agent("mine").build().unwrap()).build().unwrap();
    client.sample().get("1").send().await.unwrap();
    client.sample().create(&CreatePayment::new("1", dec!(1), vec![])).send().await.unwrap();
    client.sample().add_attachment("1", Upload::bytes("a.txt", vec![b'x'; 200_000])).send().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].header("authorization"), Some("Zoho-oauthtoken 1000.secret"));
    assert_eq!(seen[0].header("user-agent"), Some("mine"));
    assert_eq!(seen[1].header("content-length"), Some(seen[1].body.len().to_string().as_str()));
    assert!(seen[2].body.len() > 200_000 && seen[2].header("transfer-encoding").is_none());
}

#[tokio::test(start_paused = true)]
async fn limits_of_time_and_size_hold() {
    let (builder, _server) = builder(|request| match request.path() {
        "/slow" => done().after(Duration::from_secs(1000)),
        _ => Reply::json(200, vec![b' '; 5000]),
    })
    .await;
    let http = plain().build().unwrap();
    let client = builder.http_client(http).max_response_bytes(4000).read_timeout(Duration::from_secs(10));
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    assert!(matches!(client.request("GET", "/slow").send().await, Err(Error::Timeout { .. })));
    assert!(matches!(client.request("GET", "/long").send().await, Err(Error::TooLarge { limit: 4000, .. })));
}

/// A server that sends everyone to another one, and that one.
async fn redirecting(status: u16) -> (Client, Server, Server) {
    let there = Server::start(|_| {
        Reply::json(200, json!({"code": 0, "payment": {}, "access_token": "t", "expires_in": 3600}).to_string())
    })
    .await;
    let to = there.url.clone();
    let here = Server::start(move |request| {
        let own = request.path() == "/here/again";
        let target = if own { "/elsewhere".to_owned() } else { format!("{to}{}", request.target) };
        Reply::json(status, "").header("Location", &target)
    })
    .await;
    let client = Client::builder().base_url(&here.url).accounts_url(&here.url).organization("1");
    let client = client.auth(AccessToken::new("1000.hidden")).retry(RetryPolicy::none());
    (client.http_client(plain().build().unwrap()).build().unwrap(), here, there)
}

#[tokio::test]
async fn a_redirect_takes_no_token_and_no_body_along_and_gives_no_answer() {
    for status in [301, 302, 303, 307, 308] {
        let (client, here, there) = redirecting(status).await;
        let errors = [
            client.sample().get("1").send().await.unwrap_err(),
            client.sample().create(&CreatePayment::new("hidden", dec!(1), vec![])).send().await.unwrap_err(),
            client.sample().add_attachment("1", Upload::bytes("a.txt", "hidden")).send().await.unwrap_err(),
            client.sample().delete("1").send().await.unwrap_err(),
            client.request("GET", "/here/again").send().await.unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, Error::UnexpectedBody { .. }), "{status}: {error}");
        }
        assert!(here.count() >= 5);
        for request in there.seen() {
            let shown = format!("{request:?} {}", request.text());
            assert!(request.header("authorization").is_none() && request.body.is_empty(), "{status}: {shown}");
            assert!(!shown.contains("hidden"), "{status}: {shown}");
        }
    }
}

#[tokio::test]
async fn a_redirect_takes_no_secret_of_a_token_request_along() {
    for status in [301, 302, 303, 307, 308] {
        let (_, here, there) = redirecting(status).await;
        let auth = RefreshToken::new("id", "1000.hidden-secret", "1000.hidden-refresh");
        let client = Client::builder().base_url(&here.url).accounts_url(&here.url).organization("1").auth(auth);
        let client = client.retry(RetryPolicy::none()).http_client(plain().build().unwrap()).build().unwrap();
        let error = client.sample().get("1").send().await.unwrap_err();
        assert!(matches!(error, Error::Auth(_)), "{status}: {error}");
        for request in there.seen() {
            assert!(!format!("{request:?} {}", request.text()).contains("hidden"), "{status}: {request:?}");
        }
    }
}

#[tokio::test]
async fn the_own_client_follows_no_redirect() {
    let (_, here, there) = redirecting(302).await;
    let client =
        Client::builder().base_url(&here.url).accounts_url(&here.url).auth(AccessToken::new("t")).build().unwrap();
    let error = client.request("GET", "/a").send().await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedBody { status: 302, .. }), "{error}");
    assert_eq!((here.count(), there.count()), (1, 0));
}
