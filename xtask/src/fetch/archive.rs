//! In: what came, as bytes. Out: the documents in it by file name; or why it is refused.
//!
//! Whatever an archive does that a vendor's archive of documents does not need is refused, and with it the archive:
//! paths that lead elsewhere, links, names that meet, encryption, other files, and sizes beyond the limits.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::read::ZipArchive;
use zip::result::ZipError;

use super::failure::{Failure, beginning, printable};
use super::limits::Limits;

/// Documents by file name.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// What came from somewhere.
#[derive(Clone, Debug)]
pub(super) struct Came {
    /// Where from, as people read it.
    pub(super) from: String,
    /// The last part of address or path.
    pub(super) name: String,
    /// What the server called it.
    pub(super) content_type: Option<String>,
    /// The content.
    pub(super) bytes: Vec<u8>,
}

impl Came {
    /// Whether it is an archive by its first bytes, whatever it is called.
    pub(super) fn is_archive(&self) -> bool {
        self.bytes.starts_with(b"PK\x03\x04") || self.bytes.starts_with(b"PK\x05\x06")
    }

    /// The documents in it, or the one that it is.
    pub(super) fn open(&self, limits: &Limits) -> Result<Files, Failure> {
        if self.is_archive() {
            return unpack(&self.bytes, limits).map_err(|failure| failure.of(&self.from));
        }
        let is_page = self.bytes.trim_ascii_start().starts_with(b"<");
        if self.bytes.is_empty() || is_page || !is_document(&self.name) {
            return Err(self.something_else(is_page));
        }
        check_size(&self.name, self.bytes.len() as u64, limits.document).map_err(|failure| failure.of(&self.from))?;
        Ok(Files::from([(self.name.clone(), self.bytes.clone())]))
    }

    fn something_else(&self, is_page: bool) -> Failure {
        let what = match (self.bytes.is_empty(), is_page) {
            (true, _) => "nothing".to_owned(),
            (_, true) => "a page of HTML or XML".to_owned(),
            _ => "something else".to_owned(),
        };
        let kind = self
            .content_type
            .as_deref()
            .map_or_else(String::new, |kind| format!(", content type `{}`", printable(kind)));
        let begins =
            if self.bytes.is_empty() { String::new() } else { format!(", which begins {}", beginning(&self.bytes)) };
        Failure::new(format!(
            "{}: {what} came instead of a zip archive or a YAML or JSON document{kind}{begins}",
            self.from
        ))
        .help(
            "name a zip archive, or a document whose name ends in .yml, .yaml or .json; what was there may have moved",
        )
    }
}

/// Whether a file is a document by its name.
pub(super) fn is_document(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    !stem.is_empty() && ["yml", "yaml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a name is one of an overlay, which are written here and never fetched.
pub(super) fn is_overlay(name: &str) -> bool {
    is_document(name) && name.rsplit_once('.').is_some_and(|(stem, _)| stem.to_ascii_lowercase().ends_with(".overlay"))
}

fn check_size(name: &str, size: u64, limit: u64) -> Result<(), Failure> {
    if size <= limit {
        return Ok(());
    }
    let name = printable(name);
    Err(Failure::new(format!("`{name}` has {size} bytes; {limit} are the limit of a document")))
}

fn unpack(bytes: &[u8], limits: &Limits) -> Result<Files, Failure> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    check_whole(&mut archive, limits)?;
    let mut files = Files::new();
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    let mut left = limits.unpacked;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(damaged)?;
        let path = path(&entry)?;
        if entry.is_dir() || is_metadata(&path) {
            continue;
        }
        check_entry(&path, &entry, limits)?;
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        if let Some(other) = paths.insert(name.to_lowercase(), path.clone()) {
            let message = format!(
                "the archive has two documents of one name: `{}` and `{}`",
                printable(&other),
                printable(&path)
            );
            return Err(Failure::new(message));
        }
        let content = read(&mut archive, index, &path, left.min(limits.document))?;
        left = left.saturating_sub(content.len() as u64);
        files.insert(name, content);
    }
    if files.is_empty() {
        return Err(Failure::new("the archive has no documents"));
    }
    Ok(files)
}

