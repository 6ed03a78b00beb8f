//! In: the request of a list. Out: all items of all pages, one after the other, each page asked for when it is due.
//!
//! Every page goes out with the same filters, headers, organisation and credentials. Where the service does not say
//! whether more follow, a full page means "ask again"; a page that begins like the last one ends the stream. A time limit
//! that the request sets for itself is for all pages together.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::call::Call;
use super::error::Error;
use super::operation::OperationSpec;
use super::output::{Json, Output};
use super::page::Page;
use super::pending::{self, Answer};
use super::send;

/// Items a page unless the caller asks for another number: the most that the service gives.
const PER_PAGE: u64 = 200;

/// All items of a list, page after page: what `stream` gives back.
///
/// It is a [`Stream`], and can be used without further crates:
///
/// ```ignore
/// let mut invoices = client.books().invoices().list().stream();
/// while let Some(invoice) = invoices.next().await {
///     println!("{:?}", invoice?.invoice_number);
/// }
/// ```
///
/// After an error it ends.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pages: Pages,
    ready: VecDeque<T>,
    flight: Option<Answer>,
}

/// Which page is next, and when to stop.
struct Pages {
    call: Call,
    spec: &'static OperationSpec,
    next: u64,
    per_page: u64,
    last_first: Option<String>,
    done: bool,
}

impl Pages {
    fn new(mut call: Call, spec: &'static OperationSpec) -> Self {
        let next = call.query_number("page").unwrap_or(1);
        let per_page = call.query_number("per_page").unwrap_or(PER_PAGE);
        call.set_query("per_page", per_page.to_string());
        Self { call, spec, next, per_page, last_first: None, done: false }
    }

    fn ask(&mut self) -> Answer {
        self.call.options.start();
        self.call.set_query("page", self.next.to_string());
        self.next += 1;
        Box::pin(send::execute(self.call.clone()))
    }

    /// The items of a page, none of them where it is the last one over again.
    fn accept<T>(&mut self, page: Page<T>) -> Vec<T> {
        let repeated = page.first.is_some() && page.first == self.last_first;
        let full = page.items.len() as u64 >= page.per_page().unwrap_or(self.per_page).min(self.per_page).min(PER_PAGE);
        self.done = repeated || page.items.is_empty() || !page.has_more().unwrap_or(full);
        self.last_first = page.first;
        if repeated { Vec::new() } else { page.items }
    }
}

impl<T: Json> Items<T> {
    #[doc(hidden)]
    pub fn new(call: Call, spec: &'static OperationSpec) -> Self {
        Self { pages: Pages::new(call, spec), ready: VecDeque::new(), flight: None }
    }

    /// The next item; `None` after the last one, and after an error.
    ///
    /// # Errors
    ///
    /// Whatever asking for a page can give.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items in one list. Mind the size of the list.
    ///
    /// # Errors
    ///
    /// The first error ends it; what was read before is lost.
    pub async fn collect_all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

/// No field is ever pinned in place.
impl<T> Unpin for Items<T> {}

impl<T: Json> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if this.pages.done {
                return Poll::Ready(None);
            }
            let pages = &mut this.pages;
            let raw = ready!(this.flight.get_or_insert_with(|| pages.ask()).as_mut().poll(cx));
            this.flight = None;
            match raw.and_then(|raw| pending::read(raw, |raw| Page::<T>::read(raw, this.pages.spec))) {
                Ok(full) => this.ready.extend(this.pages.accept(full.payload)),
                Err(error) => {
                    this.pages.done = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &self.pages.spec.id)
            .field("next_page", &self.pages.next)
            .field("ready", &self.ready.len())
            .field("done", &self.pages.done)
            .finish()
    }
}
