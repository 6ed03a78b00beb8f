//! In: the items of all pages, or the pages, as a stream. Out: the same as an iterator.

use std::fmt;

use super::Wait;
use crate::runtime::error::Error;
use crate::runtime::output::Json;
use crate::runtime::page::Page;
use crate::runtime::page_context::PageContext;
use crate::runtime::pages::Pages;
use crate::runtime::stream::Items;

/// All items of a list, page after page: what [`Items::blocking`] gives back. After an error it ends, until
/// [`resume`](Self::resume).
#[must_use = "an iterator does nothing until it is asked"]
pub struct Iter<T> {
    items: Items<T>,
    done: bool,
}

/// All pages of a list: what [`Pages::blocking`] gives back. After an error it ends, until [`resume`](Self::resume).
#[must_use = "an iterator does nothing until it is asked"]
pub struct PageIter<T> {
    pages: Pages<T>,
    done: bool,
}

impl<T: Json> Items<T> {
    /// The same items for a program without `async` (feature `blocking`).
    ///
    /// ```ignore
    /// for invoice in client.books().invoices().list().stream().blocking() {
    ///     println!("{:?}", invoice?.invoice_number);
    /// }
    /// ```
    pub fn blocking(self) -> Iter<T> {
        Iter { items: self, done: false }
    }
}

impl<T: Json> Pages<T> {
    /// The same pages for a program without `async` (feature `blocking`).
    pub fn blocking(self) -> PageIter<T> {
        PageIter { pages: self, done: false }
    }
}

impl<T: Json> Iter<T> {
    /// Goes on after an error, with the page that failed.
    pub fn resume(&mut self) {
        self.items.resume();
        self.done = false;
    }

    /// What the service said of the page that was read last.
    pub fn page_context(&self) -> Option<&PageContext> {
        self.items.page_context()
    }
}

impl<T: Json> PageIter<T> {
    /// Goes on after an error, with the page that failed.
    pub fn resume(&mut self) {
        self.pages.resume();
        self.done = false;
    }
}

impl<T: Json> Iterator for PageIter<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = async { self.pages.next().await.transpose() }.wait().transpose();
        self.done = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<T: Json> Iterator for Iter<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = async { self.items.next().await.transpose() }.wait().transpose();
        self.done = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<T> fmt::Debug for Iter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Iter").field(&self.items).finish()
    }
}

impl<T> fmt::Debug for PageIter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PageIter").field(&self.pages).finish()
    }
}
