//! The client in programs without `async` (feature `blocking`).
//!
//! Whatever is awaited elsewhere can be waited for, with one method of the trait [`Wait`](crate::blocking::Wait):
//!
//! ```no_run
//! # fn f(client: zoho_finance::Client, code: zoho_finance::AuthorizationCode) -> zoho_finance::Result<()> {
//! use zoho_finance::blocking::Wait;
//! use zoho_finance::{FileStore, TokenStore, Upload};
//!
//! let organizations = client.request("GET", "/books/v3/organizations").send().wait()?;
//! let receipt = Upload::path("receipt.pdf").wait()?;
//! let grant = code.exchange(&client).wait()?;
//! FileStore::new("/var/lib/my-program/zoho-token").save(&grant).wait()?;
//! # Ok(())
//! # }
//! ```
//!
//! Requests of the products wait as they are, or after `send`, `send_full` and `send_raw`; lists are iterators:
//!
//! ```ignore
//! let invoice = client.books().invoices().get(id).wait()?;
//! let full = client.books().invoices().get(id).send_full().wait()?;
//! for invoice in client.books().invoices().list().stream().blocking() {
//!     println!("{:?}", invoice?.invoice_number);
//! }
//! client.books().invoices().get_as(id, InvoiceFormat::Pdf).download_to("invoice.pdf").wait()?;
//! ```
//!
//! What reads or writes blocking itself goes through [`Reader`](crate::blocking::Reader) and
//! [`Writer`](crate::blocking::Writer):
//!
//! ```no_run
//! # fn f(compressed: impl std::io::Read + Send + Unpin + 'static) {
//! use zoho_finance::{Upload, blocking::Reader};
//!
//! let upload = Upload::reader("numbers.csv", Reader::new(compressed));
//! # }
//! ```
//!
//! # What is behind it
//!
//! - There is one set of methods, and one client, which may serve both kinds of code at the same time. A second set with
//!   `_blocking` in its names would have to be kept in step, and compiled for every operation; the price is a `use` line.
//! - The first call starts one thread, which drives the sockets and clocks of all calls; each call itself runs on the
//!   thread that waits for it. Calls from many threads run side by side, within the client's limits.
//! - Limits, retries, time limits and errors are those of the rest of the crate.
//!
//! # In asynchronous code
//!
//! There `wait` gives [`Error::InvalidInput`](crate::Error::InvalidInput) and sends nothing: a thread that waits would hold
//! up all that runs on it. That goes for every thread that belongs to a Tokio runtime, those of `spawn_blocking` too: use
//! `.await`, or `Handle::current().block_on(..)` in `spawn_blocking`. A client that has been waited with can be used and
//! dropped anywhere.
