//! In: a path. Out: a [`SourceFile`] with text and SHA-256, or a located error.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::folder::reason;
use super::{Source, SourceFile};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{FileId, Place};

/// Bytes of one file at most.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads one file into `source` under `path`; an unreadable one is listed too, so that its error has a place.
pub(super) fn read(on_disk: &Path, path: String, source: &mut Source, out: &mut Diagnostics) -> Option<FileId> {
    match read_text(on_disk) {
        Ok((text, sha256)) => Some(source.add(SourceFile { path, text, sha256 })),
        Err((code, message, help)) => {
            let id = source.add(SourceFile { path, ..SourceFile::default() });
            out.push(Diagnostic::new(code, Place::file(id), message).help(help));
            None
        }
    }
}

fn read_text(on_disk: &Path) -> Result<(String, String), (Code, String, &'static str)> {
    let unreadable = |error: std::io::Error| {
        (Code::Io, format!("the file cannot be read: {}", reason(&error)), "check your rights to it")
    };
    let size = fs::metadata(on_disk).map_err(unreadable)?.len();
    if size > MAX_BYTES {
        let message = format!("the file has {size} bytes; {MAX_BYTES} are the limit");
        return Err((Code::Limit, message, "split it by tags or paths"));
    }
    let bytes = fs::read(on_disk).map_err(unreadable)?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        (Code::Io, format!("the file is not UTF-8 (line {line})"), "save it as UTF-8")
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok((text, sha256))
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
