//! The three limits of the service, and what the client holds back by itself.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::{builder, code, done, in_turn};
use crate::runtime::sample::CreatePayment;
use crate::runtime::server::{Reply, Request};
use crate::{Client, Error, Limits, RateLimit, RefreshToken, RetryPolicy, TimeoutKind, dec};

/// The seconds at which requests came.
fn times(requests: &[Request], begin: Instant) -> Vec<u64> {
    requests.iter().map(|request| (request.at - begin).as_secs()).collect()
}

#[tokio::test(start_paused = true)]
async fn too_many_in_a_minute_is_a_pause_for_all_of_the_organisation() {
    let (builder, server) = builder(in_turn(vec![|| code(429, 44), done])).await;
    let client = builder.build().unwrap();
    let begin = Instant::now();
    let first = tokio::spawn(client.sample().list().send());
    tokio::time::sleep(Duration::from_secs(10)).await;
    let clone = tokio::spawn(client.clone().sample().create(&CreatePayment::new("1", dec!(1), vec![])).send());
    let other = tokio::spawn(client.with_organization("2").sample().list().send());
    first.await.unwrap().unwrap();
    clone.await.unwrap().unwrap();
    other.await.unwrap().unwrap();
    assert_eq!(times(&server.seen(), begin), [0, 10, 60, 60]);
}

