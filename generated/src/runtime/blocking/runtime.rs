//! In: nothing. Out: the one runtime of all blocking calls, on a thread of its own.
//!
//! That thread drives sockets and clocks; the calls themselves run on the threads that make them. It is started by the
//! first call and ends with the process, so nothing is ever shut down while somebody waits.

use std::io::Error as IoError;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};

use crate::runtime::error::Error;

static RUNTIME: Mutex<Option<Handle>> = Mutex::new(None);

/// The runtime, unless this thread runs asynchronous code already.
pub(super) fn handle() -> Result<Handle, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::invalid("wait", "this thread runs asynchronous code: use `.await` instead"));
    }
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*runtime {
        return Ok(handle.clone());
    }
    // A failure is not kept: there may be a thread to be had later.
    let handle = start().map_err(|source| Error::Io { path: None, source })?;
    Ok(runtime.insert(handle).clone())
}

fn start() -> Result<Handle, IoError> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread = thread::Builder::new().name("zoho-finance".to_owned());
    thread.spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}
