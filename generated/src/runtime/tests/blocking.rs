//! Waiting without `async`: from one thread, from many, and where it is refused.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::uploads::{Scratch, noise};
use super::{builder, code, done};
use crate::blocking::{Reader, Wait, Writer};
use crate::runtime::server::{Reply, Request, Server};
use crate::{
    AuthorizationCode, Client, ClientBuilder, Error, FileStore, Limits, RefreshToken, RetryPolicy, TokenStore, Upload,
};

/// A server on a thread of its own.
fn serving(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> (ClientBuilder, Server) {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            sender.send(builder(answer).await).ok().unwrap();
            std::future::pending::<()>().await;
        });
    });
    receiver.recv().unwrap()
}

#[test]
fn whatever_is_awaited_can_be_waited_for() {
    let (builder, server) = serving(|_| done());
    let client = builder.build().unwrap();
    client.sample().get("1").wait().unwrap();
    client.sample().get("1").send().wait().unwrap();
    assert_eq!(client.sample().get("1").send_full().wait().unwrap().code, Some(0));
    assert_eq!(client.sample().get("1").send_raw().wait().unwrap().status, 200);
    client.request("GET", "/a").send().wait().unwrap();
    assert!(client.sample().list().wait().unwrap().items.is_empty());
    assert_eq!(server.count(), 6);
    assert!(matches!(client.sample().get("").wait(), Err(Error::InvalidInput { .. })));
}

#[test]
fn failures_retries_and_time_limits_are_the_same() {
    let (builder, server) = serving(|request| match request.path() {
        "/sample/v1/payments/1" => code(503, 1000),
        _ => done().after(Duration::from_secs(5)),
    });
    let policy = RetryPolicy::default().delays(Duration::from_millis(1), Duration::from_millis(1));
    let client = builder.retry(policy).build().unwrap();
    assert!(matches!(client.sample().get("1").wait(), Err(Error::Api { code: 1000, .. })));
    assert_eq!(server.count(), 4);
    let late = client.sample().get("2").timeout(Duration::from_millis(100)).wait();
    assert!(matches!(late, Err(Error::Timeout { .. })));
}

#[test]
fn pages_are_an_iterator() {
    let (builder, server) = serving(|request| {
        let page: u64 = request.query("page").unwrap().parse().unwrap();
        if page == 3 {
            return code(400, 7);
        }
        let items = [json!({"payment_id": 2 * page}), json!({"payment_id": 2 * page + 1})];
        let context = json!({"has_more_page": true});
        Reply::json(200, json!({"code": 0, "message": "", "payments": items, "page_context": context}).to_string())
    });
    let client = builder.build().unwrap();
    let mut items = client.sample().list().per_page(2).stream().blocking();
    for id in ["2", "3", "4", "5"] {
        assert_eq!(items.next().unwrap().unwrap().payment_id.unwrap(), id);
    }
    assert!(items.next().unwrap().is_err());
    assert!(items.next().is_none() && items.next().is_none());
    assert_eq!(server.count(), 3);
    items.resume();
    assert!(items.next().unwrap().is_err() && items.page_context().unwrap().has_more() == Some(true));
    assert_eq!(client.sample().list().per_page(2).stream().blocking().take(3).count(), 3);
    let mut pages = client.sample().list().per_page(2).pages().blocking();
    let sizes: Vec<usize> = pages.by_ref().map_while(Result::ok).map(|page| page.items.len()).collect();
    assert_eq!((sizes, server.count()), (vec![2, 2], 9));
    assert!(pages.next().is_none());
    pages.resume();
    assert!(pages.next().unwrap().is_err());
}

#[test]
fn many_threads_at_once() {
    let (builder, server) = serving(|_| done().after(Duration::from_millis(20)));
    let client = builder.limits(Limits::none().concurrent(4)).build().unwrap();
    thread::scope(|scope| {
        for number in 0..40_u32 {
            let client = &client;
            scope.spawn(move || client.sample().get(number).wait().unwrap());
        }
    });
    assert_eq!((server.count(), server.most_open()), (40, 4));
}

