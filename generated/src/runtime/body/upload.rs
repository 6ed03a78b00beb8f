//! In: a path, bytes or a reader, with a name. Out: what a multipart body carries: name, media type, content.

use std::fmt;
use std::io::{Error as IoError, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use tokio::fs::File;
use tokio::io::AsyncRead;

use super::source::{Once, Source};
use crate::runtime::error::Error;

/// A file to be sent.
///
/// What comes from a path or a reader is read while it is sent, and never in memory as a whole. The page
/// [`guide::files`](crate::guide::files) says more.
///
/// ```no_run
/// # async fn f(socket: tokio::net::TcpStream) -> zoho_finance::Result<()> {
/// use zoho_finance::Upload;
///
/// let receipt = Upload::path("receipt.pdf").await?;
/// let note = Upload::bytes("note.txt", "paid in cash");
/// let scan = Upload::reader("scan", socket).content_type("image/png").file_name("scan 17.png");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Upload {
    name: String,
    content_type: String,
    source: Source,
}

impl Upload {
    fn new(name: String, source: Source) -> Self {
        Self { content_type: guess(&name).to_owned(), name, source }
    }

    /// Bytes under a file name. The media type is guessed from the name's ending.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Source::Bytes(bytes.into()))
    }

    /// A file under its own name. The media type is guessed from the name's ending.
    ///
    /// It is opened and read while the request is sent, again for each try; here only its length is noted. Where it has
    /// another length by then, the request fails with [`Error::Io`].
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where it cannot be read, or is no file but a folder or a pipe.
    pub async fn path(path: impl AsRef<Path> + Send) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let length = length(&path).await.map_err(|error| Error::io(&path, error))?;
        let name = path.file_name().map_or_else(|| "file".into(), |name| name.to_string_lossy().into_owned());
        Ok(Self::new(name, Source::Path(path, length)))
    }

    /// What a reader gives, to its end, under a file name. The media type is guessed from the name's ending.
    ///
    /// The length is not known before, so the body is sent in chunks of HTTP; where the service wants to know it, use
    /// [`sized_reader`](Self::sized_reader). A reader is read once: after the first byte of it has been asked for, the
    /// request is not sent again by itself, whatever happens.
    pub fn reader(name: impl Into<String>, reader: impl AsyncRead + Send + Unpin + 'static) -> Self {
        Self::new(name.into(), Source::Reader(Arc::new(Once::new(Box::new(reader))), None))
    }

    /// The same for so many bytes of a reader. One that ends before is an error; what it has beyond is not read.
    pub fn sized_reader(name: impl Into<String>, length: u64, reader: impl AsyncRead + Send + Unpin + 'static) -> Self {
        Self::new(name.into(), Source::Reader(Arc::new(Once::new(Box::new(reader))), Some(length)))
    }

    /// Sets the media type, such as `image/png`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Sets the file name.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// How many bytes it has; `None` for a reader whose length was not given.
    pub fn length(&self) -> Option<u64> {
        self.source.length()
    }

    pub(crate) fn into_parts(self) -> (String, String, Source) {
        (self.name, self.content_type, self.source)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

/// The length of a file that can be read. What has no length is better given as a reader.
async fn length(path: &Path) -> Result<u64, IoError> {
    let metadata = tokio::fs::metadata(path).await?;
    if !metadata.is_file() {
        return Err(IoError::new(ErrorKind::InvalidInput, "not a regular file"));
    }
    // Opening shows whether it may be read. The length is that of the file that was opened.
    Ok(File::open(path).await?.metadata().await?.len())
}
/// The media type for the ending of a file name; the kinds that the service takes.
fn guess(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "bmp" => "image/bmp",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xml" => "application/xml",
        "json" => "application/json",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
