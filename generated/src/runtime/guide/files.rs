//! Files to and from the service, of any size.
//!
//! # Sending
//!
//! A method that takes a file takes an [`Upload`](crate::Upload):
//!
//! ```no_run
//! # async fn f(socket: tokio::net::TcpStream) -> zoho_finance::Result<()> {
//! use zoho_finance::Upload;
//!
//! let from_disk = Upload::path("receipts/17.pdf").await?;
//! let from_memory = Upload::bytes("note.txt", "paid in cash");
//! let from_anywhere = Upload::reader("scan.png", socket).content_type("image/png");
//! # Ok(())
//! # }
//! ```
//!
//! | from | length | sent again | in memory |
//! |---|---|---|---|
//! | [`path`](crate::Upload::path) | known | yes, opened for each try | a few chunks |
//! | [`bytes`](crate::Upload::bytes) | known | yes | what you gave |
//! | [`reader`](crate::Upload::reader) | not known | no | a few chunks |
//! | [`sized_reader`](crate::Upload::sized_reader) | as you say | no | a few chunks |
//!
//! - A method that takes a whole body of a kind of its own, such as `text/csv`, takes a [`Content`](crate::Content): bytes, a
//!   text, or an upload.
//! - Where the length is known it is sent as `Content-Length`; else the body goes in chunks of HTTP.
//! - A file must keep the length that it had when `path` looked at it. If it has another one, the request fails with
//!   [`Error::Io`](crate::Error::Io), and the service gets no whole request.
//! - A reader is read once. When the first byte of it has been asked for, the request is not sent again by itself: not
//!   after a limit, not after a failure, and not with a new token. The error is the one that the service gave; for a
//!   refused token it says that the next request has a new one. A clone of the request that is sent later is
//!   [`Error::InvalidInput`](crate::Error::InvalidInput).
//! - Name and media type go out as browsers write them: names in UTF-8, with quotes, backslashes and line breaks
//!   percent-encoded. The media type is guessed from the name's ending; `content_type` and `file_name` set them.
//! - Which kinds of files the service takes, and how large they may be, it says itself, by an error.
//!
//! # Receiving
//!
//! `send` gives a [`Download`](crate::Download), in memory. Requests whose answer is a file have three methods more:
//!
//! ```ignore
//! let invoice = client.books().invoices().get_as(id, InvoiceFormat::Pdf);
//! let info = invoice.download_to("invoice.pdf").await?;       // a file, as a whole or not at all
//! let info = invoice.send_to(&mut socket).await?;             // anything that is `AsyncWrite`
//! let mut chunks = invoice.send_stream().await?;              // chunk by chunk
//! ```
//!
//! `get_as` and its like are there where an operation answers in several formats: by a parameter `accept`, or with other
//! media types than JSON. Their `send` gives a file, too.
//!
//! - The service reports errors as JSON, with HTTP 200 as well. What may be such a report is looked at before anything is
//!   written; a file that is itself JSON goes through.
//! - `download_to` writes beside the file and puts it in place at the end. A failure, or dropping the future, leaves what
//!   was there before, and nothing else.
//! - A connection that ends before the announced length is an error. `download_to` begins again as
//!   [`retries`](super::retries) says; `send_to` does as long as nothing has been written, and `send_stream` until it has
//!   given you the stream.
//! - The name that the service gives ([`DownloadInfo::file_name`](crate::DownloadInfo::file_name)) never has folders in it.
//!   It may still be any name: think before you write to it.
//! - [`max_response_bytes`](crate::ClientBuilder::max_response_bytes) holds for files, too: 64 MiB, unless the client or
//!   the request (`max_response_bytes`) allows more.
//!
//! # Time
//!
//! [`read_timeout`](crate::ClientBuilder::read_timeout) bounds the service's silence, not the transfer: as long as it takes
//! bytes or gives some, it is not silent; nor is it while your reader or writer has to be waited for. The request's
//! `timeout` does count all of it, so give large files enough. A file on its way is one of the calls that an organisation
//! may have at the same time, a [`DownloadStream`](crate::DownloadStream) until it ends or is dropped.
