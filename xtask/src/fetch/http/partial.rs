//! In: an address, and bytes as they come. Out: a file that keeps them, so that a download that was cut goes on.
//!
//! Beside the bytes lies what the server said they are a part of (an `ETag`, or when it was changed last). Without that
//! nothing is taken up again: the beginning of one archive and the end of another make no archive.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use reqwest::Url;
use serde::{Deserialize, Serialize};

use crate::fetch::failure::Failure;
use crate::fetch::lock::sum;

/// The part of a download that has come.
#[derive(Debug)]
pub(super) struct Partial {
    path: PathBuf,
    note: PathBuf,
    url: String,
    validator: Option<String>,
    have: u64,
}

/// What lies beside the bytes.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    url: String,
    validator: String,
}

impl Partial {
    /// Takes up what an earlier run left, if anything.
    pub(super) fn open(folder: &Path, url: &Url) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(|error| Failure::io("create", folder, &error))?;
        let key: String = sum(url.as_str().as_bytes()).chars().take(16).collect();
        let path = folder.join(format!("{key}.part"));
        let note = folder.join(format!("{key}.json"));
        let mut partial = Self { path, note, url: url.to_string(), validator: None, have: 0 };
        let left = fs::read(&partial.note).ok().and_then(|text| serde_json::from_slice::<Note>(&text).ok());
        let left = left.filter(|left| left.url == partial.url).zip(fs::metadata(&partial.path).ok());
        if let Some((left, about)) = left {
            partial.validator = Some(left.validator);
            partial.have = about.len();
        }
        Ok(partial)
    }

    /// Bytes that have come.
    pub(super) const fn have(&self) -> u64 {
        self.have
    }

    /// From which byte to go on, and of what.
    pub(super) fn resume(&self) -> Option<(u64, &str)> {
        self.validator.as_deref().filter(|_| self.have > 0).map(|validator| (self.have, validator))
    }

    /// The content begins at its first byte.
    pub(super) fn begin(&mut self, validator: Option<String>) -> Result<(), Failure> {
        self.forget();
        File::create(&self.path).map_err(|error| Failure::io("create", &self.path, &error))?;
        self.validator = validator;
        let Some(validator) = self.validator.clone() else { return Ok(()) };
        let note = serde_json::json!(Note { url: self.url.clone(), validator }).to_string();
        fs::write(&self.note, note).map_err(|error| Failure::io("write", &self.note, &error))
    }

    /// More of it came.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = File::options().append(true).open(&self.path).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| Failure::io("write", &self.path, &error))?;
        self.have += bytes.len() as u64;
        Ok(())
    }

    /// All of it came.
    pub(super) fn take(mut self) -> Result<Vec<u8>, Failure> {
        let bytes = fs::read(&self.path).map_err(|error| Failure::io("read", &self.path, &error))?;
        self.forget();
        Ok(bytes)
    }

    /// It is of no use any more.
    pub(super) fn forget(&mut self) {
        // The note goes first: bytes without it are never taken up.
        let _ = fs::remove_file(&self.note);
        let _ = fs::remove_file(&self.path);
        self.validator = None;
        self.have = 0;
    }

    /// Leaves what a later run can take up.
    pub(super) fn leave(mut self) {
        if self.resume().is_none() {
            self.forget();
        }
    }
}
