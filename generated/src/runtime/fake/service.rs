//! In: settings and tables. Out: a service that runs until it is dropped, and what tests do with it.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;

use super::accounts;
use super::answer;
use super::builder::{Listener, ServiceBuilder};
use super::check;
use super::error::Error;
use super::fault::Fault;
use super::on::On;
use super::orders::Target;
use super::problem::Problem;
use super::received::Received;
use super::reply::{Reply, Sending};
use super::route;
use super::server;
use super::state::State;
use super::table::{Operation, Table};
use crate::runtime::auth::Scopes;
use crate::runtime::policy::limits::Limits;
use crate::{AccessToken, Client, ClientBuilder, OperationSpec};

/// The access token that the service knows from the start.
const ACCESS_TOKEN: &str = "1000.fake-access";
/// The refresh token that it knows from the start.
const REFRESH_TOKEN: &str = "1000.fake-refresh";
/// The organisation that its clients are for, where none was said.
const ORGANIZATION: &str = "10234695";

/// A service on this machine that answers every operation as documented. It ends when it is dropped.
///
/// ```
/// # async fn f() -> Result<(), Box<dyn std::error::Error>> {
/// use zoho_finance::fake::{Fault, Service};
///
/// let service = Service::start().await?;
/// let client = service.client().build()?;
/// service.next(Fault::Concurrency);
/// client.request("GET", "/books/v3/organizations").send().await.ok();
/// assert_eq!(service.requests().len(), 2);
/// # Ok(())
/// # }
/// ```
pub struct Service {
    url: String,
    shared: Arc<Shared>,
    /// Dropping it ends the thread.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread of the service shares with the test.
pub(super) struct Shared {
    tables: Vec<Table>,
    organizations: Vec<String>,
    strict: bool,
    listener: Option<Listener>,
    state: Mutex<State>,
}

impl Service {
    /// Starts a service with the operations of this crate on a free port.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where this machine lets nobody listen.
    pub async fn start() -> Result<Self, Error> {
        Self::builder().start().await
    }

    /// Begins a service with other settings.
    pub fn builder() -> ServiceBuilder {
        ServiceBuilder::new()
    }

    pub(super) fn run(settings: ServiceBuilder, tables: Vec<Table>) -> Result<Self, Error> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port)))?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let mut state = State { tokens: settings.tokens, ..State::default() };
        state.tokens.access.insert(ACCESS_TOKEN.to_owned(), None);
        state.tokens.refresh.push(REFRESH_TOKEN.to_owned());
        let shared = Arc::new(Shared {
            tables,
            organizations: settings.organizations,
            strict: settings.strict,
            listener: settings.listener,
            state: Mutex::new(state),
        });
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("fake service".to_owned()).spawn(move || {
            // Without a runtime there are no answers, which the first request shows.
            let _ = server::run(listener, &serving, stopped);
        })?;
        Ok(Self { url, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it is: `http://127.0.0.1:…`. It is the API and the accounts server at once.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Begins a client of this service: with a token that it knows, an organisation, and nothing held back.
    pub fn client(&self) -> ClientBuilder {
        let organization = self.shared.organizations.first().map_or(ORGANIZATION, String::as_str);
        Client::builder()
            .base_url(&self.url)
            .accounts_url(&self.url)
            .organization(organization)
            .auth(AccessToken::new(ACCESS_TOKEN))
            .limits(Limits::none())
    }

    /// An access token that it knows.
    pub fn access_token(&self) -> &'static str {
        ACCESS_TOKEN
    }

    /// A refresh token that it knows; client id and secret may be any.
    pub fn refresh_token(&self) -> &'static str {
        REFRESH_TOKEN
    }

    /// Takes another access token, for everything.
    pub fn accept_token(&self, token: impl Into<String>) {
        self.shared.state().tokens.access.insert(token.into(), None);
    }

    /// Takes another access token, for these scopes only.
    pub fn accept_token_for(&self, token: impl Into<String>, scopes: &Scopes) {
        self.shared.state().tokens.access.insert(token.into(), Some(scopes.list()));
    }

    /// Takes another refresh token.
    pub fn accept_refresh_token(&self, token: impl Into<String>) {
        self.shared.state().tokens.refresh.push(token.into());
    }

    /// Takes an authorization code, once.
    pub fn accept_code(&self, code: impl Into<String>) {
        self.shared.state().tokens.codes.push(code.into());
    }

    /// Forgets all access tokens: the next request that carries one is answered with code 57.
    pub fn expire_tokens(&self) {
        self.shared.state().tokens.access.clear();
    }

    /// Orders a fault for the next request, whatever it asks for. Orders are carried out one after the other.
    pub fn next(&self, fault: Fault) {
        self.next_times(1, fault);
    }

    /// Orders a fault for the next so many requests.
    pub fn next_times(&self, times: u32, fault: Fault) {
        self.shared.state().orders.add(Target::Any, Some(times), fault);
    }

    /// Orders for one operation, by the type of its request.
    pub fn on<O: crate::Operation>(&self) -> On<'_> {
        On::new(self, Target::Operation(key(O::SPEC)))
    }

    /// Orders for one operation, by its stable name, such as `create_invoice`, or by method and path template, such as
    /// `POST /books/v3/invoices`, where several products have one of that name.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownOperation`] where there is none.
    pub fn on_id(&self, id: &str) -> Result<On<'_>, Error> {
        let mut operations = self.shared.operations();
        let found = operations.find(|operation| operation.id == id || operation.key() == id);
        let found = found.ok_or_else(|| Error::UnknownOperation(id.to_owned()))?;
        Ok(On::new(self, Target::Operation(found.key())))
    }

    /// Orders for the accounts server.
    pub fn on_token(&self) -> On<'_> {
        On::new(self, Target::Token)
    }

    /// What an operation answers from now on, instead of the documented example.
    pub fn answer<O: crate::Operation>(&self, body: Value) {
        self.on::<O>().answer(body);
    }

    /// How many items a list has from now on: the documented ones, and copies with ids of their own.
    pub fn items<O: crate::Operation>(&self, count: u64) {
        self.on::<O>().items(count);
    }

    /// All requests so far, those to the accounts server included.
    pub fn requests(&self) -> Vec<Received> {
        self.shared.state().requests.clone()
    }

    /// The requests of one operation so far.
    pub fn requests_of<O: crate::Operation>(&self) -> Vec<Received> {
        self.requests().into_iter().filter(|request| request.operation.as_deref() == Some(O::SPEC.id)).collect()
    }

    /// Forgets requests, orders and answers; tokens stay.
    pub fn reset(&self) {
        let mut state = self.shared.state();
        *state = State { tokens: std::mem::take(&mut state.tokens), ..State::default() };
    }

    /// Method and path template of every operation that it answers.
    pub fn operations(&self) -> Vec<String> {
        self.shared.operations().map(Operation::key).collect()
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }
}

