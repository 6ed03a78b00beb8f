//! A small HTTP server on this machine: records what arrives, answers as the test says, or fails as it says.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// What arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) at: Instant,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What goes back.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    after: Duration,
    fault: Option<Fault>,
}

/// How an answer fails.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// The connection is reset before a byte of the answer is sent.
    ResetBefore,
    /// The connection is reset in the middle of the body.
    ResetInBody,
    /// The body ends early, and the connection in good order.
    CutBody,
    /// Half of the body comes, and then nothing for a very long time.
    Stall,
    /// The body comes whole, without a length; its end is the end of the connection.
    NoLength,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type", content_type.to_owned())];
        Self { status, headers, body: body.into(), after: Duration::ZERO, fault: None }
    }

    pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "application/json;charset=UTF-8", body)
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The answer comes after a while.
    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.after = wait;
        self
    }

    pub(crate) fn fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }
}

/// A running server; it ends with the test's runtime.
pub(crate) struct Server {
    pub(crate) url: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    seen: Mutex<Vec<Request>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl Server {
    pub(crate) async fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1:0", answer).await
    }

    pub(crate) async fn start_at(address: &str, answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared::default());
        let (log, answer) = (Arc::clone(&shared), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&log), Arc::clone(&answer)));
            }
        });
        Self { url, shared }
    }

    /// The requests, in the order in which they came.
    pub(crate) fn seen(&self) -> Vec<Request> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// How many requests came.
    pub(crate) fn count(&self) -> usize {
        self.shared.seen.lock().unwrap().len()
    }

    /// How many requests were under way at the same time, at most.
    pub(crate) fn most_open(&self) -> usize {
        self.shared.most_open.load(Ordering::SeqCst)
    }
}

async fn serve<F: Fn(&Request) -> Reply>(mut stream: TcpStream, shared: Arc<Shared>, answer: Arc<F>) {
    let request = read(&mut stream).await;
    shared.most_open.fetch_max(shared.open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
    let reply = answer(&request);
    shared.seen.lock().unwrap().push(request);
    if reply.after > Duration::ZERO {
        tokio::time::sleep(reply.after).await;
    }
    shared.open.fetch_sub(1, Ordering::SeqCst);
    send(stream, &reply).await;
}

/// A client that went away is no failure of the server.
async fn send(mut stream: TcpStream, reply: &Reply) {
    let mut head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", reply.status);
    if !matches!(reply.fault, Some(Fault::NoLength)) {
        head += &format!("Content-Length: {}\r\n", reply.body.len());
    }
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let shown = match reply.fault {
        None | Some(Fault::NoLength) => &reply.body[..],
        Some(_) => &reply.body[..reply.body.len() / 2],
    };
    if !matches!(reply.fault, Some(Fault::ResetBefore)) {
        let _ = stream.write_all((head + "\r\n").as_bytes()).await;
        let _ = stream.write_all(shown).await;
        let _ = stream.flush().await;
    }
    match reply.fault {
        // Closing with no time to linger resets the connection.
        Some(Fault::ResetBefore) => stream.set_zero_linger().unwrap(),
        Some(Fault::ResetInBody) => {
            tokio::time::sleep(Duration::from_millis(20)).await;
            stream.set_zero_linger().unwrap();
        }
        Some(Fault::Stall) => tokio::time::sleep(Duration::from_secs(100_000)).await,
        Some(Fault::CutBody | Fault::NoLength) | None => {
            let _ = stream.shutdown().await;
        }
    }
}

async fn read(stream: &mut TcpStream) -> Request {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        let count = stream.read(&mut buffer).await.unwrap();
        assert!(count > 0, "the request breaks off");
        bytes.extend_from_slice(&buffer[..count]);
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap().split(' ');
    let (method, target) = (first.next().unwrap().to_owned(), first.next().unwrap().to_owned());
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    let at = Instant::now();
    let mut request = Request { method, target, headers, body: bytes[end + 4..].to_vec(), at };
    let length = request.header("content-length").map(|length| length.parse::<usize>().unwrap());
    let is_chunked = request.header("transfer-encoding").is_some_and(|coding| coding == "chunked");
    let is_whole =
        |body: &[u8]| if is_chunked { body.ends_with(b"0\r\n\r\n") } else { body.len() >= length.unwrap_or(0) };
    while !is_whole(&request.body) {
        // A request that breaks off is kept as far as it came.
        let Ok(count @ 1..) = stream.read(&mut buffer).await else { break };
        request.body.extend_from_slice(&buffer[..count]);
    }
    if is_chunked {
        request.body = unchunked(&request.body);
    }
    request
}

/// The content of a body that came in chunks.
fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    while let Some(end) = body.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        let data = &body[end + 2..];
        content.extend_from_slice(&data[..size.min(data.len())]);
        body = data.get(size + 2..).unwrap_or_default();
    }
    content
}
