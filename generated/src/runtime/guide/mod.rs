//! How a client behaves, one subject a page. There is nothing to call here.

pub mod auth;
pub mod errors;
pub mod limits;
pub mod retries;
