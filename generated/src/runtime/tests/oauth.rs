//! Tokens: fetched once for all, renewed in time, kept, refused. The clock is Tokio's and stands still but for waits.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::json;
use tokio::time::Instant;

use super::{builder, client_saying, code, done};
use crate::runtime::server::{Reply, Request, Server};
use crate::{
    AccessToken, AuthErrorKind, AuthorizationCode, Client, ClientBuilder, Error, FileStore, Grant, MemoryStore,
    RefreshToken, RetryPolicy, TokenStore,
};

/// An accounts server with an API behind it, which takes the tokens that the accounts server gave and that still live.
struct Service {
    lifetime: u64,
    /// How long the accounts server takes, in seconds.
    slow: AtomicU64,
    /// Whether the accounts server fails.
    down: AtomicUsize,
    asked: AtomicUsize,
    refused: AtomicUsize,
    alive: Mutex<HashMap<String, Instant>>,
}

impl Service {
    fn new(lifetime: u64) -> Arc<Self> {
        Arc::new(Self {
            lifetime,
            slow: AtomicU64::new(0),
            down: AtomicUsize::new(0),
            asked: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            alive: Mutex::default(),
        })
    }

    async fn start(self: &Arc<Self>) -> (ClientBuilder, Server) {
        let service = Arc::clone(self);
        let (builder, server) = builder(move |request| service.answer(request)).await;
        (builder.auth(RefreshToken::new("id", "s&cret", "1000.refresh")), server)
    }

    fn answer(&self, request: &Request) -> Reply {
        if request.path() == "/oauth/v2/token" {
            let slow = Duration::from_secs(self.slow.load(Ordering::SeqCst));
            return self.token().after(slow);
        }
        let token = request.header("authorization").unwrap().strip_prefix("Zoho-oauthtoken ").unwrap();
        match self.alive.lock().unwrap().get(token) {
            Some(until) if Instant::now() < *until => done(),
            _ => {
                self.refused.fetch_add(1, Ordering::SeqCst);
                code(401, 57)
            }
        }
    }

