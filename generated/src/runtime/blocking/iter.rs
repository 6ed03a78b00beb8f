//! In: the items of all pages, as a stream. Out: the same as an iterator.

use std::fmt;

use super::Wait;
use crate::runtime::error::Error;
use crate::runtime::output::Json;
use crate::runtime::stream::Items;

/// All items of a list, page after page: what [`Items::blocking`] gives back. After an error it ends.
#[must_use = "an iterator does nothing until it is asked"]
pub struct Iter<T> {
    items: Items<T>,
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
