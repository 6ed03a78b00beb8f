//! For programs without `async`: whatever is awaited can be waited for (feature `blocking`).
//!
//! In: anything that is awaited, such as a request, a page, a download, or the exchange of a code. Out: its result, on the
//! thread that asked. There is no second client and no second set of methods: [`Wait`] adds one method to all of them.
//! The page [`guide::blocking`](crate::guide::blocking) says more.

mod iter;
mod reader;
mod runtime;
mod writer;

pub use iter::{Iter, PageIter};
pub use reader::Reader;
pub use writer::Writer;

use super::error::Error;

/// Waits for what is awaited elsewhere.
///
/// ```no_run
/// # fn f(client: zoho_finance::Client) -> zoho_finance::Result<()> {
/// use zoho_finance::blocking::Wait;
///
/// let organizations = client.request("GET", "/books/v3/organizations").send().wait()?;
/// # Ok(())
/// # }
/// ```
pub trait Wait {
    /// What comes of it.
    type Output;

    /// Blocks the thread until the result is there.
    ///
    /// # Errors
    ///
    /// Those of what is waited for. [`Error::InvalidInput`] on a thread that runs asynchronous code: others would wait for
    /// the thread as well, perhaps even what is waited for. [`Error::Io`] where no thread can be started.
    fn wait(self) -> Result<Self::Output, Error>;
}

impl<T, F: IntoFuture<Output = Result<T, Error>>> Wait for F {
    type Output = T;

    fn wait(self) -> Result<T, Error> {
        // Before the future is made: a request that is refused here is not begun.
        let runtime = runtime::handle()?;
        runtime.block_on(self.into_future())
    }
}
