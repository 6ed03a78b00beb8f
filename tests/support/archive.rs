//! In: names and texts. Out: zip archives, sound ones and others.

use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

/// An archive of these entries; a name that ends in `/` is a folder.
pub(crate) fn zipped<N: AsRef<str>, T: AsRef<[u8]>>(entries: &[(N, T)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        if name.as_ref().ends_with('/') {
            archive.add_directory(name.as_ref(), SimpleFileOptions::default()).unwrap();
        } else {
            archive.start_file(name.as_ref(), SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_ref()).unwrap();
        }
    }
    archive.finish().unwrap().into_inner()
}

/// An archive with one document and a link beside it.
pub(crate) fn with_link(document: &str, link: &str, target: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("a.yml", SimpleFileOptions::default()).unwrap();
    archive.write_all(document.as_bytes()).unwrap();
    archive.add_symlink(link, target, SimpleFileOptions::default()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// The same bytes with one name in place of another of its length, in every header.
pub(crate) fn renamed(archive: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = archive.to_vec();
    let mut found = 0;
    for at in 0..bytes.len().saturating_sub(from.len()) {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
            found += 1;
        }
    }
    assert!(found >= 2, "a name stands in two headers");
    bytes
}

/// The same bytes with a bit set in the flags of every entry.
pub(crate) fn flagged(archive: &[u8], bit: u8) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    for (magic, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        for at in 0..bytes.len() - 4 {
            if &bytes[at..at + 4] == magic {
                bytes[at + flags] |= bit;
            }
        }
    }
    bytes
}
