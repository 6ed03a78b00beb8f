//! In: an address. Out: an HTTP client for it, which follows no redirect by itself; no proxy of the environment comes
//! between this machine and itself.

use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use super::exchange::reason;
use crate::fetch::address::is_loopback;
use crate::fetch::failure::Failure;
use crate::fetch::limits::Limits;

/// Makes a client for an address.
pub(super) fn client(url: &Url, limits: &Limits) -> Result<Client, Failure> {
    // Only the first one counts, and all are the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let near = is_loopback(url);
    let builder = Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .user_agent(concat!("zoho-finance-xtask/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.idle)
        .https_only(!near);
    let builder = if near { builder.no_proxy() } else { builder };
    // Without TLS no certificates of the system are needed.
    let builder = if url.scheme() == "http" { builder.tls_certs_only([]) } else { builder };
    builder.build().map_err(|error| Failure::new(format!("HTTP cannot be used: {}", reason(&error))))
}
