//! In: a writer that blocks. Out: one that a download can go to.

use std::fmt;
use std::io::{Result as IoResult, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::AsyncWrite;

/// A [`Write`] for [`wait`](super::Wait::wait): a download is written by the thread that waits for it, so nobody else is
/// held up. Elsewhere it would block the threads of asynchronous code.
///
/// ```
/// use zoho_finance::blocking::Writer;
///
/// let mut bytes = Vec::new();
/// let writer = Writer::new(&mut bytes);
/// ```
pub struct Writer<W>(W);

impl<W: Write> Writer<W> {
    /// Writes there.
    pub fn new(writer: W) -> Self {
        Self(writer)
    }

    /// The writer, given back.
    pub fn into_inner(self) -> W {
        self.0
    }
}

impl<W: Write + Unpin> AsyncWrite for Writer<W> {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<IoResult<usize>> {
        Poll::Ready(again(|| self.0.write(bytes)))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<IoResult<()>> {
        Poll::Ready(again(|| self.0.flush()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<IoResult<()>> {
        self.poll_flush(cx)
    }
}

/// A signal is no failure.
fn again<T>(mut work: impl FnMut() -> IoResult<T>) -> IoResult<T> {
    loop {
        match work() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

impl<W> fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}
