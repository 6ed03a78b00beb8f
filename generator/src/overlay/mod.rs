//! In: the trees of each product. Out: its documents with its overlays applied, strictly.
//!
//! An overlay is OpenAPI Overlay 1.0, or 1.1 (`copy`, and updates of scalars). It applies
//!
//! - with `extends`: to the document of its folder that this relative path names;
//! - without, as `<stem>.overlay.yaml` beside `<stem>.yml`: to that document;
//! - otherwise to every document of its folder, and each action must match in at least one of them.
//!
//! Overlays apply in order of their file names, actions in the order written. An action that matches nothing, gives no
//! reason or has an unknown key is an error. What stays keeps its place in the document; what an update adds has its
//! place in the overlay.

mod action;
mod find;
mod read;
mod record;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::stem;
use crate::ir::Place;
use crate::load::Source;
use crate::tree::{ProductTrees, Tree};
use read::Overlay;
use record::Record;

/// Applies all overlays; the result has none.
pub fn apply(products: Vec<ProductTrees>, source: &Source, out: &mut Diagnostics) -> Vec<ProductTrees> {
    products.into_iter().map(|product| apply_product(product, source, out)).collect()
}

fn apply_product(product: ProductTrees, source: &Source, out: &mut Diagnostics) -> ProductTrees {
    let ProductTrees { name, mut documents, overlays, .. } = product;
    let mut record = Record::default();
    for tree in &overlays {
        let Some(overlay) = read::overlay(tree, out) else { continue };
        let Some(targets) = targets(&overlay, tree, &documents, source, out) else { continue };
        for action in &overlay.actions {
            record.begin(action);
            let mut matched = 0;
            let mut sound = true;
            for (index, document) in documents.iter_mut().enumerate().filter(|(index, _)| targets.contains(index)) {
                match action::apply(action, &overlay, tree, document) {
                    Ok(touched) => {
                        matched += touched.len();
                        record.touched(index, touched);
                    }
                    Err(error) => {
                        out.push(*error);
                        sound = false;
                    }
                }
            }
            if matched == 0 && sound {
                let message = format!("the target `{}` matches nothing", action.target);
                let help = "correct the target, or remove the action if the document no longer needs it";
                out.push(Diagnostic::new(Code::Overlay, action.target_at, message).help(help));
            }
        }
    }
    let changes = record.finish(&documents);
    ProductTrees { name, documents, overlays: Vec::new(), changes }
}

/// Positions of the documents that an overlay applies to.
fn targets(
    overlay: &Overlay,
    tree: &Tree,
    documents: &[Tree],
    source: &Source,
    out: &mut Diagnostics,
) -> Option<Vec<usize>> {
    let own = source.path_of(tree.file());
    let path = |index: usize| documents.get(index).map_or("", |document| source.path_of(document.file()));
    let (wanted, at) = match &overlay.extends {
        Some((extends, at)) => (beside(own, extends), *at),
        None => {
            let own_stem = stem(own).trim_end_matches(".overlay");
            let of_stem: Vec<usize> = (0..documents.len()).filter(|index| stem(path(*index)) == own_stem).collect();
            let stem_is_taken = source.products.iter().flat_map(|product| &product.documents).any(|id| {
                let other = source.path_of(*id);
                folder(other) == folder(own) && stem(other) == own_stem
            });
            // Where the document is there but cannot be read, its overlay must not fall on the others.
            return Some(if stem_is_taken { of_stem } else { (0..documents.len()).collect() })
                .filter(|found| !found.is_empty());
        }
    };
    if let Some(index) = (0..documents.len()).find(|index| Some(path(*index)) == wanted.as_deref()) {
        return Some(vec![index]);
    }
    let names: Vec<&str> = (0..documents.len()).map(path).collect();
    let message = "`extends` names no document of this folder".to_owned();
    let help = format!("name one of {}", names.join(", "));
    report(at, message, &help, out);
    None
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path of a file that `extends` names from beside the overlay; nothing for a URL or a path out of the folder.
fn beside(own: &str, extends: &str) -> Option<String> {
    let name = extends.strip_prefix("./").unwrap_or(extends);
    (!name.contains('/')).then(|| format!("{}/{name}", folder(own)))
}

fn report(at: Place, message: String, help: &str, out: &mut Diagnostics) {
    out.push(Diagnostic::new(Code::Overlay, at, message).help(help));
}

#[cfg(test)]
mod tests;
