//! In: a function from requests to answers. Out: a server on loopback that gives them, byte by byte as told: cut off,
//! late, or for a range; and the requests it got.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request, as far as it matters to a server of files.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    headers: BTreeMap<String, String>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The first byte that is asked for, by `Range`.
    pub(crate) fn from(&self) -> Option<usize> {
        self.header("range")?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    cut: Option<usize>,
    late: Duration,
}

impl Given {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), cut: None, late: Duration::ZERO }
    }

    pub(crate) fn file(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The connection ends after so many bytes, though more are announced.
    pub(crate) fn cut(mut self, after: usize) -> Self {
        self.cut = Some(after);
        self
    }

    /// The second half of the body comes so much later.
    pub(crate) fn late(mut self, by: Duration) -> Self {
        self.late = by;
        self
    }

    /// The rest of a file, if it is asked for by this tag; the whole otherwise.
    pub(crate) fn ranged(file: &[u8], tag: &str, asked: &Asked) -> Self {
        let from = asked.from().filter(|_| asked.header("if-range") == Some(tag));
        let given = match from {
            Some(from) => Self::new(206, &file[from..])
                .header("content-range", &format!("bytes {from}-{}/{}", file.len() - 1, file.len())),
            None => Self::new(200, file),
        };
        given.header("etag", tag).header("accept-ranges", "bytes")
    }

    fn send(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let mut head = format!("HTTP/1.1 {} Given\r\nconnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", self.body.len());
        stream.write_all(head.as_bytes())?;
        let body = &self.body[..self.cut.unwrap_or(self.body.len())];
        let (first, second) = body.split_at(body.len() / 2);
        stream.write_all(first)?;
        stream.flush()?;
        std::thread::sleep(self.late);
        stream.write_all(second)
    }
}

/// The server. It ends with the test's process.
pub(crate) struct Host {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Host {
    /// Answers by the request and the number of those before it.
    pub(crate) fn start(answer: impl Fn(&Asked, usize) -> Given + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let log = Arc::clone(&asked);
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let Some(request) = read(&mut stream) else { return };
                    let before = log.lock().unwrap().len();
                    log.lock().unwrap().push(request.clone());
                    // Whoever asked may have gone.
                    let _ = answer(&request, before).send(&mut stream);
                });
            }
        });
        Self { url, asked }
    }

    /// Always the same.
    pub(crate) fn of(given: Given) -> Self {
        Self::start(move |_, _| given.clone())
    }

    /// An address below it.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.url)
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        bytes.extend(byte);
    }
    let head = String::from_utf8(bytes).ok()?;
    let mut lines = head.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    Some(Asked { path, headers: lines.filter_map(header).collect() })
}
