//! In: nothing. Out: what emitted code says about an operation, as data.

use super::output::Output;

/// A request of a documented operation.
pub trait Operation: Sized {
    /// What `send` gives back.
    type Output: Output;

    /// The operation as documented.
    const SPEC: &'static OperationSpec;
}

/// An operation as documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "emitted code writes it as a literal")]
pub struct OperationSpec {
    /// The stable name, such as `list_invoices`.
    pub id: &'static str,
    /// The product, such as `books`.
    pub product: &'static str,
    /// The HTTP method in capitals.
    pub method: &'static str,
    /// What precedes every path of the product, such as `/books/v3`.
    pub base_path: &'static str,
    /// The path as documented, such as `/invoices/{invoice_id}`.
    pub path: &'static str,
    /// The OAuth scopes as documented.
    pub scopes: &'static [&'static str],
    /// Where the organisation goes; `None` where the operation takes none.
    pub tenancy: Option<Tenancy>,
    /// Whether the body of an answer has `code` and `message`.
    pub envelope: bool,
    /// Where in the body the result is.
    pub payload: Payload,
}

/// Where the organisation's id goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenancy {
    /// A query parameter of this name.
    Query(&'static str),
    /// A header of this name.
    Header(&'static str),
}

/// Where in the body of an answer the result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// There is no result.
    None,
    /// One value under a key.
    Key {
        /// The key.
        key: &'static str,
    },
    /// A list under a key, the first element of which is the result.
    First {
        /// The key.
        key: &'static str,
    },
    /// A list under a key that comes page by page.
    Items {
        /// The key.
        key: &'static str,
    },
    /// A list under a key, all of it at once.
    List {
        /// The key.
        key: &'static str,
    },
    /// The fields stand beside `code` and `message`.
    Flat,
    /// The body as a whole.
    Whole,
    /// Whatever stands beside `code` and `message`.
    Json,
    /// A file.
    Download,
}

impl Payload {
    /// The key under which the result is, where there is one.
    pub fn key(&self) -> Option<&'static str> {
        match *self {
            Self::Key { key } | Self::First { key } | Self::Items { key } | Self::List { key } => Some(key),
            Self::None | Self::Flat | Self::Whole | Self::Json | Self::Download => None,
        }
    }
}
