//! In: settings. Out: a [`Client`], cheap to clone, that all requests share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;

use super::auth::denied::Denied;
use super::auth::{Auth, AuthContext, Token};
use super::builder::ClientBuilder;
use super::error::Error;
use super::http::Http;
use super::id::Id;
use super::middleware::Middleware;
use super::policy::governor::Governor;
use super::policy::retry::RetryPolicy;
use super::raw_request::RawRequest;

/// The entrance to all products: connections, credentials and the organisation.
///
/// A clone is cheap and shares the connections, the token and the limits.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
    pub(crate) organization: Option<Id>,
}

/// What all clones share.
pub(crate) struct Inner {
    pub(crate) http: Http,
    pub(crate) auth: Box<dyn Auth>,
    pub(crate) auth_context: AuthContext,
    pub(crate) denied: Denied,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) governor: Governor,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) base_url: Url,
    /// Whether the caller chose the base URL or the data centre.
    pub(crate) chosen: bool,
}

impl Inner {
    /// Where a path is, its query behind it: as configured, else where the token says, among the known hosts.
    pub(crate) fn url(&self, token: &Token, path: &str) -> Result<Url, Error> {
        let foreign;
        let base = match token.data_center() {
            Some(data_center) if !self.chosen => {
                foreign = Url::parse(data_center.api_url()).map_err(|_| Error::invalid("data_center", "not a URL"))?;
                &foreign
            }
            _ => &self.base_url,
        };
        // Joining reads path and query in one go, but some paths it would take for a host.
        let joined = if base.path() == "/" { base.join(path).ok() } else { None };
        if let Some(url) = joined.filter(|url| url.authority() == base.authority() && url.scheme() == base.scheme()) {
            return Ok(url);
        }
        let mut url = base.clone();
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        match url.path().trim_end_matches('/') {
            "" => url.set_path(path),
            before => url.set_path(&format!("{before}{path}")),
        }
        url.set_query(query);
        Ok(url)
    }
}

impl Client {
    /// Begins a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// The same client for another organisation; connections and token are shared, limits are each organisation's own.
    #[must_use]
    pub fn with_organization(&self, organization_id: impl Into<Id>) -> Self {
        Self { inner: Arc::clone(&self.inner), organization: Some(organization_id.into()) }
    }

    /// The organisation of this client.
    pub fn organization(&self) -> Option<&Id> {
        self.organization.as_ref()
    }

    /// A request by hand, for what no method covers; with the client's credentials, limits and retries, but without its
    /// organisation.
    ///
    /// The path begins with a slash and is taken as text: its segments are percent-encoded. `{name}` in it stands for a
    /// value, which [`path`](RawRequest::path) sets.
    ///
    /// ```
    /// # fn f(client: &zoho_finance::Client) {
    /// let request = client.request("GET", "/books/v3/contacts/{id}").path("id", "460000000026049").query("page", 2_u32);
    /// # }
    /// ```
    pub fn request(&self, method: impl Into<String>, path: impl Into<String>) -> RawRequest {
        RawRequest::new(self, method.into(), path.into())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base_url.as_str())
            .field("organization", &self.organization)
            .finish_non_exhaustive()
    }
}
