//! Lists that come page by page, from services of every kind.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::{builder, client, code};
use crate::runtime::sample::{Payment, PaymentMode};
use crate::runtime::server::{Reply, Request, Server};
use crate::{Client, Error, Items, dec};

fn numbers(from: u64, to: u64) -> Value {
    (from..to).map(|id| json!({"payment_id": id})).collect()
}

fn number(request: &Request, name: &str) -> u64 {
    request.query(name).unwrap().parse().unwrap()
}

fn page(items: Value, context: Value) -> Reply {
    Reply::json(200, json!({"code": 0, "message": "", "payments": items, "page_context": context}).to_string())
}

/// A page without a context.
fn bare(items: Value) -> Reply {
    Reply::json(200, json!({"code": 0, "message": "", "payments": items}).to_string())
}

/// The slice of a list of so many that a request asks for, and whether more follow.
fn slice(request: &Request, total: u64) -> (Value, bool) {
    let (page, size) = (number(request, "page"), number(request, "per_page"));
    let (from, to) = ((page - 1) * size, page * size);
    (numbers(from.min(total) + 1, to.min(total) + 1), to < total)
}

/// A service that keeps to the documents.
async fn service(total: u64) -> (Client, Server) {
    client(move |request| {
        let (items, more) = slice(request, total);
        let context = json!({
            "page": number(request, "page"), "per_page": number(request, "per_page"), "has_more_page": more,
        });
        page(items, context)
    })
    .await
}

async fn ids(mut stream: Items<Payment>) -> Vec<u64> {
    let mut ids = Vec::new();
    while let Some(item) = stream.next().await {
        ids.push(item.unwrap().payment_id.unwrap().as_str().parse().unwrap());
    }
    ids
}

fn asked(server: &Server) -> Vec<u64> {
    server.seen().iter().map(|request| number(request, "page")).collect()
}

#[tokio::test]
async fn one_page_and_its_context() {
    let (client, server) = service(5).await;
    let list = client.sample().list().customer_name_contains("Bow & man").filter_by("cash").amount_less_than(dec!(5));
    let page = list.page(1).per_page(2).send().await.unwrap();
    assert_eq!((page.items.len(), page.has_more(), page.per_page()), (2, Some(true), Some(2)));
    assert_eq!((page.page(), page.next_page(), page.total()), (Some(1), Some(2), None));
    assert_eq!((&page).into_iter().count(), 2);
    let seen = server.seen();
    assert_eq!(seen[0].query("customer_name_contains"), Some("Bow%20%26%20man"));
    assert_eq!((seen[0].query("filter_by"), seen[0].query("amount_less_than")), (Some("cash"), Some("5")));
}

#[tokio::test]
async fn all_pages_go_out_alike() {
    let (client, server) = service(5).await;
    let list = client.sample().list().filter_by(PaymentMode::Cash).per_page(2).header("X-Own", "1").organization("7");
    assert_eq!(ids(list.query("more", "a&b").stream()).await, [1, 2, 3, 4, 5]);
    assert_eq!(asked(&server), [1, 2, 3]);
    for request in &server.seen() {
        assert_eq!((request.query("filter_by"), request.query("per_page")), (Some("cash"), Some("2")));
        assert_eq!((request.query("organization_id"), request.header("x-own")), (Some("7"), Some("1")));
        assert_eq!(request.query("more"), Some("a%26b"));
        assert_eq!(request.header("authorization"), Some("Zoho-oauthtoken 1000.secret"));
    }
}

#[tokio::test]
async fn no_page_too_many_where_the_service_says_so() {
    for (total, expected) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3)] {
        let (client, server) = service(total).await;
        assert_eq!(ids(client.sample().list().per_page(2).stream()).await.len() as u64, total);
        assert_eq!(server.count(), expected, "{total}");
    }
}

#[tokio::test]
async fn without_a_word_a_full_page_means_ask_again() {
    for (total, expected) in [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3), (5, 3)] {
        for context in [None, Some(json!(null)), Some(json!([])), Some(json!({"sort_column": "date"}))] {
            let (client, server) = client(move |request| match context.clone() {
                Some(context) => page(slice(request, total).0, context),
                None => bare(slice(request, total).0),
            })
            .await;
            assert_eq!(ids(client.sample().list().per_page(2).stream()).await.len() as u64, total);
            assert_eq!(server.count(), expected, "{total}");
        }
    }
}

