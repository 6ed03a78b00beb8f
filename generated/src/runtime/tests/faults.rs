//! Connections that break, answers that end early, and silence.

use std::time::Duration;

use tokio::time::Instant;

use super::{builder, done, in_turn};
use crate::runtime::sample::CreatePayment;
use crate::runtime::server::{Fault, Reply};
use crate::{Error, RetryPolicy, TimeoutKind, dec};

const BREAKS: [Fault; 3] = [Fault::ResetBefore, Fault::ResetInBody, Fault::CutBody];

fn quick() -> RetryPolicy {
    RetryPolicy::default().delays(Duration::from_millis(5), Duration::from_millis(5))
}

#[tokio::test]
async fn a_connection_that_breaks_is_tried_again_when_reading() {
    for fault in BREAKS {
        let broken = std::sync::atomic::AtomicU32::new(0);
        let (builder, server) = builder(move |_| {
            let number = broken.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            if number < 2 { done().fault(fault) } else { done() }
        })
        .await;
        let client = builder.retry(quick()).build().unwrap();
        let raw = client.sample().get("1").send_raw().await.unwrap();
        assert_eq!((raw.tries(), server.count()), (3, 3), "{fault:?}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_not_tried_again_when_creating() {
    for fault in BREAKS {
        let (builder, server) = builder(move |_| done().fault(fault)).await;
        let client = builder.retry(quick()).build().unwrap();
        let error = client.sample().create(&CreatePayment::new("1", dec!(1), vec![])).send().await.unwrap_err();
        assert!(matches!(error, Error::Transport { sent: true, .. }), "{fault:?}: {error:?}");
        assert!(error.may_have_taken_effect() && std::error::Error::source(&error).is_some());
        assert_eq!(server.count(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn truncated_json_is_a_decode_error() {
    for body in ["{", "{\"code\":0,\"message\":\"suc", "{\"code\":0,\"payment\":{\"payment_id\":\"1\",", "[", "\""] {
        let (builder, server) = builder(move |_| Reply::json(200, body)).await;
        let error = builder.build().unwrap().sample().get("1").send().await.unwrap_err();
        assert!(matches!(&error, Error::Decode { operation, .. } if operation == "get_payment"), "{error:?}");
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn silence_has_an_end() {
    let (builder, server) = builder(in_turn(vec![|| done().after(Duration::from_secs(1000)), done])).await;
    let client = builder.read_timeout(Duration::from_secs(10)).build().unwrap();
    let begin = Instant::now();
    client.sample().get("1").send().await.unwrap();
    assert_eq!((server.count(), begin.elapsed().as_secs()), (2, 10));
}

#[tokio::test(start_paused = true)]
async fn silence_when_creating_is_an_error() {
    let (builder, server) = builder(|_| done().after(Duration::from_secs(1000))).await;
    let client = builder.read_timeout(Duration::from_secs(10)).build().unwrap();
    let error = client.sample().create(&CreatePayment::new("1", dec!(1), vec![])).send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { kind: TimeoutKind::Silence, sent: true, .. }), "{error:?}");
    assert_eq!(server.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_is_silence_too() {
    let (builder, server) = builder(in_turn(vec![|| done().fault(Fault::Stall), done])).await;
    let client = builder.read_timeout(Duration::from_secs(10)).build().unwrap();
    client.sample().get("1").send().await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_dropped_frees_its_place() {
    let (builder, server) = builder(|_| done().after(Duration::from_secs(5))).await;
    let client = builder.limits(crate::Limits::default().concurrent(1)).build().unwrap();
    for _ in 0..3 {
        let call = client.sample().get("1").send();
        assert!(tokio::time::timeout(Duration::from_secs(1), call).await.is_err());
    }
    client.sample().get("1").send().await.unwrap();
    assert_eq!(server.count(), 4);
}
