//! In: the pages of a list. Out: all items of all pages, one after the other, no page asked for before it is needed.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::call::Call;
use super::error::Error;
use super::operation::OperationSpec;
use super::output::Json;
use super::page_context::PageContext;
use super::pages::Pages;

/// All items of a list, page after page: what `stream` gives back.
///
/// It is a [`Stream`], and can be used without further crates:
///
/// ```ignore
/// let mut invoices = client.books().invoices().list().stream().limit(1000);
/// while let Some(invoice) = invoices.next().await {
///     println!("{:?}", invoice?.invoice_number);
/// }
/// ```
///
/// Dropping the future of `next` loses nothing. After an error the stream ends, until [`resume`](Self::resume) makes it
/// go on with the page that failed. More about it in [`guide::pages`](crate::guide::pages).
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    ready: VecDeque<T>,
    context: Option<PageContext>,
    /// How many more items there may be.
    left: Option<u64>,
}

impl<T: Json> Items<T> {
    #[doc(hidden)]
    pub fn new(call: Call, spec: &'static OperationSpec) -> Self {
        Self { pages: Pages::new(call, spec), ready: VecDeque::new(), context: None, left: None }
    }

    /// At most this many items from here on. No page is asked for that is not needed, and no larger one, where neither
    /// `page` nor `per_page` was set.
    pub fn limit(mut self, items: u64) -> Self {
        self.pages.need(items);
        self.left = Some(items);
        self
    }

    /// The next item; `None` after the last one, and after an error.
    ///
    /// # Errors
    ///
    /// Whatever asking for a page can give.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items in one list. Mind the size of the list: [`limit`](Self::limit) bounds it.
    ///
    /// # Errors
    ///
    /// The first error ends it; what was read before is lost. With [`next`](Self::next) it is not.
    pub async fn collect_all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// Goes on after an error, with the page that failed: no item is lost, and none comes twice. A time limit of the
    /// request's own begins anew. Where there was no error, nothing changes.
    pub fn resume(&mut self) {
        self.pages.resume();
    }

    /// What the service said of the page that was read last; `None` before the first one, and where nothing was said.
    pub fn page_context(&self) -> Option<&PageContext> {
        self.context.as_ref()
    }

    /// The number of the page to be asked for when the items at hand are used up: after an error the one that failed.
    /// `None` where no more are asked for.
    ///
    /// Kept together with the items read until an error, it is where to go on another time: give it to `page` of the
    /// same request.
    pub fn next_page(&self) -> Option<u64> {
        self.pages.next_page().filter(|_| !self.is_full())
    }

    /// Whether the limit leaves nothing to ask for.
    fn is_full(&self) -> bool {
        self.left.is_some_and(|left| left <= self.ready.len() as u64)
    }
}

/// No field is ever pinned in place.
impl<T> Unpin for Items<T> {}

impl<T: Json> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = self.ready.pop_front() {
                self.left = self.left.map(|left| left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => {
                    self.context = page.page_context;
                    self.ready = page.items.into();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}
