//! What an explanation holds: plain data, for people or programs to be printed.

use serde::Serialize;

use super::uses::Use;
use crate::diag::Site;
use crate::ir::fact::Editions;
use crate::ir::model::{Constraints, Joined, Many, Paging, Side};
use crate::ir::wire::{ChangeKind, Location};
use crate::lint::{Finding, MinedFact};

/// What is known of one thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// What to call it: `books::Invoice.status`.
    pub name: String,
    /// What it is.
    #[serde(flatten)]
    pub what: What,
    /// Every place that documents it.
    pub origins: Vec<Origin>,
    /// What was mined in prose for it.
    pub facts: Vec<MinedFact>,
    /// Findings about it: widened types, conflicts, whatever else was said of its places.
    pub findings: Vec<Finding>,
    /// Overlays that touched it.
    pub overlays: Vec<Overlay>,
    /// Operations that use it.
    pub uses: Vec<Use>,
    /// Its name in `names.lock`, by product.
    pub lock: Vec<Locked>,
}

/// What a thing is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// An object type.
    Model {
        /// Sent or received.
        side: Side,
        /// The products that have it.
        products: Vec<String>,
        /// Its fields.
        fields: Vec<FieldLine>,
        /// What there is to choose from, where it is a choice, and the choices among its own keys: types by name.
        alternatives: Vec<String>,
    },
    /// A field of one.
    Field {
        /// Of what it is a field: sent or received.
        side: Side,
        /// The field.
        #[serde(flatten)]
        field: FieldLine,
    },
    /// A set of texts.
    Enum {
        /// The products that have it.
        products: Vec<String>,
        /// Its documented values.
        values: Vec<String>,
    },
    /// A method.
    Operation(OperationLine),
}

/// A method in short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OperationLine {
    /// `GET`
    pub method: String,
    /// `/invoices/{invoice_id}`
    pub path: String,
    /// `operationId`, if there is one.
    pub operation_id: Option<String>,
    /// Its parameters.
    pub params: Vec<ParamLine>,
    /// What is sent: a type, or a kind of body.
    pub request: Option<String>,
    /// What comes back.
    pub result: ResultLine,
    /// OAuth scopes.
    pub scopes: Vec<String>,
    /// Whether it says which organisation it is about.
    pub tenant: bool,
    /// Whether it pages, and whether the document says so.
    pub paging: Option<Paging>,
    /// Editions that have it.
    pub editions: Editions,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}

/// A field in short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldLine {
    /// Name on the wire.
    pub wire: String,
    /// Its type, as `cargo xtask api` spells it.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it must be sent.
    pub required: bool,
    /// What is known of its values.
    pub constraints: Constraints,
}

/// A parameter in short.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParamLine {
    /// Name on the wire.
    pub wire: String,
    /// Where it travels.
    #[serde(rename = "in")]
    pub location: Location,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it takes many values.
    pub many: Many,
    /// Whether it must be given.
    pub required: bool,
    /// What is known of its values.
    pub constraints: Constraints,
    /// Where it is declared.
    #[serde(flatten)]
    pub at: Site,
}

/// What comes back, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResultLine {
    /// `key`, `items`, `download`, …
    pub kind: &'static str,
    /// Its type, where one is documented.
    #[serde(rename = "type")]
    pub ty: Option<String>,
}

/// One place that documents a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The product.
    pub product: String,
    /// Wire identities of what uses it.
    pub identities: Vec<String>,
    /// File and JSON pointer.
    pub schema: Option<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub at: Site,
    /// What it says there, short.
    pub documented: Option<String>,
    /// Where the component stands that it refers to, if it does.
    pub refers_to: Option<Site>,
    /// Why it is one with the others.
    pub joined: Joined,
}

/// One action of an overlay that touched a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overlay {
    /// What it did.
    pub action: ChangeKind,
    /// Its reason.
    pub reason: String,
    /// Its JSONPath.
    pub target: String,
    /// File and JSON pointer of what was touched.
    pub touched: Vec<String>,
    /// Where the action stands.
    #[serde(flatten)]
    pub at: Site,
}

/// A name as `names.lock` keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Locked {
    /// The product.
    pub product: String,
    /// Below which key: `methods`, `models`, `enums`.
    pub section: &'static str,
    /// The name.
    pub name: String,
    /// Whether the file has it already; otherwise the next generation writes it.
    pub kept: bool,
}
