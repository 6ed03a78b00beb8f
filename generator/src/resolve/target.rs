//! References. In: a `$ref` of a document. Out: the node it names, or a finding that says why there is none.

use std::collections::HashSet;

use super::{Resolver, Spot};
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, Parts, Reference, Slot};
use crate::tree::{NodeId, pointer};

/// What a reference leads to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// A node of a document of this product.
    Node(Spot),
    /// A node that is not there.
    Nowhere,
    /// Another file, which is not one of this product's documents.
    Outside,
}

/// A part that references were followed to.
pub(super) struct Found<'a, T> {
    /// The part.
    pub(super) part: &'a T,
    /// Where it was found.
    pub(super) spot: Spot,
    /// The first reference followed, if any.
    pub(super) first: Option<&'a Reference>,
}

impl<'a> Resolver<'a> {
    /// Follows references from a node to a part of one kind, which `of` picks.
    pub(super) fn follow<T>(
        &mut self,
        spot: Spot,
        what: &str,
        of: impl Fn(&'a Parts, NodeId) -> Option<&'a Slot<T>>,
    ) -> Option<Found<'a, T>> {
        let mut seen = HashSet::new();
        let mut first: Option<&'a Reference> = None;
        let mut last: Option<&'a Reference> = None;
        let mut spot = spot;
        loop {
            match self.document_at(spot.0).and_then(|document| of(&document.parts, spot.1)) {
                Some(Slot::Item(part)) => return Some(Found { part, spot, first }),
                Some(Slot::Ref(reference)) => {
                    if !seen.insert(spot) {
                        let message = format!("`{}` leads back to itself", reference.to);
                        self.unresolved(reference, message, "let one of the references name a part");
                        return None;
                    }
                    first.get_or_insert(reference);
                    last = Some(reference);
                    spot = self.target(spot.0, reference, what)?;
                }
                None => {
                    if let Some(reference) = last {
                        let message = format!("`{}` does not lead to {what}", reference.to);
                        self.unresolved(reference, message, "correct the reference, or the part that it names");
                    }
                    return None;
                }
            }
        }
    }

    pub(super) fn document_at(&self, index: usize) -> Option<&'a Document> {
        self.documents.get(index)
    }

    /// The node that a reference names.
    pub(super) fn target(&mut self, from: usize, reference: &'a Reference, what: &str) -> Option<Spot> {
        let key = (from, reference.to.as_str());
        let target = match self.targets.get(&key) {
            Some(target) => *target,
            None => {
                let target = self.search(from, &reference.to);
                self.targets.insert(key, target);
                target
            }
        };
        match target {
            Target::Node(spot) => return Some(spot),
            Target::Nowhere => {
                let message = format!("`{}` leads nowhere: there is no such {}", reference.to, bare(what));
                self.unresolved(reference, message, "correct the reference, or add what it names");
            }
            Target::Outside => {
                let message = format!("`{}` leads out of the product's documents", reference.to);
                let help = "copy the part into this document, or put the file beside it as an OpenAPI document";
                self.out.push(Diagnostic::new(Code::ExternalRef, reference.at, message).help(help));
            }
        }
        None
    }

    fn search(&self, from: usize, to: &str) -> Target {
        let (file, fragment) = to.split_once('#').unwrap_or((to, ""));
        let index = if file.is_empty() { Some(from) } else { self.other_document(from, file) };
        let Some(index) = index else { return Target::Outside };
        let pointer = pointer::from_fragment(fragment);
        let node = self.document_at(index).and_then(|document| document.tree.get(&pointer));
        node.map_or(Target::Nowhere, |node| Target::Node((index, node)))
    }

    /// The document of this product that a relative path names.
    fn other_document(&self, from: usize, file: &str) -> Option<usize> {
        if file.contains("://") || file.starts_with('/') {
            return None;
        }
        let here = self.document_at(from)?.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut steps: Vec<String> = here.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        for step in file.split('/') {
            match step {
                "" | "." => {}
                ".." => {
                    steps.pop()?;
                }
                step => steps.push(pointer::from_fragment(step).into_owned()),
            }
        }
        let path = steps.join("/");
        self.documents.iter().position(|document| document.path == path)
    }

    fn unresolved(&mut self, reference: &Reference, message: String, help: &str) {
        self.out.push(Diagnostic::new(Code::UnresolvedRef, reference.at, message).help(help));
    }
}

/// `a schema` without its article.
fn bare(what: &str) -> &str {
    what.strip_prefix("a ").or_else(|| what.strip_prefix("an ")).unwrap_or(what)
}

/// The name of the component of `section` that a reference names, if it names one as a whole.
pub(super) fn component(to: &str, section: &str) -> Option<String> {
    let (_, fragment) = to.split_once('#')?;
    named(&pointer::from_fragment(fragment), section)
}

/// The name of the component of `section` that stands at a pointer.
pub(super) fn named(pointer: &str, section: &str) -> Option<String> {
    let rest = pointer.strip_prefix("/components/")?.strip_prefix(section)?;
    let name = rest.strip_prefix('/').filter(|name| !name.contains('/'))?;
    pointer::last(&format!("/{name}")).map(|name| name.into_owned())
}