/// What the tables know an operation by.
fn key(spec: &OperationSpec) -> String {
    format!("{} {}{}", spec.method, spec.base_path, spec.path)
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of its thread would have shown in the answers.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Shared {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.tables.iter().flat_map(|table| &table.operations)
    }

    /// Answers a request, and keeps it.
    pub(super) fn answer(&self, mut received: Received) -> (Received, Reply) {
        let mut state = self.state();
        let reply = if received.path == accounts::PATH {
            let fault = state.orders.take(&Target::Token);
            accounts::reply(&mut state.tokens, fault.as_ref(), &received)
        } else {
            self.call(&mut state, &mut received)
        };
        received.status = if reply.sending == Sending::Reset { 0 } else { reply.status };
        state.requests.push(received.clone());
        (received, reply)
    }

    fn call(&self, state: &mut State, received: &mut Received) -> Reply {
        let found = route::find(&self.tables, received);
        let target = found.map_or(Target::Any, |(_, operation)| Target::Operation(operation.key()));
        if let Some((table, operation)) = found {
            received.operation = Some(operation.id.clone());
            received.undocumented = check::undocumented(table, operation, received);
        }
        let fault = state.orders.take(&target);
        let usual = || self.usual(state, found, received);
        let outcome = match &fault {
            Some(fault) => answer::faulty(fault, usual),
            None => usual(),
        };
        outcome.unwrap_or_else(|problem| {
            received.problem = Some((problem.code, problem.message.clone()));
            Reply::problem(&problem)
        })
    }

    fn usual(&self, state: &State, found: Option<(&Table, &Operation)>, received: &Received) -> Result<Reply, Problem> {
        let (table, operation) = found.ok_or_else(Problem::url)?;
        let token = received.header("authorization").and_then(|value| value.strip_prefix("Zoho-oauthtoken "));
        let token = token.filter(|token| !token.trim().is_empty()).ok_or_else(Problem::no_token)?;
        if !state.tokens.allow(token.trim(), &operation.scopes) {
            return Err(Problem::unauthorized());
        }
        check::check(table, operation, &self.organizations, received)?;
        if let Some(unknown) = received.undocumented.first().filter(|_| self.strict) {
            return Err(Problem::value(format!("Not documented: {unknown}.")));
        }
        answer::usual(operation, state.overrides.get(&operation.key()), received)
    }

    /// Tells whoever listens.
    pub(super) fn tell(&self, received: &Received, took: Duration) {
        if let Some(listener) = &self.listener {
            listener(received, took);
        }
    }
}
