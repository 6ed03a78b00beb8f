//! In: request values that emitted code builds. Out: typed answers of the service.
//!
//! Everything here is written by hand, and knows no product and no operation. Paths in this module are for emitted code;
//! what users need is re-exported at the root of the crate.

pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod body;
pub mod builder;
mod by_hand;
pub mod call;
pub mod client;
pub mod data_center;
pub mod date;
pub mod decimal;
pub mod download;
mod encode;
pub mod envelope;
pub mod error;
pub mod extra;
#[cfg(feature = "fake")]
pub mod fake;
pub mod field;
pub mod guide;
mod http;
pub mod id;
pub mod id_list;
mod incoming;
mod log;
pub mod macros;
pub mod middleware;
pub mod missing;
pub mod operation;
mod options;
pub mod output;
pub mod page;
pub mod page_context;
pub mod pages;
pub mod param;
pub mod pending;
pub mod policy;
pub mod prepare;
pub mod raw_request;
mod replace;
pub mod response;
mod send;
pub mod stream;
mod swift;
mod tls;
pub mod wire;

#[cfg(test)]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "it is written as emitted code is")]
mod sample;
#[cfg(test)]
mod server;
#[cfg(test)]
mod tests;

pub use call::Call;
pub use extra::Extra;
pub use field::Field;
pub use operation::{Operation, OperationSpec, Payload, Tenancy};
pub use param::{Param, comma_separated};
pub use wire::to_wire::to_json;

#[allow(unused_imports, reason = "which of them emitted code needs depends on the documents")]
pub(crate) use {
    macros::{download, operation, paged, request},
    wire::model::response,
    wire::one_of::one_of,
    wire::open_enum::open_enum,
    wire::request_model::request_model,
    wire::setters::setters,
};
