//! What earlier runs left behind.
//!
//! In: a folder and what belongs into it. Out: which generated files are stale; and, removed, the temporary files of
//! runs that were killed, and the folders that nothing is in any more.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use super::{Target, WriteError, inside, read, staged};

/// Generated files below the machine's folders that are no longer generated, by path.
pub(super) fn stale(folder: &Path, target: &Target) -> Result<BTreeSet<String>, WriteError> {
    let mut stale = BTreeSet::new();
    walk(folder, target, &mut |dir, name, is_folder| {
        let path = format!("{dir}/{name}");
        if !is_folder && !target.files.contains_key(&path) && is_generated(&folder.join(&path))? {
            stale.insert(path);
        }
        Ok(())
    })?;
    Ok(stale)
}

/// Removes what killed runs left: anywhere below the machine's folders, elsewhere beside the files that it writes.
pub(super) fn remove_temporaries(folder: &Path, target: &Target) -> Result<(), WriteError> {
    let mut found = Vec::new();
    walk(folder, target, &mut |dir, name, is_folder| {
        if !is_folder && staged::becomes(name).is_some() {
            found.push(format!("{dir}/{name}"));
        }
        Ok(())
    })?;
    let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in target.files.keys() {
        let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
        beside.entry(dir).or_default().insert(name);
    }
    for (dir, files) in beside {
        let full = if dir.is_empty() { folder.to_owned() } else { inside(folder, dir)? };
        let names = list(&full)?.into_iter().filter(|(_, is_folder)| !is_folder).map(|(name, _)| name);
        let own = names.filter(|name| staged::becomes(name).is_some_and(|file| files.contains(file)));
        found.extend(own.map(|name| if dir.is_empty() { name } else { format!("{dir}/{name}") }));
    }
    for path in found {
        let full = inside(folder, &path)?;
        match fs::remove_file(&full) {
            // It is listed twice where the machine's folders have files that it writes.
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(WriteError { action: "remove", path: full, source: error });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Removes folders below the machine's, and those themselves, that nothing is in.
pub(super) fn remove_empty(folder: &Path, target: &Target) -> Result<(), WriteError> {
    let mut folders: Vec<String> = target.owned.clone();
    walk(folder, target, &mut |dir, name, is_folder| {
        folders.extend(is_folder.then(|| format!("{dir}/{name}")));
        Ok(())
    })?;
    // The inner ones come first.
    folders.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
    for path in folders {
        // One that has anything in it stays.
        let _ = fs::remove_dir(inside(folder, &path)?);
    }
    Ok(())
}

/// Visits everything below the machine's folders: folder, name, and whether it is a folder itself.
fn walk(
    folder: &Path,
    target: &Target,
    visit: &mut dyn FnMut(&str, &str, bool) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let mut open: Vec<String> = target.owned.clone();
    while let Some(dir) = open.pop() {
        for (name, is_folder) in list(&inside(folder, &dir)?)? {
            visit(&dir, &name, is_folder)?;
            if is_folder {
                open.push(format!("{dir}/{name}"));
            }
        }
    }
    Ok(())
}

/// Names in a folder, and which are folders; an absent folder is empty.
fn list(folder: &Path) -> Result<Vec<(String, bool)>, WriteError> {
    let fail = |source| WriteError { action: "list", path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(source) => return Err(fail(source)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(fail)?;
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        names.push((entry.file_name().to_string_lossy().into_owned(), is_folder));
    }
    Ok(names)
}

fn is_generated(path: &Path) -> Result<bool, WriteError> {
    Ok(read(path)?.is_some_and(|text| text.starts_with(crate::format::HEADER)))
}
