//! Lists: one page, all items, whole pages; and how to go on after a failure.
//!
//! # Three ways to read a list
//!
//! ```ignore
//! let invoices = client.books().invoices();
//!
//! let page = invoices.list().page(2).per_page(50).send().await?;      // one page, asked for by hand
//! println!("{} of {:?}, more: {:?}", page.items.len(), page.total(), page.has_more());
//!
//! let mut items = invoices.list().stream().limit(1000);               // items, page after page
//! while let Some(invoice) = items.next().await {
//!     println!("{:?}", invoice?.invoice_number);
//! }
//!
//! let mut pages = invoices.list().pages();                            // whole pages
//! while let Some(page) = pages.next().await {
//!     store(page?.items).await;
//! }
//! ```
//!
//! Each page goes out with the filters, headers, organisation, credentials and retries of the request, when its first item
//! is needed. A stream begins at the `page` of the request, and takes 200 items a page unless `per_page` says otherwise.
//! [`limit`](crate::Items::limit) bounds the items: no page is asked for that is not needed, and with a limit below 200 the
//! page is no larger than that. [`Items`](crate::Items) and [`Pages`](crate::Pages) are streams of `futures`, too, so that
//! its combinators work.
//!
//! # When a list ends
//!
//! - The service says that no more pages follow (`has_more_page`), in whatever shape it says so.
//! - Where it says nothing, a page that is not full is the last one; a full one means that one more is asked for, which may
//!   be empty. What counts as full is the size that the service gives, where it makes pages smaller than was asked for.
//! - A page that begins like the one before is the same page over again, and ends the list. So do two empty pages in turn.
//!
//! [`page_context`](crate::Items::page_context) is what the service said of the page that was read last.
//!
//! # Lists that change meanwhile
//!
//! The service counts from the beginning for every page. What is added or removed in front while you read moves the rest:
//! an item may come twice, or not at all. Where that matters, sort by something that does not move, such as the time of
//! creation in ascending order, and take what comes twice by its id.
//!
//! # After a failure
//!
//! An error ends a stream, so that no loop goes on for ever. What was read before has been given to you already, and
//! [`resume`](crate::Items::resume) makes the stream go on with the page that failed: nothing is lost, nothing comes
//! twice.
//!
//! ```ignore
//! let mut items = client.books().invoices().list().stream();
//! while let Some(item) = items.next().await {
//!     match item {
//!         Ok(invoice) => store(invoice).await,
//!         Err(error) if error.is_retryable() => {
//!             tokio::time::sleep(Duration::from_secs(600)).await;
//!             items.resume();
//!         }
//!         Err(error) => {
//!             remember(items.next_page());                    // another time: `.page(..)`
//!             return Err(error);
//!         }
//!     }
//! }
//! ```
//!
//! What the client repeats by itself it has repeated before: see [`retries`](super::retries). A `timeout` of the request
//! is for all pages together; it begins anew with `resume`. Without one each page has the client's.
//!
//! The future of `next` can be dropped at any time, in a `select!` or a time-out: the page that it waited for is kept.
