//! In: a half-configured HTTP client. Out: the same with the TLS of the features chosen.
//!
//! rustls runs on ring, named here and not installed for the whole process. A client that only talks plain HTTP to the
//! same machine needs no certificates.

use reqwest::ClientBuilder;

use super::error::Error;

#[cfg(feature = "rustls-tls")]
pub(crate) fn configure(builder: ClientBuilder, needed: bool) -> Result<ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt;

    let failed = |error: rustls::Error| Error::invalid("tls", error.to_string());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(failed)?;
    let config = if needed {
        config.with_platform_verifier().map_err(failed)?
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.tls_backend_preconfigured(config.with_no_client_auth()))
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-tls")))]
pub(crate) fn configure(builder: ClientBuilder, _: bool) -> Result<ClientBuilder, Error> {
    Ok(builder.tls_backend_native())
}

#[cfg(not(any(feature = "native-tls", feature = "rustls-tls")))]
pub(crate) fn configure(builder: ClientBuilder, needed: bool) -> Result<ClientBuilder, Error> {
    if needed {
        return Err(Error::invalid("tls", "turn on the feature `rustls-tls` or `native-tls`"));
    }
    Ok(builder)
}
