//! Tokens from an OAuth server that nobody here wrote, for an API that verifies their signatures and their ends.
//!
//! In: `tests/services/oauth.mjs`, run by Node. Out: consent, code exchange, stores and renewal by the public API of the
//! crate. The tests are left out of a plain `cargo test`; CONTRIBUTING.md says how to run them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use zoho_finance::{
    AuthErrorKind, AuthorizationCode, Client, ConsentUrl, Error, Grant, Limits, MemoryStore, RefreshToken, RetryPolicy,
    Scopes, TokenStore,
};

use crate::support::folders;

const REDIRECT: &str = "https://example.com/callback?from=test";

/// The running servers; they end with the value.
struct Services {
    node: Child,
    accounts: String,
    api: String,
}

impl Services {
    /// Starts them with tokens that live for so many seconds.
    fn start(seconds: u32) -> Self {
        let mut node = Command::new("node")
            .arg(folders::root().join("tests/services/oauth.mjs"))
            .env("TOKEN_SECONDS", seconds.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node is installed");
        let mut line = String::new();
        BufReader::new(node.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let urls: Value = serde_json::from_str(&line).expect("`npm ci --prefix tests/services` has been run");
        let url = |name: &str| urls[name].as_str().unwrap().to_owned();
        Self { node, accounts: url("accounts"), api: url("api") }
    }

    fn builder(&self) -> zoho_finance::ClientBuilder {
        Client::builder().base_url(&self.api).accounts_url(&self.accounts).limits(Limits::none())
    }

    /// Follows the consent URL as a browser would, and gives back what the redirect carries.
    fn consent(&self) -> Vec<(String, String)> {
        let scopes = Scopes::from(["ZohoBooks.invoices.READ", "ZohoBooks.contacts.ALL"]);
        let url = ConsentUrl::new("id", REDIRECT, scopes).accounts_url(&self.accounts).state("st&te").to_string();
        let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let location = answer.lines().find_map(|line| line.strip_prefix("Location: ")).unwrap();
        let (target, query) = location.split_once('?').unwrap();
        assert_eq!(target, "https://example.com/callback");
        query.split('&').filter_map(|pair| pair.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
    }

    async fn grant(&self) -> Grant {
        let query = self.consent();
        let value = |name: &str| query.iter().find(|(known, _)| known == name).unwrap().1.clone();
        assert_eq!(value("state"), "st%26te");
        let code = AuthorizationCode::new("id", "secret", value("code")).redirect_uri(REDIRECT);
        code.exchange(&self.builder().build().unwrap()).await.unwrap()
    }

    /// How many requests the API took and refused.
    async fn counts(&self, client: &Client) -> (u64, u64) {
        let counts = client.request("GET", "/counts").send().await.unwrap();
        (counts["taken"].as_u64().unwrap(), counts["refused"].as_u64().unwrap())
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}

#[tokio::test]
#[ignore = "needs Node"]
async fn consent_code_refresh() {
    let services = Services::start(3600);
    let grant = services.grant().await;
    assert!(grant.refresh_token.is_some());
    let store = MemoryStore::new();
    store.save(&grant).await.unwrap();

    // With the access token of the grant, and with one of its refresh token.
    let client = services.builder().auth(RefreshToken::stored("id", "secret", store.clone())).build().unwrap();
    client.request("GET", "/books/v3/organizations").send().await.unwrap();
    let auth = RefreshToken::new("id", "secret", grant.refresh_token.unwrap());
    let client = services.builder().auth(auth).build().unwrap();
    let calls: Vec<_> =
        (0..50).map(|_| tokio::spawn(client.request("GET", "/books/v3/organizations").send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(services.counts(&client).await, (51, 0));
}

#[tokio::test]
#[ignore = "needs Node"]
async fn tokens_are_renewed_before_they_end() {
    let services = Services::start(4);
    let client = services.builder().auth(RefreshToken::new("id", "secret", "refresh")).build().unwrap();
    let begin = Instant::now();
    let mut calls = 0;
    while begin.elapsed() < Duration::from_secs(7) {
        client.request("GET", "/books/v3/organizations").send().await.unwrap();
        calls += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(services.counts(&client).await, (calls, 0));
}

#[tokio::test]
#[ignore = "needs Node"]
async fn a_token_of_another_server_is_renewed_once() {
    let (services, other) = (Services::start(3600), Services::start(3600));
    let foreign = other.grant().await;
    let store = MemoryStore::new();
    store.save(&foreign).await.unwrap();
    let client = services.builder().auth(RefreshToken::stored("id", "secret", store)).build().unwrap();
    client.request("POST", "/books/v3/organizations").send().await.unwrap();
    assert_eq!(services.counts(&client).await, (1, 1));

    let token = zoho_finance::AccessToken::new(foreign.access_token);
    let client = services.builder().auth(token).retry(RetryPolicy::none()).build().unwrap();
    let error = client.request("GET", "/books/v3/organizations").send().await.unwrap_err();
    assert!(matches!(&error, Error::Auth(error) if error.kind == AuthErrorKind::TokenOrScope), "{error}");
}
