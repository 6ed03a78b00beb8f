//! In: method, path and whatever else by hand. Out: a request with the client's credentials, limits and retries.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::body::Content;
use super::body::upload::Upload;
use super::by_hand;
use super::call::{Call, Target};
use super::client::Client;
use super::download::{self, Download};
use super::error::Error;
use super::id::Id;
use super::operation::Tenancy;
use super::param::Param;
use super::pending::Pending;
use super::policy::retry::RetryPolicy;
use super::prepare::{Prepared, prepare};
use super::response::{Full, RawResponse};

/// Where the organisation goes, unless the caller says something else.
const ORGANIZATION: Tenancy = Tenancy::Query("organization_id");

/// A request by hand: what [`Client::request`] gives back.
///
/// ```
/// # async fn f(client: &zoho_finance::Client) -> zoho_finance::Result<()> {
/// use zoho_finance::{Id, serde_json::json};
///
/// let request = client
///     .request("PUT", "/books/v3/invoices/{id}/something")
///     .path("id", "460000000026049")
///     .tenancy(zoho_finance::Tenancy::Query("organization_id"))
///     .json(&json!({"reason": "by hand"}))
///     .result_key("invoice_id");
/// let id: Id = request.send_as().await?;
/// # Ok(())
/// # }
/// ```
///
/// More about it in [`guide::escape_hatches`](crate::guide::escape_hatches).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest {
    call: Call,
}

impl RawRequest {
    pub(crate) fn new(client: &Client, method: String, path: String) -> Self {
        let method = method.to_ascii_uppercase();
        Self { call: Call::to(client, Target::Path { method, path, key: None }) }
    }

    /// The value of a `{name}` in the path. Whatever it is, it stays one segment; a blank one is an error when sending.
    pub fn path(mut self, name: impl Into<String>, value: impl Param) -> Self {
        let name = name.into();
        let value = self.call.text(&name, value);
        self.call.path_values.retain(|(known, _)| *known != name);
        self.call.path_values.push((name.into(), value));
        self
    }

    /// Adds a query parameter, also where one of the name is there.
    pub fn query(mut self, name: impl Into<String>, value: impl Param) -> Self {
        self.call.add_query(name.into(), value);
        self
    }

    /// Sets a header. `Authorization` and the like are refused when sending.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call.put_header(name.into(), value.into());
        self
    }

    /// Asks this organisation, as the query parameter `organization_id` unless [`tenancy`](Self::tenancy) says otherwise.
    pub fn organization(mut self, organization_id: impl Into<Id>) -> Self {
        self.call.set_organization(organization_id.into());
        self.call.tenancy.get_or_insert(ORGANIZATION);
        self
    }

    /// Sends the organisation of the request, or else of the client, and says where it goes.
    pub fn tenancy(mut self, place: Tenancy) -> Self {
        self.call.tenancy = Some(place);
        self
    }

    /// Sets the JSON body. Beside files it travels as the part `JSONString`.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.call.put_json(serde_json::to_vec(body));
        self
    }

    /// Sets a field of a form (`application/x-www-form-urlencoded`) as the body.
    pub fn form(mut self, name: impl Into<String>, value: impl Param) -> Self {
        self.call.set_form_field(name.into(), value);
        self
    }

    /// Adds a file to the body, which then is `multipart/form-data`.
    pub fn file(mut self, name: impl Into<String>, file: Upload) -> Self {
        self.call.set_part(name.into(), file);
        self
    }

    /// Adds a text to the body, which then is `multipart/form-data`.
    pub fn text(mut self, name: impl Into<String>, value: impl Param) -> Self {
        self.call.set_text_part(name.into(), value);
        self
    }

    /// Sets the body as it is, of this media type: bytes, or something that is read while it is sent.
    pub fn body(mut self, media_type: impl Into<String>, body: impl Into<Content>) -> Self {
        self.call.set_raw(media_type.into(), body.into());
        self
    }

    /// Says under which key of the answer the result is, such as `invoice`. Left out, it is the answer as a whole.
    pub fn result_key(mut self, name: impl Into<String>) -> Self {
        if let Target::Path { key, .. } = &mut self.call.target {
            *key = Some(name.into());
        }
        self
    }

    /// How long the request may take as a whole, with all tries and waits.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call.set_timeout(timeout);
        self
    }

    /// How often and how fast the request is sent again where it fails.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.call.set_retry(policy);
        self
    }

    /// The largest answer to be read, in bytes, in place of the client's.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.call.set_limit(bytes);
        self
    }

    /// Says that doing it twice does no harm, so that it is sent again whatever its method is.
    pub fn retry_unsafe(mut self) -> Self {
        self.call.set_repeatable();
        self
    }

    /// What would be sent, but for host and credentials. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] where a value cannot be sent.
    pub fn prepare(self) -> Result<Prepared, Error> {
        prepare(&self.call)
    }

    /// Sends the request; the result is JSON. Errors that the answer reports are errors.
    pub fn send(self) -> Pending<Value> {
        self.send_as()
    }

    /// Sends the request; the result is of any type that serde can read, those of this crate among them.
    pub fn send_as<T: DeserializeOwned>(self) -> Pending<T> {
        Pending::new(self.call, |raw, target| Ok(by_hand::read(&raw, target)?.payload))
    }

    /// Sends the request; the result has status, headers, code, message, the result as JSON and further keys.
    pub fn send_full(self) -> Pending<Full<Value>> {
        self.send_full_as()
    }

    /// The same with a result of any type that serde can read.
    pub fn send_full_as<T: DeserializeOwned>(self) -> Pending<Full<T>> {
        Pending::new(self.call, |raw, target| by_hand::read(&raw, target))
    }

    /// Sends the request; the result is the answer as it came, errors that it reports included.
    pub fn send_raw(self) -> Pending<RawResponse> {
        Pending::raw(self.call)
    }

    /// Sends the request; the result is a file, in memory.
    pub fn send_download(mut self) -> Pending<Download> {
        self.call.take_any_media();
        Pending::new(self.call, |raw, target| {
            download::check(&raw, target)?;
            Ok(Download::from_response(&raw))
        })
    }
}

impl IntoFuture for RawRequest {
    type Output = Result<Value, Error>;
    type IntoFuture = Pending<Value>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

super::download!(RawRequest);
