//! What is sent again and what is not, and how long that takes. The clock is Tokio's and stands still but for waits.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::{builder, client, code, done, in_turn};
use crate::runtime::sample::CreatePayment;
use crate::runtime::server::{Reply, Request, Server};
use crate::{AccessToken, Client, Error, Limits, RetryPolicy, TimeoutKind, dec};

fn unavailable() -> Reply {
    Reply::new(503, "text/html", "<html>later</html>")
}

fn body() -> CreatePayment {
    CreatePayment::new("1", dec!(1), vec![])
}

#[tokio::test(start_paused = true)]
async fn reading_is_tried_again() {
    let (builder, server) = builder(in_turn(vec![unavailable, || code(500, 1000), done])).await;
    let client = builder.build().unwrap();
    let raw = client.sample().get("1").send_raw().await.unwrap();
    assert_eq!((raw.status, raw.tries()), (200, 3));
    let seen = server.seen();
    let waits: Vec<_> = seen.windows(2).map(|pair| (pair[1].at - pair[0].at).as_millis()).collect();
    assert!((300..=610).contains(&waits[0]) && (600..=1210).contains(&waits[1]), "{waits:?}");
}

#[tokio::test(start_paused = true)]
async fn in_the_end_the_failure_stands() {
    let (builder, server) = builder(|_| unavailable()).await;
    let client = builder.build().unwrap();
    let error = client.sample().get("1").send().await.unwrap_err();
    assert!(matches!(&error, Error::UnexpectedBody { status: 503, .. }) && error.is_retryable(), "{error}");
    assert_eq!(server.count(), 4);
    let policy = RetryPolicy::default().tries(2).delays(Duration::from_secs(5), Duration::from_secs(5));
    let begin = Instant::now();
    client.sample().get("1").retry(policy).send().await.unwrap_err();
    assert_eq!(server.count(), 6);
    assert!((5..=10).contains(&begin.elapsed().as_secs()));
    client.sample().get("1").retry(RetryPolicy::none()).send().await.unwrap_err();
    assert_eq!(server.count(), 7);
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_request_are_not_tried_again() {
    for (status, number) in [(400, 4), (404, 5), (404, 1002), (400, 1038), (200, 4), (501, 7)] {
        let (builder, server) = builder(move |_| code(status, number)).await;
        let client = builder.build().unwrap();
        assert!(matches!(client.sample().get("1").send().await, Err(Error::Api { .. })));
        assert_eq!(server.count(), 1, "{status} {number}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_can_be_done_twice_is_done_twice() {
    let (builder, server) = builder(in_turn(vec![unavailable, done, unavailable])).await;
    let client = builder.build().unwrap();
    client.sample().update_by_custom_field("cf_a", "1").send().await.unwrap();
    assert_eq!((server.count(), server.seen()[1].method.as_str()), (2, "PUT"));

    let upsert = client.sample().update_by_custom_field("cf_a", "1").x_upsert(true);
    let error = upsert.clone().send().await.unwrap_err();
    assert!(error.may_have_taken_effect());
    assert_eq!(server.count(), 3);

    client.sample().create(&body()).send().await.unwrap_err();
    assert_eq!(server.count(), 4);
    client.request("PATCH", "/a").send().await.unwrap_err();
    assert_eq!(server.count(), 5);

    client.sample().create(&body()).retry_unsafe().send().await.unwrap_err();
    assert_eq!(server.count(), 9);
    upsert.retry_unsafe().send().await.unwrap_err();
    assert_eq!(server.count(), 13);
    client.request("POST", "/a").retry_unsafe().send().await.unwrap_err();
    assert_eq!(server.count(), 17);
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_try_deleted_is_deleted() {
    fn gone() -> Reply {
        code(404, 1002)
    }
    let (client, _server) = client(in_turn(vec![unavailable, gone])).await;
    let policy = RetryPolicy::default();
    let full = client.sample().delete("1").retry(policy.clone()).send_full().await.unwrap();
    assert_eq!((full.status, full.code), (404, Some(1002)));

    let (builder, _server) = builder(in_turn(vec![unavailable, gone])).await;
    let client = builder.build().unwrap();
    client.request("DELETE", "/a").send().await.unwrap();
    assert!(client.sample().delete("1").send().await.unwrap_err().is_not_found(), "it was not there before");

    // The first try was refused, and has deleted nothing.
    let (builder, _server) = super::builder(in_turn(vec![|| code(429, 1070), gone])).await;
    assert!(builder.build().unwrap().sample().delete("1").send().await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn the_service_says_how_long_to_wait() {
    let later = || unavailable().header("Retry-After", "20");
    let (builder, server) = builder(in_turn(vec![later, done, later])).await;
    let client = builder.build().unwrap();
    client.sample().get("1").send().await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[1].at - seen[0].at).as_secs(), 20);

    let begin = Instant::now();
    let error = client.sample().get("1").timeout(Duration::from_secs(19)).send().await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedBody { status: 503, .. }), "{error}");
    assert_eq!((server.count(), begin.elapsed().as_secs()), (3, 0), "there is no use in waiting");
}

#[tokio::test(start_paused = true)]
async fn one_deadline_for_all_tries_and_waits() {
    let (builder, server) = builder(|_| unavailable().after(Duration::from_secs(4))).await;
    let client = builder.timeout(Duration::from_secs(10)).build().unwrap();
    let begin = Instant::now();
    let error = client.sample().get("1").retry(RetryPolicy::default().tries(100)).send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { kind: TimeoutKind::Deadline, sent: true, .. }), "{error}");
    assert_eq!((server.count(), begin.elapsed().as_secs()), (3, 10));

    let begin = Instant::now();
    client.sample().get("1").timeout(Duration::from_secs(2)).send().await.unwrap_err();
    assert_eq!(begin.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn one_deadline_for_all_pages_where_the_request_sets_it() {
    let page = |request: &Request| {
        let page: u64 = request.query("page").unwrap().parse().unwrap();
        let items = json!([{"payment_id": 2 * page}, {"payment_id": 2 * page + 1}]);
        let body = json!({"code": 0, "message": "", "payments": items, "page_context": {"has_more_page": true}});
        Reply::json(200, body.to_string()).after(Duration::from_secs(4))
    };
    let (builder, server) = builder(page).await;
    let client = builder.timeout(Duration::from_secs(5)).build().unwrap();
    let list = client.sample().list().per_page(2).timeout(Duration::from_secs(10));
    let mut stream = list.stream();
    tokio::time::sleep(Duration::from_secs(60)).await;
    let begin = Instant::now();
    let error = loop {
        if let Err(error) = stream.next().await.unwrap() {
            break error;
        }
    };
    assert!(matches!(error, Error::Timeout { .. }), "{error}");
    assert_eq!((begin.elapsed().as_secs(), server.count()), (10, 3));
}

#[tokio::test]
async fn what_never_left_is_sent_again_whatever_it_is() {
    let address = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().to_string()
    };
    let url = format!("http://{address}");
    let client = Client::builder().base_url(&url).accounts_url(&url).auth(AccessToken::new("t")).organization("1");
    let client = client.limits(Limits::none()).build().unwrap();
    let call = tokio::spawn(client.sample().create(&body()).send());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let server = Server::start_at(&address, |_| done()).await;
    call.await.unwrap().unwrap();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn where_nothing_listens() {
    let url = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let client = Client::builder().base_url(&url).accounts_url(&url).auth(AccessToken::new("t")).build().unwrap();
    let error = client.sample().delete("1").retry(RetryPolicy::none()).send().await.unwrap_err();
    assert!(matches!(error, Error::Transport { sent: false, .. }), "{error}");
    assert!(!error.may_have_taken_effect() && error.is_retryable());
    assert!(std::error::Error::source(&error).is_some());
    assert!(!format!("{error:?} {error}").contains("payments/1"));
}
