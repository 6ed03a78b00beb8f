//! In: what went wrong. Out: words for people: what, where, and how to mend it.

use std::path::Path;

use crate::paths;

/// Why something was not fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Failure {
    /// What is wrong, and where.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// Whether the arguments contradict each other, so that nothing was tried.
    pub(crate) misuse: bool,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, misuse: false }
    }

    pub(super) fn misuse(message: impl Into<String>) -> Self {
        Self { misuse: true, ..Self::new(message) }
    }

    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, of this product.
    #[must_use]
    pub(super) fn of(mut self, product: &str) -> Self {
        self.message = format!("{product}: {}", self.message);
        self
    }

    /// A file or folder that could not be used.
    pub(super) fn io(action: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {action} `{}`: {error}", paths::shown(path)))
    }
}

/// Names in a row, no more than people read.
pub(super) fn named<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let more = names.len().saturating_sub(SHOWN);
    let mut text = names.take(SHOWN).map(printable).collect::<Vec<_>>().join(", ");
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

/// Text of others as it may stand in a terminal.
pub(super) fn printable(text: &str) -> String {
    generator::diag::render::printable(text)
}

/// The first bytes of something, as far as they can be shown in one line.
pub(super) fn beginning(bytes: &[u8]) -> String {
    const SHOWN: usize = 60;
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(SHOWN)).unwrap_or_default()).into_owned();
    let cut = if bytes.len() > SHOWN { "…" } else { "" };
    format!("`{}{cut}`", printable(text.trim()).split_whitespace().collect::<Vec<_>>().join(" "))
}
