//! In: settings, one a method. Out: a [`Client`], or what is wrong with the settings.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;

use super::auth::denied::Denied;
use super::auth::{Auth, AuthContext, NoAuth};
use super::client::{Client, Inner};
use super::data_center::DataCenter;
use super::error::Error;
use super::http::{Http, HttpConfig};
use super::id::Id;
use super::middleware::Middleware;
use super::policy::governor::Governor;
use super::policy::limits::Limits;
use super::policy::retry::RetryPolicy;

const TIMEOUT: Duration = Duration::from_secs(300);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
const READ_TIMEOUT: Duration = Duration::from_secs(60);
const MAX_RESPONSE: u64 = 64 * 1024 * 1024;

/// Settings of a [`Client`].
#[must_use]
pub struct ClientBuilder {
    data_center: Option<DataCenter>,
    base_url: Option<String>,
    accounts_url: Option<String>,
    organization: Option<Id>,
    auth: Box<dyn Auth>,
    middleware: Vec<Arc<dyn Middleware>>,
    http_client: Option<reqwest::Client>,
    timeout: Duration,
    connect_timeout: Duration,
    read_timeout: Duration,
    retry: RetryPolicy,
    limits: Limits,
    max_response_bytes: u64,
    user_agent: String,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            data_center: None,
            base_url: None,
            accounts_url: None,
            organization: None,
            auth: Box::new(NoAuth),
            middleware: Vec::new(),
            http_client: None,
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            read_timeout: READ_TIMEOUT,
            retry: RetryPolicy::default(),
            limits: Limits::default(),
            max_response_bytes: MAX_RESPONSE,
            user_agent: concat!("zoho-finance/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// Where the account lives. Left out, it is the United States, or where the token answer says.
    pub fn data_center(mut self, data_center: DataCenter) -> Self {
        self.data_center = Some(data_center);
        self
    }

    /// The organisation of all requests that take one. Requests can name another.
    pub fn organization(mut self, organization_id: impl Into<Id>) -> Self {
        self.organization = Some(organization_id.into());
        self
    }

    /// Where access tokens come from: [`RefreshToken`](crate::RefreshToken), [`AccessToken`](crate::AccessToken) or
    /// your own.
    pub fn auth(mut self, auth: impl Auth + 'static) -> Self {
        self.auth = Box::new(auth);
        self
    }

    /// Adds something that is called before and after each try of each request. Several are called in their order.
    pub fn middleware(mut self, middleware: impl Middleware + 'static) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Another HTTP client, for example with certificates or a proxy of your own. It must come from the same version of
    /// the library as `zoho_finance::reqwest`.
    ///
    /// TLS, proxies, connections, [`connect_timeout`](Self::connect_timeout) and [`user_agent`](Self::user_agent) are then
    /// its own matter; time limits, limits of size, retries and credentials stay those of this builder. Let it follow no
    /// redirects: the service gives none, and an answer that comes by one is an error. The token is not sent to another
    /// host, and no body is sent a second time, whatever the client would do.
    ///
    /// ```
    /// # fn f() -> Result<(), Box<dyn std::error::Error>> {
    /// use zoho_finance::{Client, reqwest};
    ///
    /// let proxy = reqwest::Proxy::https("http://proxy.internal:3128")?;
    /// let http = reqwest::Client::builder().proxy(proxy).redirect(reqwest::redirect::Policy::none()).build()?;
    /// let client = Client::builder().http_client(http).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Another host for the APIs, such as a proxy or a test server. Plain `http` is only taken for this machine.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Another accounts server. Plain `http` is only taken for this machine.
    pub fn accounts_url(mut self, url: impl Into<String>) -> Self {
        self.accounts_url = Some(url.into());
        self
    }

    /// How long a request may take as a whole, with all tries and all waits; five minutes where nothing is said.
    ///
    /// It is longer than an answer takes, because a request may have to wait for its turn: see
    /// [`guide::limits`](crate::guide::limits). Every request can set its own with `timeout`.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long connecting may take; 15 seconds where nothing is said.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long the service may be silent, before it answers and between the parts of an answer, until the connection is
    /// given up; 60 seconds where nothing is said. As long as it takes the bytes of a file that is sent, it is not silent.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// How often and how fast failed requests are sent again. Every request can set its own with `retry`.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How much is sent at most, for each organisation; the documented limits where nothing is said.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The largest answer to be read, in bytes; 64 MiB where nothing is said. Every request can set its own. It holds for
    /// the body, after decompression where the HTTP client does that, and for the headers by themselves.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// What the client calls itself in `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] for a URL that cannot be used, an empty organisation, a limit of 0, or a TLS set-up that
    /// fails.
    pub fn build(self) -> Result<Client, Error> {
        if self.organization.as_ref().is_some_and(|id| id.as_str().trim().is_empty()) {
            return Err(Error::invalid("organization", "an organisation has an id"));
        }
        if reqwest::header::HeaderValue::from_str(&self.user_agent).is_err() {
            return Err(Error::invalid("user_agent", "it has characters that a header cannot hold"));
        }
        let data_center = self.data_center.unwrap_or_default();
        let base_url = checked("base_url", self.base_url.as_deref(), data_center.api_url())?;
        let accounts_url = checked("accounts_url", self.accounts_url.as_deref(), data_center.accounts_url())?;
        let chosen = self.base_url.is_some() || self.data_center.is_some();
        self.limits.check()?;
        let http = Http::new(HttpConfig {
            client: self.http_client,
            connect_timeout: self.connect_timeout,
            read_timeout: self.read_timeout,
            limit: self.max_response_bytes,
            user_agent: self.user_agent,
            tls: base_url.starts_with("https:") || accounts_url.starts_with("https:"),
        })?;
        let inner = Inner {
            auth: self.auth,
            auth_context: AuthContext::new(http.clone(), accounts_url),
            http,
            base_url: Url::parse(&base_url).map_err(|_| Error::invalid("base_url", "not a URL"))?,
            chosen,
            denied: Denied::default(),
            middleware: self.middleware,
            governor: Governor::new(self.limits),
            retry: self.retry,
            timeout: self.timeout,
        };
        Ok(Client { inner: Arc::new(inner), organization: self.organization })
    }
}

/// A base URL without a slash at its end.
fn checked(name: &str, given: Option<&str>, default: &str) -> Result<String, Error> {
    let Some(text) = given else { return Ok(default.to_owned()) };
    let url = Url::parse(text).map_err(|_| Error::invalid(name, "not a URL"))?;
    let safe = match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(is_loopback),
        _ => false,
    };
    if !safe {
        return Err(Error::invalid(name, "expected https, or http to this machine"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(Error::invalid(name, "expected scheme, host and at most a path"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("data_center", &self.data_center)
            .field("base_url", &self.base_url)
            .field("organization", &self.organization)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine() {
        for good in ["http://127.0.0.1:80", "http://[::1]:8080/", "http://localhost/x/", "https://proxy.example"] {
            assert!(checked("base_url", Some(good), "").is_ok(), "{good}");
        }
        for bad in [
            "http://www.zohoapis.com",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "ftp://localhost",
            "https://user:pass@host",
            "https://host/?x=1",
            "host",
        ] {
            assert!(checked("base_url", Some(bad), "").is_err(), "{bad}");
        }
    }
}
