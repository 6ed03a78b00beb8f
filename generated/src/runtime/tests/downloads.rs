//! Files on their way from the service: to a writer, to a path, as a stream; and what comes instead of them.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::time::Instant;

use super::uploads::{Scratch, noise};
use super::{builder, client, code, in_turn};
use crate::runtime::server::{Fault, Reply};
use crate::{Error, Limits, RetryPolicy, TimeoutKind};

const LENGTH: usize = 300_000;

fn pdf() -> Reply {
    Reply::new(200, "application/pdf", noise(LENGTH))
        .header("Content-Disposition", "attachment; filename=\"../folder/CP-1.pdf\"")
}

fn quick() -> RetryPolicy {
    RetryPolicy::default().delays(Duration::from_millis(5), Duration::from_millis(5))
}

#[tokio::test]
async fn a_file_goes_where_it_is_sent() {
    let (client, _server) = client(|_| pdf()).await;
    let expected = noise(LENGTH);

    let mut bytes = Vec::new();
    let info = client.sample().pdf("1").send_to(&mut bytes).await.unwrap();
    assert_eq!((info.content_type.as_deref(), info.length), (Some("application/pdf"), LENGTH as u64));
    assert_eq!(info.file_name.as_deref(), Some("CP-1.pdf"), "a name has no folders");
    assert!(bytes == expected);

    let scratch = Scratch::new("to-path", b"old");
    let info = client.sample().pdf("1").download_to(scratch.file()).await.unwrap();
    assert_eq!(info.length, LENGTH as u64);
    assert!(std::fs::read(scratch.file()).unwrap() == expected);
    assert_eq!(scratch.names(), ["receipt.pdf"]);

    let mut stream = client.sample().pdf("1").send_stream().await.unwrap();
    assert_eq!((stream.file_name().as_deref(), stream.left()), (Some("CP-1.pdf"), Some(LENGTH as u64)));
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.chunk().await.unwrap() {
        bytes.extend_from_slice(&chunk);
    }
    assert!(bytes == expected);
    assert_eq!((stream.left(), stream.chunk().await.unwrap()), (Some(0), None));

    let file = client.sample().pdf("1").send().await.unwrap();
    assert!(*file.bytes() == expected);
    file.save(scratch.file()).await.unwrap();
    assert_eq!(scratch.names(), ["receipt.pdf"]);
}

#[tokio::test]
async fn the_same_in_another_format() {
    let (client, server) = client(|_| pdf()).await;
    let mut bytes = Vec::new();
    client.sample().get_as("17", "pdf").send_to(&mut bytes).await.unwrap();
    client.sample().get_as("17", "pdf").send().await.unwrap();
    assert_eq!(bytes.len(), LENGTH);
    for request in server.seen() {
        assert_eq!(request.path(), "/sample/v1/payments/17");
        assert_eq!((request.query("accept"), request.header("accept")), (Some("pdf"), Some("*/*")));
        assert_eq!(request.query("organization_id"), Some("10234695"));
    }
    client.sample().pdf("17").header("ACCEPT", "image/png").send().await.unwrap();
    assert_eq!(server.seen()[2].header("accept"), Some("image/png"), "as emitted code chooses by header");
}

#[tokio::test]
async fn files_of_requests_by_hand() {
    let (client, server) = client(in_turn(vec![pdf, || code(200, 5), pdf])).await;
    let request = client.request("GET", "/a/file").header("Accept", "application/pdf");
    let mut bytes = Vec::new();
    assert_eq!(request.clone().send_to(&mut bytes).await.unwrap().length, LENGTH as u64);
    assert!(matches!(request.clone().send_to(&mut bytes).await, Err(Error::Api { code: 5, .. })));
    assert!(matches!(request.max_response_bytes(1000).send_to(&mut bytes).await, Err(Error::TooLarge { .. })));
    assert_eq!((bytes.len(), server.seen()[0].header("accept")), (LENGTH, Some("application/pdf")));
}

