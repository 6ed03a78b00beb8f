//! In: the body of an answer that is a file. Out: the same in a writer, in a file, or kept for whoever reads it.
//!
//! A sink is part of a try: what fails in it is tried again as if it had failed before, unless something is in a place
//! that it cannot be taken back from.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use tokio::fs::File;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::runtime::auth::BoxFuture;
use crate::runtime::error::Error;
use crate::runtime::incoming::Incoming;
use crate::runtime::policy::clock::Passed;
use crate::runtime::replace::Beside;

/// Whatever takes the bytes of a file while they come.
pub(crate) type Writer<'a> = dyn AsyncWrite + Send + Unpin + 'a;

/// Where a file goes.
pub(crate) trait Sink: Send {
    /// Takes the body.
    fn receive<'a>(&'a mut self, body: Incoming) -> BoxFuture<'a, Result<(), Error>>;

    /// Whether something is where it cannot be taken back from.
    fn is_spent(&self) -> bool;
}

/// A writer of the caller.
pub(super) struct ToWriter<'a> {
    pub(super) writer: &'a mut Writer<'a>,
    pub(super) written: u64,
}

impl Sink for ToWriter<'_> {
    fn receive<'a>(&'a mut self, body: Incoming) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(pour(body, self.writer, &mut self.written, None))
    }

    fn is_spent(&self) -> bool {
        self.written > 0
    }
}

/// A file, which is there as a whole or not at all.
pub(super) struct ToFile<'a> {
    pub(super) path: &'a Path,
    pub(super) written: u64,
}

impl Sink for ToFile<'_> {
    fn receive<'a>(&'a mut self, body: Incoming) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async {
            self.written = 0;
            let failed = |error| Error::io(self.path, error);
            let target = self.path.to_owned();
            let (beside, file) = work(move || Beside::new(&target, &mut OpenOptions::new())).await.map_err(failed)?;
            let mut file = File::from_std(file);
            pour(body, &mut file, &mut self.written, Some(self.path)).await?;
            file.sync_all().await.map_err(failed)?;
            drop(file);
            let target = self.path.to_owned();
            work(move || beside.replace(&target)).await.map_err(failed)
        })
    }

    fn is_spent(&self) -> bool {
        false
    }
}

/// The body itself, for a stream.
#[derive(Default)]
pub(super) struct Hold {
    pub(super) body: Option<Incoming>,
}

impl Sink for Hold {
    fn receive<'a>(&'a mut self, body: Incoming) -> BoxFuture<'a, Result<(), Error>> {
        self.body = Some(body);
        Box::pin(std::future::ready(Ok(())))
    }

    fn is_spent(&self) -> bool {
        false
    }
}

/// Writes chunk by chunk. The writer may take the time that the request has; it is not the service that is silent then.
async fn pour(
    mut body: Incoming,
    writer: &mut Writer<'_>,
    written: &mut u64,
    path: Option<&Path>,
) -> Result<(), Error> {
    let deadline = body.deadline();
    let failed = |error| Error::Io { path: path.map(PathBuf::from), source: error };
    while let Some(chunk) = body.chunk().await? {
        // Counted before: of a write that fails, nobody knows how much was done.
        *written += chunk.len() as u64;
        let done = deadline.bound(writer.write_all(&chunk)).await;
        done.map_err(|Passed| body.late())?.map_err(failed)?;
    }
    let done = deadline.bound(writer.flush()).await;
    done.map_err(|Passed| body.late())?.map_err(failed)
}

/// Does file work where it blocks no other task.
pub(super) async fn work<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(std::io::Error::other(error)))
}
