//! In: nothing. Out: how much a fetch may take, of time, bytes and anything else that a server or an archive chooses.

use std::time::Duration;

pub(super) const MIB: u64 = 1024 * 1024;

/// Bounds of one fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Time for one product's download, all tries together.
    pub(crate) whole: Duration,
    /// Time without a byte after which a connection counts as cut.
    pub(crate) idle: Duration,
    /// Bytes of a download, or of a file that takes its place.
    pub(crate) download: u64,
    /// Bytes of all documents of one product.
    pub(crate) unpacked: u64,
    /// Bytes of one document; the generator reads no larger ones.
    pub(crate) document: u64,
    /// Entries of an archive, folders included.
    pub(crate) entries: usize,
    /// How many times larger than packed an entry may be, once it is larger than [`Limits::SMALL`].
    pub(crate) ratio: u64,
    /// Redirects that are followed.
    pub(crate) redirects: usize,
    /// Tries of one download, the first included.
    pub(crate) tries: u32,
}

impl Limits {
    /// Entries up to this size may be packed as well as they like.
    pub(crate) const SMALL: u64 = MIB;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            whole: Duration::from_secs(300),
            idle: Duration::from_secs(30),
            download: 64 * MIB,
            unpacked: 256 * MIB,
            document: 64 * MIB,
            entries: 2000,
            ratio: 200,
            redirects: 5,
            tries: 4,
        }
    }
}