fn damaged(error: ZipError) -> Failure {
    Failure::new(format!("the archive is truncated or damaged: {error}")).help("fetch it again")
}

/// What concerns all entries together, before any of them is read.
fn check_whole(archive: &mut ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<(), Failure> {
    let (count, most) = (archive.len(), limits.entries);
    if archive.has_duplicate_names() {
        return Err(Failure::new("the archive has two entries of one name"));
    }
    if count > most {
        return Err(Failure::new(format!("the archive has {count} entries; {most} are the limit")));
    }
    if archive.has_overlapping_files().map_err(damaged)? {
        return Err(Failure::new("entries of the archive overlap, as those of a zip bomb do"));
    }
    archive.validate_header_consistency().map_err(damaged)?;
    let sizes = (0..count).filter_map(|index| archive.by_index_data(index).ok()).map(|entry| entry.size());
    let total = sizes.fold(0_u64, u64::saturating_add);
    if total > limits.unpacked {
        let limit = limits.unpacked;
        return Err(Failure::new(format!("the archive has {total} bytes unpacked; {limit} are the limit")));
    }
    Ok(())
}

/// The path of an entry, if it is one that stays where it is unpacked, on any system.
fn path(entry: &zip::read::ZipFileEntry<'_>) -> Result<String, Failure> {
    let raw = String::from_utf8_lossy(entry.name_raw()).into_owned();
    let shown = printable(&raw);
    let refuse = |why: &str| Err(Failure::new(format!("the archive is refused: its entry `{shown}` {why}")));
    if std::str::from_utf8(entry.name_raw()).is_err() || raw.chars().any(char::is_control) || raw.is_empty() {
        return refuse("has a name that is no text");
    }
    if raw.contains('\\') {
        return refuse("has a backslash in its name");
    }
    if raw.starts_with('/') || raw.as_bytes().get(1) == Some(&b':') {
        return refuse("has an absolute path");
    }
    if raw.trim_end_matches('/').split('/').any(|part| matches!(part, ".." | "." | "")) {
        return refuse("has a path that leads out of its folder");
    }
    Ok(raw)
}

/// What systems add to archives by themselves. It is never unpacked.
fn is_metadata(path: &str) -> bool {
    path.starts_with("__MACOSX/") || path.rsplit('/').next() == Some(".DS_Store")
}

fn check_entry(path: &str, entry: &zip::read::ZipFileEntry<'_>, limits: &Limits) -> Result<(), Failure> {
    let refuse =
        |why: String| Err(Failure::new(format!("the archive is refused: its entry `{}` {why}", printable(path))));
    // Regular files only, or a system that knows no kinds.
    let kind = entry.unix_mode().map_or(0, |mode| mode & 0o170_000);
    if entry.is_symlink() || !matches!(kind, 0 | 0o100_000) {
        return refuse("is a link or something else that is no file".to_owned());
    }
    if entry.encrypted() {
        return refuse("is encrypted".to_owned());
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if !is_document(name) || name.starts_with('.') {
        return refuse("is neither YAML nor JSON by its name (.yml, .yaml, .json)".to_owned());
    }
    if is_overlay(name) {
        return refuse("has the name of an overlay; those are written by hand and never fetched".to_owned());
    }
    let (packed, size) = (entry.compressed_size(), entry.size());
    if size > Limits::SMALL && size / packed.max(1) > limits.ratio {
        return refuse(format!(
            "is {} times larger than packed; {} times are the limit",
            size / packed.max(1),
            limits.ratio
        ));
    }
    check_size(path, size, limits.document)
}

/// Reads one entry, and no more of it than is allowed, whatever the archive says of its size.
fn read(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, path: &str, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    let shown = printable(path);
    let broken = |why: String| {
        Failure::new(format!("the archive is truncated or damaged at `{shown}`: {why}")).help("fetch it again")
    };
    let entry = archive.by_index(index).map_err(|error| broken(error.to_string()))?;
    entry.take(limit.saturating_add(1)).read_to_end(&mut content).map_err(|error| broken(error.to_string()))?;
    if content.len() as u64 > limit {
        return Err(Failure::new(format!("`{shown}` has more than {limit} bytes unpacked, which is the limit")));
    }
    Ok(content)
}
