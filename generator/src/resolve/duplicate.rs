//! One operation, documented several times.
//!
//! In: the operations of all documents of a product. Out: of each method and path the one that is kept: the one that
//! says most, of equals the first. A stub in one document does not hide the whole in another. The others are reported.

use super::Resolver;
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, OperationPart, Slot};
use crate::ir::wire::{Method, Status};

impl Resolver<'_> {
    /// Decides which operations are kept.
    pub(super) fn choose(&mut self) {
        for (index, document) in self.documents.iter().enumerate() {
            for (position, part) in document.operations.iter().enumerate() {
                let own = (index, position);
                let kept = self.kept.entry(key(part)).or_insert(own);
                let is_fuller = self
                    .documents
                    .get(kept.0)
                    .and_then(|document| Some(fullness(document, document.operations.get(kept.1)?)))
                    .is_some_and(|known| known < fullness(document, part));
                if is_fuller {
                    *kept = own;
                }
            }
        }
        for (index, document) in self.documents.iter().enumerate() {
            for (position, part) in document.operations.iter().enumerate() {
                if !self.is_kept((index, position), part) {
                    self.report_duplicate(part);
                }
            }
        }
    }

    /// Whether an operation is the one that is kept.
    pub(super) fn is_kept(&self, own: (usize, usize), part: &OperationPart) -> bool {
        self.kept.get(&key(part)) == Some(&own)
    }

    fn report_duplicate(&mut self, part: &OperationPart) {
        let kept = self.kept.get(&key(part)).and_then(|kept| self.documents.get(kept.0)?.operations.get(kept.1));
        let Some(kept) = kept else { return };
        let place = format!("{}:{}", self.source.path_of(kept.at.file), kept.at.line);
        let message = format!("{} {} is documented at {place} as well", part.method.as_str(), part.path);
        let help = "remove one of them; that one is kept, because it says more or comes first";
        self.out.push(Diagnostic::new(Code::DuplicateOperation, part.at, message).help(help));
    }
}

fn key(part: &OperationPart) -> (Method, String) {
    (part.method, shape(&part.path))
}

/// How much an operation says: bodies and answers count more than parameters and its id. Prose does not count, so
/// that a document without any says as much.
fn fullness(document: &Document, part: &OperationPart) -> usize {
    let parts = &document.parts;
    let body = part.body.and_then(|(node, _)| parts.bodies.get(&node)).is_some_and(|body| match body {
        Slot::Ref(_) => true,
        Slot::Item(body) => body.content.iter().any(|media| media.schema.is_some()),
    });
    let answers = part.responses.iter().filter(|(status, node, _)| {
        let says = match parts.responses.get(node) {
            Some(Slot::Ref(_)) => true,
            Some(Slot::Item(answer)) => answer.content.iter().any(|media| media.schema.is_some()),
            None => false,
        };
        says && Status::is_success(*status)
    });
    let operation = &part.operation;
    let named = usize::from(operation.operation_id.is_some());
    3 * (usize::from(body) + answers.count()) + part.params.len() + part.path_params.len() + named
}

/// A path without the names of its parameters: `/a/{}` for `/a/{id}`.
fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        shape.push_str(before);
        let Some((_, tail)) = after.split_once('}') else {
            rest = after;
            break;
        };
        shape.push_str("{}");
        rest = tail;
    }
    shape.push_str(rest);
    shape
}
