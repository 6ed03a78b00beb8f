//! In: settings, one a method. Out: a running [`Service`].

use std::fmt;
use std::time::Duration;

use super::error::Error;
use super::received::Received;
use super::service::Service;
use super::state::Tokens;
use super::table;

/// Called with every request once its answer is known, and with how long that took.
pub(super) type Listener = Box<dyn Fn(&Received, Duration) + Send + Sync>;

/// Settings of a [`Service`].
#[must_use]
pub struct ServiceBuilder {
    pub(super) port: u16,
    pub(super) organizations: Vec<String>,
    pub(super) strict: bool,
    pub(super) tokens: Tokens,
    pub(super) tables: Option<String>,
    pub(super) listener: Option<Listener>,
}

impl ServiceBuilder {
    pub(super) fn new() -> Self {
        Self {
            port: 0,
            organizations: Vec::new(),
            strict: false,
            tokens: Tokens::default(),
            tables: None,
            listener: None,
        }
    }

    /// The port on 127.0.0.1; one that is free, where nothing is said.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// An organisation that there is. Where none is said, there is every one that is asked for.
    pub fn organization(mut self, id: impl Into<String>) -> Self {
        self.organizations.push(id.into());
        self
    }

    /// Takes every access token, refresh token and code, as long as one is sent in the service's form.
    pub fn any_credentials(mut self) -> Self {
        self.tokens.any = true;
        self
    }

    /// How long the tokens live that the accounts server gives, by its own word; an hour where nothing is said.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.tokens.lifetime = lifetime;
        self
    }

    /// Refuses what the documents do not have (code 4), where the real service ignores it: keys of bodies, parts and
    /// query parameters. Misspelt names show at once.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Serves these tables instead of those of this crate: a list of
    /// products in JSON, as `cargo xtask mock` gives it to the example `mock`.
    pub fn tables(mut self, json: impl Into<String>) -> Self {
        self.tables = Some(json.into());
        self
    }

    /// Calls a function with every request, when its answer is known, and how long that took.
    pub fn on_request(mut self, listener: impl Fn(&Received, Duration) + Send + Sync + 'static) -> Self {
        self.listener = Some(Box::new(listener));
        self
    }

    /// Starts the service.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the port is taken, [`Error::Tables`] where given tables cannot be read.
    pub async fn start(self) -> Result<Service, Error> {
        self.start_blocking()
    }

    /// The same for programs that are not asynchronous: the service runs on a thread of its own either way.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_blocking(self) -> Result<Service, Error> {
        let tables = match &self.tables {
            Some(text) => table::parse(text),
            None => table::built_in(),
        };
        Service::run(self, tables.map_err(Error::Tables)?)
    }
}

impl fmt::Debug for ServiceBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceBuilder")
            .field("port", &self.port)
            .field("organizations", &self.organizations)
            .field("strict", &self.strict)
            .finish_non_exhaustive()
    }
}
