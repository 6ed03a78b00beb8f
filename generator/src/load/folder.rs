//! In: a folder. Out: its entries in order of their names, without hidden ones and links that lead out of the root.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

/// Folders within folders that are followed at most; a chain of links cannot run for ever.
const MAX_DEPTH: usize = 16;

/// A folder that may be read, and the root that links must stay in.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: PathBuf,
    root: PathBuf,
    depth: usize,
}

/// One entry of a folder.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// File name.
    pub(super) name: String,
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it is a folder; otherwise it is a plain file.
    pub(super) is_folder: bool,
}

impl Folder {
    /// Opens `path` as a root; `what` names it in the error.
    pub(super) fn open(path: &Path, what: &str, out: &mut Diagnostics) -> Option<Self> {
        match fs::canonicalize(path) {
            Ok(root) if root.is_dir() => Some(Self { path: path.to_owned(), root, depth: 0 }),
            Ok(_) => {
                let message = format!("the {what} `{}` is not a folder", path.display());
                out.push(Diagnostic::new(Code::Io, None, message).help("name a folder"));
                None
            }
            Err(error) => {
                let message = format!("the {what} `{}` cannot be read: {}", path.display(), reason(&error));
                out.push(Diagnostic::new(Code::Io, None, message).help("check the path and your rights to it"));
                None
            }
        }
    }

    /// The folder that an entry of this one is.
    pub(super) fn enter(&self, entry: &Entry, out: &mut Diagnostics) -> Option<Self> {
        if self.depth >= MAX_DEPTH {
            let message = format!("`{}` lies more than {MAX_DEPTH} folders deep", entry.path.display());
            out.push(Diagnostic::new(Code::Limit, None, message).help("move it up, or remove a link that leads back"));
            return None;
        }
        Some(Self { path: entry.path.clone(), root: self.root.clone(), depth: self.depth + 1 })
    }

    /// Its entries in order of their names.
    pub(super) fn entries(&self, out: &mut Diagnostics) -> Vec<Entry> {
        let read = match fs::read_dir(&self.path) {
            Ok(read) => read,
            Err(error) => {
                let message = format!("the folder `{}` cannot be read: {}", self.path.display(), reason(&error));
                out.push(Diagnostic::new(Code::Io, None, message).help("check your rights to it"));
                return Vec::new();
            }
        };
        let mut entries: Vec<Entry> = read.flatten().filter_map(|entry| self.entry(&entry, out)).collect();
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        entries
    }

    fn entry(&self, entry: &fs::DirEntry, out: &mut Diagnostics) -> Option<Entry> {
        let path = entry.path();
        let name = entry.file_name().to_str()?.to_owned();
        if name.starts_with('.') {
            return None;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_symlink()) && !self.stays_inside(&path) {
            let message = format!("the link `{}` leads out of its folder and is not followed", path.display());
            let mut finding = Diagnostic::new(Code::Io, None, message).help("put a copy in place of the link");
            finding.severity = Severity::Warning;
            out.push(finding);
            return None;
        }
        let about = fs::metadata(&path).ok()?;
        (about.is_dir() || about.is_file()).then_some(Entry { name, path, is_folder: about.is_dir() })
    }

    fn stays_inside(&self, link: &Path) -> bool {
        fs::canonicalize(link).is_ok_and(|target| target.starts_with(&self.root))
    }
}

/// An I/O error in words that are the same on every system.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "it does not exist".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        other => other.to_string(),
    }
}
