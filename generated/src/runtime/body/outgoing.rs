//! In: the pieces of a body. Out: the body as one try sends it, read while it is sent.

use std::collections::VecDeque;
use std::fmt;
use std::io::{Error as IoError, ErrorKind};
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{BufMut, Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use super::CHUNK;
use super::progress::Progress;
use super::source::{Once, Reader, Source};
use crate::runtime::error::Error;

/// The body of one try.
pub(super) struct Outgoing {
    pieces: VecDeque<Piece>,
    /// How much is still to come, where that is known.
    left: Option<u64>,
    progress: Arc<Progress>,
}

enum Piece {
    Bytes(Bytes),
    Feed(Feed),
}

impl Outgoing {
    pub(super) async fn open(sources: &[Source], left: Option<u64>, progress: Arc<Progress>) -> Result<Self, Error> {
        let mut pieces = VecDeque::with_capacity(sources.len());
        for source in sources {
            pieces.push_back(match source {
                Source::Bytes(bytes) => Piece::Bytes(bytes.clone()),
                Source::Path(path, length) => Piece::Feed(Feed::file(path.clone(), *length).await?),
                Source::Reader(..) if source.is_spent() => return Err(spent()),
                Source::Reader(once, length) => Piece::Feed(Feed::once(Arc::clone(once), *length)),
            });
        }
        Ok(Self { pieces, left, progress })
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        while let Some(piece) = self.pieces.front_mut() {
            let chunk = match piece {
                Piece::Bytes(bytes) => Ok(bytes.split_to(bytes.len().min(CHUNK))),
                Piece::Feed(feed) => ready!(feed.poll_next(cx)),
            };
            match chunk {
                Ok(chunk) if chunk.is_empty() => drop(self.pieces.pop_front()),
                chunk => return Poll::Ready(Some(chunk)),
            }
        }
        Poll::Ready(None)
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Failed;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Failed>>> {
        let next = self.poll_next(cx);
        self.progress.asked(next.is_pending());
        Poll::Ready(match ready!(next) {
            None => None,
            Some(Ok(chunk)) => {
                self.left = self.left.map(|left| left.saturating_sub(chunk.len() as u64));
                Some(Ok(Frame::data(chunk)))
            }
            Some(Err(error)) => {
                self.pieces.clear();
                self.progress.fail(error);
                Some(Err(Failed))
            }
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// What the connection is told; the cause goes to whoever awaits the answer.
#[derive(Debug)]
pub(super) struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body could not be read to its end")
    }
}

impl std::error::Error for Failed {}

/// A file or a reader on its way.
struct Feed {
    // `Sync` is asked for, and never used: nothing but `get_mut` reaches it.
    reader: Mutex<From>,
    path: Option<PathBuf>,
    /// How much it is to give, where that is known.
    length: Option<u64>,
    given: u64,
    buffer: BytesMut,
    /// The last chunk of a file, kept back until it is certain that it is the last one.
    last: Option<Bytes>,
}

enum From {
    Once(Arc<Once>),
    Reader(Reader),
    End,
}

impl Feed {
    async fn file(path: PathBuf, length: u64) -> Result<Self, Error> {
        let file = File::open(&path).await.map_err(|error| Error::io(&path, error))?;
        let now = file.metadata().await.map_err(|error| Error::io(&path, error))?.len();
        if now != length {
            return Err(Error::io(&path, changed(length)));
        }
        Ok(Self { path: Some(path), ..Self::new(From::Reader(Box::new(file)), Some(length)) })
    }

    fn once(once: Arc<Once>, length: Option<u64>) -> Self {
        Self::new(From::Once(once), length)
    }

    fn new(from: From, length: Option<u64>) -> Self {
        Self { reader: Mutex::new(from), path: None, length, given: 0, buffer: BytesMut::new(), last: None }
    }

    /// The next chunk; an empty one is the end.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Bytes, Error>> {
        loop {
            let count = ready!(self.poll_read(cx))?;
            if count == 0 {
                *self.reader() = From::End;
                if self.length.is_some_and(|length| length != self.given) {
                    return Poll::Ready(Err(self.failed(self.too_short())));
                }
                return Poll::Ready(Ok(self.last.take().unwrap_or_default()));
            }
            self.given += count as u64;
            let chunk = self.buffer.split().freeze();
            match self.length {
                Some(length) if self.given > length => return Poll::Ready(Err(self.failed(changed(length)))),
                // More may follow in a file that has grown. From a reader no more is taken than was asked for.
                Some(length) if self.given == length && self.path.is_some() => self.last = Some(chunk),
                _ => return Poll::Ready(Ok(chunk)),
            }
        }
    }

    /// Reads into the buffer; 0 is the end, or all that was asked for.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<usize, Error>> {
        let left = self.length.filter(|_| self.path.is_none()).map(|length| length - self.given);
        let most = left.and_then(|left| usize::try_from(left).ok()).unwrap_or(CHUNK).min(CHUNK);
        let from = self.reader.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let From::Once(once) = from {
            match once.take() {
                Some(reader) => *from = From::Reader(reader),
                None => return Poll::Ready(Err(spent())),
            }
        }
        let From::Reader(reader) = from else { return Poll::Ready(Ok(0)) };
        if most == 0 {
            return Poll::Ready(Ok(0));
        }
        self.buffer.reserve(most);
        let mut space = (&mut self.buffer).limit(most);
        let count = ready!(pin!(reader.read_buf(&mut space)).poll(cx));
        Poll::Ready(count.map_err(|error| self.failed(error)))
    }

    fn reader(&mut self) -> &mut From {
        self.reader.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, error: IoError) -> Error {
        Error::Io { path: self.path.clone(), source: error }
    }

    fn too_short(&self) -> IoError {
        match self.length {
            Some(length) if self.path.is_some() => changed(length),
            _ => IoError::new(ErrorKind::UnexpectedEof, "the reader ended before the length that was given"),
        }
    }
}

fn changed(length: u64) -> IoError {
    IoError::new(ErrorKind::InvalidData, format!("the file no longer has the {length} bytes that it had"))
}

fn spent() -> Error {
    Error::invalid("file", "its reader has been read by another request, or an earlier try; a reader is sent once")
}