#[tokio::test]
async fn contexts_of_every_shape() {
    let shapes: [fn(bool) -> Value; 6] = [
        |more| json!({"has_more_page": more}),
        |more| json!([{"has_more_page": more}]),
        |more| json!({"has_more_page": more.to_string()}),
        |more| json!({"has_more_page": i32::from(more), "page": "1", "per_page": "2"}),
        |more| json!({"has_more_page": i32::from(more).to_string(), "page": null, "per_page": ""}),
        |more| json!([{"has_more_page": if more { "True" } else { "False" }, "per_page": 0}]),
    ];
    for shape in shapes {
        let (client, server) = client(move |request| {
            let (items, more) = slice(request, 6);
            page(items, shape(more))
        })
        .await;
        assert_eq!(ids(client.sample().list().per_page(2).stream()).await, [1, 2, 3, 4, 5, 6], "{}", shape(true));
        assert_eq!(asked(&server), [1, 2, 3], "{}", shape(true));
    }
}

#[tokio::test]
async fn pages_that_the_service_makes_smaller() {
    for says_more in [true, false] {
        let (client, server) = client(move |request| {
            let (number, size) = (number(request, "page"), 3);
            let (from, to) = ((number - 1) * size, (number * size).min(7));
            match number {
                _ if says_more => page(numbers(from, to), json!({"per_page": size, "has_more_page": to < 7})),
                1 => page(numbers(from, to), json!({"per_page": size})),
                // It says it once.
                _ => bare(numbers(from, to)),
            }
        })
        .await;
        assert_eq!(ids(client.sample().list().per_page(500).stream()).await, [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(asked(&server), [1, 2, 3]);
        assert_eq!(server.seen()[2].query("per_page"), Some("500"));
    }
}

#[tokio::test]
async fn a_short_page_is_not_the_last_where_the_service_says_that_more_follow() {
    let (client, server) = client(|request| match number(request, "page") {
        1 => page(numbers(1, 2), json!({"has_more_page": true})),
        2 => page(numbers(2, 2), json!({"has_more_page": true})),
        _ => page(numbers(2, 3), json!({"has_more_page": false})),
    })
    .await;
    assert_eq!(ids(client.sample().list().per_page(2).stream()).await, [1, 2]);
    assert_eq!(asked(&server), [1, 2, 3]);
}

#[tokio::test]
async fn a_page_over_again_ends_the_stream() {
    let (client, server) = client(|_| page(numbers(1, 3), json!({"has_more_page": true}))).await;
    assert_eq!(ids(client.sample().list().per_page(2).stream()).await, [1, 2]);
    assert_eq!(server.count(), 2);
    let mut pages = client.sample().list().per_page(2).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 2);
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    assert_eq!((server.count(), pages.next_page()), (4, None));
}

#[tokio::test]
async fn nothing_for_ever_ends_the_stream() {
    let (client, server) = client(|_| page(json!([]), json!({"has_more_page": true}))).await;
    assert_eq!(ids(client.sample().list().stream()).await.len(), 0);
    assert_eq!(server.count(), 2);
}

/// What moves meanwhile comes twice, or not at all: the service counts from the beginning for every page.
#[tokio::test]
async fn lists_that_grow_and_shrink_meanwhile() {
    for (first, then, expected) in [(4, 5, vec![4, 3, 3, 2, 1]), (4, 3, vec![4, 3, 1]), (4, 2, vec![4, 3])] {
        let total = AtomicU64::new(first);
        let (client, _server) = client(move |request| {
            let total = total.swap(then, Ordering::SeqCst);
            let from = (number(request, "page") - 1) * 2;
            let items: Value = (from..(from + 2).min(total)).map(|at| json!({"payment_id": total - at})).collect();
            page(items, json!({"has_more_page": from + 2 < total}))
        })
        .await;
        assert_eq!(ids(client.sample().list().per_page(2).stream()).await, expected);
    }
}

#[tokio::test]
async fn it_begins_where_it_is_told() {
    let (client, server) = service(9).await;
    assert_eq!(ids(client.sample().list().page(3).per_page(3).stream()).await, [7, 8, 9]);
    assert_eq!(ids(client.sample().list().page(2).per_page(3).stream().limit(2)).await, [4, 5]);
    assert_eq!(ids(client.sample().list().page(0).per_page(3).stream().limit(4)).await, [1, 2, 3, 4]);
    assert_eq!(asked(&server), [3, 2, 1, 2]);
    assert_eq!(ids(client.sample().list().page(7).stream()).await.len(), 0);
}

#[tokio::test]
async fn a_limit_asks_for_no_page_too_many() {
    for (limit, pages, size) in [(0, 0, 0), (1, 1, 1), (199, 1, 199), (200, 1, 200), (201, 2, 200), (400, 2, 200)] {
        let (client, server) = service(1000).await;
        assert_eq!(ids(client.sample().list().stream().limit(limit)).await.len() as u64, limit);
        assert_eq!(server.count(), pages, "{limit}");
        assert!(server.seen().iter().all(|request| number(request, "per_page") == size), "{limit}");
    }
    // What the caller chose counts.
    let (client, server) = service(1000).await;
    assert_eq!(ids(client.sample().list().per_page(50).stream().limit(60)).await.len(), 60);
    assert_eq!(ids(client.sample().list().page(2).stream().limit(3)).await, [201, 202, 203]);
    let sizes: Vec<u64> = server.seen().iter().map(|request| number(request, "per_page")).collect();
    assert_eq!(sizes, [50, 50, 200]);
}

#[tokio::test]
async fn the_context_and_the_next_page_while_streaming() {
    let (client, _server) = service(5).await;
    let mut stream = client.sample().list().per_page(2).stream();
    assert!(stream.page_context().is_none());
    let mut seen = Vec::new();
    while let Some(item) = stream.next().await {
        item.unwrap();
        seen.push((stream.page_context().and_then(|context| context.page()), stream.next_page()));
    }
    let (one, two) = ((Some(1), Some(2)), (Some(2), Some(3)));
    assert_eq!(seen, [one, one, two, two, (Some(3), None)]);
    let mut stream = client.sample().list().per_page(2).stream().limit(2);
    stream.next().await.unwrap().unwrap();
    assert_eq!(stream.next_page(), None);
}

#[tokio::test]
async fn whole_pages() {
    let (client, server) = service(5).await;
    let mut pages = client.sample().list().per_page(2).pages();
    assert_eq!(pages.next_page(), Some(1));
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        sizes.push((page.page(), page.items.len(), page.has_more()));
    }
    assert_eq!(sizes, [(Some(1), 2, Some(true)), (Some(2), 2, Some(true)), (Some(3), 1, Some(false))]);
    assert!(pages.next().await.is_none());
    assert_eq!((server.count(), pages.next_page()), (3, None));
}

