//! Files on their way to the service: what arrives, how often, and what happens when something is wrong with them.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf};
use tokio::net::TcpListener;
use tokio::time::Instant;

use super::{builder, client_saying, code, done, in_turn};
use crate::runtime::server::Request;
use crate::{
    AccessToken, Auth, AuthContext, BoxFuture, Client, ClientBuilder, Error, Limits, RetryPolicy, TimeoutKind, Token,
    Upload,
};

/// A file of a test; it goes with it.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    pub(super) fn new(name: &str, content: &[u8]) -> Self {
        let scratch = Self::folder(name);
        std::fs::write(scratch.file(), content).unwrap();
        scratch
    }

    /// A folder with nothing in it.
    pub(super) fn folder(name: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("zoho-finance-{}-{number}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(super) fn file(&self) -> PathBuf {
        self.0.join("receipt.pdf")
    }

    pub(super) fn names(&self) -> Vec<String> {
        let names = std::fs::read_dir(&self.0).unwrap();
        names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Bytes that are nowhere alike.
pub(super) fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(length).collect()
}

/// Gives the first bytes at once and others after a wait.
struct Slow(Pin<Box<tokio::time::Sleep>>, u32);

impl Slow {
    fn new(wait: Duration) -> Self {
        Self(Box::pin(tokio::time::sleep(wait)), 0)
    }
}

impl AsyncRead for Slow {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        if self.1 == 1 {
            std::task::ready!(self.0.as_mut().poll(cx));
        }
        if self.1 < 2 {
            out.put_slice(&vec![b'x'; out.remaining().min(100_000)]);
        }
        self.1 += 1;
        Poll::Ready(Ok(()))
    }
}

/// The content of the one part of a body.
fn content(request: &Request) -> Vec<u8> {
    let from = request.body.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let media = request.header("content-type").unwrap();
    let end = format!("\r\n--{}--\r\n", media.strip_prefix("multipart/form-data; boundary=").unwrap());
    request.body[from..].strip_suffix(end.as_bytes()).expect("the body ends as it should").to_vec()
}

#[tokio::test]
async fn a_file_is_a_part() {
    let (client, server) = client_saying(200, json!({"code": 0, "message": "attached"})).await;
    let scratch = Scratch::new("part", b"%PDF-1.4");
    client.sample().add_attachment("1", Upload::path(scratch.file()).await.unwrap()).send().await.unwrap();
    let seen = server.seen();
    let media = seen[0].header("content-type").unwrap();
    let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert_eq!(
        seen[0].text(),
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"receipt.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--{boundary}--\r\n"
        )
    );
}

#[tokio::test]
async fn what_is_no_file_is_an_error_at_once() {
    for path in [PathBuf::from("/no/such/file"), std::env::temp_dir()] {
        assert!(matches!(Upload::path(&path).await, Err(Error::Io { path: Some(known), .. }) if known == path));
    }
}

#[tokio::test]
async fn sources_arrive_as_they_are() {
    let (client, server) = client_saying(200, json!({"code": 0, "message": ""})).await;
    for length in [0, 1, 65_535, 65_536, 65_537, 1_000_000] {
        let bytes = noise(length);
        let scratch = Scratch::new("sources", &bytes);
        let reader = || std::io::Cursor::new(bytes.clone());
        let uploads = [
            Upload::path(scratch.file()).await.unwrap(),
            Upload::bytes("a.bin", bytes.clone()),
            Upload::reader("a.bin", reader()),
            Upload::sized_reader("a.bin", length as u64, reader()),
            Upload::sized_reader("a.bin", length as u64 / 2, reader()),
        ];
        for (number, upload) in uploads.into_iter().enumerate() {
            let known = upload.length().map(|length| usize::try_from(length).unwrap());
            client.sample().add_attachment("1", upload).send().await.unwrap();
            let request = server.seen().pop().unwrap();
            assert_eq!(content(&request), bytes[..known.unwrap_or(length)], "{number} of {length}");
            let said = request.header("content-length").map(|length| length.parse::<usize>().unwrap());
            assert_eq!(said, known.map(|_| request.body.len()), "{number} of {length}");
            assert_eq!(request.header("transfer-encoding").is_some(), known.is_none());
        }
    }
}

