//! What ids stand for. In: ids of the wire layer. Out: products, operations, and file and JSON pointer of schemas.

use crate::ir::FileId;
use crate::ir::fact::Subject;
use crate::ir::model::OperationId;
use crate::ir::wire::{Operation, Schema, SchemaId, Wire};
use crate::tree::pointer;

/// Looks things up in one wire layer.
#[derive(Clone, Copy)]
pub(crate) struct Subjects<'w> {
    wire: &'w Wire,
}

impl<'w> Subjects<'w> {
    pub(crate) fn of(wire: &'w Wire) -> Self {
        Self { wire }
    }

    /// The product that documents a subject.
    pub(crate) fn product(&self, subject: &Subject) -> Option<&'w str> {
        let index = match subject {
            Subject::Schema(id) | Subject::Property(id, _) => self.product_of_file(self.wire.schema(*id)?.file)?,
            Subject::Param(id, _) | Subject::Operation(id) => id.product as usize,
        };
        self.wire.products.get(index).map(|product| product.name.as_str())
    }

    /// `books/invoices.yml#/components/schemas/status`
    pub(crate) fn schema(&self, id: SchemaId) -> Option<String> {
        self.wire.schema(id).map(|schema| self.located(schema, &schema.pointer))
    }

    /// The same for a property of a schema.
    pub(crate) fn property(&self, id: SchemaId, name: &str) -> Option<String> {
        let schema = self.wire.schema(id)?;
        Some(self.located(schema, &property_pointer(schema, name)))
    }

    fn located(&self, schema: &Schema, pointer: &str) -> String {
        format!("{}#{pointer}", self.wire.path_of(schema.file))
    }

    /// The operation with this id.
    pub(crate) fn operation(&self, id: OperationId) -> Option<&'w Operation> {
        let product = self.wire.products.get(id.product as usize)?;
        product.documents.get(id.document as usize)?.operations.get(id.operation as usize)
    }

    fn product_of_file(&self, file: FileId) -> Option<usize> {
        let holds = |documents: &[crate::ir::wire::Document]| documents.iter().any(|document| document.file == file);
        self.wire.products.iter().position(|product| holds(&product.documents))
    }
}

/// JSON pointer of a property of a schema.
pub(crate) fn property_pointer(schema: &Schema, name: &str) -> String {
    pointer::join(&format!("{}/properties", schema.pointer), name)
}