#[tokio::test(start_paused = true)]
async fn the_pause_is_as_long_as_the_service_says() {
    for (header, value, seconds) in [("Retry-After", "7", 7), ("X-Rate-Limit-Reset", "9", 9), ("X-Other", "1", 30)] {
        let limited = AtomicUsize::new(0);
        let (builder, server) = builder(move |_| match limited.fetch_add(1, Ordering::SeqCst) {
            0 => code(429, 44).header(header, value),
            _ => done(),
        })
        .await;
        let client = builder.limits(Limits::none().pause(Duration::from_secs(30))).build().unwrap();
        let begin = Instant::now();
        client.sample().get("1").send().await.unwrap();
        assert_eq!(times(&server.seen(), begin), [0, seconds], "{header}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_is_too_long_is_a_typed_error_at_once() {
    let (builder, server) = builder(|_| code(429, 44).header("X-Rate-Limit-Limit", "100")).await;
    let client = builder.timeout(Duration::from_secs(59)).build().unwrap();
    let begin = Instant::now();
    let error = client.sample().get("1").send().await.unwrap_err();
    assert!(
        matches!(&error, Error::RateLimit { limit: RateLimit::PerMinute, quota, retry_after: Some(wait), .. } if quota.limit == Some(100) && wait.as_secs() == 60),
        "{error:?}"
    );
    // The pause holds all the same, and the next one knows how long.
    let error = client.sample().get("2").send().await.unwrap_err();
    assert!(
        matches!(&error, Error::RateLimit { limit: RateLimit::PerMinute, retry_after: Some(wait), .. } if wait.as_secs() >= 59),
        "{error:?}"
    );
    assert_eq!((server.count(), begin.elapsed().as_secs()), (1, 0));
    assert!(error.is_retryable() && !error.may_have_taken_effect());
}

#[tokio::test(start_paused = true)]
async fn the_daily_limit_is_final() {
    let (builder, server) = builder(|_| {
        let reply = code(429, 45).header("X-Rate-Limit-Limit", "2500").header("X-Rate-Limit-Remaining", "0");
        reply.header("X-Rate-Limit-Reset", "4000")
    })
    .await;
    let error = builder.build().unwrap().sample().get("1").send().await.unwrap_err();
    let Error::RateLimit { limit, retry_after, quota, .. } = &error else { panic!("{error}") };
    assert_eq!((*limit, *retry_after), (RateLimit::PerDay, Some(Duration::from_secs(4000))));
    assert_eq!((quota.limit, quota.remaining), (Some(2500), Some(0)));
    assert!(!error.is_retryable());
    assert_eq!(server.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn too_many_at_once_is_tried_again_soon() {
    let (builder, server) =
        builder(in_turn(vec![|| code(429, 1070), || Reply::new(429, "text/html", "<html>"), done])).await;
    let client = builder.build().unwrap();
    let begin = Instant::now();
    client.sample().create(&CreatePayment::new("1", dec!(1), vec![])).send().await.unwrap();
    assert_eq!(server.count(), 3);
    assert!((900..=1850).contains(&begin.elapsed().as_millis()), "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn no_retries_means_none_for_limits_too() {
    for number in [44, 45, 1070] {
        let (builder, server) = builder(move |_| code(429, number)).await;
        let client = builder.retry(RetryPolicy::none()).build().unwrap();
        assert_eq!(client.sample().get("1").send().await.unwrap_err().code(), Some(number));
        assert_eq!(server.count(), 1);
        let begin = Instant::now();
        client.sample().get("1").send().await.unwrap_err();
        assert_eq!(begin.elapsed().as_secs() >= 60, number == 44, "others pause all the same");
    }
}

#[tokio::test(start_paused = true)]
async fn by_default_the_documented_limits_are_kept() {
    let (builder, server) = builder(|_| done().after(Duration::from_millis(200))).await;
    let client = builder.limits(Limits::default()).build().unwrap();
    let begin = Instant::now();
    let calls: Vec<_> = (0..150).map(|_| tokio::spawn(client.sample().list().send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let times = times(&server.seen(), begin);
    assert_eq!((times.len(), server.most_open()), (150, 5));
    assert!(times[99] < 5 && times[100] >= 60, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_too_long_is_an_error_before_sending() {
    let (builder, server) = builder(|_| done().after(Duration::from_secs(30))).await;
    let client = builder.limits(Limits::default().concurrent(1).per_minute(2)).build().unwrap();
    let call = |seconds| client.sample().list().timeout(Duration::from_secs(seconds)).send();
    let (first, second, third) = tokio::join!(call(100), call(20), call(100));
    first.unwrap();
    let error = second.unwrap_err();
    assert!(matches!(error, Error::Timeout { kind: TimeoutKind::Deadline, sent: false, .. }), "{error:?}");
    assert!(!error.may_have_taken_effect());
    third.unwrap();
    let error = call(1).await.unwrap_err();
    assert!(matches!(error, Error::RateLimit { limit: RateLimit::PerMinute, retry_after: Some(_), .. }), "{error:?}");
    assert_eq!(server.count(), 2);
}

#[test]
fn a_limit_of_nothing_is_refused() {
    for limits in [Limits::default().per_minute(0), Limits::default().concurrent(0)] {
        assert!(matches!(Client::builder().limits(limits).build(), Err(Error::InvalidInput { .. })));
    }
}

/// The service of a storm: a dead token first, then at most five at a time and ten in three seconds.
struct Storm {
    open_until: Mutex<Vec<Instant>>,
    taken: Mutex<Vec<Instant>>,
    done: Mutex<Vec<String>>,
    refused: AtomicUsize,
}

const WORK: Duration = Duration::from_millis(50);
const WINDOW: Duration = Duration::from_secs(3);

impl Storm {
    fn answer(&self, request: &Request) -> Reply {
        if request.header("authorization") != Some("Zoho-oauthtoken 1000.second") {
            return code(401, 57);
        }
        let now = Instant::now();
        let mut open = self.open_until.lock().unwrap();
        let mut taken = self.taken.lock().unwrap();
        open.retain(|until| *until > now);
        taken.retain(|at| *at + WINDOW > now);
        if open.len() >= 5 || taken.len() >= 10 {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return if open.len() >= 5 { code(429, 1070) } else { code(429, 44) };
        }
        open.push(now + WORK);
        taken.push(now);
        self.done.lock().unwrap().push(request.text());
        done().after(WORK)
    }
}

#[tokio::test(start_paused = true)]
async fn a_storm_loses_nothing_and_doubles_nothing() {
    let storm = std::sync::Arc::new(Storm {
        open_until: Mutex::default(),
        taken: Mutex::default(),
        done: Mutex::default(),
        refused: AtomicUsize::new(0),
    });
    let tokens = AtomicUsize::new(0);
    let service = std::sync::Arc::clone(&storm);
    let (builder, server) = builder(move |request| match request.path() {
        "/oauth/v2/token" => {
            let name = if tokens.fetch_add(1, Ordering::SeqCst) == 0 { "1000.first" } else { "1000.second" };
            Reply::json(200, json!({"access_token": name, "expires_in": 3600}).to_string())
        }
        _ => service.answer(request),
    })
    .await;
    let client = builder
        .auth(RefreshToken::new("id", "secret", "refresh"))
        .limits(Limits::none().pause(WINDOW))
        .timeout(Duration::from_secs(3600))
        .build()
        .unwrap();
    let calls: Vec<_> = (0..50)
        .map(|number: u32| {
            let body = CreatePayment::new(number, dec!(1), vec![]);
            tokio::spawn(client.sample().create(&body).send())
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let mut done = storm.done.lock().unwrap().clone();
    assert_eq!(done.len(), 50, "each once");
    done.sort_unstable();
    done.dedup();
    assert_eq!(done.len(), 50, "none twice");
    assert!(storm.refused.load(Ordering::SeqCst) > 50, "it was a storm");
    assert_eq!(server.seen().iter().filter(|request| request.path() == "/oauth/v2/token").count(), 2);
}