#[tokio::test]
async fn a_file_and_bytes_are_sent_again() {
    let bytes = noise(300_000);
    let scratch = Scratch::new("again", &bytes);
    let uploads = [Upload::path(scratch.file()).await.unwrap(), Upload::bytes("a", bytes.clone())];
    for upload in uploads {
        let (builder, server) = builder(in_turn(vec![|| code(500, 1000), || code(429, 1070), done])).await;
        let policy = RetryPolicy::default().delays(Duration::from_millis(1), Duration::from_millis(1));
        let client = builder.retry(policy).build().unwrap();
        client.sample().add_attachment("1", upload).retry_unsafe().send().await.unwrap();
        let seen = server.seen();
        assert_eq!(seen.len(), 3);
        assert!(seen.iter().all(|request| content(request) == bytes));
    }
}

/// Gives a new token whenever one was refused.
struct Renewing(Arc<AtomicUsize>);

impl Auth for Renewing {
    fn token<'a>(&'a self, _: &'a AuthContext) -> BoxFuture<'a, Result<Token, Error>> {
        Box::pin(async { Ok(Token::new(format!("1000.number{}", self.0.load(Ordering::SeqCst)))) })
    }

    fn rejected(&self, _: &Token) -> bool {
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

async fn renewing() -> (Client, crate::runtime::server::Server, Arc<AtomicUsize>) {
    let (builder, server) = builder(in_turn(vec![|| code(401, 57), done])).await;
    let renewed = Arc::new(AtomicUsize::new(0));
    (builder.auth(Renewing(Arc::clone(&renewed))).build().unwrap(), server, renewed)
}

#[tokio::test]
async fn after_a_new_token_a_file_is_sent_again() {
    let scratch = Scratch::new("token", &noise(200_000));
    let (client, server, _) = renewing().await;
    client.sample().add_attachment("1", Upload::path(scratch.file()).await.unwrap()).send().await.unwrap();
    let seen = server.seen();
    assert_eq!(content(&seen[0]), content(&seen[1]));
    assert_ne!(seen[0].header("authorization"), seen[1].header("authorization"));
}

#[tokio::test]
async fn after_a_refused_token_a_reader_is_not_sent_again() {
    let (client, server, renewed) = renewing().await;
    let upload = || Upload::reader("a.png", std::io::Cursor::new(vec![7; 10]));
    let error = client.sample().add_attachment("1", upload()).send().await.unwrap_err();
    assert!(matches!(error, Error::Auth(_)), "{error}");
    let shown = error.to_string();
    assert!(shown.contains("not sent again") && !shown.contains("1000."), "{shown}");
    assert_eq!((server.count(), renewed.load(Ordering::SeqCst)), (1, 1));
    client.sample().add_attachment("1", upload()).send().await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_reader_is_sent_once() {
    let (builder, server) = builder(|_| code(503, 1000)).await;
    let client = builder.build().unwrap();
    let request = client.sample().add_attachment("1", Upload::reader("a", &b"abc"[..])).retry_unsafe();
    let error = request.clone().send().await.unwrap_err();
    assert!(matches!(error, Error::Api { code: 1000, .. }), "{error}");
    let error = request.send().await.unwrap_err();
    assert!(matches!(error, Error::InvalidInput { .. }), "{error}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_reader_waits_for_a_connection() {
    let address = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().to_string()
    };
    let url = format!("http://{address}");
    let client = Client::builder().base_url(&url).accounts_url(&url).auth(AccessToken::new("t")).organization("1");
    let client = client.build().unwrap();
    let upload = Upload::reader("a", &b"abc"[..]);
    let call = tokio::spawn(client.sample().add_attachment("1", upload).send());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let server = crate::runtime::server::Server::start_at(&address, |_| done()).await;
    call.await.unwrap().unwrap();
    assert_eq!(content(&server.seen()[0]), b"abc");
}

#[tokio::test]
async fn a_file_that_changed_is_not_sent() {
    let (client, server) = client_saying(200, json!({"code": 0, "message": ""})).await;
    for now in [&b"longer than before"[..], b"", b"shrunk"] {
        let scratch = Scratch::new("changed", b"as it was");
        let upload = Upload::path(scratch.file()).await.unwrap();
        std::fs::write(scratch.file(), now).unwrap();
        let error = client.sample().add_attachment("1", upload.clone()).send().await.unwrap_err();
        assert!(matches!(&error, Error::Io { path: Some(path), .. } if *path == scratch.file()), "{error:?}");
        std::fs::remove_file(scratch.file()).unwrap();
        let error = client.sample().add_attachment("1", upload).send().await.unwrap_err();
        assert!(matches!(error, Error::Io { .. }) && !error.may_have_taken_effect());
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_reader_that_ends_early_or_fails_is_an_error() {
    struct Failing;
    impl AsyncRead for Failing {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
            Poll::Ready(Err(std::io::Error::other("broken")))
        }
    }
    let uploads: [fn() -> Upload; 3] = [
        || Upload::sized_reader("a", 200_000, std::io::Cursor::new(vec![1; 150_000])),
        || Upload::sized_reader("a", 1, tokio::io::empty()),
        || Upload::reader("a", Failing),
    ];
    for upload in uploads {
        let (builder, server) = builder(|_| done()).await;
        let client = builder.build().unwrap();
        let error = client.sample().add_attachment("1", upload()).retry_unsafe().send().await.unwrap_err();
        assert!(matches!(error, Error::Io { path: None, .. }) && !error.may_have_taken_effect(), "{error:?}");
        assert!(std::error::Error::source(&error).is_some());
        assert!(server.seen().iter().all(|request| !request.body.ends_with(b"--\r\n")), "no request is whole");
    }
}

/// A server that reads so many bytes at a time, with waits between, and answers when all have come; `None`: never reads on.
async fn slow_server(step: Option<(usize, Duration)>) -> ClientBuilder {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let Some((size, wait)) = step else {
                    tokio::time::sleep(Duration::from_secs(3600)).await;
                    return drop(stream);
                };
                let mut buffer = vec![0; size];
                let mut tail = Vec::new();
                while !tail.ends_with(b"--\r\n") && !tail.ends_with(b"0\r\n\r\n") {
                    let Ok(count @ 1..) = stream.read(&mut buffer).await else { return };
                    tail.extend_from_slice(&buffer[count.saturating_sub(16)..count]);
                    tail.drain(..tail.len().saturating_sub(16));
                    tokio::time::sleep(wait).await;
                }
                let body = r#"{"code":0,"message":""}"#;
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
            });
        }
    });
    let builder = Client::builder().base_url(&url).accounts_url(&url).auth(AccessToken::new("t")).organization("1");
    builder.limits(Limits::none()).retry(RetryPolicy::none()).read_timeout(Duration::from_millis(500))
}

