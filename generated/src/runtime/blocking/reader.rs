//! In: a reader that blocks. Out: one that a request can be read from while it is sent.

use std::fmt;
use std::io::{Error as IoError, ErrorKind, Read, Result as IoResult};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::JoinHandle;

/// As much is read at once.
const CHUNK: usize = 64 * 1024;

/// A [`Read`] for [`Upload::reader`](crate::Upload::reader). It is read on a thread of its own, where it holds up nobody.
///
/// ```
/// use zoho_finance::{Upload, blocking::Reader};
///
/// let upload = Upload::reader("numbers.csv", Reader::new(std::io::Cursor::new("a,b\n")));
/// ```
pub struct Reader<R> {
    state: State<R>,
}

enum State<R> {
    /// The reader, what it has given last, and how much of that is used up.
    Idle(R, Vec<u8>, usize),
    Busy(JoinHandle<(R, IoResult<Vec<u8>>)>),
    /// The thread that read is gone, and the reader with it.
    Lost,
}

impl<R: Read + Send + 'static> Reader<R> {
    /// Reads from there.
    pub fn new(reader: R) -> Self {
        Self { state: State::Idle(reader, Vec::new(), 0) }
    }
}

impl<R: Read + Send + Unpin + 'static> AsyncRead for Reader<R> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<IoResult<()>> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Lost) {
                State::Idle(reader, bytes, used) if used < bytes.len() => {
                    let left = bytes.get(used..).unwrap_or_default();
                    let now = left.get(..left.len().min(out.remaining())).unwrap_or_default();
                    out.put_slice(now);
                    let used = used + now.len();
                    self.state = State::Idle(reader, bytes, used);
                    return Poll::Ready(Ok(()));
                }
                State::Idle(reader, bytes, _) => State::Busy(tokio::task::spawn_blocking(move || read(reader, bytes))),
                State::Busy(mut work) => match Pin::new(&mut work).poll(cx) {
                    Poll::Pending => {
                        self.state = State::Busy(work);
                        return Poll::Pending;
                    }
                    Poll::Ready(done) => {
                        let (reader, bytes) = done.map_err(IoError::other)?;
                        let bytes = bytes?;
                        let is_end = bytes.is_empty();
                        self.state = State::Idle(reader, bytes, 0);
                        if is_end {
                            return Poll::Ready(Ok(()));
                        }
                        continue;
                    }
                },
                State::Lost => return Poll::Ready(Err(IoError::other("the reader failed before"))),
            };
        }
    }
}

/// Reads once. Nothing is the end.
fn read<R: Read>(mut reader: R, mut bytes: Vec<u8>) -> (R, IoResult<Vec<u8>>) {
    bytes.resize(CHUNK, 0);
    let result = loop {
        match reader.read(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => break result,
        }
    };
    let bytes = result.map(|count| {
        bytes.truncate(count);
        bytes
    });
    (reader, bytes)
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}
