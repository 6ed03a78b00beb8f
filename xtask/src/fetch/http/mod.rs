//! One download.
//!
//! In: an address and limits. Out: what the server sent, whole. A connection that is cut is taken up where it ended if
//! the server can, in this run or a later one; what may pass is tried again, with growing pauses.

mod client;
mod exchange;
mod partial;

use std::path::Path;
use std::time::Duration;

use reqwest::Url;
use tokio::time::Instant;

use super::archive::Came;
use super::failure::Failure;
use super::limits::Limits;
use crate::progress::{Progress, Task};
use exchange::Exchange;
use partial::Partial;

/// The pause before the second try; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Why a try ended without the content.
#[derive(Debug)]
enum Ended {
    /// It would end like this again.
    Stop(Failure),
    /// Another try may go better, and the server may have said when.
    Again { why: String, after: Option<Duration> },
}

/// Downloads what is behind an address; `what` names it in the progress.
pub(super) fn download(
    what: &str,
    url: &Url,
    limits: &Limits,
    folder: &Path,
    progress: Progress,
) -> Result<Came, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("the network cannot be used: {error}")))?;
    let mut partial = Partial::open(folder, url)?;
    let mut task = progress.bytes(&format!("{what}: {url}"), None);
    let result = runtime.block_on(async {
        let deadline = Instant::now() + limits.whole;
        let tries = tries(url, limits, &mut partial, &mut task, deadline);
        match tokio::time::timeout_at(deadline, tries).await {
            Ok(result) => result,
            Err(_) => Err(Failure::new(format!("{url}: not done after {} s", limits.whole.as_secs_f64()))
                .help("raise the limit with `--timeout`; what has come is kept where the server can go on from there")),
        }
    });
    match result {
        Ok(content_type) => {
            let bytes = partial.take()?;
            task.done(&indicatif::HumanBytes(bytes.len() as u64).to_string());
            let name = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default().to_owned();
            Ok(Came { from: url.to_string(), name, content_type, bytes })
        }
        Err(failure) => {
            partial.leave();
            Err(failure)
        }
    }
}

async fn tries(
    url: &Url,
    limits: &Limits,
    partial: &mut Partial,
    task: &mut Task,
    deadline: Instant,
) -> Result<Option<String>, Failure> {
    let exchange = Exchange { url, limits };
    let mut pause = FIRST_PAUSE;
    let mut made = 1;
    loop {
        let (why, after) = match exchange.run(partial, task).await {
            Ok(content_type) => return Ok(content_type),
            Err(Ended::Stop(failure)) => return Err(failure),
            Err(Ended::Again { why, after }) => (why, after),
        };
        if made >= limits.tries {
            return Err(Failure::new(format!("{url}: {why} ({made} tries)"))
                .help("check the address and the network, then try again"));
        }
        let wait = after.unwrap_or(pause);
        if Instant::now() + wait >= deadline {
            let message =
                format!("{url}: {why}; the next try would be in {} s, beyond the limit of time", wait.as_secs());
            return Err(Failure::new(message).help("try again later, or raise the limit with `--timeout`"));
        }
        task.note(&format!("{why}; trying again in {} s", wait.as_secs_f64()));
        tokio::time::sleep(wait).await;
        pause *= 2;
        made += 1;
    }
}