#[test]
fn files_both_ways() {
    let bytes = noise(500_000);
    let expected = bytes.clone();
    let (builder, server) = serving(move |request| match request.method.as_str() {
        "POST" => Reply::json(200, r#"{"code":0,"message":""}"#),
        _ => Reply::new(200, "application/pdf", bytes.clone()),
    });
    let client = builder.build().unwrap();
    let scratch = Scratch::new("blocking", &expected);
    let uploads = [
        Upload::path(scratch.file()).wait().unwrap(),
        Upload::reader("a", Reader::new(std::io::Cursor::new(expected.clone()))),
        Upload::reader("a", Reader::new(std::fs::File::open(scratch.file()).unwrap())),
    ];
    for upload in uploads {
        client.sample().add_attachment("1", upload).wait().unwrap();
        let request = server.seen().pop().unwrap();
        assert!(request.body.windows(expected.len()).any(|window| window == expected));
    }
    let mut bytes = Vec::new();
    client.sample().pdf("1").send_to(&mut Writer::new(&mut bytes)).wait().unwrap();
    assert!(bytes == expected);
    client.sample().pdf("1").download_to(scratch.file()).wait().unwrap();
    let file = client.sample().pdf("1").wait().unwrap();
    file.save(scratch.file()).wait().unwrap();
    let mut stream = client.sample().pdf("1").send_stream().wait().unwrap();
    let mut count = 0;
    while let Some(chunk) = stream.chunk().wait().unwrap() {
        count += chunk.len();
    }
    assert_eq!(count, expected.len());
}

#[test]
fn a_reader_that_fails_is_an_error() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("broken"))
        }
    }
    let (builder, _server) = serving(|_| done());
    let client = builder.build().unwrap();
    let upload = Upload::reader("a", Reader::new(Failing));
    assert!(matches!(client.sample().add_attachment("1", upload).wait(), Err(Error::Io { path: None, .. })));
}

#[test]
fn tokens_and_stores() {
    let (builder, server) = serving(|request| match request.path() {
        "/oauth/v2/token" => Reply::json(
            200,
            r#"{"access_token":"1000.a","refresh_token":"1000.r","expires_in":3600,"token_type":"Bearer"}"#,
        ),
        _ => done(),
    });
    let scratch = Scratch::folder("tokens");
    let store = FileStore::new(scratch.file());
    let client = builder.auth(RefreshToken::stored("id", "secret", store.clone())).build().unwrap();
    let grant = AuthorizationCode::new("id", "secret", "code").exchange(&client).wait().unwrap();
    store.save(&grant).wait().unwrap();
    client.sample().get("1").wait().unwrap();
    assert_eq!(server.seen().pop().unwrap().header("authorization"), Some("Zoho-oauthtoken 1000.a"));
}

#[test]
fn asynchronous_code_is_not_held_up() {
    let (builder, server) = serving(|_| done());
    let client = builder.build().unwrap();
    let refused = |client: &Client| {
        let error = client.sample().get("1").wait().unwrap_err();
        assert!(matches!(&error, Error::InvalidInput { name, .. } if name == "wait"), "{error}");
        let mut items = client.sample().list().stream().blocking();
        assert!(items.next().unwrap().is_err() && items.next().is_none());
    };
    let single = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    single.block_on(async { refused(&client) });
    let many = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    many.block_on(async {
        let client = client.clone();
        tokio::spawn(async move { refused(&client) }).await.unwrap();
    });
    assert_eq!(server.count(), 0);
    // The same client serves both, one after the other.
    single.block_on(client.sample().get("1").send()).unwrap();
    client.sample().get("1").wait().unwrap();
    drop((single, many));
    client.sample().get("1").wait().unwrap();
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn what_was_used_before_can_be_dropped_in_asynchronous_code() {
    let (client, items) = thread::spawn(|| {
        let (builder, _server) = serving(|_| done());
        let client = builder.build().unwrap();
        client.sample().get("1").wait().unwrap();
        let items = client.sample().list().stream().blocking();
        (client, items)
    })
    .join()
    .unwrap();
    drop(items);
    drop(client);
}
