//! In: a list and the page context beside it. Out: a [`Page`].

use super::page_context::PageContext;

/// One page of a list.
///
/// ```ignore
/// let page = client.books().invoices().list().per_page(50).send().await?;
/// println!("{} invoices, more: {:?}", page.items.len(), page.has_more());
/// for invoice in page {
///     println!("{:?}", invoice.invoice_number);
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// What is on the page.
    pub items: Vec<T>,
    /// What the service says of the page, `null` too; `None` where nothing came.
    pub page_context: Option<PageContext>,
    /// The text of the first item.
    pub(crate) first: Option<String>,
}

impl<T> Page<T> {
    /// Whether more pages follow; `None` where the service does not say.
    pub fn has_more(&self) -> Option<bool> {
        self.page_context.as_ref()?.has_more()
    }

    /// The number of this page, from 1; `None` where the service does not say.
    pub fn page(&self) -> Option<u64> {
        self.page_context.as_ref()?.page()
    }

    /// The number of the next page, where the service says that there is one.
    pub fn next_page(&self) -> Option<u64> {
        self.page_context.as_ref()?.next_page()
    }

    /// How many items a page takes; `None` where the service does not say.
    pub fn per_page(&self) -> Option<u64> {
        self.page_context.as_ref()?.per_page()
    }

    /// How many items there are on all pages; few operations say.
    pub fn total(&self) -> Option<u64> {
        self.page_context.as_ref()?.total()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// An operation that answers with pages.
pub trait Paged {
    /// What is on a page.
    type Item: super::output::Json;
}

impl<O, T> Paged for O
where
    O: super::operation::Operation<Output = Page<T>>,
    T: super::output::Json,
{
    type Item = T;
}
