//! The property on documents of others, where they are at hand.

use std::path::{Path, PathBuf};

use super::{adopted, model, text};
use crate::diag::Diagnostics;
use crate::load::{LoadOptions, Source, load};

/// Folders of published documents, one folder a product each, separated as in `PATH`.
fn folders() -> Vec<PathBuf> {
    let named = std::env::var_os("PUBLISHED_SPECS").unwrap_or_default();
    std::env::split_paths(&named).filter(|folder| folder.is_dir()).collect()
}

fn read(folder: &Path) -> Source {
    let options = LoadOptions { specs: folder.to_owned(), ..LoadOptions::default() };
    load(&options, &mut Diagnostics::default())
}

#[test]
fn adopted_documents_give_the_same_api() {
    if folders().is_empty() {
        eprintln!("skipped: there are no published documents; name their folders in PUBLISHED_SPECS");
    }
    for folder in folders() {
        let published = read(&folder);
        let once = adopted(&published);
        assert!(model(&published) == model(&once), "{}", folder.display());
        assert_eq!(text(&adopted(&once)), text(&once));
    }
}