#[tokio::test]
async fn of_an_error_nothing_is_written() {
    let errors: [fn() -> Reply; 6] = [
        || code(200, 1002),
        || code(404, 1002),
        || Reply::new(200, "text/html", " {\"code\": 5, \"message\": \"no\"}"),
        || Reply::new(200, "text/plain", format!("{}{{\"code\":5,\"message\":\"no\"}}", " ".repeat(5000))),
        || Reply::new(500, "application/pdf", "%PDF"),
        || Reply::new(200, "application/pdf", ""),
    ];
    for (number, reply) in errors.into_iter().enumerate() {
        let (client, server) = client(move |_| reply()).await;
        let mut bytes = Vec::new();
        let error = client.sample().pdf("1").send_to(&mut bytes).await.unwrap_err();
        let is_reported = matches!(&error, Error::Api { operation, .. } if operation == "get_payment_pdf");
        assert_eq!(is_reported, number < 4, "{number}: {error:?}");
        assert!(matches!(error, Error::Api { .. } | Error::UnexpectedBody { .. }), "{number}: {error:?}");
        assert!(bytes.is_empty());
        assert!(client.sample().pdf("1").send_stream().await.is_err());
        let scratch = Scratch::new("error", b"old");
        assert!(client.sample().pdf("1").download_to(scratch.file()).await.is_err());
        assert_eq!(std::fs::read(scratch.file()).unwrap(), b"old");
        assert_eq!(scratch.names(), ["receipt.pdf"]);
        assert_eq!(server.count(), 3);
    }
}

#[tokio::test]
async fn json_may_be_the_file() {
    let long = format!("{{\"rows\": \"{}\"}}", "x".repeat(200_000));
    for json in ["{\"code\": 7}".to_owned(), "[1]".to_owned(), "{\"a\": {}}".to_owned(), long] {
        let text = json.clone();
        let (client, _server) = client(move |_| Reply::json(200, text.clone())).await;
        let mut bytes = Vec::new();
        let sent = client.sample().pdf("1").send_to(&mut bytes).await;
        // A code alone is an error where the operation has an envelope.
        if json.starts_with("{\"code\"") {
            assert!(matches!(sent, Err(Error::Api { code: 7, .. })) && bytes.is_empty());
            continue;
        }
        assert_eq!(sent.unwrap().length, json.len() as u64);
        assert!(bytes == json.as_bytes());
        let mut stream = client.sample().pdf("1").send_stream().await.unwrap();
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.chunk().await.unwrap() {
            bytes.extend_from_slice(&chunk);
        }
        assert!(bytes == json.as_bytes());
    }
}

#[tokio::test]
async fn downloads_are_tried_again_as_long_as_nothing_is_written() {
    let (builder, server) = builder(in_turn(vec![|| code(503, 1000), || pdf().fault(Fault::ResetBefore), pdf])).await;
    let client = builder.retry(quick()).build().unwrap();
    let mut bytes = Vec::new();
    client.sample().pdf("1").send_to(&mut bytes).await.unwrap();
    assert!(bytes == noise(LENGTH));
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn a_writer_that_has_something_is_not_written_again() {
    for fault in [Fault::CutBody, Fault::ResetInBody] {
        let (builder, server) = builder(move |_| pdf().fault(fault)).await;
        let client = builder.retry(quick()).build().unwrap();
        let mut bytes = Vec::new();
        let error = client.sample().pdf("1").send_to(&mut bytes).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
        assert_eq!(server.count(), if bytes.is_empty() { 4 } else { 1 }, "{fault:?}");
        assert!(noise(LENGTH).starts_with(&bytes));
    }
}

#[tokio::test]
async fn a_path_is_there_as_a_whole_or_not_at_all() {
    let (cut, server) = builder(in_turn(vec![|| pdf().fault(Fault::CutBody), pdf])).await;
    let scratch = Scratch::new("whole", b"old");
    cut.retry(quick()).build().unwrap().sample().pdf("1").download_to(scratch.file()).await.unwrap();
    assert!(std::fs::read(scratch.file()).unwrap() == noise(LENGTH));
    assert_eq!(server.count(), 2);

    let (client, _server) = client(|_| pdf().fault(Fault::CutBody)).await;
    let scratch = Scratch::new("cut", b"old");
    let error = client.sample().pdf("1").download_to(scratch.file()).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(std::fs::read(scratch.file()).unwrap(), b"old");
    assert_eq!(scratch.names(), ["receipt.pdf"]);

    let error = client.sample().pdf("1").download_to("/no/such/folder/a.pdf").await.unwrap_err();
    assert!(matches!(error, Error::Io { path: Some(_), .. }), "{error:?}");
}

#[tokio::test]
async fn a_download_that_is_dropped_leaves_nothing() {
    let (client, _server) = client(|_| pdf().fault(Fault::Stall)).await;
    let scratch = Scratch::new("dropped", b"old");
    let call = client.sample().pdf("1").download_to(scratch.file());
    assert!(tokio::time::timeout(Duration::from_millis(200), call).await.is_err());
    assert_eq!(scratch.names(), ["receipt.pdf"]);
    assert_eq!(std::fs::read(scratch.file()).unwrap(), b"old");
}

#[tokio::test]
async fn downloads_are_bounded() {
    for (number, reply) in [pdf as fn() -> Reply, || pdf().fault(Fault::NoLength)].into_iter().enumerate() {
        let (client, server) = client(move |_| reply()).await;
        let mut bytes = Vec::new();
        let request = client.sample().pdf("1");
        let error = request.clone().max_response_bytes(200_000).send_to(&mut bytes).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge { limit: 200_000, .. }), "{error:?}");
        assert!(bytes.len() <= 200_000 && (bytes.is_empty() || number == 1));
        let scratch = Scratch::folder("bounded");
        let error = request.clone().max_response_bytes(200_000).download_to(scratch.file()).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge { .. }) && scratch.names().is_empty());
        assert!(request.clone().max_response_bytes(200_000).send().await.is_err());
        assert_eq!(server.count(), 3);
        let (builder, _server) = builder(move |_| reply()).await;
        let client = builder.max_response_bytes(1000).build().unwrap();
        let allowed = client.sample().pdf("1").max_response_bytes(LENGTH as u64);
        assert_eq!(allowed.send_to(&mut tokio::io::sink()).await.unwrap().length, LENGTH as u64);
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_that_stalls_is_silence() {
    let (builder, server) = builder(|_| pdf().fault(Fault::Stall)).await;
    let client = builder.read_timeout(Duration::from_secs(10)).build().unwrap();
    let mut stream = client.sample().pdf("1").send_stream().await.unwrap();
    let error = loop {
        if let Err(error) = stream.chunk().await {
            break error;
        }
    };
    assert!(matches!(error, Error::Timeout { kind: TimeoutKind::Silence, .. }), "{error:?}");
    assert_eq!((stream.chunk().await.unwrap(), server.count()), (None, 1));
    let mut bytes = Vec::new();
    let request = client.sample().pdf("1").timeout(Duration::from_secs(5));
    let error = request.send_to(&mut bytes).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { kind: TimeoutKind::Deadline, .. }), "{error:?}");
}

