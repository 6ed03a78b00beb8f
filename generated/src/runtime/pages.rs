//! In: the request of a list. Out: its pages, one after the other, each asked for when it is due.
//!
//! Every page goes out with the same filters, headers, organisation and credentials. Where the service does not say
//! whether more follow, a full page means "ask again"; a page that begins like the last one ends the stream. A time limit
//! that the request sets for itself is for all pages together.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::call::Call;
use super::error::Error;
use super::operation::OperationSpec;
use super::output::{Json, Output};
use super::page::Page;
use super::pending::{self, Answer};
use super::response::RawResponse;
use super::send;

/// Items a page unless the caller asks for another number: the most that the service gives.
const PER_PAGE: u64 = 200;

/// All pages of a list, one after the other: what `pages` gives back.
///
/// It is a [`Stream`], and can be used without further crates. A page comes as [`Page`], with its context:
///
/// ```ignore
/// let mut pages = client.books().invoices().list().pages();
/// while let Some(page) = pages.next().await {
///     let page = page?;
///     println!("page {:?} has {} invoices", page.page(), page.items.len());
/// }
/// ```
///
/// Dropping the future of `next` loses nothing: the page that it waited for goes on where it was with the next call.
/// After an error the stream ends, until [`resume`](Self::resume) makes it go on with the page that failed. More about it
/// in [`guide::pages`](crate::guide::pages).
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    call: Call,
    spec: &'static OperationSpec,
    next: u64,
    per_page: u64,
    /// Whether the caller chose the size of the pages.
    sized: bool,
    last: Option<Last>,
    state: State,
    flight: Option<Answer>,
    items: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    More,
    /// The next page failed.
    Failed,
    Done,
}

/// What is kept of the last page, to know it again.
#[derive(PartialEq)]
struct Last {
    first: Option<String>,
}

impl<T: Json> Pages<T> {
    #[doc(hidden)]
    pub fn new(mut call: Call, spec: &'static OperationSpec) -> Self {
        let given = |name| call.query_number(name).filter(|number| *number > 0);
        let (next, per_page) = (given("page").unwrap_or(1), given("per_page"));
        let sized = per_page.is_some();
        let per_page = per_page.unwrap_or(PER_PAGE);
        call.set_query_each("per_page", [per_page]);
        let (last, state, flight) = (None, State::More, None);
        Self { call, spec, next, per_page, sized, last, state, flight, items: PhantomData }
    }

    /// The next page; `None` after the last one, and after an error.
    ///
    /// # Errors
    ///
    /// Whatever asking for a page can give.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Goes on after an error, with the page that failed. A time limit of the request's own begins anew. Where there was
    /// no error, nothing changes.
    ///
    /// ```ignore
    /// let mut pages = client.books().invoices().list().pages();
    /// while let Some(page) = pages.next().await {
    ///     match page {
    ///         Ok(page) => println!("{}", page.items.len()),
    ///         Err(error) if error.is_retryable() => {
    ///             tokio::time::sleep(Duration::from_secs(300)).await;
    ///             pages.resume();
    ///         }
    ///         Err(error) => return Err(error),
    ///     }
    /// }
    /// ```
    pub fn resume(&mut self) {
        if self.state == State::Failed {
            self.state = State::More;
            self.call.options.deadline = None;
        }
    }

    /// The number of the page that is due: after an error the one that failed. `None` after the last one.
    ///
    /// Kept, it is where to go on another time: give it to `page` of the same request.
    pub fn next_page(&self) -> Option<u64> {
        (self.state != State::Done).then_some(self.next)
    }

    /// Asks for smaller pages where no more items are needed. Where the caller chose a page or its size, those count.
    pub(crate) fn need(&mut self, items: u64) {
        let untouched = self.last.is_none() && self.flight.is_none() && self.next == 1;
        if untouched && !self.sized && (1..PER_PAGE).contains(&items) {
            self.per_page = items;
            self.call.set_query_each("per_page", [items]);
        }
    }

    fn ask(&mut self) -> Answer {
        self.call.options.start();
        self.call.set_query_each("page", [self.next]);
        Box::pin(send::execute(self.call.clone()))
    }

    fn read(&mut self, raw: Result<RawResponse, Error>) -> Option<Result<Page<T>, Error>> {
        match raw.and_then(|raw| pending::read(raw, |raw| Page::<T>::read(raw, self.spec))) {
            Ok(full) => self.accept(full.payload).map(Ok),
            Err(error) => {
                self.state = State::Failed;
                Some(Err(error))
            }
        }
    }

    /// The page, unless it is the last one over again.
    fn accept(&mut self, mut page: Page<T>) -> Option<Page<T>> {
        let this = Last { first: page.first.take() };
        let repeated = self.last.as_ref() == Some(&this);
        let empty = page.items.is_empty();
        // What the service once said of the size of its pages holds for the others.
        self.per_page = page.per_page().filter(|size| *size > 0).unwrap_or(PER_PAGE).min(self.per_page);
        let full = !empty && page.items.len() as u64 >= self.per_page;
        self.next += 1;
        self.last = Some(this);
        if repeated || !page.has_more().unwrap_or(full) {
            self.state = State::Done;
        }
        (!repeated).then_some(page)
    }
}

/// No field is ever pinned in place.
impl<T> Unpin for Pages<T> {}

impl<T: Json> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.state != State::More {
            return Poll::Ready(None);
        }
        let mut flight = match self.flight.take() {
            Some(flight) => flight,
            None => self.ask(),
        };
        match flight.as_mut().poll(cx) {
            Poll::Ready(raw) => Poll::Ready(self.read(raw)),
            Poll::Pending => {
                self.flight = Some(flight);
                Poll::Pending
            }
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.spec.id)
            .field("next_page", &self.next)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
