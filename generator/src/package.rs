//! From files to a crate.
//!
//! In: machine-owned [`Files`] and the hand-written [`Skeleton`]. Out: the [`Target`] of `write`: either the crate of
//! this workspace, of which only the machine's part is touched, or a complete crate that builds alone.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::Skeleton;
use crate::lower::product_module;
use crate::render::Files;
use crate::write::Target;

/// Folder of `src` that people own.
const RUNTIME: &str = "src/runtime";

/// The machine-owned part of the crate in this workspace.
#[must_use]
pub fn in_place(files: Files, skeleton: &Skeleton, diagnostics: &mut Diagnostics) -> Target {
    let mut target = Target { files: files.files, owned: owned(skeleton) };
    target.files.extend(with_regions(&files.regions, skeleton, diagnostics));
    target
}

/// The part of `target` that belongs to products, and the part that products share: common types, the crate's root and
/// its features.
#[must_use]
pub fn split(target: &Target, products: &[String]) -> (Target, Target) {
    let modules: Vec<String> = products.iter().map(|product| format!("src/{}/", product_module(product))).collect();
    let own = |path: &str| modules.iter().any(|module| path.starts_with(module));
    let shared = |path: &str| path.starts_with("src/common/") || matches!(path, "src/lib.rs" | "Cargo.toml");
    let part = |keep: &dyn Fn(&str) -> bool| Target {
        files: target
            .files
            .iter()
            .filter(|(path, _)| keep(path))
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect(),
        owned: target.owned.iter().filter(|folder| keep(&format!("{folder}/"))).cloned().collect(),
    };
    (part(&own), part(&shared))
}

/// A complete crate: hand-written files, machine-owned ones, and a manifest that is its own workspace.
#[must_use]
pub fn standalone(files: Files, skeleton: &Skeleton, diagnostics: &mut Diagnostics) -> Target {
    let mut all = skeleton.files.clone();
    all.extend(with_regions(&files.regions, skeleton, diagnostics));
    if let Some(manifest) = all.get_mut("Cargo.toml") {
        manifest.push_str("\n# This folder is a workspace of its own, wherever it lies.\n[workspace]\n");
    }
    all.extend(files.files);
    Target { files: all, owned: vec!["src".to_owned(), "tests".to_owned()] }
}

fn owned(skeleton: &Skeleton) -> Vec<String> {
    let folders = skeleton.folders.iter().filter(|folder| *folder != RUNTIME).cloned();
    folders.chain(["tests/rows".to_owned()]).collect()
}

/// Hand-written files with their marked regions filled.
fn with_regions(
    regions: &BTreeMap<(String, String), String>,
    skeleton: &Skeleton,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let mut filled: BTreeMap<String, String> = BTreeMap::new();
    for ((path, region), text) in regions {
        let before = filled.get(path).or_else(|| skeleton.files.get(path));
        match before.and_then(|before| fill(before, region, text)) {
            Some(after) => {
                filled.insert(path.clone(), after);
            }
            None => diagnostics.push(
                Diagnostic::new(Code::Config, None, format!("`{path}` of the crate has no region `{region}`")).help(
                    format!(
                        "put the lines `@generated-begin: {region}` and `@generated-end: {region}` back, as comments"
                    ),
                ),
            ),
        }
    }
    filled
}

/// Replaces what stands between the two marks of a region.
fn fill(text: &str, region: &str, content: &str) -> Option<String> {
    let (begin, end) = (format!("@generated-begin: {region}"), format!("@generated-end: {region}"));
    let mut out = String::new();
    let mut lines = text.lines();
    for line in lines.by_ref() {
        out.push_str(line);
        out.push('\n');
        if line.trim_end().ends_with(&begin) {
            break;
        }
    }
    out.push_str(content.trim());
    if !content.trim().is_empty() {
        out.push('\n');
    }
    let last = lines.by_ref().find(|line| line.trim_end().ends_with(&end))?;
    for line in std::iter::once(last).chain(lines) {
        out.push_str(line);
        out.push('\n');
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_replaced_and_the_rest_kept() {
        let text = "a\n# @generated-begin: x\nold\n# @generated-end: x\nb\n";
        assert_eq!(
            fill(text, "x", "new\n").as_deref(),
            Some("a\n# @generated-begin: x\nnew\n# @generated-end: x\nb\n")
        );
        assert_eq!(fill(text, "y", "new\n"), None);
    }
}
