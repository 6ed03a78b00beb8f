#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

#[doc(hidden)]
pub mod runtime;

// @generated-begin: products
#[cfg(any(feature = "billing", feature = "books", feature = "inventory"))]
#[rustfmt::skip]
mod common;
#[cfg(feature = "billing")]
#[rustfmt::skip]
pub mod billing;
#[cfg(feature = "books")]
#[rustfmt::skip]
pub mod books;
#[cfg(feature = "inventory")]
#[rustfmt::skip]
pub mod inventory;
#[cfg(feature = "fake")]
pub(crate) const FAKE_TABLES: &[&[&str]] = &[
    #[cfg(feature = "billing")]
    billing::fake::TABLE,
    #[cfg(feature = "books")]
    books::fake::TABLE,
    #[cfg(feature = "inventory")]
    inventory::fake::TABLE,
];
// @generated-end: products

pub use bytes::Bytes;
pub use chrono;
pub use futures_core::Stream;
pub use reqwest::{self, Method, Url, header::HeaderMap};
pub use secrecy::SecretString;
pub use serde_json;

pub use runtime::auth::{
    AccessToken, Auth, AuthContext, AuthorizationCode, BoxFuture, ConsentUrl, FileStore, Grant, MemoryStore, Prompt,
    RefreshToken, Scopes, Token, TokenStore,
};
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use runtime::blocking;
pub use runtime::body::Content;
pub use runtime::body::upload::Upload;
pub use runtime::builder::ClientBuilder;
pub use runtime::client::Client;
pub use runtime::data_center::DataCenter;
pub use runtime::date::{Date, DateTime};
pub use runtime::decimal::Decimal;
pub use runtime::download::stream::DownloadStream;
pub use runtime::download::{Download, DownloadInfo};
pub use runtime::error::{AuthError, AuthErrorKind, Error, Quota, RateLimit, Result, TimeoutKind};
pub use runtime::extra::Extra;
#[cfg(feature = "fake")]
#[doc(inline)]
pub use runtime::fake;
pub use runtime::field::Field;
#[doc(inline)]
pub use runtime::guide;
pub use runtime::id::Id;
pub use runtime::id_list::IdList;
pub use runtime::middleware::{Attempt, Attempted, BoxError, Middleware};
pub use runtime::missing::Missing;
pub use runtime::operation::{Operation, OperationSpec, Payload, Tenancy};
pub use runtime::page::Page;
pub use runtime::page_context::PageContext;
pub use runtime::pages::Pages;
pub use runtime::param::Param;
pub use runtime::pending::Pending;
pub use runtime::policy::limits::Limits;
pub use runtime::policy::retry::RetryPolicy;
pub use runtime::prepare::Prepared;
pub use runtime::raw_request::RawRequest;
pub use runtime::response::{Full, RawResponse};
pub use runtime::stream::Items;