/// The second page fails as often as it is told.
async fn failing(times: u64, fail: fn() -> Reply) -> (Client, Server) {
    let left = AtomicU64::new(times);
    client(move |request| {
        let fails = number(request, "page") == 2
            && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        let (items, more) = slice(request, 5);
        if fails { fail() } else { page(items, json!({"has_more_page": more})) }
    })
    .await
}

#[tokio::test]
async fn a_stream_ends_after_an_error() {
    let (client, server) = failing(9, || code(200, 4)).await;
    let mut stream = client.sample().list().per_page(2).stream();
    for _ in 0..2 {
        stream.next().await.unwrap().unwrap();
    }
    assert!(matches!(stream.next().await, Some(Err(Error::Api { code: 4, .. }))));
    assert!(stream.next().await.is_none() && stream.next().await.is_none());
    assert_eq!((server.count(), stream.next_page()), (2, Some(2)));
    assert!(client.sample().list().per_page(2).stream().collect_all().await.is_err());
}

#[tokio::test]
async fn it_goes_on_with_the_page_that_failed() {
    for fail in [|| code(500, 1000), || code(429, 45), || Reply::json(200, "{\"code\":0,"), || bare(json!([1]))] {
        let (client, server) = failing(2, fail).await;
        let mut stream = client.sample().list().per_page(2).stream();
        let (mut read, mut failures) = (Vec::new(), 0);
        while let Some(item) = stream.next().await {
            match item {
                Ok(item) => read.push(item.payment_id.unwrap().into_string()),
                Err(_) => {
                    failures += 1;
                    stream.resume();
                }
            }
        }
        assert_eq!((read.concat().as_str(), failures), ("12345", 2));
        assert_eq!(asked(&server), [1, 2, 2, 2, 3]);
        stream.resume();
        assert!(stream.next().await.is_none());
        assert_eq!(server.count(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn a_time_limit_begins_anew_when_it_goes_on() {
    let (builder, server) = builder(|request| {
        let (items, more) = slice(request, 5);
        page(items, json!({"has_more_page": more})).after(Duration::from_secs(4))
    })
    .await;
    let list = builder.build().unwrap().sample().list().per_page(2).timeout(Duration::from_secs(6));
    let mut pages = list.pages();
    assert!(pages.next().await.unwrap().is_ok());
    assert!(matches!(pages.next().await, Some(Err(Error::Timeout { .. }))));
    pages.resume();
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(asked(&server), [1, 2, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_dropped_loses_no_page() {
    let (builder, server) = builder(|request| {
        let (items, more) = slice(request, 5);
        page(items, json!({"has_more_page": more})).after(Duration::from_secs(4))
    })
    .await;
    let mut stream = builder.build().unwrap().sample().list().per_page(2).stream();
    let (mut read, mut dropped) = (Vec::new(), 0);
    loop {
        match tokio::time::timeout(Duration::from_secs(1), stream.next()).await {
            Ok(Some(item)) => read.push(item.unwrap().payment_id.unwrap().into_string()),
            Ok(None) => break,
            Err(_) => dropped += 1,
        }
    }
    assert_eq!(read.concat(), "12345");
    assert!(dropped >= 9, "{dropped}");
    assert_eq!(asked(&server), [1, 2, 3]);
}