    fn token(&self) -> Reply {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        if self.down.load(Ordering::SeqCst) > 0 {
            self.down.fetch_sub(1, Ordering::SeqCst);
            return Reply::new(503, "text/html", "<html>");
        }
        let token = format!("1000.token{number}");
        self.alive.lock().unwrap().insert(token.clone(), Instant::now() + Duration::from_secs(self.lifetime));
        let body = json!({
            "access_token": token, "expires_in": self.lifetime, "api_domain": "https://evil.example", "token_type": "Bearer",
        });
        Reply::json(200, body.to_string())
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn refused(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }

    /// All tokens so far are dead.
    fn revoke(&self) {
        self.alive.lock().unwrap().clear();
    }
}

async fn get(client: &Client) -> Result<(), Error> {
    client.sample().get("1").send().await.map(drop)
}

fn kind(error: &Error) -> AuthErrorKind {
    match error {
        Error::Auth(error) => error.kind,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn one_fetch_for_fifty_callers() {
    let service = Service::new(3600);
    service.slow.store(1, Ordering::SeqCst);
    let (builder, server) = service.start().await;
    let client = builder.build().unwrap();
    let calls: Vec<_> = (0..50).map(|number: u32| tokio::spawn(client.sample().delete(number).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((service.asked(), server.count()), (1, 51));
    assert_eq!(
        server.seen()[0].text(),
        "grant_type=refresh_token&client_id=id&client_secret=s%26cret&refresh_token=1000.refresh"
    );
}

#[tokio::test(start_paused = true)]
async fn a_fetch_survives_the_caller_that_began_it() {
    let service = Service::new(3600);
    service.slow.store(2, Ordering::SeqCst);
    let (builder, _server) = service.start().await;
    let client = builder.build().unwrap();
    let first = tokio::spawn(client.sample().get("1").send());
    tokio::time::sleep(Duration::from_secs(1)).await;
    let second = tokio::spawn(client.sample().get("2").send());
    tokio::task::yield_now().await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(service.asked(), 1);

    // Nobody waits for a while.
    service.revoke();
    let third = tokio::time::timeout(Duration::from_secs(1), client.sample().get("3").send()).await;
    assert!(third.is_err());
    tokio::time::sleep(Duration::from_secs(5)).await;
    get(&client).await.unwrap();
    assert_eq!(service.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_shortly_before_its_end() {
    let service = Service::new(3600);
    let (builder, _server) = service.start().await;
    let client = builder.build().unwrap();
    for (wait, asked) in [(0, 1), (3299, 1), (2, 2), (3000, 2), (4000, 3)] {
        tokio::time::sleep(Duration::from_secs(wait)).await;
        get(&client).await.unwrap();
        assert_eq!(service.asked(), asked);
    }
    assert_eq!(service.refused(), 0);
}

#[tokio::test(start_paused = true)]
async fn no_token_is_used_beyond_its_end() {
    let service = Service::new(120);
    let (builder, _server) = service.start().await;
    let client = builder.build().unwrap();
    for _ in 0..400 {
        get(&client).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!((service.refused(), service.asked()), (0, 7));
}

#[tokio::test(start_paused = true)]
async fn who_need_not_wait_for_a_renewal_does_not() {
    let service = Service::new(3600);
    let (builder, _server) = service.start().await;
    let client = builder.build().unwrap();
    get(&client).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3400)).await;
    service.slow.store(20, Ordering::SeqCst);
    let renewing = tokio::spawn(client.sample().get("1").send());
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begin = Instant::now();
    get(&client).await.unwrap();
    assert_eq!((begin.elapsed().as_secs(), service.asked()), (0, 2));
    renewing.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_fails_is_no_error_while_the_token_is_good() {
    let service = Service::new(3600);
    let (builder, _server) = service.start().await;
    let client = builder.build().unwrap();
    get(&client).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3400)).await;
    service.down.store(1000, Ordering::SeqCst);
    for _ in 0..20 {
        get(&client).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(service.asked(), 2, "one try in half a minute");
    tokio::time::sleep(Duration::from_secs(200)).await;
    assert_eq!(kind(&get(&client).await.unwrap_err()), AuthErrorKind::Unavailable);
}

#[tokio::test(start_paused = true)]
async fn an_accounts_server_that_fails_is_asked_again() {
    let service = Service::new(3600);
    service.down.store(2, Ordering::SeqCst);
    let (builder, server) = service.start().await;
    let client = builder.build().unwrap();
    client.sample().email_many(["1"]).send().await.unwrap();
    assert_eq!((service.asked(), server.count()), (3, 4));
}

#[tokio::test(start_paused = true)]
async fn not_more_than_ten_in_ten_minutes() {
    let service = Service::new(0);
    let (builder, server) = service.start().await;
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    for _ in 0..10 {
        let _ = get(&client).await;
    }
    let (asked, count) = (service.asked(), server.count());
    assert_eq!(asked, 10);
    let error = get(&client).await.unwrap_err();
    assert_eq!(kind(&error), AuthErrorKind::TooManyRefreshes);
    assert!(error.to_string().starts_with("get_payment: too many access tokens asked for: "), "{error}");
    assert_eq!((service.asked(), server.count()), (asked, count));
    tokio::time::sleep(Duration::from_secs(600)).await;
    let _ = get(&client).await;
    assert_eq!(service.asked(), asked + 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_refresh_fails_those_who_wait() {
    let (builder, server) =
        builder(|_| Reply::json(200, r#"{"error":"invalid_code"}"#).after(Duration::from_secs(1))).await;
    let client = builder.auth(RefreshToken::new("id", "secret", "refresh")).build().unwrap();
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(client.sample().delete("1").send())).collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(kind(&error), AuthErrorKind::Refused);
        assert!(error.to_string().contains("invalid_code") && !error.is_retryable());
    }
    assert_eq!(kind(&get(&client).await.unwrap_err()), AuthErrorKind::Refused);
    assert_eq!(server.count(), 1);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(kind(&get(&client).await.unwrap_err()), AuthErrorKind::Refused);
    assert_eq!(server.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_dead_token_is_renewed_once_for_all() {
    let service = Service::new(3600);
    let (builder, _server) = service.start().await;
    let client = builder.build().unwrap();
    get(&client).await.unwrap();
    for round in 1..4 {
        service.revoke();
        let calls: Vec<_> = (0..20).map(|_| tokio::spawn(client.sample().email_many(["1"]).send())).collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!(service.asked(), 1 + round);
    }
}

/// An API that takes tokens for some methods only.
async fn lacking(method: &'static str, status: u16, number: i64) -> (Client, Server) {
    let asked = AtomicUsize::new(0);
    let (builder, server) = builder(move |request| match request.path() {
        "/oauth/v2/token" => {
            let token = format!("1000.token{}", asked.fetch_add(1, Ordering::SeqCst));
            Reply::json(200, json!({"access_token": token, "expires_in": 3600}).to_string())
        }
        _ if request.method == method => code(status, number),
        _ => done(),
    })
    .await;
    (builder.auth(RefreshToken::new("id", "secret", "refresh")).build().unwrap(), server)
}

fn asked(server: &Server) -> usize {
    server.seen().iter().filter(|request| request.path() == "/oauth/v2/token").count()
}

#[tokio::test(start_paused = true)]
async fn a_missing_scope_costs_one_token_and_says_so() {
    let (client, server) = lacking("GET", 401, 57).await;
    let error = get(&client).await.unwrap_err();
    let Error::Auth(auth) = &error else { panic!("{error}") };
    assert_eq!((auth.kind, auth.code), (AuthErrorKind::ScopeMissing, Some(57)));
    assert_eq!(auth.scopes, ["Sample.payments.GET"]);
    assert_eq!(
        error.to_string(),
        "get_payment: the access token lacks a scope, or its user a permission: no (code 57); it asks for \
         Sample.payments.GET"
    );
    assert_eq!((asked(&server), server.count()), (2, 4));

    // The same scope again, by another operation too: nothing new is asked for, and the error is the same.
    for _ in 0..5 {
        assert_eq!(kind(&get(&client).await.unwrap_err()), AuthErrorKind::ScopeMissing);
        assert_eq!(kind(&client.sample().list().send().await.unwrap_err()), AuthErrorKind::ScopeMissing);
    }
    client.sample().delete("1").send().await.unwrap();
    assert_eq!(asked(&server), 2);
    tokio::time::sleep(Duration::from_secs(3000)).await;
    get(&client).await.unwrap_err();
    assert_eq!(asked(&server), 2);
}

#[tokio::test(start_paused = true)]
async fn many_missing_scopes_leave_tokens_for_the_others() {
    let (client, server) = lacking("GET", 401, 57).await;
    for number in 0..30 {
        let error = client.request("GET", format!("/a/v1/{number}/1")).send().await.unwrap_err();
        assert!(matches!(kind(&error), AuthErrorKind::ScopeMissing | AuthErrorKind::TokenOrScope));
    }
    assert_eq!(asked(&server), 7);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_never_taken_is_no_scope() {
    let (client, server) = lacking("GET", 401, 14).await;
    for _ in 0..5 {
        assert_eq!(kind(&get(&client).await.unwrap_err()), AuthErrorKind::TokenRejected);
    }
    assert_eq!((asked(&server), server.count()), (2, 2 + 6));
}

#[tokio::test]
async fn a_token_as_given_cannot_be_renewed() {
    for (number, expected) in [(57, AuthErrorKind::TokenOrScope), (14, AuthErrorKind::TokenRejected)] {
        let (client, server) = client_saying(401, json!({"code": number, "message": "no"})).await;
        assert_eq!(kind(&get(&client).await.unwrap_err()), expected);
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_is_shared() {
    let service = Service::new(3600);
    let store = MemoryStore::new();
    let (builder, server) = service.start().await;
    let auth = || RefreshToken::new("id", "s&cret", "1000.refresh").store(store.clone());
    let one = builder.auth(auth()).build().unwrap();
    let two = Client::builder().base_url(&server.url).accounts_url(&server.url).organization("1");
    let two = two.auth(auth()).build().unwrap();
    get(&one).await.unwrap();
    get(&two).await.unwrap();
    assert_eq!(service.asked(), 1);

    // A token that the service refused is not taken from the store again; one that another client put there is.
    service.revoke();
    get(&one).await.unwrap();
    get(&two).await.unwrap();
    assert_eq!(service.asked(), 2);

    // What belongs to another refresh token is passed over.
    let other = RefreshToken::new("id", "s&cret", "1000.other").store(store.clone());
    let three = Client::builder().base_url(&server.url).accounts_url(&server.url).organization("1");
    get(&three.auth(other).build().unwrap()).await.unwrap();
    assert_eq!(service.asked(), 3);
    let kept = store.load().await.unwrap().unwrap();
    assert_eq!(kept.refresh_token.unwrap().expose_secret(), "1000.other");
}

#[tokio::test(start_paused = true)]
async fn a_code_becomes_a_refresh_token_that_a_store_keeps() {
    let (builder, server) = builder(|request| match request.text() {
        text if text.contains("authorization_code") => {
            let body = json!({"access_token": "1000.first", "refresh_token": "1000.kept", "expires_in": 3600,
                "api_domain": "https://www.zohoapis.eu", "scope": "A.b.READ"});
            Reply::json(200, body.to_string())
        }
        text if text.contains("refresh_token=1000.kept") => {
            Reply::json(200, r#"{"access_token":"1000.second","expires_in":3600}"#)
        }
        _ => done(),
    })
    .await;
    let client = builder.build().unwrap();
    let exchange = AuthorizationCode::new("id", "s&cret", "1000.code").redirect_uri("https://example.com/x?y");
    let grant = exchange.exchange(&client).await.unwrap();
    assert_eq!(
        server.seen()[0].text(),
        "grant_type=authorization_code&client_id=id&client_secret=s%26cret&code=1000.code&redirect_uri=https%3A%2F%2F\
         example.com%2Fx%3Fy"
    );
    assert_eq!((grant.data_center, grant.scope.as_deref()), (Some(crate::DataCenter::Eu), Some("A.b.READ")));
    assert!(grant.refresh_token.is_some());

    let store = MemoryStore::new();
    let stored = |store: &MemoryStore| {
        let builder = Client::builder().base_url(&server.url).accounts_url(&server.url).organization("1");
        builder.auth(RefreshToken::stored("id", "s&cret", store.clone())).build().unwrap()
    };
    assert_eq!(kind(&get(&stored(&store)).await.unwrap_err()), AuthErrorKind::Missing);
    store.save(&grant).await.unwrap();
    get(&stored(&store)).await.unwrap();
    assert_eq!(server.seen().last().unwrap().header("authorization"), Some("Zoho-oauthtoken 1000.first"));

    let expired = Grant { expires_at: std::time::SystemTime::now(), ..grant };
    store.save(&expired).await.unwrap();
    get(&stored(&store)).await.unwrap();
    assert_eq!(server.seen().last().unwrap().header("authorization"), Some("Zoho-oauthtoken 1000.second"));
    let kept = store.load().await.unwrap().unwrap();
    assert_eq!(kept.refresh_token.unwrap().expose_secret(), "1000.kept");
}

#[tokio::test]
async fn a_code_that_is_refused() {
    let (client, _server) = client_saying(200, json!({"error": "invalid_code"})).await;
    let error = AuthorizationCode::new("id", "secret", "code").exchange(&client).await.unwrap_err();
    assert_eq!(kind(&error), AuthErrorKind::Refused);
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("zoho-finance-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[tokio::test]
async fn a_file_is_for_its_owner_only_and_replaced_in_one_step() {
    let folder = folder("store");
    let store = FileStore::new(folder.join("token"));
    assert!(store.load().await.unwrap().is_none());
    let grant = Grant::from_json(r#"{"access_token":"1000.a","refresh_token":"1000.r","expires_at":1}"#).unwrap();
    store.save(&grant).await.unwrap();
    store.save(&grant).await.unwrap();
    let kept = store.load().await.unwrap().unwrap();
    assert_eq!(kept.access_token.expose_secret(), "1000.a");
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["token"], "nothing is left beside it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(store.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
        store.save(&grant).await.unwrap();
        assert_eq!(std::fs::metadata(store.path()).unwrap().permissions().mode() & 0o777, 0o600);
    }
    std::fs::write(store.path(), "1000.not-json").unwrap();
    let error = store.load().await.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("1000."), "{error:?}");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(store.load().await, Err(Error::Io { .. })), "the folder is gone");
    assert!(matches!(store.save(&grant).await, Err(Error::Io { .. })));
}

#[tokio::test]
async fn writers_at_the_same_time_leave_one_whole_grant() {
    let folder = folder("race");
    let store = Arc::new(FileStore::new(folder.join("token")));
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let token = number.to_string().repeat(2000);
                let grant = Grant::from_json(&json!({"access_token": token}).to_string()).unwrap();
                store.save(&grant).await.unwrap();
                assert!(store.load().await.unwrap().is_some());
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_store_that_cannot_be_read_is_an_error_and_its_cause_is_kept() {
    let service = Service::new(3600);
    let (builder, server) = service.start().await;
    let auth = RefreshToken::new("id", "s&cret", "1000.refresh").store(FileStore::new("/no/such/folder/token"));
    let error = get(&builder.auth(auth).build().unwrap()).await.unwrap_err();
    assert_eq!(kind(&error), AuthErrorKind::Unavailable);
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.downcast_ref::<Error>().is_some_and(|cause| matches!(cause, Error::Io { .. })), "{cause:?}");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn where_the_api_is() {
    let token = crate::Token::new("t").for_data_center(Some(crate::DataCenter::In));
    let url = |builder: ClientBuilder| {
        let client = builder.auth(AccessToken::new("t")).build().unwrap();
        client.inner.url(&token, "/a?b=1").unwrap().to_string()
    };
    assert_eq!(url(Client::builder()), "https://www.zohoapis.in/a?b=1");
    assert_eq!(url(Client::builder().data_center(crate::DataCenter::Ca)), "https://www.zohoapis.ca/a?b=1");
    assert_eq!(url(Client::builder().base_url("http://localhost:1/")), "http://localhost:1/a?b=1");
}