#[tokio::test]
async fn a_slow_upload_is_no_silence() {
    let client = slow_server(Some((512 * 1024, Duration::from_millis(25)))).await.build().unwrap();
    let begin = Instant::now();
    let upload = Upload::bytes("a", vec![1; 32 * 1024 * 1024]);
    client.sample().add_attachment("1", upload).send().await.unwrap();
    assert!(begin.elapsed() > Duration::from_millis(1000), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_slow_reader_is_no_silence() {
    let client = slow_server(Some((1024 * 1024, Duration::ZERO))).await.build().unwrap();
    let upload = Upload::reader("a", Slow::new(Duration::from_millis(1500)));
    client.sample().add_attachment("1", upload).send().await.unwrap();
}

#[tokio::test]
async fn a_service_that_takes_nothing_is_silent() {
    let builder = slow_server(None).await;
    let client = builder.build().unwrap();
    let begin = Instant::now();
    let upload = || Upload::bytes("a", vec![1; 32 * 1024 * 1024]);
    let error = client.sample().add_attachment("1", upload()).send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { kind: TimeoutKind::Silence, sent: true, .. }), "{error:?}");
    assert!((450..3000).contains(&begin.elapsed().as_millis()), "{:?}", begin.elapsed());
    let request = client.sample().add_attachment("1", upload()).timeout(Duration::from_millis(100));
    let error = request.send().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { kind: TimeoutKind::Deadline, .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_that_changes_on_the_way_is_an_error() {
    for grow in [true, false] {
        let scratch = Scratch::new("moving", &vec![1; 32 * 1024 * 1024]);
        let builder = slow_server(Some((512 * 1024, Duration::from_millis(10)))).await;
        let client = builder.build().unwrap();
        let upload = Upload::path(scratch.file()).await.unwrap();
        let call = tokio::spawn(client.sample().add_attachment("1", upload).send());
        tokio::time::sleep(Duration::from_millis(50)).await;
        let file = std::fs::OpenOptions::new().write(true).open(scratch.file()).unwrap();
        file.set_len(if grow { 33 } else { 31 } * 1024 * 1024).unwrap();
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Io { path: Some(_), .. }), "{error:?}");
    }
}

