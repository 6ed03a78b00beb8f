//! A folder that refuses.
//!
//! In: a folder. Out: a disk in memory there, or, where nothing can be mounted, the folder with its modes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder that can be made small or read-only.
pub(super) struct Mounted {
    folder: PathBuf,
    is_mount: bool,
}

impl Mounted {
    /// A disk of its own in memory; only some users may have one.
    pub(super) fn tmpfs(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(folder).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self { folder: folder.to_owned(), is_mount: true })
    }

    /// A folder whose modes count, which they do not for every user.
    pub(super) fn plain(folder: &Path) -> Option<Self> {
        let plain = Self { folder: folder.to_owned(), is_mount: false };
        fs::create_dir_all(folder).unwrap();
        plain.read_only(true);
        let counts = fs::write(folder.join("probe"), "").is_err();
        plain.read_only(false);
        counts.then_some(plain)
    }

    pub(super) fn path(&self) -> &Path {
        &self.folder
    }

    pub(super) fn remount(&self, option: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{option}")]).arg(&self.folder).status();
        assert!(done.is_ok_and(|status| status.success()), "{option}");
    }

    pub(super) fn read_only(&self, is_read_only: bool) {
        if self.is_mount {
            return self.remount(if is_read_only { "ro" } else { "rw" });
        }
        let mode = if is_read_only { "a-w" } else { "u+w" };
        let done = Command::new("chmod").args(["-R", mode]).arg(&self.folder).status();
        assert!(done.is_ok_and(|status| status.success()), "{mode}");
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if self.is_mount {
            let _ = Command::new("umount").arg(&self.folder).status();
        }
    }
}
