//! In: bytes with a name, or a file. Out: what a multipart body carries: name, media type, bytes.

use std::fmt;
use std::path::Path;

use bytes::Bytes;

use super::error::Error;

/// A file to be sent.
#[derive(Clone)]
pub struct Upload {
    name: String,
    content_type: String,
    bytes: Bytes,
}

impl Upload {
    /// Bytes under a file name. The media type is guessed from the name's ending.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let name = name.into();
        Self { content_type: guess(&name).to_owned(), name, bytes: bytes.into() }
    }

    /// A file, read as a whole, under its own name. The media type is guessed from the name's ending.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the file cannot be read.
    pub async fn path(path: impl AsRef<Path> + Send) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let bytes = tokio::fs::read(&path).await.map_err(|error| Error::io(&path, error))?;
        let name = path.file_name().map_or_else(|| "file".into(), |name| name.to_string_lossy().into_owned());
        Ok(Self::bytes(name, bytes))
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

    pub(crate) fn into_parts(self) -> (String, String, Bytes) {
        (self.name, self.content_type, self.bytes)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
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