/// A writer that takes one chunk, and then time, or fails.
struct Odd {
    fails: bool,
    wait: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl AsyncWrite for Odd {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        if self.fails {
            return Poll::Ready(Err(std::io::Error::other("full")));
        }
        let wait = self.wait.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_secs(20))));
        std::task::ready!(wait.as_mut().poll(cx));
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test(start_paused = true)]
async fn the_writer_may_take_its_time_and_may_fail() {
    let (builder, server) = builder(|_| pdf()).await;
    let client = builder.read_timeout(Duration::from_secs(10)).build().unwrap();
    let begin = Instant::now();
    let info = client.sample().pdf("1").send_to(&mut Odd { fails: false, wait: None }).await.unwrap();
    assert_eq!((info.length, begin.elapsed().as_secs()), (LENGTH as u64, 20));
    let request = client.sample().pdf("1").timeout(Duration::from_secs(5));
    let error = request.send_to(&mut Odd { fails: false, wait: None }).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { kind: TimeoutKind::Deadline, .. }), "{error:?}");
    let error = client.sample().pdf("1").send_to(&mut Odd { fails: true, wait: None }).await.unwrap_err();
    assert!(matches!(error, Error::Io { path: None, .. }), "{error:?}");
    assert_eq!(server.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_stream_has_its_place_until_it_ends() {
    let (builder, _server) = builder(|_| pdf()).await;
    let client = builder.limits(Limits::default().concurrent(1)).timeout(Duration::from_secs(10)).build().unwrap();
    let mut stream = client.sample().pdf("1").send_stream().await.unwrap();
    assert!(matches!(client.sample().pdf("1").send().await, Err(Error::Timeout { sent: false, .. })));
    while stream.chunk().await.is_ok_and(|chunk| chunk.is_some()) {}
    client.sample().pdf("1").send().await.unwrap();
    let stream = client.sample().pdf("1").send_stream().await.unwrap();
    drop(stream);
    client.sample().pdf("1").send().await.unwrap();
}

#[test]
fn downloads_can_move_between_threads() {
    fn send<T: Send + 'static>(_: T) {}
    let client = crate::Client::builder().organization("1").build().unwrap();
    send(client.sample().pdf("1").send_stream());
    send(client.sample().pdf("1").download_to("a"));
    send(async move { client.sample().pdf("1").send_to(&mut Vec::new()).await });
}