#[test]
fn nothing_of_a_file_is_shown() {
    let upload = Upload::bytes("a.pdf", "secret content");
    assert!(!format!("{upload:?}").contains("secret"));
    let client = Client::builder().organization("1").build().unwrap();
    let prepared = client.sample().add_attachment("1", upload).prepare().unwrap();
    let body = prepared.body.as_ref().unwrap();
    assert_eq!(body.length(), Some(body.bytes().unwrap().len() as u64));
    assert!(!format!("{prepared:?} {body:?}").contains("secret"));
    let reader = Upload::reader("a", tokio::io::empty());
    let prepared = client.sample().add_attachment("1", reader).prepare().unwrap();
    let body = prepared.body.unwrap();
    assert_eq!((body.length(), body.bytes()), (None, None));
}

#[tokio::test]
async fn a_whole_body_may_be_a_file() {
    let (client, server) = client_saying(200, json!({"code": 0, "message": ""})).await;
    let scratch = Scratch::new("whole", &noise(100_000));
    let upload = Upload::path(scratch.file()).await.unwrap();
    let bodies: [(crate::Content, Vec<u8>); 4] = [
        (upload.into(), noise(100_000)),
        ("a,b".into(), b"a,b".to_vec()),
        (String::from("c").into(), b"c".to_vec()),
        (vec![1, 2].into(), vec![1, 2]),
    ];
    for (body, expected) in bodies {
        client.sample().import(body).send().await.unwrap();
        let request = server.seen().pop().unwrap();
        assert!(request.body == expected);
        assert_eq!(request.header("content-type"), Some("text/csv"));
    }
}

/// Answers after the head of a request, and reads the rest of it later.
#[tokio::test]
async fn an_answer_may_come_before_the_end_of_the_body() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for number in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = vec![0; 64 * 1024];
            let (mut count, mut answered) = (0, false);
            while let Ok(read @ 1..) = stream.read(&mut buffer).await {
                count += read;
                if !answered && (number == 0 || count > 8 * 1024 * 1024) {
                    answered = true;
                    let body = format!(r#"{{"code":{},"message":""}}"#, if number == 0 { 57 } else { 0 });
                    let head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", if number == 0 { 401 } else { 200 });
                    let text = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
                    stream.write_all(text.as_bytes()).await.unwrap();
                }
            }
        }
    });
    let renewed = Arc::new(AtomicUsize::new(0));
    let builder = Client::builder().base_url(&url).accounts_url(&url).auth(Renewing(Arc::clone(&renewed)));
    let client = builder.organization("1").retry(RetryPolicy::none()).build().unwrap();
    let upload = Upload::bytes("a", noise(8 * 1024 * 1024));
    client.sample().add_attachment("1", upload).send().await.unwrap();
    assert_eq!(renewed.load(Ordering::SeqCst), 1);
}
